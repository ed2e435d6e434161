"""Jobs: the row tells the truth; what died is seen, and can be run again."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.model import Problem, Tie
from survey import jobs, pipeline, store, worker
from survey.store import Database, House, Job, Reply, Survey
from tests.survey.conftest import START


@pytest.fixture
def closed(db: Database, open_survey: Survey) -> Survey:
    """Everybody named the next two; E0 named nobody, E1 never submitted, E2 did not answer."""
    for i in range(24):
        invitation = store.invitation_of(db, open_survey.id, f"E{i}")
        assert invitation
        if i == 2:
            continue
        named = {f"E{(i + step) % 24}": 2.0 for step in (1, 2)} if i else {}
        store.record(db, invitation.id, Reply("information", named), START)
        if i != 1:
            store.submit(db, invitation.id, START)
    return store.close_survey(db, open_survey.id, START)


def latest(db: Database, survey: Survey) -> Job:
    job = store.latest_job(db, survey.id)
    assert job
    return job


def failing(error: Exception) -> Any:
    def run(*_args: Any) -> None:
        raise error

    return run


def test_replies_are_read_as_ties_and_nobody_apart_from_no_answer(
    db: Database, closed: Survey
) -> None:
    answers = jobs.answers_of(db, closed.id)

    assert Tie("E3", "E4", "information", 2.0) in answers.ties
    assert len(answers.ties) == 42
    assert answers.answered["information"] == {f"E{i}" for i in range(24)} - {"E1", "E2"}
    assert answers.answered["access"] == {"E0"}


def test_only_questions_that_make_the_map_are_analysed(db: Database, closed: Survey) -> None:
    assert jobs.settings_of(db, closed.id).questions == ("information", "problem_solving")


def test_an_open_survey_is_not_analysed(house: House, db: Database, open_survey: Survey) -> None:
    with pytest.raises(Problem, match="is open"):
        jobs.start(house, db.slug, open_survey.id, START)


@pytest.mark.either_database
def test_an_analysis_makes_one_report_a_role_and_says_that_it_is_done(
    house: House, db: Database, closed: Survey
) -> None:
    job = jobs.start(house, db.slug, closed.id, START)
    jobs.work_once(jobs.desk(house))
    folder = jobs.folder_of(db, job.id)

    assert (latest(db, closed).state, latest(db, closed).share) == ("done", 1.0)
    assert store.survey_of(db, closed.id).state == "analysed"
    for name in jobs.REPORTS.values():
        assert (folder / name).read_bytes().startswith(b"%PDF")


def test_starting_twice_makes_one_job(house: House, db: Database, closed: Survey) -> None:
    first = jobs.start(house, db.slug, closed.id, START)

    assert jobs.start(house, db.slug, closed.id, START).id == first.id


def test_a_job_is_run_once_however_often_the_queue_names_it(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Job] = []
    monkeypatch.setitem(jobs.DOING, "analysis", lambda _db, job, _clock: runs.append(job))
    jobs.start(house, db.slug, closed.id, START)
    jobs.start(house, db.slug, closed.id, START)
    desk = jobs.desk(house)
    while jobs.work_once(desk):
        pass

    assert len(runs) == 1


def test_a_problem_is_written_in_the_row_and_can_be_tried_again(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("too few answers", why="Only 3.", mend="Ask more.")
    monkeypatch.setitem(jobs.DOING, "analysis", failing(problem))
    job = jobs.start(house, db.slug, closed.id, START)
    jobs.work_once(jobs.desk(house))
    failed = latest(db, closed)
    monkeypatch.setitem(jobs.DOING, "analysis", lambda *_args: None)
    jobs.retry(house, db.slug, job.id, START)
    jobs.work_once(jobs.desk(house))

    assert (failed.state, failed.error["what"]) == ("failed", "too few answers")
    assert (latest(db, closed).state, latest(db, closed).attempts) == ("done", 2)


def test_a_mistake_of_ours_is_told_without_its_innards(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.DOING, "analysis", failing(ValueError("secret Łukasz")))
    jobs.start(house, db.slug, closed.id, START)
    jobs.work_once(jobs.desk(house))
    job = latest(db, closed)

    assert job.state == "failed"
    assert "secret" not in str(job.error)


def test_a_job_whose_worker_died_is_seen_to_have_failed(
    house: House, db: Database, closed: Survey
) -> None:
    job = store.create_job(db, closed.id, START)
    assert store.claim(db, job.id, START)
    later = START + jobs.PATIENCE + timedelta(seconds=1)
    worker.sweep(jobs.desk(house, lambda: later))

    assert latest(db, closed).state == "failed"
    assert "stopped in the middle" in latest(db, closed).error["what"]


def test_a_job_that_still_beats_is_left_alone(house: House, db: Database, closed: Survey) -> None:
    job = store.create_job(db, closed.id, START)
    running = store.claim(db, job.id, START)
    assert running
    later = START + jobs.PATIENCE
    store.update_job(db, replace(running, share=0.5), later)
    worker.sweep(jobs.desk(house, lambda: later + timedelta(seconds=5)))

    assert (latest(db, closed).state, latest(db, closed).share) == ("running", 0.5)


def test_a_long_analysis_keeps_beating(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    beaten = threading.Event()
    real = store.beat

    def beat(*args: Any) -> None:
        real(*args)
        beaten.set()

    monkeypatch.setattr(jobs, "BEAT", 0.001)
    monkeypatch.setattr(store, "beat", beat)
    monkeypatch.setitem(jobs.DOING, "analysis", lambda *_args: beaten.wait(60))
    jobs.start(house, db.slug, closed.id, START)
    jobs.work_once(jobs.desk(house))

    assert beaten.is_set()
    assert latest(db, closed).state == "done"


def test_a_queued_job_that_the_queue_lost_is_queued_again(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.DOING, "analysis", lambda *_args: None)
    store.create_job(db, closed.id, START)
    desk = jobs.desk(house)
    worker.sweep(desk)
    jobs.work_once(desk)

    assert latest(db, closed).state == "done"


def test_progress_is_written_as_it_goes(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, float]] = []

    def run(_inputs: object, out: Path, tell: Any) -> None:
        out.mkdir()
        tell("chance", 0.25)
        seen.append((latest(db, closed).stage, latest(db, closed).share))

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(pipeline, "write_pdf", lambda *_args: None)
    jobs.start(house, db.slug, closed.id, START)
    jobs.work_once(jobs.desk(house))

    assert seen == [("chance", 0.25)]


def test_the_worker_stops_when_it_is_told_to(
    house: House, db: Database, closed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey.config import Config

    monkeypatch.setitem(jobs.DOING, "analysis", lambda *_args: None)
    jobs.start(house, db.slug, closed.id, START)
    stop = threading.Event()
    working = threading.Thread(target=worker.work, args=(Config(instance=house.folder), stop))
    working.start()
    for _ in range(1200):
        if latest(db, closed).state == "done":
            break
        time.sleep(0.05)
    stop.set()
    working.join(timeout=60)

    assert latest(db, closed).state == "done"
    assert not working.is_alive()
