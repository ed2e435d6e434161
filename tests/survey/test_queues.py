"""Queues in SQLite, PostgreSQL and Redis: no job is done twice, and none is lost with a worker."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.model import Problem
from survey import jobs, queues, store, worker
from survey.config import Config
from survey.doctor import examine
from survey.store import Database, House, Survey
from tests.survey.conftest import KEY, START, Clock, add_survey
from tests.survey.postgres import Server as Postgres
from tests.survey.redis import Server as Redis

KINDS = ("sqlite", "postgresql", "redis")
# A worker as operators run it, except that its work is to write down that it was done.
WORKER = """
import json, os, sys, time
from pathlib import Path
from survey import jobs, worker
from survey.config import Config
facts = json.loads(sys.argv[1])
def probe(db, job, clock):
    with open(facts["diary"], "a") as diary:
        diary.write(f"{job.about['number']} {os.getpid()}\\n")
    if facts["hangs"]:
        time.sleep(600)
jobs.DOING["probe"] = probe
worker.work(Config(instance=Path(facts["instance"]), database_url=facts["database_url"],
                 queue_url=facts["queue_url"], secret_key="x" * 40))
"""


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Where tables and queue are."""
    found = {"database_url": "", "queue_url": ""}
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres_server")
        yield found | {"database_url": server.address()}
        server.empty()
    elif request.param == "redis":
        yield found | {"queue_url": request.getfixturevalue("redis_server").url}
    else:
        yield found


@pytest.fixture
def house(tmp_path: Path, place: dict[str, str]) -> Iterator[House]:
    made = store.open_house(tmp_path / "instance", place["database_url"], place["queue_url"])
    yield made
    made.close()


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, by the numbers of the jobs."""
    done = list[str]()
    monkeypatch.setitem(
        jobs.DOING, "probe", lambda _db, job, _clock: done.append(job.about["number"])
    )
    return done


def ask(house: House, db: Database, survey: Survey, count: int) -> None:
    for number in range(count):
        jobs.begin(house, db.slug, survey.id, "probe", START, number=str(number))


def drain(house: House) -> None:
    desk = jobs.desk(house, Clock())
    while jobs.work_once(desk):
        pass
    queues.release(desk.queue)


def test_what_is_queued_is_done_in_order(
    house: House, db: Database, open_survey: Survey, probe: list[str]
) -> None:
    ask(house, db, open_survey, 5)
    drain(house)

    assert probe == ["0", "1", "2", "3", "4"]


def test_a_queue_that_lost_everything_is_filled_again_from_the_rows(
    house: House, db: Database, open_survey: Survey, probe: list[str]
) -> None:
    ask(house, db, open_survey, 3)
    desk = jobs.desk(house, Clock())
    desk.queue.flush()
    worker.sweep(desk)
    queues.release(desk.queue)
    drain(house)

    assert sorted(probe) == ["0", "1", "2"]


def test_what_somebody_else_puts_into_the_queue_is_never_run(
    house: House, db: Database, open_survey: Survey, probe: list[str]
) -> None:
    desk = jobs.desk(house, Clock())
    desk.queue.storage.enqueue(b"\x80\x04cos\nsystem\n(X\x04\x00\x00\x00exittR.")
    desk.queue.storage.enqueue(json.dumps(["1", "os.system", "exit"]).encode())
    ask(house, db, open_survey, 1)
    for _ in range(3):
        jobs.work_once(desk)
    queues.release(desk.queue)

    assert probe == ["0"]


def start(house: House, place: dict[str, str], diary: Path, hangs: bool) -> subprocess.Popen[bytes]:
    facts = place | {"instance": str(house.folder), "diary": str(diary), "hangs": hangs}
    return subprocess.Popen([sys.executable, "-c", WORKER, json.dumps(facts)])


def until(true: Any) -> None:
    """Wait for what other processes do; the tests' own time limit is the end of it."""
    while not true():
        time.sleep(0.05)


def end(*workers: subprocess.Popen[bytes]) -> None:
    for each in workers:
        each.send_signal(signal.SIGKILL)
        each.wait()


@pytest.mark.slow
def test_of_two_workers_one_does_a_job_and_of_a_killed_one_it_is_done_again(
    house: House, db: Database, open_survey: Survey, place: dict[str, str], tmp_path: Path
) -> None:
    """Real processes; their start is what takes seconds."""
    diary = tmp_path / "diary"
    diary.touch()
    ask(house, db, open_survey, 1)
    hanging = start(house, place, diary, hangs=True)
    until(diary.read_text)
    end(hanging)
    (hung,) = store.jobs_of(db)
    desk = jobs.desk(house, lambda: datetime.now(UTC) + jobs.PATIENCE + timedelta(minutes=1))
    worker.sweep(desk)
    queues.release(desk.queue)
    seen = store.job_of(db, hung.id)
    jobs.retry(house, db.slug, hung.id, datetime.now(UTC))
    ask(house, db, open_survey, 24)
    workers = [start(house, place, diary, hangs=False) for _ in range(2)]
    until(lambda: all(job.state == "done" for job in store.jobs_of(db)))
    end(*workers)
    lines = diary.read_text().splitlines()

    assert hung.state == "running"
    assert seen
    assert (seen.state, seen.error["mend"][:12]) == ("failed", "Run it again")
    assert Counter(line.split()[0] for line in lines[1:]) == {str(n): 1 for n in range(24)}


def test_a_redis_that_is_away_is_said_plainly(redis_server: Redis, tmp_path: Path) -> None:
    away = redis_server.url.replace("socket", "nothing-here")

    with pytest.raises(Problem, match="queue can't be reached") as caught:
        queues.redis_queue(away)
    assert "Redis runs" in caught.value.mend


@pytest.mark.parametrize("url", ["nonsense", "http://x", ""])
def test_what_is_no_address_of_a_redis_is_refused(url: str) -> None:
    with pytest.raises(Problem, match="queue can't be reached"):
        queues.redis_queue(url or "x://")


def test_the_doctor_looks_at_the_queue(redis_server: Redis, tmp_path: Path) -> None:
    def check(url: str) -> tuple[bool, str]:
        config = Config(instance=tmp_path, secret_key=KEY, queue_url=url)
        found = next(c for c in examine(lambda: config) if c.name == "queue")
        return found.ok, found.said

    assert check("") == (True, "a file in the folder")
    assert check(redis_server.url)[1].startswith("Redis ")
    assert check("redis://127.0.0.1:1/0")[0] is False


def test_work_that_is_asked_for_while_redis_is_away_is_done_when_it_is_back(
    redis_server: Redis,
    tmp_path: Path,
    probe: list[str],
) -> None:
    house = store.open_house(tmp_path / "instance", "", redis_server.url)
    db = store.open_client(house, store.create_client(house, "Ek", START).slug)
    survey = add_survey(db)
    redis_server.stop()
    ask(house, db, survey, 1)
    redis_server.start()
    desk = jobs.desk(house, Clock())
    worker.sweep(desk)
    queues.release(desk.queue)
    drain(house)
    house.close()

    assert probe == ["0"]
