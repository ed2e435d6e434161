"""The demo firm in two years: what was planted is found, and a manager may see it."""

import pytest

from analysis import Wave, analyse, view
from analysis.network import from_answers
from analysis.planted import demo_firm, demo_years, missed, wrongly_said
from analysis.planted.pairs import Pair
from analysis.privacy import MANAGER
from analysis.results import Results
from analysis.settings import Settings

SEEDS = (1, 2, 3)
QUICK = Settings(draws=20, permutations=300)


@pytest.fixture(scope="module", params=SEEDS)
def years(request: pytest.FixtureRequest) -> Pair:
    return demo_years(request.param)


@pytest.fixture(scope="module")
def found(years: Pair) -> Results:
    before, now = (from_answers(wave.roster, wave.answers) for wave in (years.before, years.now))
    return analyse(now, QUICK, before=Wave(before))


def test_this_years_firm_is_the_demo_firm(years: Pair) -> None:
    assert years.now == demo_firm(years.truth.seed)


def test_the_unit_that_opened_and_those_who_left_are_found(years: Pair, found: Results) -> None:
    assert missed(years.truth, found.findings) == ()
    assert wrongly_said(years.truth, found.findings) == ()


def test_last_years_silos_are_found_in_last_years_answers(years: Pair) -> None:
    last = analyse(from_answers(years.before.roster, years.before.answers), QUICK)

    assert missed(years.before.truth, last.findings) == ()


def test_a_manager_may_see_that_the_unit_opened(found: Results) -> None:
    told = [f.subject.unit for f in view(found, MANAGER).findings if f.kind == "silo_changed"]

    assert told == ["Operations"]


def test_everybodys_manager_a_year_ago_was_there(years: Pair) -> None:
    there = {*years.before.roster.ids}

    assert {p.manager_id for p in years.before.roster.people if p.manager_id} <= there


def test_the_same_seed_gives_the_same_years() -> None:
    assert demo_years(7) == demo_years(7)
