"""The schedule: at its time, once, whatever restarts in between; and its page."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import schedule, store
from survey.config import Config
from survey.store import Database, House, Reply, Survey
from tests.survey.conftest import KEY, START, World, add_survey

OURS = "/console/c/lindqvist-co/spring/"
LATER = START + timedelta(hours=1)


@pytest.fixture
def config(house: House) -> Config:
    return Config(
        instance=house.folder, secret_key=KEY, mail_host="mail.test", mail_from="a@x.test"
    )


def plan(db: Database, survey: Survey, kind: str, at: datetime = LATER) -> store.Step:
    return store.plan_step(db, survey.id, kind, at, START)


def states(db: Database, survey: Survey) -> list[str]:
    return [step.state for step in store.steps_of(db, survey.id)]


def answer(db: Database, survey: Survey, people: int) -> None:
    for i in range(people):
        found = store.invitation_of(db, survey.id, f"E{i}")
        assert found
        store.record(db, found.id, Reply("information"), START)
        store.submit(db, found.id, START)


def test_nothing_happens_before_its_time(house: House, db: Database, config: Config) -> None:
    survey = add_survey(db)
    plan(db, survey, "open")

    assert schedule.tick(house, config, LATER - timedelta(seconds=1)) == 0
    assert store.survey_of(db, survey.id).state == "draft"


@pytest.mark.either_database
def test_opening_invites_everybody_and_their_links_work(
    house: House, db: Database, config: Config
) -> None:
    survey = add_survey(db)
    plan(db, survey, "open")
    schedule.tick(house, config, LATER)
    link = store.issue_links(db, survey.id, KEY)[0]

    assert store.survey_of(db, survey.id).state == "open"
    assert [dict(r.counts) for r in store.rounds_of(db, survey.id)] == [{"queued": 24}]
    assert store.invitation_by_token(db, link.token)
    assert states(db, survey) == ["done"]


def test_a_step_is_done_once_however_often_the_clock_ticks(
    house: House, db: Database, open_survey: Survey, config: Config
) -> None:
    plan(db, open_survey, "remind")
    done = [schedule.tick(house, config, LATER + timedelta(minutes=m)) for m in range(5)]

    assert done == [1, 0, 0, 0, 0]
    assert len(store.rounds_of(db, open_survey.id)) == 1


def test_a_restart_between_doing_and_noting_doubles_nothing(
    house: House, db: Database, open_survey: Survey, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(db, open_survey, "remind")
    with monkeypatch.context() as patched:
        patched.setattr(store, "settle_step", lambda *_args: None)
        schedule.tick(house, config, LATER)
    schedule.tick(house, config, LATER)

    assert len(store.rounds_of(db, open_survey.id)) == 1
    assert states(db, open_survey) == ["done"]


def test_the_schedule_outlives_a_restart(
    house: House, db: Database, open_survey: Survey, tmp_path: Path, config: Config
) -> None:
    plan(db, open_survey, "remind")
    house.close()
    again = store.open_house(tmp_path / "instance")
    schedule.tick(again, config, LATER)
    rounds = store.rounds_of(store.open_client(again, db.slug), open_survey.id)
    again.close()

    assert [made.kind for made in rounds] == ["reminder"]


def test_a_reminder_that_was_slept_through_is_left_out(
    house: House, db: Database, open_survey: Survey, config: Config
) -> None:
    plan(db, open_survey, "remind")
    schedule.tick(house, config, LATER + timedelta(days=2))
    step = store.steps_of(db, open_survey.id)[0]

    assert (step.state, store.rounds_of(db, open_survey.id)) == ("skipped", ())
    assert "too late" in step.error["what"]


def test_closing_waits_where_hardly_anybody_answered(
    house: House, db: Database, open_survey: Survey, config: Config
) -> None:
    answer(db, open_survey, 3)
    plan(db, open_survey, "close")
    schedule.tick(house, config, LATER)
    step = store.steps_of(db, open_survey.id)[0]

    assert store.survey_of(db, open_survey.id).state == "open"
    assert (step.state, step.error["what"]) == ("failed", "only 3 of 24 have answered")
    assert step.error["mend"]


def test_closing_closes_once_enough_have_answered(
    house: House, db: Database, open_survey: Survey, config: Config
) -> None:
    answer(db, open_survey, 8)
    plan(db, open_survey, "close")
    plan(db, open_survey, "remind", LATER + timedelta(hours=1))
    schedule.tick(house, config, LATER + timedelta(hours=2))

    assert store.survey_of(db, open_survey.id).state == "closed"
    assert states(db, open_survey) == ["done", "skipped"]


def test_what_fails_says_why_and_is_not_tried_for_ever(
    house: House, db: Database, config: Config
) -> None:
    survey = add_survey(db)
    store.import_roster(db, survey.id, type(store.roster_of(db, survey.id))(()))
    plan(db, survey, "open")
    schedule.tick(house, config, LATER)
    schedule.tick(house, config, LATER)
    step = store.steps_of(db, survey.id)[0]

    assert step.state == "failed"
    assert step.error["what"] == "the roster asks 0 people"


@pytest.mark.parametrize(
    ("kind", "at", "said"),
    [
        ("open", LATER, "open can't be set to open"),
        ("dance", LATER, "can't be set to dance"),
        ("remind", START, "time has passed"),
    ],
)
def test_a_step_that_can_not_be_is_refused(
    db: Database, open_survey: Survey, kind: str, at: datetime, said: str
) -> None:
    with pytest.raises(Problem, match=said):
        plan(db, open_survey, kind, at)


def test_it_can_not_close_twice_nor_before_it_opens(db: Database) -> None:
    survey = add_survey(db)
    plan(db, survey, "open", LATER)
    with pytest.raises(Problem, match="before it opens"):
        plan(db, survey, "close", LATER)
    plan(db, survey, "close", LATER + timedelta(days=5))

    with pytest.raises(Problem, match="another time already"):
        plan(db, survey, "close", LATER + timedelta(days=6))


def test_the_page_adds_and_removes_a_step(world: World) -> None:
    visitor = world.visitor("analyst")
    visitor.get(OURS + "schedule/")
    assert "Nothing happens by itself yet" in visitor.page.text
    added = visitor.post(OURS + "schedule/", kind="remind", day="2027-03-05", time="09:30").text
    step = store.steps_of(world.ours, world.survey.id)[0]
    removed = visitor.post(OURS + "schedule/remove", step=step.id).text

    assert "5 March 2027, 09:30" in added
    assert "It is off the schedule" in removed
    assert store.steps_of(world.ours, world.survey.id) == ()


@pytest.mark.parametrize(
    ("day", "time", "wrong"),
    [("", "", "day"), ("soon", "09:00", "day"), ("2027-03-05", "25:00", "time")],
)
def test_a_time_that_is_none_is_explained_beside_it_and_kept(
    world: World, day: str, time: str, wrong: str
) -> None:
    visitor = world.visitor("analyst")
    visitor.get(OURS + "schedule/")
    page = visitor.post(OURS + "schedule/", kind="close", day=day, time=time)

    assert page.status_code == 400
    assert f'id="{wrong}-wrong">This is not a {wrong}' in page.text
    assert f'value="{time}"' in page.text


def test_nobody_takes_a_step_of_another_survey_off(world: World) -> None:
    step = store.plan_step(world.theirs, world.foreign.id, "close", LATER, START)
    visitor = world.visitor("analyst")
    visitor.get(OURS + "schedule/")
    visitor.post(OURS + "schedule/remove", step=step.id)

    assert len(store.steps_of(world.theirs, world.foreign.id)) == 1
