"""Ties inside and across the borders of units, counted for many ways of dealing the units out."""

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def borders(dealt, source, target, units):
    """Ties inside each unit, out of it and into it, each dealings × units; -1 is no unit."""
    found = np.zeros((3, len(dealt), units), dtype=np.int64)
    size = dealt.shape[1]
    out, into = np.bincount(source, minlength=size), np.bincount(target, minlength=size)
    for k in range(len(dealt)):
        home = dealt[k]
        for v in range(size):
            if home[v] >= 0:
                found[1, k, home[v]] += out[v]
                found[2, k, home[v]] += into[v]
        for i in range(len(source)):
            unit = home[source[i]]
            if unit >= 0 and unit == home[target[i]]:
                found[0, k, unit] += 1
    return found[0], found[1], found[2]
