"""Which way of treating missing answers does best on this very network, by hiding and looking.

As many respondents as are missing are hidden in turn from among those who answered, each treatment
fills the gap, and what it says is held against what they really answered. Drawing the missing
answers is the rule; another treatment is taken only where it is clearly better here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from analysis import engine, missing, tails
from analysis.missing import Draws
from analysis.model import Roster
from analysis.network import FloatArray, Relation

TREATMENTS = ("as_named", "reciprocal", "imputed")
USUAL = "imputed"
RESPONDENTS_NEEDED = 20
TRIED_ON = 100
TRIES, TRIES_TO_BE_SURE = 3, 12
CLEARLY = 0.05
ALMOST_ALWAYS = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """How well a treatment recovers betweenness: rank correlation, and share of the top found.

    ``wins`` is the share of tries in which it did better than drawing.
    """

    treatment: str
    rank_correlation: float
    top_found: float
    wins: float = 0.0

    @property
    def mean(self) -> float:
        """Both figures in one, equally weighed."""
        return (self.rank_correlation + self.top_found) / 2


def hold_out(
    relation: Relation, share: float, *, repeats: int = TRIES, draws: int = 6, seed: int = 1
) -> tuple[Score, ...]:
    """Scores of every treatment when ``share`` of the respondents is hidden, best first.

    Empty where fewer than 20 people answered: too few to learn anything from. In large firms it is
    tried on some departments, up to ``TRIED_ON`` people.
    """
    rng = np.random.default_rng([seed, 21])
    whole = _part(respondents(relation), rng)
    if whole.size < RESPONDENTS_NEEDED or not whole.ties.nnz:
        return ()
    count = max(1, round(share * whole.size))
    truth = engine.betweenness(whole.ties)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in TREATMENTS}
    for k in range(repeats):
        hidden = hide(whole, rng.choice(whole.size, count, replace=False))
        for name in TREATMENTS:
            found[name].append(_compare(truth, _treated(hidden, name, draws, seed + k)))
    return _scores(found)


def _scores(found: dict[str, list[tuple[float, float]]]) -> tuple[Score, ...]:
    usual = np.sum(found[USUAL], axis=1)
    scores = []
    for name, rows in found.items():
        correlation, top = (float(x) for x in np.mean(rows, axis=0))
        wins = float((np.sum(rows, axis=1) > usual).mean())
        scores.append(Score(name, correlation, top, wins))
    return tuple(sorted(scores, key=lambda score: (-score.mean, score.treatment != USUAL)))


def compared(relation: Relation, share: float, seed: int) -> tuple[Score, ...]:
    """Scores from three tries, or from twelve others if a treatment seems to beat drawing there.

    In three tries another wins by luck every tenth time; hardly ever in twelve.
    """
    scores = hold_out(relation, share, seed=seed)
    if choose(scores) == USUAL:
        return scores
    return hold_out(relation, share, repeats=TRIES_TO_BE_SURE, seed=seed + 1)


def choose(scores: Sequence[Score]) -> str:
    """Drawing, unless another treatment is better by 0.05 and in nine tries of ten."""
    usual = next((score.mean for score in scores if score.treatment == USUAL), 0.0)
    better = [s for s in scores if s.wins >= ALMOST_ALWAYS and s.mean >= usual + CLEARLY]
    return max(better, key=lambda score: score.mean).treatment if better else USUAL


def completed(draws: Draws, treatment: str, seed: int) -> Draws:
    """The networks that paths are counted in under this treatment: drawn, or treated otherwise.

    Other treatments give one network and no doubt. So as many respondents as are missing are hidden
    once more, others each time: what stays at the top then is sure in the face of silence.
    """
    if treatment == USUAL or draws.complete:
        return draws
    relation, rng = draws.relation, np.random.default_rng([seed, 22])
    who = np.flatnonzero(relation.answered)
    count = round(len(who) * float((~relation.answered).mean()))
    again = (hide(relation, rng.choice(who, count, replace=False)) for _ in draws.networks)
    return replace(draws, networks=tuple(_filled(hidden, treatment) for hidden in again))


def respondents(relation: Relation) -> Relation:
    """The network of those who answered, among themselves."""
    return _among(relation, np.flatnonzero(relation.answered))


def _among(relation: Relation, who: np.ndarray) -> Relation:
    people = tuple(relation.roster.people[v] for v in who)
    ties = relation.ties[who][:, who].tocsr()
    return Relation(relation.name, Roster(people), ties, relation.answered[who])


def _part(relation: Relation, rng: np.random.Generator) -> Relation:
    """Everybody, or in large firms departments drawn at random, as many as fit."""
    if relation.size <= TRIED_ON:
        return relation
    unit = relation.units("department")[1]
    order = rng.permutation(np.unique(unit))
    who = np.concatenate([rng.permutation(np.flatnonzero(unit == g)) for g in order])
    return _among(relation, np.sort(who[:TRIED_ON]))


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
    if treatment == USUAL:
        mean: FloatArray = missing.paths(missing.draw(relation, draws, seed)).mean(axis=0)
        return mean
    return engine.betweenness(_filled(relation, treatment))


def _filled(relation: Relation, treatment: str) -> sparse.csr_array:
    """The ties as named, or with the silent naming whoever names them."""
    if treatment == "as_named":
        return relation.ties
    silent = sparse.diags_array((~relation.answered).astype(float))
    returned = (silent @ relation.ties.T).tocsr()
    filled: sparse.csr_array = relation.ties.maximum(returned).tocsr()
    filled.sort_indices()
    return filled


def _compare(truth: FloatArray, guess: FloatArray) -> tuple[float, float]:
    size = missing.top_size(len(truth))
    top = missing.in_top(truth, size)
    best = np.argsort(-guess, kind="stable")[: int(top.sum())]
    alike = np.ptp(guess) == 0 or np.ptp(truth) == 0
    correlation = 0.0 if alike else tails.rank_correlation(truth, guess)
    return correlation, float(top[best].mean()) if top.any() else 0.0
