"""How news would spread: an illustration on the ties, not a forecast.

Independent cascade (Kempe, Kleinberg & Tardos 2003): whoever hears the news tells each contact
once, at the next step, and each telling succeeds with the same probability. 64 cascades run side
by side, one in each bit of a word.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis import key_players
from analysis.further_rows import Course, Spread
from analysis.network import FloatArray, IntArray, Relation

PROBABILITY = 0.3
RUNS = 64
SEEDS = 5
MOST_STEPS = 30
SMALLEST = 20
Words = NDArray[np.uint64]


def spread(relation: Relation, managers: IntArray, seed: int) -> Spread | None:
    """News begun by the five who reach furthest, by five managers and by five anybody.

    The managers and the random people are drawn anew for each run; the ties that carry are the
    same for all three starts. None under 20 people or without ties. It misleads where news goes by
    mail or meetings, and it does not know the contacts of people whom nobody named.
    """
    both_ways, size = relation.both_ways, relation.size
    if size < SMALLEST or not both_ways.nnz:
        return None
    rng = np.random.default_rng([seed, size])
    live = _live(both_ways.nnz, rng)
    best = key_players.furthest_reaching(both_ways, SEEDS)
    pools = {"managers": managers, "random": np.arange(size)}
    starts = {"best": np.tile(np.array(best.people), (RUNS, 1))}
    for name, pool in pools.items():
        if len(pool) >= SEEDS:
            starts[name] = np.array([rng.permutation(pool)[:SEEDS] for _ in range(RUNS)])
    courses = [_course(name, who, both_ways, live) for name, who in starts.items()]
    chosen = tuple(relation.roster.ids[i] for i in best.people)
    return Spread(relation.name, PROBABILITY, RUNS, SEEDS, size, chosen, tuple(courses))


def _live(arcs: int, rng: np.random.Generator) -> Words:
    """For each tie and run a bit: whether telling along it succeeds."""
    live = np.zeros(arcs, dtype=np.uint64)
    for run in range(RUNS):
        live |= (rng.random(arcs) < PROBABILITY).astype(np.uint64) << np.uint64(run)
    return live


def cascade(both_ways: sparse.csr_array, begun: Words, live: Words) -> FloatArray:
    """The share of people who know the news, steps × runs, step 0 first.

    ``begun`` holds a bit a run for each person who knows it at the start; ``live`` a bit a run for
    each stored tie, row telling column.
    """
    told = both_ways.T.tocsr()
    order = _transposed_places(both_ways)
    carries = live[order]
    starts, tellers = told.indptr[:-1], told.indices
    filled = np.diff(told.indptr) > 0
    known, fresh, shares = begun.copy(), begun.copy(), [_shares(begun)]
    while fresh.any() and len(shares) <= MOST_STEPS:
        heard = np.zeros(len(known), dtype=np.uint64)
        messages = fresh[tellers] & carries
        heard[filled] = np.bitwise_or.reduceat(messages, starts[filled])
        fresh = heard & ~known
        known |= heard
        shares.append(_shares(known))
    return np.array(shares)


def _transposed_places(ties: sparse.csr_array) -> IntArray:
    """Where each stored tie of the transposed matrix stands in the matrix."""
    numbered = ties.copy()
    numbered.data = np.arange(ties.nnz, dtype=np.float64) + 1
    places: IntArray = numbered.T.tocsr().data.astype(np.int64) - 1
    return places


def _shares(known: Words) -> FloatArray:
    bits = np.unpackbits(known.astype("<u8").view(np.uint8).reshape(len(known), 8), axis=1)
    by_run = bits.reshape(len(known), 8, 8)[:, :, ::-1].reshape(len(known), RUNS)
    share: FloatArray = by_run.mean(axis=0)
    return share


def _course(name: str, who: IntArray, both_ways: sparse.csr_array, live: Words) -> Course:
    begun = np.zeros(both_ways.shape[0], dtype=np.uint64)
    for run, people in enumerate(who):
        begun[people] |= np.uint64(1) << np.uint64(run)
    shares = cascade(both_ways, begun, live)
    reached = [
        key_players.reach(both_ways, people) for people in (who[:1] if name == "best" else who[:8])
    ]
    return Course(
        name,
        tuple(shares.mean(axis=1).tolist()),
        *_steps_to(shares, 0.5),
        *_steps_to(shares, 0.9),
        float(shares[-1].mean()),
        float(np.mean(reached)),
    )


def _steps_to(shares: FloatArray, goal: float) -> tuple[float | None, float | None, float | None]:
    """Median number of steps until ``goal`` of the people know, and the middle 80 % of runs."""
    there = shares >= goal
    steps = np.where(there.any(axis=0), there.argmax(axis=0), np.inf)
    found = (np.quantile(steps, q, method="inverted_cdf") for q in (0.5, 0.1, 0.9))
    middle, low, high = (float(x) if np.isfinite(x) else None for x in found)
    return middle, low, high
