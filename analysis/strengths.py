"""Ties with their strength: how often, and ways that prefer the strong ones.

Strong ties are short: the length of a tie is 1/strength (Opsahl, Agneessens & Skvoretz 2010).
Passing a frequency as a length turns its meaning round.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analysis.network import FloatArray, IntArray, Network

SAME = 1e-9
WEIGHTED_UP_TO = 300


def strengths(network: Network, questions: Sequence[str], min_value: float) -> sparse.csr_array:
    """The strongest answer to any of the questions for each tie that counts."""
    chosen = np.array([name in questions for name in network.questions], dtype=bool)
    keep = chosen[network.question] & (network.value >= min_value) & (network.value > 0)
    keep &= network.source != network.target
    size = len(network.roster.people)
    keys, value = network.source[keep] * size + network.target[keep], network.value[keep]
    order = np.lexsort((-value, keys))
    ends, first = np.unique(keys[order], return_index=True)
    out = sparse.csr_array((value[order][first], (ends // size, ends % size)), shape=(size, size))
    out.sort_indices()
    return out


def weighted_betweenness(strength: sparse.csr_array) -> FloatArray:
    """Betweenness over the ways with the least sum of 1/strength, directed, not normalised.

    Dense over ties × people: for firms of up to 300 people. 1 for all strengths gives the plain
    betweenness.
    """
    size = strength.shape[0]
    rows = np.repeat(np.arange(size), np.diff(strength.indptr))
    columns, length = strength.indices, 1.0 / strength.data
    way = sparse.csr_array((length, strength.indices, strength.indptr), shape=strength.shape)
    far = csgraph.shortest_path(way, method="D")  # sources × people
    there = np.isfinite(far)
    gap = far[:, rows] + length - np.where(there, far, -1.0)[:, columns]
    tight = (np.abs(gap) <= SAME * np.where(there, far, 1.0)[:, columns]) & there[:, columns]
    paths = _paths((rows, columns), tight, size)
    return _carried((rows, columns), tight, paths)


Ends = tuple[IntArray, IntArray]


def _paths(ends: Ends, tight: np.ndarray, size: int) -> FloatArray:
    """How many shortest ways lead from each source (row) to each person."""
    forward = _gather(ends[1], size)
    front = np.eye(size)
    paths = front.copy()
    while front.any():
        front = (forward @ (front[:, ends[0]] * tight).T).T
        paths += front
    return paths


def _carried(ends: Ends, tight: np.ndarray, paths: FloatArray) -> FloatArray:
    """What each person carries of the shortest ways of all sources (Brandes 2001)."""
    size = len(paths)
    backward = _gather(ends[0], size)
    safe = np.where(paths > 0, paths, 1.0)
    share = tight * paths[:, ends[0]] / safe[:, ends[1]]
    carried, fresh = np.zeros(paths.shape), (paths > 0).astype(float)
    while fresh.any():
        fresh = (backward @ (share * fresh[:, ends[1]]).T).T
        carried += fresh
    carried[np.arange(size), np.arange(size)] = 0.0
    total: FloatArray = carried.sum(axis=0)
    return total


def _gather(places: IntArray, size: int) -> sparse.csr_array:
    """The matrix that adds up what ties bring to each person."""
    ones = np.ones(len(places))
    return sparse.csr_array((ones, (places, np.arange(len(places)))), shape=(size, len(places)))
