"""Louvain's method (Blondel et al. 2008) for one firm, compiled."""

import numba
import numpy as np

BETTER_BY = 1e-9
PASSES = 10


@numba.njit(cache=True, nogil=True, error_model="numpy")
def grouping(start, ends, seed):
    """A grouping of people with high modularity; ties both ways, each worth one.

    People move in an order drawn from ``seed``; then groups move as people did, until nothing
    moves; then people look once more.
    """
    np.random.seed(seed % (2**32))
    weight, inside = np.ones(len(ends)), np.zeros(len(start) - 1)
    labels = np.arange(len(start) - 1).astype(np.int32)
    for _ in range(PASSES):
        labels, groups = settled(start, ends, weight, inside, labels)
        above, before = together(start, ends, weight, inside, labels, groups), groups
        while True:
            joined, fewer = settled(*above, np.arange(groups).astype(np.int32))
            if fewer == groups:
                break
            for v in range(len(labels)):
                labels[v] = joined[labels[v]]
            above, groups = together(*above, joined, fewer), fewer
        if groups == before:
            break
    return labels


@numba.njit(cache=True, nogil=True, error_model="numpy")
def settled(start, ends, weight, inside, home):
    """Everybody's group once nobody wants to move from ``home``, numbered from 0, and how many.

    Only whoever has a contact that moved is looked at again.
    """
    size = len(start) - 1
    own, groups = inside.copy(), np.zeros(size)
    for v in range(size):
        for e in range(start[v], start[v + 1]):
            own[v] += weight[e]
        groups[home[v]] += own[v]
    total = own.sum()
    to, near = np.zeros(size), np.empty(size, dtype=np.int32)
    queue, waiting = np.random.permutation(size).astype(np.int32), np.ones(size, dtype=np.bool_)
    head, count = 0, size
    while count > 0:
        v = queue[head]
        head = head + 1 if head + 1 < size else 0
        count -= 1
        waiting[v] = False
        found = 0
        for e in range(start[v], start[v + 1]):
            group = home[ends[e]]
            if to[group] == 0.0:
                near[found] = group
                found += 1
            to[group] += weight[e]
        old = home[v]
        groups[old] -= own[v]
        share = own[v] / total if total > 0 else 0.0
        best, most = old, to[old] - share * groups[old] + BETTER_BY
        for i in range(found):
            gain = to[near[i]] - share * groups[near[i]]
            if gain > most:
                best, most = near[i], gain
        for i in range(found):
            to[near[i]] = 0.0
        groups[best] += own[v]
        if best == old:
            continue
        home[v] = best
        for e in range(start[v], start[v + 1]):
            w = ends[e]
            if not waiting[w] and home[w] != best:
                waiting[w] = True
                queue[(head + count) % size] = w
                count += 1
    return numbered(home)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def numbered(home):
    """Groups from 0 on, in order of their first member."""
    number, count = np.full(len(home), -1, dtype=np.int32), 0
    out = np.empty(len(home), dtype=np.int32)
    for v in range(len(home)):
        if number[home[v]] < 0:
            number[home[v]] = count
            count += 1
        out[v] = number[home[v]]
    return out, count


@numba.njit(cache=True, nogil=True, error_model="numpy")
def together(start, ends, weight, inside, home, groups):
    """The ties between groups, and twice those inside each."""
    members, first = np.empty(len(home), dtype=np.int32), np.zeros(groups + 1, dtype=np.int32)
    for g in home:
        first[g + 1] += 1
    first = np.cumsum(first).astype(np.int32)
    free = first.copy()
    for v in range(len(home)):
        members[free[home[v]]] = v
        free[home[v]] += 1
    to, near = np.zeros(groups), np.empty(groups, dtype=np.int32)
    new_start, new_inside = np.zeros(groups + 1, dtype=np.int32), np.zeros(groups)
    new_ends, new_weight = np.empty(len(ends), dtype=np.int32), np.empty(len(ends))
    place = 0
    for g in range(groups):
        found = 0
        for i in range(first[g], first[g + 1]):
            v = members[i]
            new_inside[g] += inside[v]
            for e in range(start[v], start[v + 1]):
                h = home[ends[e]]
                if h == g:
                    new_inside[g] += weight[e]
                    continue
                if to[h] == 0.0:
                    near[found] = h
                    found += 1
                to[h] += weight[e]
        for i in range(found):
            new_ends[place], new_weight[place] = near[i], to[near[i]]
            to[near[i]] = 0.0
            place += 1
        new_start[g + 1] = place
    return new_start, new_ends[:place].copy(), new_weight[:place].copy(), new_inside
