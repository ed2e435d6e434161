"""Tails and ranges in closed forms, against scipy.stats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import tails

COUNTS = st.integers(0, 60)
SHARES = st.floats(0.0, 1.0)
MEANS = st.floats(0.0, 500.0)
CELLS = st.integers(0, 30)


@given(COUNTS, SHARES)
def test_binomial_tails_are_those_of_scipy(tried: int, share: float) -> None:
    count = np.arange(-1, tried + 2)
    law = stats.binom(tried, share)

    assert tails.binomial_up_to(count, tried, share) == pytest.approx(law.cdf(count), abs=1e-12)
    assert tails.binomial_from(count, tried, share) == pytest.approx(law.sf(count - 1), abs=1e-12)


@given(MEANS)
def test_poisson_tails_are_those_of_scipy(mean: float) -> None:
    count = np.arange(-1, 600)
    law = stats.poisson(mean)

    assert tails.poisson_up_to(count, mean) == pytest.approx(law.cdf(count), abs=1e-12)
    assert tails.poisson_from(count, mean) == pytest.approx(law.sf(count - 1), abs=1e-12)


@pytest.mark.parametrize("tried", [0, 1, 7, 50, 1000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 1.0])
def test_binomial_ranges_are_those_of_scipy(tried: int, share: float) -> None:
    assert tails.binomial_range(tried, share) == stats.binom.interval(0.95, tried, share)


@pytest.mark.parametrize("mean", [0.0, 0.001, 0.3, 1.0, 5.5, 100.0, 12345.6])
def test_poisson_ranges_are_those_of_scipy(mean: float) -> None:
    assert tails.poisson_range(mean) == stats.poisson.interval(0.95, mean)


def test_students_tail_is_that_of_scipy() -> None:
    assert tails.student_from(2.3, 7) == pytest.approx(stats.t.sf(2.3, 7), rel=1e-12)


@given(CELLS, CELLS, CELLS, CELLS)
def test_fishers_test_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    table = [[a, b], [c, d]]
    theirs = stats.fisher_exact(table, alternative="greater").pvalue

    assert tails.fisher_from(table) == pytest.approx(theirs, rel=1e-8)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("units", [1, 3, 12])
def test_ties_between_units_are_dealt_as_scipy_deals_them(units: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ties = rng.poisson(rng.gamma(1, 20, (units, units))) + 1
    total, out, into = int(ties.sum()), ties.sum(axis=1), ties.sum(axis=0)
    law = stats.hypergeom(total, into[None, :], out[:, None])

    found = tails.hands(total, out, into, ties)

    assert np.array_equal(found.low, law.ppf(0.025))
    assert np.array_equal(found.high, law.ppf(0.975))
    assert found.or_fewer == pytest.approx(law.cdf(ties), abs=1e-11)
    assert found.or_more == pytest.approx(law.sf(ties - 1), abs=1e-11)


def test_large_firms_have_the_same_tails() -> None:
    ties = np.array([[90_500, 89_000], [89_700, 91_000]])
    total, out, into = int(ties.sum()), ties.sum(axis=1), ties.sum(axis=0)

    found = tails.hands(total, out, into, ties)

    law = stats.hypergeom(total, into[None, :], out[:, None])
    assert found.or_fewer == pytest.approx(law.cdf(ties), rel=1e-6)


def test_without_any_tie_nothing_is_unlikely() -> None:
    none = np.zeros((2, 2), dtype=np.int64)

    found = tails.hands(0, none[0], none[0], none)

    assert found.or_fewer.min() == found.or_more.min() == 1.0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_ranks_are_those_of_scipy(values: list[int]) -> None:
    assert np.array_equal(tails.ranks(np.array(values)), stats.rankdata(values))


def test_rank_correlation_is_that_of_scipy() -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(0, 9, 100).astype(float)
    second = first + rng.normal(size=100)

    theirs = stats.spearmanr(first, second).statistic

    assert tails.rank_correlation(first, second) == pytest.approx(theirs, rel=1e-12)
