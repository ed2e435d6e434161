"""Tails and ranges of the distributions that chance is held against, in closed forms.

The same figures as scipy.stats, which alone takes longer to load than a small firm takes to be
analysed; the tests hold the two against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis.network import FloatArray, IntArray

LOW, HIGH = 0.025, 0.975
FAR = 40.0  # standard deviations beyond which no tail is left that a float could hold
FEW = 100  # and as many counts more, since tails of small means are heavy


def binomial_up_to(count: Any, tried: Any, share: Any) -> FloatArray:
    """Chance of at most ``count`` of ``tried`` where each succeeds with probability ``share``."""
    k, n = np.floor(np.asarray(count, float)), np.asarray(tried, float)
    inner = (k >= 0) & (k < n)
    within = special.betainc(np.where(inner, n - k, 1), np.where(inner, k + 1, 1), 1.0 - share)
    chance: FloatArray = np.where(inner, within, np.where(k < 0, 0.0, 1.0))
    return chance


def binomial_from(count: Any, tried: Any, share: Any) -> FloatArray:
    """Chance of at least ``count`` of ``tried`` where each succeeds with probability ``share``."""
    k, n = np.ceil(np.asarray(count, float)), np.asarray(tried, float)
    inner = (k > 0) & (k <= n)
    within = special.betainc(np.where(inner, k, 1), np.where(inner, n - k + 1, 1), share)
    chance: FloatArray = np.where(inner, within, np.where(k <= 0, 1.0, 0.0))
    return chance


def binomial_range(tried: int, share: float) -> tuple[float, float]:
    """In which 95 % of such counts lie: the 2.5 % and 97.5 % quantiles."""
    return _quantiles(binomial_up_to(np.arange(tried + 1), tried, share))


def poisson_up_to(count: Any, mean: Any) -> FloatArray:
    """Chance of at most ``count`` where ``mean`` are expected."""
    k = np.floor(np.asarray(count, float))
    chance: FloatArray = np.where(k < 0, 0.0, special.gammaincc(np.maximum(k + 1, 1), mean))
    return chance


def poisson_from(count: Any, mean: Any) -> FloatArray:
    """Chance of at least ``count`` where ``mean`` are expected."""
    k = np.ceil(np.asarray(count, float))
    chance: FloatArray = np.where(k <= 0, 1.0, special.gammainc(np.maximum(k, 1), mean))
    return chance


def poisson_range(mean: float) -> tuple[float, float]:
    """In which 95 % of such counts lie: the 2.5 % and 97.5 % quantiles."""
    return _quantiles(poisson_up_to(np.arange(int(mean + FAR * np.sqrt(mean)) + FEW), mean))


def _quantiles(up_to: FloatArray) -> tuple[float, float]:
    low, high = np.searchsorted(up_to, (LOW, HIGH))
    return float(low), float(high)


def student_from(t: float, freedom: float) -> float:
    """Chance of at least ``t`` in Student's distribution with so many degrees of freedom."""
    return float(special.stdtr(freedom, -t))


def fisher_from(table: Sequence[Sequence[int]]) -> float:
    """Fisher's exact test, one-sided: chance of the first cell being as large or larger."""
    (a, b), (c, d) = table
    dealt = hands(a + b + c + d, np.array([a + b]), np.array([a + c]), np.array([[a]]))
    return float(dealt.or_more[0, 0])


@dataclass(frozen=True, slots=True, eq=False)
class Hands:
    """Cards are dealt: how many of those drawn are marked, by hand × kind of mark.

    The 95 % range, and the chance of as few and of as many as were seen.
    """

    low: FloatArray
    high: FloatArray
    or_fewer: FloatArray
    or_more: FloatArray


def hands(total: int, drawn: IntArray, marked: IntArray, seen: IntArray) -> Hands:
    """Of ``total`` cards hand g draws ``drawn[g]``, and ``marked[h]`` bear mark h (hypergeometric).

    ``seen`` is how many were found, hands × marks.
    """
    shape = len(drawn), len(marked)
    out = Hands(np.zeros(shape), np.zeros(shape), np.ones(shape), np.ones(shape))
    if not total:
        return out
    known = special.gammaln(np.arange(total + 1) + 1.0)
    for g, of in enumerate(drawn):
        _row(known, int(of), marked, seen[g], (out, g))
    return out


def _row(
    known: FloatArray, drawn: int, marked: IntArray, seen: IntArray, place: tuple[Hands, int]
) -> None:
    """All kinds for one number of cards: probabilities of every count near enough to the mean."""
    out, g = place
    count, p = _near_the_mean(known, drawn, marked)
    up_to = np.cumsum(p, axis=1)
    from_ = np.cumsum(p[:, ::-1], axis=1)[:, ::-1]
    out.low[g], out.high[g] = (count[:, 0] + (up_to < q).sum(axis=1) for q in (LOW, HIGH))
    at = np.clip(seen - count[:, 0], -1, count.shape[1])
    rows, edge = np.arange(len(marked)), count.shape[1] - 1
    out.or_fewer[g] = np.where(at < 0, 0.0, up_to[rows, np.clip(at, 0, edge)])
    out.or_more[g] = np.where(at > edge, 0.0, from_[rows, np.clip(at, 0, edge)])


def _near_the_mean(known: FloatArray, drawn: int, marked: IntArray) -> tuple[IntArray, FloatArray]:
    """Counts and their probabilities, a row a kind; 0 for counts that can't be."""
    total, marked = len(known) - 1, marked[:, None]
    mean = drawn * marked / total
    reach = FAR * np.sqrt(mean) + FEW
    first = np.maximum(np.maximum(0, drawn + marked - total), (mean - reach).astype(np.int64))
    last = np.minimum(np.minimum(drawn, marked), (mean + reach).astype(np.int64))
    count = first + np.arange(int((last - first).max()) + 1)
    may, x = count <= last, np.minimum(count, last)
    ways = known[x] + known[marked - x] + known[drawn - x] + known[total - marked - drawn + x]
    fixed = known[marked] + known[total - marked] + known[drawn] + known[total - drawn]
    p = np.where(may, np.exp(fixed - known[total] - ways), 0.0)
    return count, p / p.sum(axis=1, keepdims=True)


def ranks(values: Any) -> FloatArray:
    """1 for the lowest; those that are level share the mean of their places."""
    _, spot, often = np.unique(values, return_inverse=True, return_counts=True)
    mean_place: FloatArray = np.cumsum(often) - (often - 1) / 2
    return mean_place[spot]


def rank_correlation(first: FloatArray, second: FloatArray) -> float:
    """Spearman's: the correlation of the ranks. Undefined where either is the same for all."""
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])
