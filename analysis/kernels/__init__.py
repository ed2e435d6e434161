"""Compiled kernels for firms too large for dense algebra; numba compiles them once and caches.

Imported only where they are used: a small firm never waits for a compiler. ``warm`` compiles
everything ahead of time. ``start`` and ``ends`` are the two arrays of a CSR matrix of ties, and
none of them keeps Python waiting: parts of the work may run on several threads.
"""

import numba
import numpy as np

from analysis import cutting
from analysis.kernels.borders import borders
from analysis.kernels.climbing import climbed
from analysis.kernels.groups import grouping
from analysis.kernels.leaving import losses
from analysis.kernels.paths import dependencies
from analysis.kernels.rewiring import exchanges, links_exchanged
from analysis.kernels.steps import inverse_steps

__all__ = [
    "borders",
    "climbed",
    "dependencies",
    "exchanges",
    "grouping",
    "held",
    "inverse_steps",
    "links_exchanged",
    "losses",
    "warm",
]


held = numba.njit(cache=True, nogil=True)(cutting.held)


def warm() -> None:
    """Compile every kernel on the smallest firm there is; the results are kept on disk."""
    start, ends = np.array([0, 1, 2], dtype=np.int32), np.array([1, 0], dtype=np.int32)
    both, home = np.arange(2, dtype=np.int32), np.zeros(2, dtype=np.int64)
    dependencies(start, ends, start, ends, both, home, False)
    inverse_steps(start, ends, both)
    losses(start, ends, both)
    grouping(start, ends, 1)
    borders(np.zeros((1, 2), dtype=np.int16), home, home, 1)
    climbed(start, ends, home > 0)
    held(start, ends)  # type: ignore[arg-type]  # compiled: takes arrays
    exchanges(start, ends, 2, 1)
    links_exchanged(start, ends, 2, 1)
