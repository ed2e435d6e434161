"""The outlook: what could be told today, and whom to invite first; nothing of what was said."""

from datetime import timedelta

import pytest

from survey import jobs, outlook, store
from survey.outlook import Outlook
from survey.store import Database, House, Reply, Survey
from tests.survey.conftest import START, World

OURS = "/console/c/lindqvist-co/spring/board/"


def answer(db: Database, survey: Survey, people: int) -> None:
    """These many named the next three."""
    for i in range(people):
        found = store.invitation_of(db, survey.id, f"E{i}")
        assert found
        named = {f"E{(i + step) % 24}": 2.0 for step in (1, 2, 3)}
        store.record(db, found.id, Reply("information", named), START)
        store.submit(db, found.id, START)


def looked(house: House, db: Database, survey: Survey) -> Outlook:
    jobs.ask_outlook(house, db.slug, survey.id, START)
    jobs.work_once(jobs.desk(house, lambda: START))
    found = outlook.kept(db, survey.id)
    assert found
    return found


def test_it_says_kind_by_kind_what_could_be_told_and_what_is_lacking(
    house: House, db: Database, open_survey: Survey
) -> None:
    answer(db, open_survey, 12)
    found = looked(house, db, open_survey)
    people = next(kind for kind in found.kinds if "depend alone" in kind.name)

    assert (found.state, found.answered, found.at) == ("done", 12, START)
    assert not people.now
    assert people.more == 4
    assert people.why


def test_whom_to_invite_first_has_not_answered_and_stands_in_the_order_of_the_roster(
    house: House, db: Database, open_survey: Survey
) -> None:
    answer(db, open_survey, 12)
    first = looked(house, db, open_survey).first
    roster = [person.name for person in store.roster_of(db, open_survey.id).people]

    assert first
    assert list(first) == sorted(first, key=roster.index)
    assert {roster.index(name) for name in first} <= set(range(12, 24))


def test_nobody_is_named_where_the_list_would_be_too_short(
    house: House, db: Database, open_survey: Survey
) -> None:
    answer(db, open_survey, 21)

    assert looked(house, db, open_survey).first == ()


def test_with_hardly_any_answers_it_is_too_early(
    house: House, db: Database, open_survey: Survey
) -> None:
    answer(db, open_survey, 3)
    found = looked(house, db, open_survey)

    assert (found.state, found.error["what"]) == ("failed", "it is too early to say")


def test_a_mistake_of_ours_is_told_without_its_innards(
    house: House, db: Database, open_survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Outlook:
        raise ValueError("secret Łukasz")

    monkeypatch.setattr(outlook, "look", broken)
    found = looked(house, db, open_survey)

    assert found.state == "failed"
    assert "secret" not in str(found.error)


def test_nothing_is_left_of_it_once_the_survey_is_closed(
    house: House, db: Database, open_survey: Survey
) -> None:
    answer(db, open_survey, 12)
    looked(house, db, open_survey)
    store.close_survey(db, open_survey.id, START)
    left_at_closing = outlook.kept(db, open_survey.id)
    jobs.ask_outlook(house, db.slug, open_survey.id, START)
    jobs.work_once(jobs.desk(house))

    assert left_at_closing is None
    assert outlook.kept(db, open_survey.id) is None


def test_the_board_has_it_worked_out_and_shows_it(world: World) -> None:
    answer(world.ours, world.survey, 12)
    visitor = world.visitor("analyst")
    visitor.get(OURS)
    asked = visitor.post(OURS + "outlook").text
    jobs.work_once(jobs.desk(world.house, lambda: START + timedelta(minutes=1)))
    page = visitor.get(OURS).text
    manager = world.visitor("manager").get(OURS).text

    assert "being worked out" in asked
    assert "Units that keep to themselves" in page
    assert "Whom to invite first" in page
    assert "Whom to invite first" not in manager
