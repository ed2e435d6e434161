"""One search that finds everybody who holds parts of a firm together, and how many they hold."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from analysis.network import IntArray

COMPILED_FROM = 301


def everybodys_loss(both_ways: sparse.csr_array) -> IntArray:
    """Per person how many others of her piece would no longer reach the largest part of it.

    0 for whoever is no cut point.
    """
    if both_ways.shape[0] >= COMPILED_FROM:
        from analysis import kernels

        return np.array(kernels.held(both_ways.indptr, both_ways.indices), dtype=np.int64)
    # Plain lists: looking up single numbers in arrays costs five times as much.
    return np.array(held(both_ways.indptr.tolist(), both_ways.indices.tolist()), dtype=np.int64)


def held(start: Sequence[int], ends: Sequence[int]) -> list[int]:  # noqa: C901 - one search, compiled as it stands
    """``everybodys_loss`` by one depth-first search with low points (Tarjan 1972).

    A part that hangs on v is the subtree of a child from which no tie leads past v. Compiled as it
    stands for large firms.
    """
    size = len(start) - 1
    found, low, above = [-1] * size, [0] * size, [-1] * size
    under, hung, most = [1] * size, [0] * size, [0] * size
    order, following, lost = [-1] * size, [0] * size, [0] * size
    clock = 0
    for root in range(size):
        if found[root] >= 0:
            continue
        begin, v = clock, root
        found[v], low[v], order[clock], following[v] = clock, clock, v, start[v]
        clock += 1
        while v >= 0:
            if following[v] < start[v + 1]:
                w = ends[following[v]]
                following[v] += 1
                if found[w] < 0:
                    above[w] = v
                    found[w], low[w], order[clock], following[w] = clock, clock, w, start[w]
                    clock += 1
                    v = w
                elif w != above[v]:
                    low[v] = min(low[v], found[w])
                continue
            boss = above[v]
            if boss >= 0:
                low[boss] = min(low[boss], low[v])
                under[boss] += under[v]
                if low[v] >= found[boss]:
                    hung[boss] += under[v]
                    most[boss] = max(most[boss], under[v])
            v = boss
        for i in range(begin, clock):
            v = order[i]
            rest = clock - begin - 1 - hung[v]
            lost[v] = clock - begin - 1 - max(most[v], rest)
    return lost
