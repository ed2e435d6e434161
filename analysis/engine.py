"""The few hot kernels: shortest paths and their counts, for many sources at once.

Small firms are done by dense algebra, level by level, one matrix product advancing every source by
one step: nothing to compile. Larger ones go to the compiled ``kernels``. Each is proved equal to
networkx and igraph in the tests.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analysis import cutting
from analysis.network import BoolArray, FloatArray, IntArray

DENSE_UP_TO = 300
CELLS_AT_ONCE = 2_000_000
PART, WORD = 512, 64

Matrix: TypeAlias = Any  # a CSR array or a dense one: both multiply the same way


def operator(ties: sparse.csr_array) -> Matrix:
    """The matrix in the form that multiplies fastest at its size."""
    return ties.toarray() if ties.shape[0] <= DENSE_UP_TO else ties


def distances(ties: sparse.csr_array, sources: IntArray | None = None) -> IntArray:
    """Steps from each of ``sources`` (rows; everybody if not given) to each person along the ties.

    -1 where there is no way.
    """
    size = ties.shape[0]
    wanted = np.arange(size) if sources is None else sources
    out = np.full((len(wanted), size), -1, dtype=np.int64)
    onward = operator(ties.T.tocsr())
    width = max(16, CELLS_AT_ONCE // max(size, 1))
    for start in range(0, len(wanted), width):
        part = slice(start, start + width)
        out[part] = _levels(onward, wanted[part])[0].T
    return out


def _levels(onward: Matrix, sources: IntArray) -> tuple[IntArray, FloatArray, int]:
    """Breadth-first levels and shortest-path counts, people × sources, and the deepest level."""
    size, width = onward.shape[0], len(sources)
    level = np.full((size, width), -1, dtype=np.int64)
    paths = np.zeros((size, width))
    level[sources, np.arange(width)] = 0
    paths[sources, np.arange(width)] = 1
    front, depth = paths.copy(), 0
    while True:
        reached = onward @ front
        front = np.where(level < 0, reached, 0.0)
        new = front > 0
        if not new.any():
            return level, paths, depth
        depth += 1
        level[new] = depth
        paths += front


def betweenness(
    ties: sparse.csr_array, unit: IntArray | None = None, executor: Executor | None = None
) -> FloatArray:
    """How many shortest paths between others lead through each person (directed, Brandes 2001).

    Not normalised: sum over ordered pairs (s, t) of the share of shortest s→t paths through her.
    With ``unit`` only pairs whose ends lie in two different units count. For the undirected
    version halve the result on symmetric ties. The sources are parted the same way whatever the
    ``executor`` (threads, processes, a cluster), so that sums are the same to the last bit.
    """
    size = ties.shape[0]
    if size <= DENSE_UP_TO:
        return _dense_betweenness(ties, unit)
    return paths_from(ties, np.arange(size), unit, executor)


def paths_from(
    ties: sparse.csr_array,
    sources: IntArray,
    unit: IntArray | None = None,
    executor: Executor | None = None,
) -> FloatArray:
    """The part of ``betweenness`` that is due to paths beginning with these ``sources``.

    Times people over sources it estimates the whole, without bias where the sources were drawn at
    random (Brandes & Pich 2007).
    """
    begins_any = np.diff(ties.indptr)[sources] > 0
    parts = _parts(sources[begins_any])
    total: FloatArray = np.sum(paths_by_parts(ties, parts, unit, executor), axis=0)
    return total


def paths_by_parts(
    ties: sparse.csr_array,
    parts: Sequence[IntArray],
    unit: IntArray | None = None,
    executor: Executor | None = None,
) -> list[FloatArray]:
    """What ``paths_from`` gives for each part of the sources, worked out side by side."""
    units = np.zeros(ties.shape[0], dtype=np.int64) if unit is None else unit
    arrays = (*_arrays(ties), *_arrays(ties.T.tocsr()))
    count = partial(_paths_from, arrays, units, unit is not None)
    return _each(count, [_short(part) for part in parts], executor)


def _paths_from(
    arrays: tuple[IntArray, IntArray, IntArray, IntArray],
    unit: IntArray,
    by_unit: bool,
    sources: IntArray,
) -> FloatArray:
    """What these sources add; a plain function, so that it can be sent to another machine."""
    from analysis import kernels

    part: FloatArray = kernels.dependencies(*arrays, sources, unit, by_unit)
    return part


def _arrays(ties: sparse.csr_array) -> tuple[IntArray, IntArray]:
    """Where each person's ties begin, and whom they lead to, as the kernels take them."""
    return _short(ties.indptr), _short(ties.indices)


def _short(numbers: IntArray) -> IntArray:
    """In 32 bits: half the memory to walk through."""
    short: IntArray = numbers.astype(np.int32, copy=False)
    return short


def _by_parts(
    count: Callable[[IntArray], FloatArray], sources: IntArray, executor: Executor | None
) -> list[FloatArray]:
    """What each ``PART`` of the sources gives, in order."""
    return _each(count, _parts(sources), executor)


def _parts(sources: IntArray) -> list[IntArray]:
    """Parts of ``PART`` or, of few sources, about a quarter, in whole words of 64."""
    quarter = -(-len(sources) // (4 * WORD)) * WORD
    part = max(WORD, min(PART, quarter))
    return [_short(sources[k : k + part]) for k in range(0, max(len(sources), 1), part)]


def _each(
    count: Callable[[IntArray], FloatArray], parts: Sequence[IntArray], executor: Executor | None
) -> list[FloatArray]:
    """What each part of the sources gives, in order; on every core if nobody says otherwise.

    The kernels let go of Python, so that threads are enough.
    """
    if executor is not None:
        return list(executor.map(count, parts))
    if len(parts) == 1:
        return [count(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(count, parts))


def _dense_betweenness(ties: sparse.csr_array, unit: IntArray | None) -> FloatArray:
    """All sources side by side: one product of the ties with a table people × sources a step.

    ``share`` is what one path to a person is worth to those before her, as in the kernel.
    """
    size = ties.shape[0]
    onward, back = (ties.T.tocsr(), ties) if ties.nnz < size**2 / 8 else _both_dense(ties)
    counts = 1.0 if unit is None else (unit[:, None] != unit[None, :]).astype(float)
    fronts = _fronts(onward, size)
    paths = np.maximum(np.sum(fronts, axis=0), 1.0)
    itself, total, share = counts / paths, np.zeros(size), np.zeros((size, size))
    for front in reversed(fronts[1:]):
        further = back @ share
        total += np.einsum("ij,ij->i", front, further)
        share = np.where(front > 0, itself + further, 0.0)
    return total


def _both_dense(ties: sparse.csr_array) -> tuple[FloatArray, FloatArray]:
    forward = ties.toarray()
    return np.ascontiguousarray(forward.T), forward


def _fronts(onward: Matrix, size: int) -> list[FloatArray]:
    """Step by step from everybody, how many shortest paths reach whom: tables people × sources."""
    fronts, free = [np.eye(size)], 1.0 - np.eye(size)
    while True:
        reached = onward @ fronts[-1]
        reached *= free
        if not reached.any():
            return fronts
        free[reached > 0] = 0.0
        fronts.append(reached)


def nearness(ties: sparse.csr_array, sources: IntArray | None = None) -> FloatArray:
    """Sum of 1/steps from everybody to each person along the ties (harmonic closeness, inward).

    From ``sources`` only, where they are given.
    """
    size = ties.shape[0]
    if size > DENSE_UP_TO or sources is not None:
        steps = partial(_inverse_steps, *_arrays(ties))
        wanted = np.arange(size) if sources is None else sources
        found: FloatArray = np.sum(_by_parts(steps, wanted, None), axis=0)
        return found
    level = _levels(ties.T.toarray(), np.arange(size))[0]
    near: FloatArray = np.divide(1.0, level, out=np.zeros(level.shape), where=level > 0).sum(axis=1)
    return near


def fragmentation(ties: sparse.csr_array, sources: IntArray | None = None) -> float:
    """Borgatti's D_F: 1 - mean of 1/steps over ordered pairs; 0 all in touch, 1 nobody is.

    Estimated from the ways of ``sources``, drawn at random, where they are given.
    """
    size = ties.shape[0]
    rows = size if sources is None else len(sources)
    return 1.0 - float(nearness(ties, sources).sum()) / (rows * (size - 1)) if size > 1 else 0.0


def _inverse_steps(start: IntArray, ends: IntArray, sources: IntArray) -> FloatArray:
    from analysis import kernels

    part: FloatArray = kernels.inverse_steps(start, ends, sources)
    return part


def leavers(both_ways: sparse.csr_array, sources: IntArray | None = None) -> FloatArray:
    """``fragmentation`` of everybody else when this person leaves, for each person.

    Exact; estimated from the ways of some ``sources`` to everybody where those are given, drawn at
    random. 1 where under two people stay (Borgatti 2006).
    """
    size = both_ways.shape[0]
    if size < 3:
        return np.ones(size)
    if size <= DENSE_UP_TO and sources is None:
        left = _near_without(both_ways)
    else:
        wanted = np.arange(size) if sources is None else sources
        count = partial(_losses, *_arrays(both_ways))
        lost, near, own = np.sum(_by_parts(count, wanted, None), axis=0)
        others = len(wanted) - np.isin(np.arange(size), wanted)
        left = (near.sum() - near - own - lost) * (size - 1) / np.maximum(others, 1)
    out: FloatArray = 1.0 - left / ((size - 1) * (size - 2))
    return out


def _losses(start: IntArray, ends: IntArray, sources: IntArray) -> FloatArray:
    from analysis import kernels

    return np.stack(kernels.losses(start, ends, sources))


def _near_without(both_ways: sparse.csr_array) -> FloatArray:
    """Sum of 1/steps over everybody else's ordered pairs, without each person in turn.

    Breadth-first from everybody for every leaver at once: one bit a source, one column of words a
    leaver; a step is an ``or`` over the rows of everybody's contacts.
    """
    size, linked = both_ways.shape[0], np.flatnonzero(np.diff(both_ways.indptr))
    words, everybody = -(-size // 64), np.arange(size)
    own = np.zeros((size, words), dtype=np.uint64)
    own[everybody, everybody // 64] = np.uint64(1) << (everybody % 64).astype(np.uint64)
    front = np.repeat(own[:, None, :], size, axis=1)  # person × leaver × bits of the sources
    front[everybody, everybody] = 0
    seen = front.copy()
    seen[everybody, everybody] = ~np.uint64(0)
    total, step = np.zeros(size), 0
    while front.any():
        step += 1
        gone = np.bitwise_or.reduceat(front[both_ways.indices], both_ways.indptr[linked], axis=0)
        fresh = gone & ~seen[linked]
        front = np.zeros_like(seen)
        front[linked] = fresh
        seen |= front
        total += np.bitwise_count(fresh).sum(axis=(0, 2), dtype=np.int64) / step
    return total


def without(ties: sparse.csr_array, person: int) -> sparse.csr_array:
    """The ties of everybody else."""
    keep = np.delete(np.arange(ties.shape[0]), person)
    rest: sparse.csr_array = ties[keep][:, keep]
    return rest


def pieces(both_ways: sparse.csr_array) -> IntArray:
    """The number of the connected piece that each person is in; the largest has number 0."""
    _, labels = csgraph.connected_components(both_ways, directed=False)
    order = np.argsort(-np.bincount(labels), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    numbered: IntArray = rank[labels]
    return numbered


def core_numbers(both_ways: sparse.csr_array) -> IntArray:
    """The largest k for which each person is in a group all of whom have k contacts inside it.

    Peeling in order of remaining degree (Batagelj & Zaversnik 2003).
    """
    degree = np.diff(both_ways.indptr).astype(np.int64)
    core, left = np.zeros(len(degree), dtype=np.int64), np.ones(len(degree), dtype=bool)
    k = 0
    while left.any():
        peel = left & (degree <= k)
        if not peel.any():
            k = int(degree[left].min())
            continue
        core[peel] = k
        left &= ~peel
        degree -= np.asarray(both_ways[:, np.flatnonzero(peel)].sum(axis=1)).astype(np.int64)
    return core


def cut_points(both_ways: sparse.csr_array) -> BoolArray:
    """Who holds together parts that would fall asunder without her (Tarjan 1972)."""
    cut: BoolArray = cutting.everybodys_loss(both_ways) > 0
    return cut


def cut_off(both_ways: sparse.csr_array, person: int) -> IntArray:
    """Who would lose touch with the largest remaining piece if this person left.

    Positions in the roster. Those who had no way to the largest piece before do not count.
    """
    rest = np.delete(np.arange(both_ways.shape[0]), person)
    mine = pieces(both_ways)
    after = pieces(without(both_ways, person))
    lost = (after > 0) & (mine[rest] == mine[person])
    if mine[person] != 0:
        lost[:] = False
    out: IntArray = rest[lost]
    return out


def pagerank(ties: sparse.csr_array, damping: float = 0.85) -> FloatArray:
    """The share of time a wanderer spends with each person who keeps going to whom people go to.

    Follows a random tie of the person she is with, or with 1 - ``damping`` starts anywhere
    (Brin & Page 1998); iterated to 1e-15.
    """
    size = ties.shape[0]
    named = np.diff(ties.indptr)
    stuck = named == 0
    step = (sparse.diags_array(1.0 / np.where(stuck, 1, named)) @ ties).T.tocsr()
    rank = np.full(size, 1.0 / max(size, 1))
    for _ in range(1000):
        new: FloatArray = damping * (step @ rank + rank[stuck].sum() / size)
        new += (1 - damping) / size
        if np.abs(new - rank).sum() < 1e-15 * size:
            return new
        rank = new
    return rank
