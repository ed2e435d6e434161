"""One person after the other moves into a core or out of it, as long as that makes it fit better.

People wait in lists by how many ties they have inside the core, so that the best to come in (most
ties) and to go out (fewest) are found at once.
"""

import numba
import numpy as np

IN, OUT, NOBODY = 1, 0, -1


@numba.njit(cache=True, nogil=True)
def climbed(start, ends, members):
    """The core that no single move makes fit better, from ``members`` on, and its fit."""
    size, members = len(members), members.copy()
    inside = np.zeros(size, dtype=np.int64)
    for v in range(size):
        for i in range(start[v], start[v + 1]):
            inside[v] += members[ends[i]]
    most = 0
    for v in range(size):
        most = max(most, start[v + 1] - start[v])
    first = np.full((2, most + 1), NOBODY)
    after, before = np.full(size, NOBODY), np.full(size, NOBODY)
    count, within = 0, 0
    for v in range(size - 1, -1, -1):
        _join(first, after, before, IN if members[v] else OUT, inside[v], v)
        count += members[v]
        within += inside[v] if members[v] else 0
    pairs, ties, within = size * (size - 1) / 2, len(ends) / 2, within // 2
    fit, high, low = _fit(pairs, ties, count, within), most, 0
    while True:
        while high > 0 and first[OUT, high] == NOBODY:
            high -= 1
        while low < most and first[IN, low] == NOBODY:
            low += 1
        comes, goes = first[OUT, high], first[IN, low]
        better_in = _fit(pairs, ties, count + 1, within + high) if comes != NOBODY else -2.0
        better_out = _fit(pairs, ties, count - 1, within - low) if goes != NOBODY else -2.0
        if max(better_in, better_out) <= fit + 1e-12:
            return members, fit
        enters = better_in >= better_out
        v, change = (comes, 1) if enters else (goes, -1)
        fit = max(better_in, better_out)
        count, within = count + change, within + change * inside[v]
        _leave(first, after, before, OUT if enters else IN, inside[v], v)
        members[v] = enters
        _join(first, after, before, IN if enters else OUT, inside[v], v)
        for i in range(start[v], start[v + 1]):
            w = ends[i]
            side = IN if members[w] else OUT
            _leave(first, after, before, side, inside[w], w)
            inside[w] += change
            _join(first, after, before, side, inside[w], w)
            if side == OUT:
                high = max(high, inside[w])
            else:
                low = min(low, inside[w])
        if enters:
            low = min(low, inside[v])
        else:
            high = max(high, inside[v])


@numba.njit(cache=True, nogil=True, inline="always")
def _fit(pairs, ties, count, within):
    """Correlation of "there is a tie" with "both are in the core", from their counts."""
    core = count * (count - 1) / 2
    spread = ties * (pairs - ties) * core * (pairs - core)
    return (pairs * within - ties * core) / np.sqrt(spread) if spread > 0 else 0.0


@numba.njit(cache=True, nogil=True)
def _join(first, after, before, side, place, v):
    """Put v at the head of the list of her side and number of ties."""
    head = first[side, place]
    after[v], before[v], first[side, place] = head, NOBODY, v
    if head != NOBODY:
        before[head] = v


@numba.njit(cache=True, nogil=True)
def _leave(first, after, before, side, place, v):
    """Take v out of the list of her side and number of ties."""
    if before[v] == NOBODY:
        first[side, place] = after[v]
    else:
        after[before[v]] = after[v]
    if after[v] != NOBODY:
        before[after[v]] = before[v]
