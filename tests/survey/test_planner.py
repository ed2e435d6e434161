"""The planner: minutes from people and questions, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import bank, planner
from survey.questions import pages

ANNUAL = bank.load("annual").questions
SETS = st.sampled_from([bank.load(name).questions for name in bank.names()])


def test_the_short_set_takes_what_its_pages_add_up_to() -> None:
    asked = bank.load("short").questions
    pick, rate, mark = 12 + 7 * 4, 12 + 7 * 4, 12 + 3.5 * 4

    assert planner.seconds(pages(asked), 50, 7) == pick + rate + mark
    assert planner.minutes(asked, 50).usual == 4  # 80 + 106 seconds, rounded up


def test_typing_a_name_in_a_large_firm_takes_longer_than_ticking_it() -> None:
    picking = pages(ANNUAL)[:1]

    assert planner.seconds(picking, 101, 7) - planner.seconds(picking, 100, 7) == 7 * (7 - 4)


def test_nobody_names_more_people_than_there_are() -> None:
    assert planner.seconds(pages(ANNUAL), 3, 15) == planner.seconds(pages(ANNUAL), 3, 2)


def test_partners_are_few_whatever_the_size_of_the_firm() -> None:
    partners = [p for p in pages(bank.load("partners").questions) if p.question.use == "partner"]

    assert planner.seconds(partners, 90, 15) == planner.seconds(partners, 90, 3)


@pytest.mark.parametrize("people", [1, 0])
def test_a_firm_of_one_takes_reading_time_only(people: int) -> None:
    assert planner.seconds(pages(ANNUAL), people, 7) == len(pages(ANNUAL)) * planner.READ


@given(SETS, st.integers(2, 5000))
def test_naming_more_people_never_takes_less_time(
    asked: tuple[bank.Question, ...], people: int
) -> None:
    found = planner.minutes(asked, people)

    assert found.few <= found.usual <= found.many


@given(SETS, st.integers(2, 5000), st.integers(1, 6))
def test_a_question_less_never_takes_more_time(
    asked: tuple[bank.Question, ...], people: int, kept: int
) -> None:
    assert planner.minutes(asked[:kept], people).usual <= planner.minutes(asked, people).usual
