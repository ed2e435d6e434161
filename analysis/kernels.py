"""Compiled kernels for firms too large for dense algebra; numba compiles them once and caches.

Imported only where they are used: a small firm never waits for a compiler. ``warm`` compiles
everything ahead of time. ``start`` and ``ends`` are the two arrays of a CSR matrix of ties.
"""

import numba
import numpy as np

LANES = 16
WORD = 64


@numba.njit(cache=True, nogil=True, error_model="numpy")
def spread(start, ends, first, last, level, paths, front, fresh, order, offsets):
    """Breadth-first search from ``LANES`` sources side by side, counting shortest paths.

    ``front`` holds the path counts of whoever is at the present level, lane by lane, so that one
    step is a sum of rows, which the compiler turns into vector instructions. ``order`` and
    ``offsets`` list who was reached at which level by any lane. Returns the deepest level.
    """
    size, lanes = paths.shape  # not the constant: a known count is unrolled, not vectorised
    mark = np.full(size, -1, dtype=np.int64)
    touched = np.empty(size, dtype=np.int64)
    level[:] = -1
    paths[:] = 0.0
    front[:] = 0.0
    for lane in range(last - first):
        source = first + lane
        level[source, lane] = 0
        paths[source, lane] = 1.0
        front[source, lane] = 1.0
        order[lane] = source
    offsets[0], offsets[1] = 0, last - first
    depth = 0
    while offsets[depth] < offsets[depth + 1]:
        count = 0
        for i in range(offsets[depth], offsets[depth + 1]):
            v = order[i]
            for e in range(start[v], start[v + 1]):
                w = ends[e]
                if mark[w] != depth:
                    mark[w] = depth
                    touched[count] = w
                    count += 1
                    for lane in range(lanes):
                        fresh[w, lane] = front[v, lane]
                else:
                    for lane in range(lanes):
                        fresh[w, lane] += front[v, lane]
        for i in range(offsets[depth], offsets[depth + 1]):
            v = order[i]
            for lane in range(lanes):
                front[v, lane] = 0.0
        end = offsets[depth + 1]
        depth += 1
        for i in range(count):
            w = touched[i]
            found = 0
            for lane in range(lanes):
                new = (level[w, lane] < 0) & (fresh[w, lane] > 0)
                level[w, lane] = depth if new else level[w, lane]
                paths[w, lane] = fresh[w, lane] if new else paths[w, lane]
                front[w, lane] = fresh[w, lane] if new else 0.0
                found += new
            if found:
                order[end] = w
                end += 1
        offsets[depth + 1] = end
    return depth - 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def gather(start, ends, depth, level, paths, share, carried, order, offsets, unit, own, by_unit):
    """Brandes' sweep back: what each person carries, lane by lane, from the deepest level up.

    Every end counts 1; ``by_unit`` only those in another unit than ``own``, that of the source.
    """
    lanes = paths.shape[1]
    carried[:] = 0.0
    total = np.empty(lanes)
    for step in range(depth, 0, -1):
        for i in range(offsets[step], offsets[step + 1]):
            w = order[i]
            for lane in range(lanes):
                each = (1.0 + carried[w, lane]) / paths[w, lane]
                share[w, lane] = each if level[w, lane] == step else 0.0
            if by_unit:
                for lane in range(lanes):
                    if level[w, lane] == step and own[lane] == unit[w]:
                        share[w, lane] = carried[w, lane] / paths[w, lane]
        for i in range(offsets[step - 1], offsets[step]):
            v = order[i]
            total[:] = 0.0
            for e in range(start[v], start[v + 1]):
                for lane in range(lanes):
                    total[lane] += share[ends[e], lane]
            for lane in range(lanes):
                here = level[v, lane] == step - 1
                carried[v, lane] += paths[v, lane] * total[lane] if here else 0.0
        for i in range(offsets[step], offsets[step + 1]):
            w = order[i]
            for lane in range(lanes):
                share[w, lane] = 0.0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def dependencies(start, ends, begin, stop, unit, by_unit):
    """Directed betweenness from the sources ``begin`` to ``stop``: exact, in blocks of LANES."""
    size = len(start) - 1
    out = np.zeros(size)
    level = np.empty((size, LANES), dtype=np.int64)
    paths, front = np.empty((size, LANES)), np.empty((size, LANES))
    fresh, carried = np.empty((size, LANES)), np.empty((size, LANES))
    order = np.empty(size * LANES + LANES, dtype=np.int64)
    offsets = np.zeros(size + 3, dtype=np.int64)
    own = np.empty(LANES, dtype=np.int64)
    for first in range(begin, stop, LANES):
        last = min(first + LANES, stop)
        depth = spread(start, ends, first, last, level, paths, front, fresh, order, offsets)
        if by_unit:
            for lane in range(last - first):
                own[lane] = unit[first + lane]
        front[:] = 0.0
        gather(start, ends, depth, level, paths, front, carried, order, offsets, unit, own, by_unit)
        for lane in range(last - first):
            carried[first + lane, lane] = 0.0
        for v in range(size):
            for lane in range(last - first):
                out[v] += carried[v, lane]
    return out


@numba.njit(cache=True, nogil=True, error_model="numpy")
def inverse_steps(start, ends, begin, stop):
    """Sum of 1/steps from the sources ``begin`` to ``stop`` to each person, 64 at a time.

    One bit a source: a step is an ``or`` of words, so all distances cost little more than one
    search (Then et al. 2014, multi-source breadth-first search).
    """
    size = len(start) - 1
    out = np.zeros(size)
    seen, front = np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.uint64)
    fresh = np.empty(size, dtype=np.uint64)
    for first in range(begin, stop, WORD):
        seen[:] = 0
        front[:] = 0
        for bit in range(min(WORD, stop - first)):
            seen[first + bit] |= np.uint64(1) << np.uint64(bit)
            front[first + bit] |= np.uint64(1) << np.uint64(bit)
        step, going = 0, True
        while going:
            step += 1
            going = False
            fresh[:] = 0
            for v in range(size):
                if front[v] != 0:
                    for e in range(start[v], start[v + 1]):
                        fresh[ends[e]] |= front[v]
            for w in range(size):
                front[w] = fresh[w] & ~seen[w]
                if front[w] != 0:
                    seen[w] |= front[w]
                    out[w] += _bits(front[w]) / step
                    going = True
    return out


@numba.njit(cache=True, nogil=True, inline="always")
def _bits(word):
    """How many bits are set (Warren, Hacker's Delight)."""
    x = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


def warm() -> None:
    """Compile every kernel on the smallest firm there is; the results are kept on disk."""
    start, ends = np.array([0, 1, 1]), np.array([1])
    dependencies(start, ends, 0, 2, np.zeros(2, dtype=np.int64), False)
    inverse_steps(start, ends, 0, 2)
