"""Work outside a request: queued, run, seen to fail, stopped, run again."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from huey import Huey
from huey.exceptions import HueyException

from analysis.model import Answers, Problem
from analysis.privacy import MANAGER
from analysis.settings import Settings
from survey import (
    kept,
    last_wave,
    pipeline,
    questions,
    queues,
    report_languages,
    retention,
    store,
    team_answers,
    unit_reports,
)
from survey import outlook as ahead
from survey.bank import MAIN, Question
from survey.brand import brand_of
from survey.fates import BUG, Stopped, failed, said, stopped
from survey.flags import of_site, shown_last_names
from survey.following import Following
from survey.outlook import Outlook
from survey.partner_answers import told_of_partners
from survey.store import Database, House, Job, Reply, Survey, actions, earlier, series

PATIENCE = timedelta(minutes=3)
BEAT = 20.0
log = logging.getLogger("tiewise.jobs")
Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where jobs are worked on: the databases, the queue and the task that it carries."""

    house: House
    queue: Huey
    task: Any
    clock: Clock


def desk(house: House, clock: Clock = _utc_now) -> Desk:
    """The queue of this house. The Job row is the truth; the queue only says where to look."""
    queue = queues.queue_of(house)

    def do(client: str, job_id: str) -> None:
        run(house, client, job_id, clock)

    return Desk(house, queue, queue.task(name="do")(do), clock)


def hand_over(house: House, db: Database, job: Job) -> Job:
    """Put a job that is in its row into the queue as well; without it the sweep finds the row."""
    try:
        here = desk(house)
        try:
            here.task(db.key, job.id)
        finally:
            queues.release(here.queue)
    except Exception:
        log.exception("the queue can't be reached; the row of the job is enough")
    return job


def begin(house: House, client: str, survey_id: str, kind: str, now: datetime, **about: str) -> Job:
    """Queue work of a kind, or find the same that is queued or running already."""
    db = store.open_client(house, client)
    return hand_over(house, db, store.create_job(db, survey_id, now, kind, about))


def ask_outlook(house: House, client: str, survey_id: str, now: datetime) -> None:
    """Queue what today's answers of an open survey could carry."""
    db = store.open_client(house, client)
    ahead.keep(db, survey_id, Outlook("queued", now))
    begin(house, client, survey_id, "outlook", now)


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
    retention.refuse_without_answers(db, store.survey_of(db, survey_id))
    return begin(house, client, survey_id, "analysis", now)


def retry(house: House, client: str, job_id: str, now: datetime) -> Job:
    """A job that failed or was stopped once more."""
    db = store.open_client(house, client)
    return hand_over(house, db, store.requeue(db, job_id, now))


def work_once(here: Desk) -> bool:
    """Do the next thing in the queue; False if there is none. What is not ours is left out."""
    try:
        task = here.queue.dequeue()
    except (ValueError, HueyException):
        log.warning("there was something in the queue that this site did not put there")
        return True
    if task is None:
        return False
    here.queue.execute(task)
    return True


def run(house: House, client: str, job_id: str, clock: Clock = _utc_now) -> None:
    """Do one job from beginning to end; whatever happens is written in its row."""
    db = store.open_client(house, client)
    job = store.claim(db, job_id, clock())
    if job is None:
        return
    try:
        with _beating(db, job, clock):
            DOING[job.kind](db, job, clock)
    except Stopped:
        store.update_job(db, stopped(job), clock())
    except Problem as problem:
        store.update_job(db, failed(job, problem), clock())
    except Exception:
        log.exception("job failed")
        store.update_job(db, failed(job, BUG), clock())
    else:
        done = replace(job, state="done", stage="done", share=1.0)
        store.update_job(db, done, clock())


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


def folder_of(db: Database, job_id: str) -> Path:
    """Where the files of one analysis lie."""
    return db.folder / "runs" / job_id


def answers_of(db: Database, survey_id: str) -> Answers:
    """Every submitted reply read as ties by its question's kind; what people say of themselves is
    no tie and stays out, and dealings with firms are told by ``told_of_partners``.
    """
    asked = [q for q in store.questions_of(db, survey_id) if q.use != "trait"]
    replies = store.replies_of(db, survey_id)
    ties = [
        tie
        for person_id, mine in replies.items()
        for question in asked
        if question.key in mine
        for tie in questions.kind_of(question).read(question, person_id, mine[question.key])
        if not tie.target.startswith(store.PREFIX)
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


REPORTS = {"analyst": "report.pdf", "manager": "managers.pdf"}


def _analyse(db: Database, job: Job, clock: Clock) -> None:
    """Analyse, write every file, and beside the analysts' report that of the managers."""
    inputs = before_of(db, job.survey_id, inputs_of(db, job.survey_id))
    out = folder_of(db, job.id)
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    results = pipeline.run(inputs, out, _teller(db, job, clock))
    options = replace(inputs.options, audience=MANAGER)
    pipeline.write_pdf(replace(inputs, options=options), results, out / REPORTS["manager"], results)
    kept.keep(results, out)
    store.mark_analysed(db, job.survey_id)


def _draw_units(db: Database, job: Job, clock: Clock) -> None:
    """The reports on every unit, from the analysis that they were asked of."""
    inputs = inputs_of(db, job.survey_id, job.about.get("language", MAIN))
    results = kept.load(folder_of(db, job.about["analysis"]))
    out = folder_of(db, job.id)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    unit_reports.write(inputs, results, out / unit_reports.NAME, _teller(db, job, clock))


def _look(db: Database, job: Job, clock: Clock) -> None:
    """Work out the outlook of an open survey; whatever happens is written in its file."""
    survey = store.survey_of(db, job.survey_id)
    if survey.state != "open":
        ahead.forget(db, survey.id)
        return
    named = survey.plan.mode != "aggregate"
    again = [row[0] for row in store.not_answered(db, survey.id)] if named else []
    given = store.roster_of(db, survey.id), answers_of(db, survey.id), settings_of(db, survey.id)
    try:
        found = ahead.look(*given, again, clock())
    except Problem as problem:
        found = Outlook("failed", clock(), error=said(problem))
    except Exception:
        log.exception("outlook failed")
        found = Outlook("failed", clock(), error=said(BUG))
    ahead.keep(db, survey.id, found)


def inputs_of(db: Database, survey_id: str, language: str = "") -> pipeline.Inputs:
    """A survey as the pipeline wants it, told in a language, else in the client's usual one."""
    survey, shown = store.survey_of(db, survey_id), earlier.shown_to(db, survey_id)
    roster, answers = store.roster_of(db, survey_id), answers_of(db, survey_id)
    odd = (*of_site(answers, roster), *shown_last_names(shown))
    spoken = language or report_languages.usual(db)
    job = pipeline.Inputs(
        roster=roster,
        answers=answers,
        options=pipeline.Options(settings=settings_of(db, survey_id), policy=survey.policy),
        faults=(*store.faults_of(db, survey_id), *odd),
        title=survey.title,
        firm=db.name,
        partners=told_of_partners(db, survey_id),
        brand=brand_of(db),
        teams=team_answers.of_survey(db, survey) if survey.anonymous else None,
        following=Following(survey_id, actions.noted_of(db, survey_id)),
    )
    return report_languages.told_in(job, spoken, report_languages.own_words(db, spoken))


def before_of(db: Database, survey_id: str, inputs: pipeline.Inputs) -> pipeline.Inputs:
    """The inputs with the survey that this one follows, or with why it is not compared."""
    last, survey = series.followed(db, survey_id), store.survey_of(db, survey_id)
    if last is None:
        return inputs
    done = store.latest_job(db, last.id, "done")
    if why := _apart(db, last, survey, done):
        return replace(inputs, apart=why)
    folder = folder_of(db, done.id) if done else db.folder
    wave = last_wave.before(db, last, answers_of(db, last.id), folder)
    if wave is None:
        return replace(inputs, apart=last_wave.NO_ANSWERS)
    return replace(
        inputs, before=replace(wave, refused=last_wave.asked_otherwise(db, last, survey))
    )


def _apart(db: Database, last: Survey, survey: Survey, done: Job | None) -> str:
    """Why two surveys are not compared; empty if nothing is in the way."""
    if last.anonymous or survey.anonymous:
        return last_wave.ANONYMOUS
    if done is None:
        return last_wave.NOT_ANALYSED
    return last_wave.OTHER_PEOPLE if last_wave.other_people(db, last, survey) else ""


def _teller(db: Database, job: Job, clock: Clock) -> Callable[[str, float], None]:
    """Writes progress into the job's row, a whole per cent at a time, and looks up from the work:
    Stopped if it is to stop.
    """
    told = [("", -1)]

    def tell(stage: str, share: float) -> None:
        step = (stage, int(share * 100))
        if step != told[0]:
            told[0] = step
            if not store.advance(db, job.id, stage, share, clock()):
                raise Stopped

    return tell


def settings_of(db: Database, survey_id: str) -> Settings:
    """What to analyse: the questions that make the map."""
    asked = store.questions_of(db, survey_id)
    return Settings(questions=tuple(q.key for q in asked if q.use == "ties"))


# What each kind of job does; what people read about it stands in ``survey/work.py``.
DOING: dict[str, Callable[[Database, Job, Clock], None]] = {
    "analysis": _analyse,
    "units": _draw_units,
    "outlook": _look,
}
