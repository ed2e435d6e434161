"""Louvain's method (Blondel et al. 2008) many times over, as fast as a firm of its size allows.

People move, one after the other in a random order, to the group among their contacts' that raises
modularity most, until nobody moves; then groups move as people did. Small firms are done by dense
algebra for many runs side by side: nothing to compile. Larger ones go to a compiled kernel.
"""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.network import IntArray

SIDE_BY_SIDE_UP_TO = 300
CELLS_AT_ONCE = 4_000_000
MOST_SWEEPS = 30
PASSES = 10  # people look again once groups have found each other
BETTER_BY = 1e-4  # gain in ties that counts; well above what 32 bits lose
Cells = NDArray[np.float32]


def runs(
    firms: Sequence[sparse.csr_array], seeds: Sequence[int], executor: Executor | None = None
) -> list[IntArray]:
    """One grouping for each firm (ties both ways, all of one size) and seed, in order."""
    size = firms[0].shape[0]
    if size <= SIDE_BY_SIDE_UP_TO:
        at_once = max(1, CELLS_AT_ONCE // size**2)
        parts = range(0, len(firms), at_once)
        return [
            labels
            for k in parts
            for labels in side_by_side(firms[k : k + at_once], seeds[k : k + at_once])
        ]
    if executor is not None:
        return list(executor.map(compiled, firms, seeds, chunksize=5))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(compiled, firms, seeds))


def compiled(ties: sparse.csr_array, seed: int) -> IntArray:
    """One grouping by the compiled kernel."""
    from analysis import kernels

    start, ends = ties.indptr.astype(np.int32), ties.indices.astype(np.int32)
    labels: IntArray = kernels.grouping(start, ends, seed).astype(np.int64)
    return labels


def side_by_side(firms: Sequence[sparse.csr_array], seeds: Sequence[int]) -> IntArray:
    """A grouping for each firm and seed: runs × people.

    Each run numbers people in an order of its own, so that all runs can go through them from the
    first to the last together.
    """
    size = firms[0].shape[0]
    order = np.array([np.random.default_rng([seed, 3]).permutation(size) for seed in seeds])
    dense = {id(ties): ties.toarray().astype(np.float32) for ties in firms}
    ties = np.stack([dense[id(f)][np.ix_(o, o)] for f, o in zip(firms, order, strict=True)])
    labels = np.tile(np.arange(size), (len(order), 1))
    going = np.arange(len(order))
    for _ in range(PASSES):
        labels[going], joined = _climbed(ties[going], labels[going])
        going = going[joined]
        if not len(going):
            break
    out = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(out, order, labels, axis=1)
    return out


def _climbed(ties: Cells, labels: IntArray) -> tuple[IntArray, NDArray[np.bool_]]:
    """Groups of people, then groups of groups, until none joins another; and where any did."""
    labels = _settled(ties, labels)
    before = labels.max(axis=1)
    while True:
        groups = int(labels.max()) + 1
        together = _together(ties, labels, groups)
        joined = _settled(together, np.tile(np.arange(groups), (len(labels), 1)))
        labels = _numbered(np.take_along_axis(joined, labels, axis=1))
        if labels.max() + 1 == groups:
            return labels, labels.max(axis=1) < before


def _together(ties: Cells, labels: IntArray, groups: int) -> Cells:
    """Ties between groups; those inside a group stand on the diagonal, twice."""
    home = (labels[:, :, None] == np.arange(groups)).astype(np.float32)
    within: Cells = home.transpose(0, 2, 1) @ ties @ home
    return within


def _settled(ties: Cells, labels: IntArray) -> IntArray:
    """The group of everybody once nobody wants to move, numbered from 0 without gaps."""
    labels = labels.copy()
    own, total = ties.sum(axis=2), ties.sum(axis=(1, 2))
    others = ties.copy()  # herself left out
    everybody = np.arange(ties.shape[1])
    others[:, everybody, everybody] = 0
    going = np.arange(len(ties))
    for _ in range(MOST_SWEEPS):
        some = slice(None) if len(going) == len(ties) else going
        mine = _numbered(labels[some])
        moved = _sweep(mine, others[some], own[some], total[some])
        labels[going] = mine
        going = going[moved]
        if not len(going):
            break
    return _numbered(labels)


def _sweep(labels: IntArray, ties: Cells, own: Cells, total: Cells) -> NDArray[np.bool_]:
    """Everybody in turn looks for a better group, in all runs at once; which runs had a move."""
    every, changed = np.arange(len(labels)), np.zeros(len(labels), dtype=bool)
    home = (labels[:, :, None] == np.arange(labels.max() + 1)).astype(np.float32)
    towards = ties @ home if home.shape[2] < home.shape[1] else ties.copy()
    weight = (own[:, None, :] @ home)[:, 0]
    for v in range(labels.shape[1]):
        old, mine = labels[:, v], own[:, v]
        weight[every, old] -= mine
        gain = towards[:, v] - (mine / total)[:, None] * weight
        best = gain.argmax(axis=1)
        better = gain[every, best] > gain[every, old] + BETTER_BY
        best = np.where(better, best, old)
        weight[every, best] += mine
        who = np.flatnonzero(better)
        if len(who):
            column = ties[who, v]
            towards[who, :, old[who]] -= column
            towards[who, :, best[who]] += column
            labels[who, v] = best[who]
            changed[who] = True
    return changed


def _numbered(labels: IntArray) -> IntArray:
    """Each run's groups numbered from 0 in order of their old numbers."""
    count, size = labels.shape
    used = np.zeros((count, size), dtype=np.int64)
    np.put_along_axis(used, labels, 1, axis=1)
    numbered: IntArray = np.take_along_axis(used.cumsum(axis=1) - 1, labels, axis=1)
    return numbered
