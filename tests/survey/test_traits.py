"""What people say of themselves: worked out by hand, and nobody given away."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import Person, Roster
from survey import bank, store
from survey.store import Reply
from survey.traits import Mean, means
from tests.survey.conftest import START, World, small_firm

LOAD = bank.questions()["own_load"]


def firm(answers: dict[str, list[float | None]]) -> tuple[dict[str, dict[str, Reply]], Roster]:
    """A firm whose departments' people gave these answers; None did not answer."""
    people, replies = [], {}
    for home, values in answers.items():
        for i, value in enumerate(values):
            people.append(Person(f"{home}{i}", f"{home}{i}", {"department": home}))
            if value is not None:
                replies[f"{home}{i}"] = {"own_load": Reply("own_load", own=value)}
    return replies, Roster(tuple(people))


def test_the_mean_of_those_who_answered_and_how_far_the_others_could_move_it() -> None:
    replies, roster = firm({"A": [1, 2, 3, 4, 5, None, None, None, None, None]})
    (all_,) = means(LOAD, replies, roster, 5)
    reach = 2.776445 * math.sqrt(2.5) / math.sqrt(5) * math.sqrt(0.5)

    assert (all_.answered, all_.asked, all_.mean) == (5, 10, 3.0)
    assert all_.low == pytest.approx(3 - reach, abs=1e-4)
    assert all_.high == pytest.approx(3 + reach, abs=1e-4)


def test_where_everybody_answered_there_is_nothing_left_to_guess() -> None:
    replies, roster = firm({"A": [1, 2, 3, 4, 5]})

    assert means(LOAD, replies, roster, 5) == (Mean("", 5, 5, 3.0, 3.0, 3.0),)


def test_an_interval_stays_on_the_scale() -> None:
    replies, roster = firm({"A": [5, 5, 5, 5, 4] + [None] * 50})
    (all_,) = means(LOAD, replies, roster, 5)

    assert all_.high == 5


def test_fewer_than_the_smallest_group_are_not_shown() -> None:
    replies, roster = firm({"A": [1, 2, 3, 4, None, None]})

    assert means(LOAD, replies, roster, 5) == ()


def test_a_group_that_answered_alike_is_not_shown_alone() -> None:
    replies, roster = firm({"A": [5] * 6, "B": [1, 2, 3, 4, 5]})

    assert [row.answered for row in means(LOAD, replies, roster, 5)] == [11]


def test_a_small_group_takes_the_smallest_shown_one_in_so_that_it_cannot_be_subtracted() -> None:
    replies, roster = firm({"A": [1, 2] * 5, "B": [1, 2] * 3, "C": [4.0]})
    rows = means(LOAD, replies, roster, 5)

    assert [(row.unit, row.answered) for row in rows] == [("", 17), ("A", 10), ("", 7)]


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"),
        st.lists(st.one_of(st.none(), st.integers(1, 5).map(float)), max_size=9),
    ),
    st.integers(5, 7),
)
def test_no_row_and_no_difference_of_rows_is_about_fewer_than_the_smallest_group(
    answers: dict[str, list[float | None]], k: int
) -> None:
    replies, roster = firm(answers)
    rows = means(LOAD, replies, roster, k)

    assert all(row.answered >= k for row in rows)
    assert len(rows) != 2
    assert not rows[1:] or sum(row.answered for row in rows[1:]) == rows[0].answered


def test_a_closed_survey_shows_them_beside_its_questions_and_an_open_one_does_not(
    world: World,
) -> None:
    plan = store.Plan("Load", "faster bids", "Ann Ek", "ann@example.com")
    asked = [bank.questions()["information"], LOAD]
    survey = store.create_survey(world.ours, plan, asked, START)
    store.import_roster(world.ours, survey.id, small_firm())
    store.open_survey(world.ours, survey.id, START)
    for i in range(24):
        found = store.invitation_of(world.ours, survey.id, f"E{i}")
        assert found
        store.record(world.ours, found.id, Reply("own_load", own=float(1 + i % 5)), START)
        store.submit(world.ours, found.id, START)
    visitor = world.visitor("analyst")
    address = f"/console/c/{world.ours.slug}/{survey.slug}/questions"
    before = visitor.get(address).text
    store.close_survey(world.ours, survey.id, START)
    after = visitor.get(address).text

    assert "What people said of themselves" not in before
    assert "What people said of themselves" in after
    assert "24 of 24" in after
