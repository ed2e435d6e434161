"""Closing: a quarter of an hour for those in the middle, and a clear page for all others."""

import pytest

from analysis.model import Problem
from survey import schedule, store
from survey.config import Config
from survey.store import Database, House, Reply, Survey
from tests.survey.conftest import START, Visitor, World


def begun(world: World, number: int) -> Visitor:
    visitor = world.visitor()
    visitor.post(visitor.open(world.links[number]) + "start")
    return visitor


def test_where_nobody_is_in_the_middle_it_closes_at_once(db: Database, open_survey: Survey) -> None:
    assert store.begin_closing(db, open_survey.id, START).state == "closed"


def test_whoever_has_begun_can_finish_within_a_quarter_of_an_hour(world: World) -> None:
    visitor = begun(world, 0)
    page = str(visitor.page.request.path)
    boxes = visitor.boxes()
    closing = store.begin_closing(world.ours, world.survey.id, START)
    world.clock.pass_(minutes=14)
    visitor.post(page, people=[boxes["Person 6"]], do="next")
    said = visitor.page.text
    home = page.rpartition("q/")[0]
    visitor.get(home + "review")
    visitor.post(home + "submit")

    assert closing.state == "open"
    assert "What you submit until 09:15 counts." in said
    assert store.counts(world.ours, world.survey.id)["submitted"] == 1


def test_whoever_has_not_begun_is_told_that_it_is_closed(world: World) -> None:
    begun(world, 0)
    store.begin_closing(world.ours, world.survey.id, START)
    late = world.visitor()
    home = late.open(world.links[1])
    first = late.page.text
    mine = store.invitation_by_token(world.ours, world.links[1].token)
    assert mine

    assert "This survey is closed" in first
    assert home
    with pytest.raises(Problem, match="is closed"):
        store.inform(world.ours, mine.id, "h", START)


def test_after_the_quarter_an_answer_meets_a_clear_page_and_the_worker_closes(
    world: World, house: House
) -> None:
    visitor = begun(world, 0)
    page = str(visitor.page.request.path)
    store.begin_closing(world.ours, world.survey.id, START)
    world.clock.pass_(minutes=15, seconds=1)
    visitor.post(page, people=[], do="next")
    said = visitor.page.text
    config = Config(instance=world.house.folder)
    schedule.tick(world.house, config, world.clock())

    assert "This survey is closed" in said
    assert store.survey_of(world.ours, world.survey.id).state == "closed"


def test_hr_sees_that_it_is_closing_and_can_close_it_at_once(world: World) -> None:
    begun(world, 0)
    hr = world.visitor("hr")
    address = f"/console/c/{world.ours.slug}/{world.survey.slug}/"
    hr.get(address)
    hr.post(address + "close", word="close", sure="y")
    closing = hr.page.text
    hr.post(address + "close", word="close", sure="y")

    assert "Whoever has begun can finish until 09:15" in closing
    assert "Close it at once" in closing
    assert store.survey_of(world.ours, world.survey.id).state == "closed"


def test_nobody_is_written_to_while_it_is_closing(world: World) -> None:
    store.start_round(world.ours, world.survey.id, "invitation", START)
    begun(world, 0)
    store.begin_closing(world.ours, world.survey.id, START)

    assert store.claim_message(world.ours, world.survey.id, START) is None
    with pytest.raises(Problem, match="last day is over"):
        store.start_round(world.ours, world.survey.id, "reminder", START)


def test_an_answer_in_the_quarter_is_in_before_anything_is_analysed(
    db: Database, open_survey: Survey
) -> None:
    mine = store.invitation_of(db, open_survey.id, "E1")
    assert mine
    store.inform(db, mine.id, "h", START)
    store.begin_closing(db, open_survey.id, START)
    store.record(db, mine.id, Reply("information", {}), START)
    store.submit(db, mine.id, START)
    store.close_survey(db, open_survey.id, START)

    assert set(store.replies_of(db, open_survey.id)) == {"E1"}
