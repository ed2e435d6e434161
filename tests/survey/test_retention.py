"""Retention by a moved clock: links, addresses, answers; erased by the worker itself."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import jobs, retention, store
from survey.collecting import collect
from survey.config import Config
from survey.retention import Erased
from survey.store import Database, House, Reply, Survey, series
from tests.survey.conftest import KEY, START, World, add_survey
from tests.survey.postgres import Server

NAME = "Łukasz Żółć"


@pytest.fixture
def config(house: House) -> Config:
    return Config(instance=house.folder, secret_key=KEY)


@pytest.fixture
def closed(db: Database, open_survey: Survey) -> Survey:
    """Everybody answered; the survey was closed at START."""
    store.issue_links(db, open_survey.id, KEY)
    store.issue_cards(db, open_survey.id, KEY)
    for number in range(24):
        mine = store.invitation_of(db, open_survey.id, f"E{number}")
        assert mine
        named = {f"E{(number + 1) % 24}": 2.0}
        store.record(db, mine.id, Reply("information", named), START)
        store.submit(db, mine.id, START)
    return store.close_survey(db, open_survey.id, START)


def after(house: House, config: Config, days: float) -> list[str]:
    """What is erased so many days after the close."""
    return [each.what for each in retention.purge(house, config, START + timedelta(days=days))]


def analysed(db: Database, survey: Survey) -> Path:
    """A folder as an analysis leaves it."""
    job = store.create_job(db, survey.id, START)
    store.update_job(db, replace(job, state="done"), START)
    folder = jobs.folder_of(db, job.id)
    folder.mkdir(parents=True)
    for name in ("report.pdf", "results.json", "network.graphml", "people.csv"):
        (folder / name).write_text(NAME, encoding="utf-8")
    return folder


@pytest.mark.either_database
def test_everything_goes_in_its_time_and_once(
    house: House, db: Database, closed: Survey, config: Config
) -> None:
    token = store.link_token(db, KEY, store.invitation_of(db, closed.id, "E1").id)  # type: ignore[union-attr]
    folder = analysed(db, closed)
    first = after(house, config, 0)
    opened = store.invitation_by_token(db, token)
    kept = store.roster_of(db, closed.id).people[1].email
    days = [after(house, config, days) for days in (1, 29.9, 30, 31, 364.9, 365, 366)]

    assert (first, opened, kept) == (["links"], None, "e1@example.com")
    assert days == [[], [], ["addresses"], [], [], ["answers"], []]
    assert {person.email for person in store.roster_of(db, closed.id).people} == {""}
    assert store.replies_of(db, closed.id) == {}
    assert [file.name for file in folder.iterdir()] == ["report.pdf"]
    assert store.board(db, closed.id).submitted == 24


def test_an_open_survey_keeps_everything(
    house: House, db: Database, open_survey: Survey, config: Config
) -> None:
    assert after(house, config, 5000) == []


def wave(db: Database, closed: Survey, state: str) -> None:
    made = series.next_wave(db, closed.id, "Autumn", START)
    at = START + timedelta(days=300)
    if state in ("open", "closed", "analysed"):
        store.open_survey(db, made.id, at)
    if state in ("closed", "analysed"):
        store.close_survey(db, made.id, at)
    if state == "analysed":
        store.mark_analysed(db, made.id)


@pytest.mark.parametrize(
    ("state", "days"), [("draft", 365), ("open", 548), ("closed", 548), ("analysed", 330)]
)
def test_answers_wait_for_one_comparison_and_no_longer(
    db: Database, closed: Survey, config: Config, state: str, days: int
) -> None:
    wave(db, closed, state)
    duty = next(d for d in retention.duties(db, closed, config) if d.what == "answers")

    assert duty.at == START + timedelta(days=days)


def test_looking_first_erases_nothing(
    house: House, db: Database, closed: Survey, config: Config
) -> None:
    at = START + timedelta(days=31)
    found = retention.purge(house, config, at, only_say=True)

    assert found == [Erased("lindqvist-co/spring", what) for what in ("links", "addresses")]
    assert retention.purge(house, config, at) == found


def test_nothing_of_it_is_left_in_the_files(
    house: House, db: Database, closed: Survey, config: Config
) -> None:
    db.folder.joinpath("uploads", closed.id).mkdir(parents=True)
    db.folder.joinpath("uploads", closed.id, "x.csv").write_text("e1@example.com")
    after(house, config, 400)
    raw = b"".join(f.read_bytes() for f in db.folder.rglob("*") if f.is_file())

    assert b"e1@example.com" not in raw


def test_nothing_of_it_is_left_in_postgres(postgres_server: Server, tmp_path: Path) -> None:
    house = store.open_house(tmp_path / "site", postgres_server.address())
    db = store.open_client(house, store.create_client(house, "Ek", START).slug)
    survey = store.open_survey(db, add_survey(db).id, START)
    store.close_survey(db, survey.id, START)
    after(house, Config(instance=house.folder, secret_key=KEY), 400)
    dump = postgres_server.dump()
    house.close()
    postgres_server.empty()

    assert "e1@example.com" not in dump


def test_without_answers_nothing_is_analysed_again(
    house: House, db: Database, closed: Survey, config: Config
) -> None:
    after(house, config, 400)

    with pytest.raises(Problem, match="have been erased") as caught:
        jobs.start(house, db.slug, closed.id, START)
    assert "reports are still there" in caught.value.mend


def test_the_worker_does_it_by_itself(
    house: House, db: Database, closed: Survey, config: Config
) -> None:
    done, stop = threading.Event(), threading.Event()

    def clock() -> datetime:
        """Looked at for the second time once the erasing is over."""
        if retention.duties(db, closed, config)[0].done_at:
            stop.set()
            done.set()
        return START

    worker = threading.Thread(target=collect, args=(house, config, stop, clock))
    worker.start()
    done.wait(60)
    stop.set()
    worker.join(timeout=60)

    assert [duty.what for duty in retention.duties(db, closed, config) if duty.done_at] == ["links"]


def test_hr_sees_what_is_erased_when(world: World) -> None:
    store.close_survey(world.ours, world.survey.id, START)
    page = world.visitor("hr").get(f"/console/c/{world.ours.slug}/{world.survey.slug}/").text

    assert "What is erased when" in page
    assert "on 31 March 2027" in page
    assert "on 29 February 2028" in page


def test_a_link_that_was_erased_leads_to_a_page_that_says_why(world: World) -> None:
    store.close_survey(world.ours, world.survey.id, START)
    retention.purge(world.house, Config(instance=world.house.folder), START)
    visitor = world.visitor()
    visitor.open(world.links[0])

    assert visitor.page.status_code == 404
    assert "a closed survey open nothing any more" in visitor.page.text
