"""Paths in many networks that differ little: counted from some sources each, set right by a whole.

The first network is counted exactly. Every other one is counted from a part of the sources only,
and what the same part gave in the first says how far that part is from the whole (a control
variate; Glasserman 2003). The parts take turns, so that over all networks everybody is a source
about as often.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.workers import shared

EXACT_UP_TO = 1000
PARTS, TOP = 8, 100
SILENT, OTHERS = 300, 200  # sources at once, at least


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """People who are sources in turn, and what each turn gave in the first network."""

    parts: tuple[IntArray, ...]
    known: FloatArray

    def estimate(self, ties: sparse.csr_array, turn: int) -> FloatArray:
        """The paths that begin with any of them in another network, from one part of them."""
        k = turn % len(self.parts)
        here = engine.paths_from(ties, self.parts[k])
        estimated: FloatArray = self.known.sum(axis=0) + len(self.parts) * (here - self.known[k])
        return estimated


def betweenness(
    networks: tuple[sparse.csr_array, ...], answered: BoolArray, executor: Executor | None = None
) -> FloatArray:
    """Directed betweenness in each network: networks × people; exact up to ``EXACT_UP_TO`` people.

    The ties of whoever ``answered`` are the same in all of them, so that they need fewer turns.
    Beyond, the error is about half the spread between the networks at 2,000 people (a quarter of
    the variance): probabilities of being at the top come out a little less sure than they are.
    """
    if len(answered) <= EXACT_UP_TO or len(networks) == 1:
        return np.array(shared(engine.betweenness, networks, executor))
    silent, rest = np.flatnonzero(~answered), np.flatnonzero(answered)
    most = max(OTHERS, SILENT + OTHERS - len(silent))
    strata = [_stratum(networks[0], silent, SILENT), _stratum(networks[0], rest, most)]
    turns = list(enumerate(networks))[1:]
    first = np.sum([stratum.known.sum(axis=0) for stratum in strata], axis=0)
    others = shared(partial(_estimate, strata), turns, executor, compiled=True)
    return np.array([first, *others])


def _stratum(ties: sparse.csr_array, people: IntArray, at_once: int) -> Stratum:
    turns = max(1, -(-len(people) // at_once))
    mixed = np.random.default_rng([len(people), 41]).permutation(people)
    parts = tuple(np.sort(mixed[k::turns]) for k in range(turns))
    return Stratum(parts, np.array([engine.paths_from(ties, part) for part in parts]))


def _estimate(strata: list[Stratum], item: tuple[int, sparse.csr_array]) -> FloatArray:
    turn, ties = item
    total: FloatArray = np.sum([stratum.estimate(ties, turn) for stratum in strata], axis=0)
    return np.maximum(total, 0.0)


def estimate(
    ties: sparse.csr_array, sources: int, seed: int, executor: Executor | None = None
) -> tuple[FloatArray, float]:
    """Directed betweenness from so many sources drawn at random, and its error at the top.

    The error is the mean relative standard error of the ``TOP`` people with the highest estimates,
    from the spread between ``PARTS`` parts of the sources.
    """
    size = ties.shape[0]
    drawn = np.random.default_rng([seed, size]).permutation(size)[:sources]
    parts = [np.sort(part) for part in np.array_split(drawn, PARTS)]
    each = np.array(engine.paths_by_parts(ties, parts, executor=executor))
    mean = each.sum(axis=0) * (size / len(drawn))
    top = np.argsort(-mean, kind="stable")[:TOP]
    spread = each[:, top].std(axis=0, ddof=1) * np.sqrt(PARTS) * (size / len(drawn))
    return mean, float((spread / np.maximum(mean[top], 1e-12)).mean())
