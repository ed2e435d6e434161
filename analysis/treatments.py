"""Which way of treating missing answers does best on this very network, by hiding and looking.

As many respondents as are missing are hidden in turn from among those who answered, each treatment
fills the gap, and what it says is held against what they really answered.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from analysis import engine, missing
from analysis.model import Roster
from analysis.network import FloatArray, Relation

TREATMENTS = ("as_named", "reciprocal", "imputed")
RESPONDENTS_NEEDED = 20


@dataclass(frozen=True, slots=True)
class Score:
    """How well a treatment recovers betweenness: rank correlation, and share of the top found."""

    treatment: str
    rank_correlation: float
    top_found: float


def hold_out(
    relation: Relation, share: float, *, repeats: int = 5, draws: int = 20, seed: int = 1
) -> tuple[Score, ...]:
    """Scores of every treatment when ``share`` of the respondents is hidden, best first.

    Empty where fewer than 20 people answered: too few to learn anything from.
    """
    whole = respondents(relation)
    if whole.size < RESPONDENTS_NEEDED or not whole.ties.nnz:
        return ()
    rng = np.random.default_rng([seed, 21])
    count = max(1, round(share * whole.size))
    truth = engine.betweenness(whole.ties)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in TREATMENTS}
    for k in range(repeats):
        hidden = hide(whole, rng.choice(whole.size, count, replace=False))
        for name in TREATMENTS:
            found[name].append(_compare(truth, _treated(hidden, name, draws, seed + k)))
    means = [Score(name, *np.mean(rows, axis=0).tolist()) for name, rows in found.items()]
    return tuple(sorted(means, key=lambda s: -(s.rank_correlation + s.top_found)))


def respondents(relation: Relation) -> Relation:
    """The network of those who answered, among themselves."""
    who = np.flatnonzero(relation.answered)
    people = tuple(relation.roster.people[v] for v in who)
    ties = relation.ties[who][:, who].tocsr()
    return Relation(relation.name, Roster(people), ties, relation.answered[who])


def hide(relation: Relation, who: np.ndarray) -> Relation:
    """The same relation as if these people had not answered."""
    answered = relation.answered.copy()
    answered[who] = False
    keep = sparse.diags_array(answered.astype(float))
    ties = (keep @ relation.ties).tocsr()
    ties.eliminate_zeros()
    return Relation(relation.name, relation.roster, ties, answered)


def _treated(relation: Relation, treatment: str, draws: int, seed: int) -> FloatArray:
    """Betweenness with the gap treated so."""
    if treatment == "as_named":
        return engine.betweenness(relation.ties)
    if treatment == "imputed":
        mean: FloatArray = missing.paths(missing.draw(relation, draws, seed)).mean(axis=0)
        return mean
    silent = sparse.diags_array((~relation.answered).astype(float))
    returned = (silent @ relation.ties.T).tocsr()
    return engine.betweenness(relation.ties.maximum(returned).tocsr())


def _compare(truth: FloatArray, guess: FloatArray) -> tuple[float, float]:
    size = missing.top_size(len(truth))
    top = missing.in_top(truth, size)
    best = np.argsort(-guess, kind="stable")[: int(top.sum())]
    alike = np.ptp(guess) == 0 or np.ptp(truth) == 0
    correlation = 0.0 if alike else float(stats.spearmanr(truth, guess).statistic)
    return correlation, float(top[best].mean()) if top.any() else 0.0
