"""Every figure of a finding beside what it is read against: by lot, among all, by chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from analysis import Settings, analyse, beside
from analysis.beside import Lot
from analysis.network import from_answers
from analysis.planted import CASES, plant

FACTS = {"low_response", "too_small_to_report", "data_problem"}
QUICK = Settings(runs=10, draws=10, permutations=100, nulls=10)


def test_half_of_ten_draws_where_one_in_ten_is_chance_is_beyond_it() -> None:
    figure = beside.by_lot("p_top_broker", 0.5, Lot(10, 0.1), 40)

    assert (figure.value, figure.expected, figure.people) == (0.5, 0.1, 40)
    assert (figure.low, figure.high) == (0.0, 0.3)
    assert figure.p == pytest.approx(stats.binom.sf(4, 10, 0.1), abs=1e-12)


def test_nobody_in_any_draw_has_a_p_of_one() -> None:
    assert beside.by_lot("p_top_broker", 0.0, Lot(10, 0.1), 40).p == 1.0


@given(tries=some.integers(1, 300), chance=some.floats(0, 1))
def test_the_range_is_that_of_the_binomial_distribution(tries: int, chance: float) -> None:
    low, high = beside.binomial_range(tries, chance)
    theirs = stats.binom.interval(0.95, tries, chance)

    assert abs(low * tries - theirs[0]) <= 1
    assert abs(high * tries - theirs[1]) <= 1


def test_a_figure_among_all_stands_beside_the_middle_one() -> None:
    figure = beside.among_all("in_degree", 9.0, np.array([1, 2, 3, 4, 9]))

    assert (figure.expected, figure.p, figure.people) == (3.0, 0.2, 5)


@pytest.mark.parametrize("case", [case.name for case in CASES])
def test_every_figure_of_a_finding_has_what_it_is_read_against(case: str) -> None:
    firm = plant(case, 1)
    results = analyse(from_answers(firm.roster, firm.answers), QUICK)

    figures = [e for f in results.findings if f.kind not in FACTS for e in f.evidence]
    bare = [e.measure for e in figures if None in (e.expected, e.low, e.high) or not e.against]

    assert bare == []
    assert all(e.low <= e.high for e in figures)
