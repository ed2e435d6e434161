"""Ties that exchange their ends: the same numbers for everybody, partners at random.

Nobody's number of ties changes, so ``start`` stays as it is and only ``ends`` are dealt anew;
whether a tie is there already is seen by looking along one short row.
"""

import numba
import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def exchanges(start, ends, trials, seed):
    """``ends`` after so many proposals a→b, c→d to a→d, c→b; loops and doubles are refused.

    A refused proposal counts: that is what makes every firm equally likely in the long run.
    """
    ends, rows, count = ends.copy(), _rows(start, len(ends)), len(ends)
    state = np.uint64(seed)
    for _ in range(trials if count > 1 else 0):
        state += GOLDEN
        i, j = _pair(state, count)
        a, b, c, d = rows[i], ends[i], rows[j], ends[j]
        if a == d or c == b or _names(start, ends, a, d) or _names(start, ends, c, b):
            continue
        ends[i], ends[j] = d, b
    _sort(start, ends)
    return ends


@numba.njit(cache=True, nogil=True, error_model="numpy")
def links_exchanged(start, ends, trials, seed):
    """The same for ties both ways, where each stands in two rows that change together."""
    ends, rows, count = ends.copy(), _rows(start, len(ends)), len(ends)
    back = _returns(start, ends)
    state = np.uint64(seed)
    for _ in range(trials if count > 2 else 0):
        state += GOLDEN
        i, j = _pair(state, count)
        a, b, c, d = rows[i], ends[i], rows[j], ends[j]
        if a in (c, d) or b in (c, d):
            continue
        if _linked(start, ends, a, d) or _linked(start, ends, c, b):
            continue
        k, m = back[i], back[j]
        ends[i], ends[m], ends[j], ends[k] = d, a, b, c
        back[i], back[m], back[j], back[k] = m, i, k, j
    _sort(start, ends)
    return ends


@numba.njit(cache=True, nogil=True, inline="always")
def _pair(state, count):
    """Two random numbers below ``count`` from one of 64 bits (splitmix64, Steele et al. 2014)."""
    z = (state ^ (state >> np.uint64(30))) * FIRST
    z = (z ^ (z >> np.uint64(27))) * SECOND
    z ^= z >> np.uint64(31)
    half, below = np.uint64(32), np.uint64(count)
    return ((z >> half) * below) >> half, ((z & np.uint64(0xFFFFFFFF)) * below) >> half


@numba.njit(cache=True, nogil=True)
def _rows(start, count):
    rows = np.empty(count, dtype=np.int32)
    for v in range(len(start) - 1):
        rows[start[v] : start[v + 1]] = v
    return rows


@numba.njit(cache=True, nogil=True)
def _returns(start, ends):
    """Where each tie stands in the row of its other end; rows are sorted at first."""
    back, following = np.empty(len(ends), dtype=np.int64), start[:-1].copy()
    for v in range(len(start) - 1):
        for e in range(start[v], start[v + 1]):
            w = ends[e]
            back[e] = following[w]
            following[w] += 1
    return back


@numba.njit(cache=True, nogil=True, inline="always")
def _names(start, ends, a, b):
    for e in range(start[a], start[a + 1]):
        if ends[e] == b:
            return True
    return False


@numba.njit(cache=True, nogil=True, inline="always")
def _linked(start, ends, a, b):
    """Looked up in the shorter of the two rows."""
    if start[a + 1] - start[a] > start[b + 1] - start[b]:
        a, b = b, a
    return _names(start, ends, a, b)


@numba.njit(cache=True, nogil=True)
def _sort(start, ends):
    for v in range(len(start) - 1):
        ends[start[v] : start[v + 1]].sort()
