"""Answers that never came: what the silent would have said, drawn many times.

Leaving the silent out is nearly always worst (Smith & Moody 2013; 2022), and copying ties back
invents agreement. So who they would have named is drawn from what those who answered show
(``naming``): whether j names i, whom both have in common, how open their units are to each other,
and how sought-after j is. How many they name is what that leads one to expect, times how far a
respondent of whom as much is expected was from it. How sought-after j really is stays uncertain
too: a few namings do not settle it.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis import engine, naming, sampling
from analysis.naming import Known
from analysis.network import BoolArray, FloatArray, IntArray, Relation

MOST_CELLS = 400_000
NEWTON_STEPS = 25
AT_ONCE = 10
ALL_PAIRS_UP_TO, UNTIED_SHARE = 100_000, 0.1
RIDGE = 0.5
DONORS = 12
UNEVEN = 0.5  # variance of log popularity among people of whom nothing is known
SHIFTS, FARTHEST = 30, 5.0
WORK = 3_000_000  # people squared times betweenness counted, when asking whom to chase


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

    In each draw the model's weights, everybody's popularity, how many each silent person names, and
    the ties themselves are drawn. With nobody silent, or nobody to learn from (under 5 answers or
    no tie), or no draws wanted, the network as it is.
    """
    silent = np.flatnonzero(~relation.answered)
    if not len(silent) or not draws or relation.answered.sum() < 5 or not relation.ties.nnz:
        return Draws(relation, (relation.ties,))
    rng = np.random.default_rng([seed, 9])
    known = naming.known(relation)
    model = fit(known, rng)
    parts: list[list[IntArray]] = [[] for _ in range(draws)]
    weights, luck = _weights(model, draws, rng), _popularity(relation, draws, rng)
    width = max(1, MOST_CELLS // relation.size)
    for start in range(0, len(silent), width):
        rows = silent[start : start + width]
        x = naming.features(known, rows)
        wanted = _wanted(model, _expected(x @ model.weights, rows), draws, rng)
        for some in np.array_split(np.arange(draws), -(-draws // AT_ONCE)):
            # Several draws in one product: the table of features is the largest thing to read.
            log_odds = x @ weights[some].T
            for i, k in enumerate(some):
                parts[k].append(_named(log_odds[:, :, i] + luck[k], rows, wanted[k], rng))
    return Draws(relation, tuple(_completed(relation, np.concatenate(p, axis=1)) for p in parts))


def _weights(model: "Model", draws: int, rng: np.random.Generator) -> FloatArray:
    """The model's weights drawn anew for each draw, as unsure as they are."""
    noise = rng.standard_normal((draws, len(model.weights)))
    weights: FloatArray = model.weights + noise @ model.root_covariance.T
    return weights


def _popularity(relation: Relation, draws: int, rng: np.random.Generator) -> FloatArray:
    """How far each person's log-odds of being named may be from what is seen: draws × people.

    Variance 1 / (1 / ``UNEVEN`` + namings), as for a count with a gamma prior; the mean is such
    that on average nobody is named more.
    """
    asked = max(int(relation.answered.sum()), 1)
    named = np.asarray(relation.ties.sum(axis=0)).ravel()
    settled = (named + 0.5) * (1 - np.minimum(named / asked, 0.99))
    spread = 1 / (1 / UNEVEN + settled)
    luck: FloatArray = rng.standard_normal((draws, relation.size)) * np.sqrt(spread) - spread / 2
    return luck


def _expected(log_odds: FloatArray, rows: IntArray) -> FloatArray:
    """How many people each of ``rows`` is expected to name."""
    p = _share(log_odds)
    p[np.arange(len(rows)), rows] = 0.0
    total: FloatArray = p.sum(axis=1)
    return total


def _wanted(model: "Model", mine: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    """How many names each silent person gives, draws × people, of whom ``mine`` are expected.

    Expected times observed/expected of one of the ``DONORS`` respondents of whom most nearly as
    many are expected (predictive mean matching; Little 1988).
    """
    apart = np.abs(np.log(model.expected[None, :] / mine[:, None]))
    near = np.argsort(apart, axis=1, kind="stable")[:, :DONORS]
    picked = rng.integers(0, near.shape[1], size=(draws, len(mine)))
    donors = near[np.arange(len(mine)), picked]
    wanted: FloatArray = mine * model.observed[donors] / model.expected[donors]
    return wanted


def _named(
    log_odds: FloatArray, rows: IntArray, wanted: FloatArray, rng: np.random.Generator
) -> IntArray:
    """Ties drawn for these silent people, as positions: who (first row) names whom (second)."""
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
    """Log-odds of being named: ``weights`` over ``naming.features``, and how unsure they are.

    ``expected`` and ``observed``: how many names respondents should have given by it, and gave.
    """

    weights: FloatArray
    root_covariance: FloatArray
    expected: FloatArray
    observed: FloatArray


def fit(known: Known, rng: np.random.Generator) -> Model:
    """Ridge logistic regression of i→j over those who answered (Newton's method).

    In firms with more than ``MOST_CELLS`` pairs a random part of the rows is used, and beyond
    ``ALL_PAIRS_UP_TO`` all ties but a tenth of the pairs without, each counted ten times (King &
    Zeng 2001).
    """
    relation = known.relation
    rows = np.flatnonzero(relation.answered)
    most = max(5, MOST_CELLS // relation.size)
    if len(rows) > most:
        rows = np.sort(rng.choice(rows, most, replace=False))
    table = naming.features(known, rows)
    x, y = table.reshape(len(rows) * relation.size, -1), relation.ties[rows].toarray()
    other = (np.arange(relation.size)[None, :] != rows[:, None]).ravel()
    weight = np.ones(len(x))
    if len(x) > ALL_PAIRS_UP_TO:
        untied = (y.ravel() == 0) & (rng.random(len(x)) >= UNTIED_SHARE)
        weight = np.where(y.ravel() > 0, 1.0, 1 / UNTIED_SHARE)
        other &= ~untied
    weights, root = logistic(x[other], y.ravel()[other], weight[other])
    expected = np.maximum(_expected(table @ weights, rows), 1e-9)
    return Model(weights, root, expected, y.sum(axis=1))


def logistic(x: FloatArray, y: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ridge logistic regression by Newton's method: the weights, and a root of how unsure they are.

    The first column is the constant, which is not held back.
    """
    weights = np.zeros(x.shape[1])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[0, 0] = 1e-6  # the overall level is not held back
    information = penalty
    for _ in range(NEWTON_STEPS):
        p = _share(x @ weights)
        information = (x * (weight * p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(information, x.T @ (weight * (y - p)) - penalty @ weights)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights, np.linalg.cholesky(np.linalg.inv(information))


def _share(log_odds: FloatArray) -> FloatArray:
    odds: FloatArray = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return odds


def _to_sum(log_odds: FloatArray, wanted: FloatArray) -> FloatArray:
    """Shift each row so that its probabilities add up to the number of names wanted.

    Newton's method on the log of the sum, which is concave in the shift: from the second step on
    it comes nearer from below each time.
    """
    wanted = np.clip(wanted, 1e-6, log_odds.shape[1] - 1.001)
    odds, shift = np.exp(np.minimum(log_odds, 30.0)), np.zeros(len(wanted))
    for _ in range(SHIFTS):
        p = _probability(odds, shift)
        total = p.sum(axis=1)
        slope = total - np.einsum("ij,ij->i", p, p)
        step = np.log(wanted / np.maximum(total, 1e-12)) * total / np.maximum(slope, 1e-12)
        shift += np.clip(step, -FARTHEST, FARTHEST)
        if np.abs(step).max(initial=0.0) < 1e-4:
            break
    return _probability(odds, shift)


def _probability(odds: FloatArray, shift: FloatArray) -> FloatArray:
    """Of odds times e to the shift, without another look at a logarithm."""
    p: FloatArray = odds * np.exp(shift)[:, None]
    p /= 1 + p
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
    """Directed betweenness in each completed network: draws × people; estimated in large firms."""
    return sampling.betweenness(draws.networks, draws.relation.answered, executor)


def top_probabilities(draws: Draws, through: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Per person the share of draws in the top by betweenness (``through``), and by being named."""
    size = top_size(draws.relation.size)
    broker = np.mean([in_top(row, size) for row in through], axis=0)
    named = (np.asarray(ties.sum(axis=0)).ravel() for ties in draws.networks)
    return broker, np.mean([in_top(row, size) for row in named], axis=0)


def worth_asking(draws: Draws, tries: int = 2) -> FloatArray:
    """How much each silent person's answers would move who is at the top; 0 for respondents.

    Mean number of people who enter or leave the top tenth by betweenness when her answers alone
    are drawn anew. Tried for as many as ``WORK`` allows, those first who are ``sought_widely``; the
    others get what goes with that, and never more than the least of those tried. Whoever is highest
    is worth chasing first; it says nothing else about her.
    """
    relation = draws.relation
    rounds = min(tries, len(draws.networks) - 1)
    silent = np.flatnonzero(~relation.answered)
    if draws.complete or not len(silent) or rounds < 1:
        return np.zeros(relation.size)
    wide = np.where(relation.answered, 0.0, sought_widely(relation))
    order = silent[np.argsort(-wide[silent], kind="stable")]
    tried = order[: WORK // relation.size**2 // rounds]
    if not len(tried):
        return wide
    moved = np.mean([_moved(draws, k, tried) for k in range(rounds)], axis=0)
    rate = moved.mean() / max(float(wide[tried].mean()), 1e-9)
    worth: FloatArray = np.minimum(wide * rate, moved.min())
    worth[tried] = moved
    return worth


def sought_widely(relation: Relation) -> FloatArray:
    """How many name each person, those of other departments twice: they make her a bridge."""
    source, target = relation.arcs
    unit = relation.units("department")[1]
    twice = 1.0 + ((unit[source] != unit[target]) & (unit[source] >= 0))
    wide: FloatArray = np.bincount(target, weights=twice, minlength=relation.size).astype(float)
    return wide


def _moved(draws: Draws, k: int, people: IntArray) -> FloatArray:
    """How many enter or leave the top of draw ``k`` with each one's row as in the next draw."""
    ties, other = draws.networks[k], draws.networks[k + 1]
    size = top_size(draws.relation.size)
    before = in_top(engine.betweenness(ties), size)
    changed = (in_top(engine.betweenness(_with_row(ties, other, int(v))), size) for v in people)
    return np.array([(before != after).sum() for after in changed], dtype=float)


def _with_row(ties: sparse.csr_array, other: sparse.csr_array, v: int) -> sparse.csr_array:
    """``ties`` with row ``v`` as it is in ``other``."""
    kept = np.ones(ties.shape[0])
    kept[v] = 0.0
    mixed: sparse.csr_array = (
        sparse.diags_array(kept) @ ties + sparse.diags_array(1 - kept) @ other
    ).tocsr()
    mixed.eliminate_zeros()
    return mixed
