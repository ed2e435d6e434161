"""Work in progress: one page for all that goes on, with what to do about it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from analysis.model import Problem
from survey import jobs, store, worker
from survey.store import Job
from tests.survey.conftest import KEY, START, Visitor, World


def page_of(world: World, role: str = "hr") -> Visitor:
    visitor = world.visitor(role)
    visitor.get(f"/console/c/{world.ours.slug}/_work/")
    return visitor


def keys(visitor: Visitor) -> list[str]:
    return re.findall(r'<h2 id="([\w.]+)"', visitor.page.text)


def begun(world: World, **about: str) -> Job:
    return jobs.begin(world.house, world.ours.slug, world.survey.id, "probe", START, **about)


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Jobs of the kind probe do what is given."""

    def does(what: Any) -> None:
        monkeypatch.setitem(jobs.DOING, "probe", what)

    return does


def test_a_client_at_which_nothing_goes_on_has_an_empty_page(world: World) -> None:
    assert "Nothing yet" in page_of(world).page.text


@pytest.mark.either_database
def test_jobs_and_mail_stand_on_one_page(world: World) -> None:
    begun(world)
    store.issue_links(world.ours, world.survey.id, KEY)
    store.start_round(world.ours, world.survey.id, "invitation", START)
    text = page_of(world).page.text

    assert "0 of 24 sent" in text
    assert "Waits for its turn" in text
    assert '<meta http-equiv="refresh"' in text


def test_a_job_that_waits_is_stopped_and_tried_again(world: World, probe: Any) -> None:
    runs = list[str]()
    probe(lambda _db, job, _clock: runs.append(job.id))
    job = begun(world)
    visitor = page_of(world)
    visitor.post(f"/console/c/{world.ours.slug}/_work/stop", piece=f"job.{job.id}")
    desk = jobs.desk(world.house, world.clock)
    jobs.work_once(desk)
    stopped = store.job_of(world.ours, job.id)
    visitor.post(f"/console/c/{world.ours.slug}/_work/again", piece=f"job.{job.id}")
    jobs.work_once(desk)
    done = store.job_of(world.ours, job.id)

    assert stopped
    assert done
    assert (stopped.state, done.state, runs) == ("stopped", "done", [job.id])


def test_a_job_that_runs_stops_when_it_looks_up(world: World, probe: Any) -> None:
    reached = list[str]()

    def work(db: store.Database, job: Job, clock: Any) -> None:
        tell = jobs._teller(db, job, clock)
        tell("analysis", 0.1)
        store.stop_job(db, job.id, START)
        tell("analysis", 0.2)
        reached.append("the end")

    probe(work)
    job = begun(world)
    jobs.work_once(jobs.desk(world.house, world.clock))
    found = store.job_of(world.ours, job.id)

    assert found
    assert (found.state, reached) == ("stopped", [])


def test_a_job_that_failed_says_what_to_do_and_can_be_tried_again(world: World, probe: Any) -> None:
    def work(*_args: Any) -> None:
        raise Problem("too few answers", why="Only 3.", mend="Ask more.")

    probe(work)
    begun(world)
    jobs.work_once(jobs.desk(world.house, world.clock))
    text = page_of(world).page.text

    assert "Too few answers" in text
    assert "Ask more." in text
    assert "Try again" in text


def test_work_of_one_kind_about_other_things_is_other_work(world: World) -> None:
    first = begun(world, analysis="a")

    assert begun(world, analysis="a").id == first.id
    assert begun(world, analysis="b").id != first.id


def test_mail_is_stopped_and_sent_after_all_from_the_page(world: World) -> None:
    made = store.start_round(world.ours, world.survey.id, "invitation", START)
    visitor = page_of(world)
    visitor.post(f"/console/c/{world.ours.slug}/_work/stop", piece=f"mail.{made.id}")
    stopped = dict(store.rounds_of(world.ours, world.survey.id)[0].counts)
    visitor.post(f"/console/c/{world.ours.slug}/_work/again", piece=f"mail.{made.id}")

    assert stopped == {"stopped": 24}
    assert dict(store.rounds_of(world.ours, world.survey.id)[0].counts) == {"queued": 24}


def test_trouble_with_mail_is_told_with_what_to_do(world: World) -> None:
    store.start_round(world.ours, world.survey.id, "invitation", START)
    trouble = {"what": "the mail server can't be reached", "where": "", "why": "", "mend": "Wait."}
    store.note_trouble(world.ours, world.survey.id, trouble, START)

    assert "The mail server can&#39;t be reached" in page_of(world).page.text


def test_nobody_stops_the_work_of_another_client(world: World) -> None:
    job = store.create_job(world.theirs, world.foreign.id, START)
    visitor = page_of(world)
    visitor.post(f"/console/c/{world.ours.slug}/_work/stop", piece=f"job.{job.id}")
    found = store.job_of(world.theirs, job.id)

    assert "There is no such work any more." in visitor.page.text
    assert found
    assert found.state == "queued"


def test_whoever_reads_reports_only_sees_no_work(world: World) -> None:
    assert page_of(world, "manager").page.status_code == 404


def test_a_dead_worker_that_was_to_stop_has_stopped(world: World) -> None:
    job = begun(world)
    claimed = store.claim(world.ours, job.id, START)
    assert claimed
    store.stop_job(world.ours, job.id, START)
    worker.sweep(jobs.desk(world.house, lambda: START + 2 * jobs.PATIENCE))
    found = store.job_of(world.ours, job.id)

    assert found == replace(claimed, state="stopped", beat_at=START + 2 * jobs.PATIENCE)
