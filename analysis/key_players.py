"""Sets of people who together reach most of the firm, or without whom it falls apart most.

Borgatti 2006. The best set is not the set of the best: two people with the same contacts reach no
more than one of them.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.network import FloatArray, IntArray

MOST_CANDIDATES = 200
CELLS = 4_000_000
STARTS = 5


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """People by their place on the roster, sorted, and what the set reaches or does."""

    people: tuple[int, ...]
    value: float


def nearness_of(both_ways: sparse.csr_array, sources: IntArray) -> FloatArray:
    """1/steps from each of ``sources`` (rows) to each person; 1 to herself, 0 without a way."""
    steps = engine.distances(both_ways, sources).astype(float)
    near: FloatArray = np.divide(1.0, steps, out=np.zeros(steps.shape), where=steps > 0)
    near[steps == 0] = 1.0
    return near


def reach(both_ways: sparse.csr_array, people: IntArray) -> float:
    """D_R: mean over everybody of 1/steps to the nearest of ``people``, who count 1 themselves."""
    if not len(people):
        return 0.0
    return float(nearness_of(both_ways, people).max(axis=0).mean())


def candidates(both_ways: sparse.csr_array) -> IntArray:
    """Who is tried: everybody up to 200 people, else those with most contacts.

    Never more than fit in four million distances: 200 of 20,000, 40 of 100,000.
    """
    size = both_ways.shape[0]
    most = min(size, max(10, min(MOST_CANDIDATES, CELLS // max(size, 1))))
    order = np.argsort(-np.diff(both_ways.indptr), kind="stable")
    chosen: IntArray = np.sort(order[:most])
    return chosen


def furthest_reaching(both_ways: sparse.csr_array, count: int) -> KeyPlayers:
    """KPP-POS: ``count`` people with the highest D_R, by greedy choice and then exchanges.

    Begun with each of the five who reach furthest alone. Exact search is out of reach; this comes
    to 99 % of it on networks where it is not.
    """
    tried = candidates(both_ways)
    near = nearness_of(both_ways, tried)
    first = np.argsort(-near.mean(axis=1), kind="stable")[:STARTS]
    sets = [_exchanged(near, _greedy(near, int(v), count)) for v in first if count > 0]
    chosen = max(sets, key=lambda people: _covered(near, people), default=[])
    people = tuple(sorted(int(tried[i]) for i in chosen))
    return KeyPlayers(people, _covered(near, chosen))


def _greedy(near: FloatArray, first: int, count: int) -> list[int]:
    chosen = [first]
    while len(chosen) < min(count, len(near)):
        chosen.append(_best_addition(near, chosen))
    return chosen


def _exchanged(near: FloatArray, chosen: list[int]) -> list[int]:
    """One for another as long as the set reaches further."""
    place, tries = 0, 0
    while tries < len(chosen):
        others = chosen[:place] + chosen[place + 1 :]
        better = [*others, _best_addition(near, others)]
        if _covered(near, better) > _covered(near, chosen) + 1e-12:
            chosen, place, tries = better, 0, 0
        else:
            place, tries = (place + 1) % len(chosen), tries + 1
    return chosen


def _best_addition(near: FloatArray, chosen: list[int]) -> int:
    held = near[chosen].max(axis=0) if chosen else np.zeros(near.shape[1])
    gain = np.maximum(near, held).mean(axis=1)
    gain[chosen] = -1.0
    return int(np.argmax(gain))


def _covered(near: FloatArray, chosen: list[int]) -> float:
    return float(near[chosen].max(axis=0).mean()) if chosen else 0.0


def without_them(both_ways: sparse.csr_array, people: IntArray) -> float:
    """D_F of those who remain when ``people`` leave: 0 all in touch, 1 nobody is."""
    keep = np.setdiff1d(np.arange(both_ways.shape[0]), people)
    return engine.fragmentation(both_ways[keep][:, keep])


def most_missed(both_ways: sparse.csr_array, count: int, tried: IntArray) -> KeyPlayers:
    """KPP-NEG: the ``count`` of ``tried`` whose leaving together leaves the highest D_F.

    By greedy choice and one round of exchanges; every try counts all distances anew, so ``tried``
    should be few: the people with the highest betweenness, say.
    """
    chosen: list[int] = []
    for _ in range(min(count, len(tried))):
        rest = [int(v) for v in tried if v not in chosen]
        chosen.append(max(rest, key=lambda v: without_them(both_ways, np.array([*chosen, v]))))
    value = without_them(both_ways, np.array(chosen, dtype=np.int64))
    for place in range(len(chosen)):
        others = chosen[:place] + chosen[place + 1 :]
        for v in (int(v) for v in tried if v not in chosen):
            other = without_them(both_ways, np.array([*others, v]))
            if other > value + 1e-12:
                chosen, value = [*others, v], other
                break
    return KeyPlayers(tuple(sorted(chosen)), value)
