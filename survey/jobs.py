"""Work outside a request: analyses, queued, run, seen to fail, run again; and what is collected."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from huey import SqliteHuey

from analysis.model import Answers, Problem
from analysis.privacy import MANAGER
from analysis.settings import Settings
from survey import kept, pipeline, questions, store
from survey import outlook as ahead
from survey.bank import Question
from survey.collecting import collect
from survey.config import Config
from survey.outlook import Outlook
from survey.store import Database, House, Job, Reply

PATIENCE = timedelta(minutes=3)
BEAT = 20.0
POLL = 0.5
SWEEP = 30.0
log = logging.getLogger("tiewise.jobs")
Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where jobs are worked on: the databases, the queue and the task that it carries."""

    house: House
    queue: SqliteHuey
    task: Any
    outlook: Any
    clock: Clock


def desk(house: House, clock: Clock = _utc_now) -> Desk:
    """The queue of this house. The Job row is the truth; the queue only says where to look."""
    queue = SqliteHuey("tiewise", filename=str(house.folder / "queue.db"), results=False)

    def analyse(client: str, job_id: str) -> None:
        run(house, client, job_id, clock)

    def outlook(client: str, survey_id: str) -> None:
        look_ahead(house, client, survey_id, clock)

    tasks = queue.task(name="analyse")(analyse), queue.task(name="outlook")(outlook)
    return Desk(house, queue, *tasks, clock)


def ask_outlook(house: House, client: str, survey_id: str, now: datetime) -> None:
    """Queue what today's answers of an open survey could carry."""
    db = store.open_client(house, client)
    ahead.keep(db, survey_id, Outlook("queued", now))
    desk(house).outlook(db.key, survey_id)


def look_ahead(house: House, client: str, survey_id: str, clock: Clock = _utc_now) -> None:
    """Work out the outlook of an open survey; whatever happens is written in its file."""
    db = store.open_client(house, client)
    survey = store.survey_of(db, survey_id)
    if survey.state != "open":
        ahead.forget(db, survey_id)
        return
    named = survey.plan.mode != "aggregate"
    again = [row[0] for row in store.not_answered(db, survey_id)] if named else []
    given = store.roster_of(db, survey_id), answers_of(db, survey_id), settings_of(db, survey_id)
    try:
        found = ahead.look(*given, again, clock())
    except Problem as problem:
        found = Outlook("failed", clock(), error=_said(problem))
    except Exception:
        log.exception("outlook failed")
        found = Outlook("failed", clock(), error=_said(BUG))
    ahead.keep(db, survey_id, found)


def start(house: House, client: str, survey_id: str, now: datetime) -> Job:
    """Queue the analysis of a closed survey; a Problem if it still takes answers."""
    db = store.open_client(house, client)
    state = store.survey_of(db, survey_id).state
    if state not in ("closed", "analysed"):
        raise Problem(
            f"this survey is {state}",
            why="Results of a survey that is still answered would change under their readers.",
            mend="Close it first.",
        )
    job = store.create_job(db, survey_id, now)
    desk(house).task(db.key, job.id)
    return job


def retry(house: House, client: str, job_id: str, now: datetime) -> Job:
    """A failed job once more."""
    db = store.open_client(house, client)
    job = store.requeue(db, job_id, now)
    desk(house).task(db.key, job.id)
    return job


def work(config: Config, stop: threading.Event | None = None) -> None:
    """Do what is queued until ``stop`` is set (or for ever): the worker."""
    stop = stop or threading.Event()
    house = store.open_house(config.instance, config.database_url)
    here = desk(house)
    swept = -SWEEP
    collecting = threading.Thread(target=collect, args=(house, config, stop), name="collecting")
    collecting.start()
    try:
        while not stop.is_set():
            if monotonic() - swept >= SWEEP:
                sweep(here)
                swept = monotonic()
            if not work_once(here):
                stop.wait(POLL)
    finally:
        stop.set()
        collecting.join()
        house.close()


def work_once(here: Desk) -> bool:
    """Do the next thing in the queue; False if there is none."""
    task = here.queue.dequeue()
    if task is None:
        return False
    here.queue.execute(task)
    return True


def sweep(here: Desk) -> None:
    """See to jobs whose worker died, and to queued ones that the queue has lost."""
    now = here.clock()
    for client in store.list_clients(here.house):
        db = store.open_client(here.house, client.slug)
        for job in store.stale_jobs(db, now, PATIENCE):
            store.update_job(db, _failed(job, DIED), now)
        if not here.queue.pending_count():
            for job in store.queued_jobs(db):
                here.task(db.key, job.id)


DIED = Problem(
    "The analysis stopped in the middle",
    why="The program that did it was ended, perhaps by a restart of the machine.",
    mend="Run it again. The answers are untouched.",
)
BUG = Problem(
    "The analysis failed on our side",
    why="It has been written down for those who run this site.",
    mend="Run it again; if it fails again, tell them. The answers are untouched.",
)


def run(house: House, client: str, job_id: str, clock: Clock = _utc_now) -> None:
    """Do one job from beginning to end; whatever happens is written in its row."""
    db = store.open_client(house, client)
    job = store.claim(db, job_id, clock())
    if job is None:
        return
    try:
        with _beating(db, job, clock):
            _analyse(db, job, clock)
    except Problem as problem:
        store.update_job(db, _failed(job, problem), clock())
    except Exception:
        log.exception("job failed")
        store.update_job(db, _failed(job, BUG), clock())
    else:
        done = replace(job, state="done", stage="done", share=1.0)
        store.update_job(db, done, clock())
        store.mark_analysed(db, job.survey_id)


@contextmanager
def _beating(db: Database, job: Job, clock: Clock) -> Iterator[None]:
    """While the work goes on, say so in the row: silence means that the worker died."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT):
            store.beat(db, job.id, clock())

    beating = threading.Thread(target=beat, name="beat", daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _failed(job: Job, problem: Problem) -> Job:
    return replace(job, state="failed", error=_said(problem))


def _said(problem: Problem) -> dict[str, str]:
    return {key: getattr(problem, key) for key in ("what", "where", "why", "mend")}


def folder_of(db: Database, job_id: str) -> Path:
    """Where the files of one analysis lie."""
    return db.folder / "runs" / job_id


def answers_of(db: Database, survey_id: str) -> Answers:
    """Every submitted reply read as ties by its question's kind; what people say of themselves is
    no tie and stays out.
    """
    asked = [q for q in store.questions_of(db, survey_id) if q.use != "trait"]
    replies = store.replies_of(db, survey_id)
    ties = [
        tie
        for person_id, mine in replies.items()
        for question in asked
        if question.key in mine
        for tie in questions.kind_of(question).read(question, person_id, mine[question.key])
    ]
    answered = {
        question.key: frozenset(p for p, mine in replies.items() if _replied(question, mine))
        for question in asked
    }
    return Answers(tuple(ties), answered)


def _replied(question: Question, mine: Mapping[str, Reply]) -> bool:
    """Whether she answered: also if there was nobody to rate because she had named nobody."""
    if question.key in mine:
        return True
    about_names = question.kind in ("rate", "mark")
    return about_names and question.carry in mine and not mine[question.carry].named


WORDING = "wording"  # the folder, beside those of the clients
REPORTS = {"analyst": "report.pdf", "manager": "managers.pdf"}


def _analyse(db: Database, job: Job, clock: Clock) -> None:
    """Analyse, write every file, and beside the analysts' report that of the managers."""
    inputs = inputs_of(db, job.survey_id)
    out = folder_of(db, job.id)
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    results = pipeline.run(inputs, out, _teller(db, job, clock))
    options = replace(inputs.options, audience=MANAGER)
    pipeline.write_pdf(replace(inputs, options=options), results, out / REPORTS["manager"])
    kept.keep(results, out)


def inputs_of(db: Database, survey_id: str) -> pipeline.Inputs:
    """A survey as the pipeline wants it."""
    survey = store.survey_of(db, survey_id)
    return pipeline.Inputs(
        roster=store.roster_of(db, survey_id),
        answers=answers_of(db, survey_id),
        options=pipeline.Options(
            settings=settings_of(db, survey_id), policy=survey.policy, wording=wording_of(db)
        ),
        faults=store.faults_of(db, survey_id),
        title=survey.title,
        firm=db.name,
    )


def wording_of(db: Database, language: str = "en") -> tuple[Path, ...]:
    """Sentences of the house's own, and over them the client's, where there are files of them."""
    folder = db.folder.parents[1] / WORDING
    files = (folder / f"{language}.toml", folder / db.slug / f"{language}.toml")
    return tuple(file for file in files if file.is_file())


def _teller(db: Database, job: Job, clock: Clock) -> Callable[[str, float], None]:
    """Writes progress into the job's row, a whole per cent at a time."""
    told = [("", -1)]

    def tell(stage: str, share: float) -> None:
        step = (stage, int(share * 100))
        if step != told[0]:
            told[0] = step
            store.update_job(db, replace(job, stage=stage, share=share), clock())

    return tell


def settings_of(db: Database, survey_id: str) -> Settings:
    """What to analyse: the questions that make the map."""
    asked = store.questions_of(db, survey_id)
    return Settings(questions=tuple(q.key for q in asked if q.use == "ties"))
