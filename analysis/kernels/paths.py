"""Shortest paths through each person: Brandes' algorithm for 64 sources side by side."""

import numba
import numpy as np

LANES = 64
ONE = np.uint64(1)
NONE = np.uint64(0)
DEEPEST = 16


@numba.njit(cache=True, nogil=True, error_model="numpy")
def dependencies(start, ends, into, froms, sources, unit, by_unit):
    """What ``sources`` add to everybody's directed betweenness (Brandes 2001), exactly.

    ``start``, ``ends`` are the ties as CSR, ``into``, ``froms`` their transpose. With ``by_unit``
    only ends in another ``unit`` than the source's count. One lane a source; a step is a sum of
    rows of path counts, which the compiler turns into vector instructions, and one bit a lane says
    who is reached at which step, so that most ties are passed over after one ``and``.
    """
    size = len(start) - 1
    out = np.zeros(size)
    paths, front = np.empty((size, LANES)), np.empty((size, LANES))
    fresh, own = np.empty((size, LANES)), np.zeros(LANES, dtype=np.int64)
    at, seen = np.zeros((DEEPEST, size), dtype=np.uint64), np.zeros(size, dtype=np.uint64)
    for first in range(0, len(sources), LANES):
        some = sources[first : first + LANES]
        for lane in range(len(some)):
            own[lane] = unit[some[lane]]
        depth, at, front, fresh = spread(into, froms, some, paths, front, fresh, at, seen)
        gather(start, ends, depth, paths, front, fresh, at, out, unit, own, by_unit)
    return out


@numba.njit(cache=True, nogil=True, error_model="numpy")
def spread(into, froms, sources, paths, front, fresh, at, seen):
    """Breadth-first search from up to ``LANES`` sources, counting shortest paths.

    ``at[step]`` holds a word a person: the lanes that reach her at that step. ``front`` has the
    path counts of whoever is at the present step. Returns the deepest step and the arrays, grown
    or exchanged.
    """
    size, lanes = paths.shape  # not the constant: a known count is unrolled, not vectorised
    near = np.empty(size, dtype=np.int64)
    total = np.empty(lanes)
    at[0, :] = NONE
    seen[:] = NONE
    every = NONE
    for lane in range(len(sources)):
        source, bit = sources[lane], ONE << np.uint64(lane)
        front[source] = 0.0
        paths[source] = 0.0
        front[source, lane] = 1.0
        paths[source, lane] = 1.0
        at[0, source] |= bit
        seen[source] |= bit
        every |= bit
    depth, going = 0, True
    while going:
        going = False
        if depth + 1 == len(at):
            at = np.concatenate((at, np.zeros(at.shape, dtype=np.uint64)))
        old, new = at[depth], at[depth + 1]
        for w in range(size):
            lack = every & ~seen[w]
            new[w] = NONE
            if lack == NONE:
                continue
            count, reached = 0, NONE
            for e in range(into[w], into[w + 1]):
                lanes_of = old[froms[e]] & lack
                reached |= lanes_of
                near[count] = froms[e]
                count += lanes_of != NONE
            if reached == NONE:
                continue
            add_rows(front, near, count, total)
            before = seen[w] != NONE
            for lane in range(lanes):
                x = total[lane] if (reached >> np.uint64(lane)) & ONE else 0.0
                fresh[w, lane] = x
                paths[w, lane] = paths[w, lane] + x if before else x
            new[w] = reached
            seen[w] |= reached
            going = True
        front, fresh = fresh, front
        depth += going
    return depth, at, front, fresh


@numba.njit(cache=True, nogil=True, error_model="numpy")
def gather(start, ends, depth, paths, share, fresh, at, out, unit, own, by_unit):
    """Brandes' sweep back, from the deepest step up, each lane of each person visited once.

    ``share`` is what one path to a person is worth to those before her: (1 + carried) / paths,
    where her own 1 counts only if she is in another unit than the source, with ``by_unit``.
    """
    size, lanes = paths.shape
    near = np.empty(size, dtype=np.int64)
    total, itself = np.zeros(lanes), np.ones(lanes)
    for step in range(depth, 0, -1):
        here = at[step]
        deeper = at[step + 1] if step < depth else at[0]
        for v in range(size):
            mine = here[v]
            if mine == NONE:
                continue
            count = 0
            if step < depth:
                for e in range(start[v], start[v + 1]):
                    near[count] = ends[e]
                    count += (deeper[ends[e]] & mine) != NONE
            add_rows(share, near, count, total)
            if by_unit:
                for lane in range(lanes):
                    itself[lane] = 1.0 if own[lane] != unit[v] else 0.0
            carried = 0.0
            for lane in range(lanes):
                on = (mine >> np.uint64(lane)) & ONE
                carried += paths[v, lane] * total[lane] if on else 0.0
                fresh[v, lane] = itself[lane] / paths[v, lane] + total[lane] if on else 0.0
            out[v] += carried
        share, fresh = fresh, share


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def add_rows(rows, which, count, total):
    """``total`` becomes the sum of these rows; four at a time, for fewer trips to memory."""
    lanes = rows.shape[1]
    for lane in range(lanes):
        total[lane] = 0.0
    k = 0
    while k + 4 <= count:
        a, b, c, d = rows[which[k]], rows[which[k + 1]], rows[which[k + 2]], rows[which[k + 3]]
        for lane in range(lanes):
            total[lane] += (a[lane] + b[lane]) + (c[lane] + d[lane])
        k += 4
    while k < count:
        a = rows[which[k]]
        for lane in range(lanes):
            total[lane] += a[lane]
        k += 1
