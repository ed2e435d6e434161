"""Whether two patterns over the same people go together: QAP, and MRQAP for several at once.

Cells of a matrix over people are not independent, so an ordinary test is far too sure. Here people
are dealt out again over the places of one pattern, which keeps its whole structure (Krackhardt
1988). All that a permutation changes is how often two patterns meet, so only these counts are
taken and the regressions are worked out from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.network import BoolArray, FloatArray, IntArray

CELLS_AT_ONCE = 250_000
TABLE_UP_TO = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A 0/1 matrix over ``size`` people without its diagonal.

    Either ties (``rows`` name ``columns``), or with ``label`` who shares a group (-1: in none).
    """

    name: str
    size: int
    rows: IntArray
    columns: IntArray
    label: IntArray | None = None

    @property
    def total(self) -> float:
        """How many cells are 1."""
        if self.label is None:
            return float(len(self.rows))
        return float(_pairs(np.bincount(self.label[self.label >= 0])))


def of_ties(name: str, ties: sparse.csr_array) -> Pattern:
    """A pattern from a 0/1 matrix of ties."""
    rows = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    return Pattern(name, ties.shape[0], rows, ties.indices.astype(np.int64))


def of_groups(name: str, label: IntArray) -> Pattern:
    """The pattern of who is in one group: 1 where two people share it."""
    none = np.zeros(0, dtype=np.int64)
    return Pattern(name, len(label), none, none, label)


@dataclass(frozen=True, slots=True, eq=False)
class Dealt:
    """Permutations of people, a row each: ``order`` says who sits where, ``back`` undoes it."""

    order: IntArray
    back: IntArray


def permutations(size: int, times: int, seed: int) -> Dealt:
    """``times`` permutations of so many people, from the seed alone."""
    rng = np.random.default_rng([seed, size, times])
    order = rng.permuted(np.tile(np.arange(size, dtype=np.int64), (times, 1)), axis=1)
    return Dealt(order, np.argsort(order, axis=1))


def as_it_is(size: int) -> Dealt:
    """The one permutation that changes nothing."""
    same = np.arange(size, dtype=np.int64)[None, :]
    return Dealt(same, same)


def meetings(first: Pattern, second: Pattern, dealt: Dealt) -> FloatArray:
    """In how many cells both are 1, with the people of ``first`` dealt out anew, by permutation.

    Sum over i, j of first[i, j] · second[P(i), P(j)].
    """
    if first.label is not None and second.label is not None:
        return _groups_meet(first.label, second.label, dealt.order)
    if first.label is not None:
        return _ties_in_groups(second, first.label[dealt.back])
    if second.label is not None:
        return _ties_in_groups(first, second.label[dealt.order])
    return _ties_meet(first, second, dealt.order)


def _ties_in_groups(ties: Pattern, label: IntArray) -> FloatArray:
    """How many of the ties lie in one group, for each row of labels."""
    met = np.zeros(len(label))
    for part in _parts(len(label), len(ties.rows)):
        left, right = (np.take(label[part], ends, axis=1) for ends in (ties.rows, ties.columns))
        met[part] = np.count_nonzero((left == right) & (left >= 0), axis=1)
    return met


def _ties_meet(first: Pattern, second: Pattern, order: IntArray) -> FloatArray:
    met, size = np.zeros(len(order)), first.size
    keys = np.sort(second.rows * size + second.columns)
    table = np.zeros(size**2 if size <= TABLE_UP_TO else 0, dtype=bool)
    if len(table):
        table[keys] = True
    for part in _parts(len(order), len(first.rows)):
        moved = np.take(order[part] * size, first.rows, axis=1)
        moved += np.take(order[part], first.columns, axis=1)
        there = np.take(table, moved) if len(table) else _among(keys, moved)
        met[part] = np.count_nonzero(there, axis=1)
    return met


def _among(keys: IntArray, wanted: IntArray) -> BoolArray:
    """Which of the wanted are in the sorted keys."""
    if not len(keys):
        return np.zeros(wanted.shape, dtype=bool)
    spot = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there: BoolArray = keys[spot] == wanted
    return there


def _groups_meet(first: IntArray, second: IntArray, order: IntArray) -> FloatArray:
    """Ordered pairs of people who share both a first group and, once dealt, a second one."""
    groups = int(second.max(initial=-1)) + 2
    cells = (int(first.max(initial=-1)) + 2) * groups
    met = np.zeros(len(order))
    for part in _parts(len(order), max(len(first), cells)):
        there = second[order[part]]
        both = (there >= 0) & (first >= 0)
        number = np.arange(len(there))[:, None] * cells + first * groups + there
        counts = np.bincount(number[both], minlength=cells * len(there)).reshape(-1, cells)
        met[part] = (counts * (counts - 1)).sum(axis=1)
    return met


def _parts(times: int, width: int) -> Iterator[slice]:
    step = max(1, CELLS_AT_ONCE // max(width, 1))
    return (slice(start, start + step) for start in range(0, times, step))


def _pairs(counts: IntArray) -> int:
    return int((counts * (counts - 1)).sum())


@dataclass(frozen=True, slots=True)
class Together:
    """How far two patterns go together: correlation over ordered pairs, and chance.

    ``p`` is two-sided; ``low`` to ``high`` hold 95 % of the permutations.
    """

    value: float
    expected: float
    low: float
    high: float
    p: float
    times: int


def correlate(first: Pattern, second: Pattern, times: int, seed: int) -> Together | None:
    """Pearson correlation of two patterns with its QAP test; None where one is constant.

    It misleads for patterns of very different density: their correlation cannot come near 1.
    """
    cells = first.size * (first.size - 1)
    spread = [p.total * (cells - p.total) for p in (first, second)]
    if min(spread) <= 0:
        return None
    dealt = permutations(first.size, times, seed)
    scale = np.sqrt(spread[0] * spread[1])
    shift = first.total * second.total
    null = (cells * meetings(first, second, dealt) - shift) / scale
    value = float((cells * meetings(first, second, as_it_is(first.size))[0] - shift) / scale)
    low, high = np.quantile(null, [0.025, 0.975])
    p = (1 + int((np.abs(null) >= abs(value) - 1e-12).sum())) / (1 + times)
    return Together(value, float(null.mean()), float(low), float(high), p, times)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What one pattern adds to the chance of a tie, all others held.

    ``value`` is in points of probability; ``low`` to ``high`` hold 95 % of what permutations gave.
    """

    name: str
    value: float
    p: float
    low: float
    high: float


def regress(
    outcome: Pattern, causes: Sequence[Pattern], times: int, seed: int
) -> tuple[Coefficient, ...]:
    """Linear regression of ties on other patterns, by double semi-partialling.

    Each cause is freed of the others, its remainder dealt out anew, and its t-value compared with
    those of the permutations (Dekker, Krackhardt & Snijders 2007). Causes that are constant, or a
    sum of those before them, are left out. It misleads where a cause that matters is not in it.
    """
    kept = _independent(causes)
    if not kept or not 0 < outcome.total < outcome.size * (outcome.size - 1):
        return ()
    patterns = (*kept, outcome)
    now = _products(patterns, as_it_is(outcome.size))[0]
    null = _products(patterns, permutations(outcome.size, times, seed))
    return tuple(_coefficient(k, kept, now, null, outcome.size) for k in range(len(kept)))


def _independent(causes: Sequence[Pattern]) -> tuple[Pattern, ...]:
    kept: tuple[Pattern, ...] = ()
    for cause in causes:
        tried = (*kept, cause)
        cross = _products(tried, as_it_is(cause.size))[0]
        spread = np.sqrt(np.diag(cross))
        if (spread > 0).all():
            alike = cross / np.outer(spread, spread)
            kept = tried if np.linalg.eigvalsh(alike)[0] > 1e-8 else kept
    return kept


def _products(patterns: Sequence[Pattern], dealt: Dealt) -> FloatArray:
    """Centred sums of products of each pattern (dealt out anew) with each other one.

    Permutations × patterns × patterns; the last pattern is never dealt out and its row stays as
    it is, unless there is but one permutation.
    """
    count, cells = len(patterns), patterns[0].size * (patterns[0].size - 1)
    totals = np.array([p.total for p in patterns])
    times = len(dealt.order)
    out = np.zeros((times, count, count))
    dealing = patterns if times == 1 else patterns[:-1]
    for a, first in enumerate(dealing):
        for b, second in enumerate(patterns):
            out[:, a, b] = meetings(first, second, dealt)
    return out - np.outer(totals, totals) / cells


def _coefficient(
    k: int, kept: Sequence[Pattern], now: FloatArray, null: FloatArray, size: int
) -> Coefficient:
    """One cause's coefficient, against its remainder dealt out anew."""
    others = [i for i in range(len(kept)) if i != k]
    left = size * (size - 1) - len(kept) - 1
    held = np.linalg.inv(now[np.ix_(others, others)]) if others else np.zeros((0, 0))
    weights = held @ now[others, k]
    on_others = held @ now[others, -1]
    own = float(now[k, k] - now[k, others] @ weights)
    rest = float(now[-1, -1] - now[-1, others] @ on_others)
    value, t = _fitted(
        np.array([own]), np.array([now[k, -1] - weights @ now[others, -1]]), rest, left
    )
    freed = null[:, k, :] - np.einsum("i,pij->pj", weights, null[:, others, :])
    across = freed[:, others]
    norm = own - np.einsum("pi,ij,pj->p", across, held, across)
    values, ts = _fitted(norm, freed[:, -1] - across @ on_others, rest, left)
    p = (1 + int((np.abs(ts) >= abs(t[0]) - 1e-12).sum())) / (1 + len(ts))
    low, high = np.quantile(values, [0.025, 0.975])
    return Coefficient(kept[k].name, float(value[0]), p, float(low), float(high))


def _fitted(
    norm: FloatArray, product: FloatArray, rest: float, left: int
) -> tuple[FloatArray, FloatArray]:
    """Coefficient and t-value from a freed cause's square sum and its product with the outcome."""
    norm = np.maximum(norm, 1e-12)
    value = product / norm
    error = np.maximum(rest - product * value, 1e-12) / left
    return value, value / np.sqrt(error / norm)
