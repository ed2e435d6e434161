"""Answers that never came: what the silent would have said, drawn many times.

Leaving the silent out is nearly always worst (Smith & Moody 2013; 2022), and copying ties back
invents agreement. So who they would have named is drawn from what those who answered show: whether
j names i, whether they share a unit or a manager, and how sought-after j is in i's own unit and
outside it. How many they name is drawn from how many others name.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.network import BoolArray, FloatArray, IntArray, Relation
from analysis.workers import shared

MOST_CELLS = 400_000
NEWTON_STEPS = 25
RIDGE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Complete networks that the answers allow; a single one, the answers, if all answered."""

    relation: Relation
    networks: tuple[sparse.csr_array, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing had to be drawn."""
        return len(self.networks) == 1


def draw(relation: Relation, draws: int, seed: int) -> Draws:
    """``draws`` networks in which the rows of those who did not answer are imputed.

    In each draw the model's weights, how many each silent person names, and the ties themselves
    are drawn. With nobody silent, or nobody to learn from (under 5 answers or no tie), or no draws
    wanted, the network as it is.
    """
    silent = np.flatnonzero(~relation.answered)
    if not len(silent) or not draws or relation.answered.sum() < 5 or not relation.ties.nnz:
        return Draws(relation, (relation.ties,))
    rng = np.random.default_rng([seed, 9])
    model = fit(relation, rng)
    noise = rng.standard_normal((draws, len(model.weights)))
    weights = model.weights + noise @ model.root_covariance.T
    named = np.asarray(relation.ties.sum(axis=1)).ravel()[relation.answered]
    wanted = rng.choice(named, size=(draws, len(silent)))
    parts: list[list[IntArray]] = [[] for _ in range(draws)]
    width = max(1, MOST_CELLS // relation.size)
    for start in range(0, len(silent), width):
        rows = silent[start : start + width]
        x = features(relation, rows)
        for k in range(draws):
            parts[k].append(_named(x, rows, weights[k], wanted[k, start : start + width], rng))
    return Draws(relation, tuple(_completed(relation, np.concatenate(p, axis=1)) for p in parts))


def _named(
    x: FloatArray, rows: IntArray, weights: FloatArray, wanted: FloatArray, rng: np.random.Generator
) -> IntArray:
    """Ties drawn for these silent people, as positions: who (first row) names whom (second)."""
    log_odds = x @ weights
    log_odds[np.arange(len(rows)), rows] = -np.inf
    p = _to_sum(log_odds, wanted)
    row, column = np.nonzero(rng.random(p.shape) < p)
    return np.stack([rows[row], column])


def _completed(relation: Relation, drawn: IntArray) -> sparse.csr_array:
    """The answers with the drawn ties added."""
    shape = relation.ties.shape
    added = sparse.csr_array((np.ones(drawn.shape[1]), (drawn[0], drawn[1])), shape=shape)
    whole: sparse.csr_array = relation.ties.maximum(added).tocsr()
    whole.sort_indices()
    return whole


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Log-odds of being named: ``weights`` over ``features``, and how unsure they are."""

    weights: FloatArray
    root_covariance: FloatArray


def fit(relation: Relation, rng: np.random.Generator) -> Model:
    """Ridge logistic regression of i→j over those who answered (Newton's method).

    In firms with more than ``MOST_CELLS`` pairs a random part of the rows is used.
    """
    rows = np.flatnonzero(relation.answered)
    most = max(5, MOST_CELLS // relation.size)
    if len(rows) > most:
        rows = np.sort(rng.choice(rows, most, replace=False))
    x = features(relation, rows).reshape(len(rows) * relation.size, -1)
    y = relation.ties[rows].toarray().ravel()
    other = (np.arange(relation.size)[None, :] != rows[:, None]).ravel()
    return _logistic(x[other], y[other])


def _logistic(x: FloatArray, y: FloatArray) -> Model:
    weights = np.zeros(x.shape[1])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[0, 0] = 1e-6  # the overall level is not held back
    information = penalty
    for _ in range(NEWTON_STEPS):
        p = _share(x @ weights)
        information = (x * (p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(information, x.T @ (y - p) - penalty @ weights)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return Model(weights, np.linalg.cholesky(np.linalg.inv(information)))


def _share(log_odds: FloatArray) -> FloatArray:
    odds: FloatArray = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return odds


def features(relation: Relation, rows: IntArray) -> FloatArray:
    """What is known of each pair (i in ``rows``, j): rows × people × features.

    constant · j names i · j's answer is there · same department · same team · same location ·
    either is the other's manager · popularity of j in i's department and outside it (log of the
    share of others there who name her, i left out) · how open i's department is to j's (log of the
    share of possible ties that are there).
    """
    ties = relation.ties
    named_by = ties.T.tocsr()[rows].toarray()
    own = ties[rows].toarray()
    shape = named_by.shape
    known = np.broadcast_to(relation.answered.astype(float)[None, :], shape)
    same = [_same(relation, rows, unit) for unit in ("department", "team", "location")]
    inside, outside, between = _popularity(relation, rows, own)
    department = same[0]
    return np.stack(
        [
            np.ones(shape),
            named_by,
            known,
            *same,
            _boss(relation, rows),
            department * inside,
            (1 - department) * outside,
            named_by * department,
            between,
        ],
        axis=2,
    )


def _same(relation: Relation, rows: IntArray, unit_type: str) -> FloatArray:
    _, unit = relation.units(unit_type)
    alike: FloatArray = ((unit[rows][:, None] == unit[None, :]) & (unit >= 0)[None, :]).astype(
        float
    )
    return alike


def _boss(relation: Relation, rows: IntArray) -> FloatArray:
    position = {id_: i for i, id_ in enumerate(relation.roster.ids)}
    boss = np.array([position.get(p.manager_id or "", -1) for p in relation.roster.people])
    everyone = np.arange(relation.size)
    either = (boss[rows][:, None] == everyone) | (boss[None, :] == rows[:, None])
    linked: FloatArray = either.astype(float)
    return linked


def _popularity(
    relation: Relation, rows: IntArray, own: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log shares, beside the firm's, of who names j, i's own nomination left out each time.

    Of the others in i's department; of those outside it; and of all pairs of people between the
    two departments. Smoothed by one person who names as everybody does.
    """
    _, unit = relation.units("department")
    answered = relation.answered.astype(float)
    home = np.zeros((relation.size, int(unit.max(initial=-1)) + 2))
    home[np.arange(relation.size), unit] = 1.0
    by_unit = (home * answered[:, None]).T @ relation.ties
    asked, people = (home * answered[:, None]).sum(axis=0), home.sum(axis=0)
    typical = relation.ties.sum() / max(answered.sum() * relation.size, 1)

    def share(named: FloatArray, possible: FloatArray) -> FloatArray:
        beside: FloatArray = np.log((named + typical) / (possible + 1)) - np.log(typical)
        return beside

    mates = (asked[unit[rows]] - answered[rows])[:, None]
    mine = by_unit[unit[rows]] - own
    theirs = by_unit.sum(axis=0)[None, :] - by_unit[unit[rows]]
    others = (asked.sum() - asked[unit[rows]])[:, None]
    across = (by_unit[unit[rows]] @ home - own @ home)[:, unit]
    pairs = (mates * people[None, :])[:, unit]
    return share(mine, mates), share(theirs, others), share(across, pairs)


def _to_sum(log_odds: FloatArray, wanted: FloatArray) -> FloatArray:
    """Shift each row so that its probabilities add up to the number of names wanted."""
    low, high = np.full(len(wanted), -40.0), np.full(len(wanted), 40.0)
    wanted = np.clip(wanted, 1e-6, log_odds.shape[1] - 1.001)
    for _ in range(40):
        shift = (low + high) / 2
        over = _probability(log_odds, shift).sum(axis=1) > wanted
        high, low = np.where(over, shift, high), np.where(over, low, shift)
    return _probability(log_odds, (low + high) / 2)


def _probability(log_odds: FloatArray, shift: FloatArray) -> FloatArray:
    p = _share(log_odds + shift[:, None])
    p[np.isneginf(log_odds)] = 0.0
    return p


def top_size(people: int) -> int:
    """How many count as "the top": a tenth of the people, at least 3 and at most 10."""
    return max(3, min(10, round(people / 10)))


def in_top(values: FloatArray | IntArray, size: int) -> BoolArray:
    """Who is among the ``size`` highest (those level with the last of them too), 0 apart."""
    if len(values) <= size:
        return np.asarray(values) > 0
    edge = np.sort(values)[-size]
    top: BoolArray = (np.asarray(values) >= edge) & (np.asarray(values) > 0)
    return top


def paths(draws: Draws, executor: Executor | None = None) -> FloatArray:
    """Directed betweenness in each completed network: draws × people."""
    return np.array(shared(engine.betweenness, draws.networks, executor))


def top_probabilities(draws: Draws, through: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Per person the share of draws in the top by betweenness (``through``), and by being named."""
    size = top_size(draws.relation.size)
    broker = np.mean([in_top(row, size) for row in through], axis=0)
    named = (np.asarray(ties.sum(axis=0)).ravel() for ties in draws.networks)
    return broker, np.mean([in_top(row, size) for row in named], axis=0)


def worth_asking(draws: Draws, tries: int = 4) -> FloatArray:
    """How much each silent person's answers would move who is at the top; 0 for respondents.

    Mean number of people who enter or leave the top tenth by betweenness when her answers alone
    are drawn anew. Whoever is highest is worth chasing first; it says nothing else about her.
    """
    relation, worth = draws.relation, np.zeros(draws.relation.size)
    if draws.complete:
        return worth
    size, rounds = top_size(relation.size), min(tries, len(draws.networks) - 1)
    for k in range(rounds):
        ties, other = draws.networks[k], draws.networks[k + 1]
        before = in_top(engine.betweenness(ties), size)
        for v in np.flatnonzero(~relation.answered):
            after = in_top(engine.betweenness(_with_row(ties, other, int(v))), size)
            worth[v] += (before != after).sum() / rounds
    return worth


def _with_row(ties: sparse.csr_array, other: sparse.csr_array, v: int) -> sparse.csr_array:
    """``ties`` with row ``v`` as it is in ``other``."""
    kept = np.ones(ties.shape[0])
    kept[v] = 0.0
    mixed: sparse.csr_array = (
        sparse.diags_array(kept) @ ties + sparse.diags_array(1 - kept) @ other
    ).tocsr()
    mixed.eliminate_zeros()
    return mixed
