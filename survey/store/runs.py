"""Jobs: the row that tells the truth about work outside a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey.store.engines import Database, reading, writing
from survey.store.tables import JobRow, moment, new_id, seconds

BUSY = ("queued", "running", "stopping")


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``state`` is queued, running, stopping, done, failed or stopped;
    ``error`` says why it failed. ``about`` tells jobs of one ``kind`` apart.
    """

    id: str
    survey_id: str
    state: str
    stage: str
    share: float
    attempts: int
    error: dict[str, str] = field(default_factory=dict)
    kind: str = "analysis"
    about: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    beat_at: datetime | None = None


def create_job(
    db: Database,
    survey_id: str,
    now: datetime,
    kind: str = "analysis",
    about: Mapping[str, str] | None = None,
) -> Job:
    """A queued job, or the same one that is queued or running already."""
    wanted = dict(about or {})
    with writing(db) as session:
        row = _busy(session, survey_id, kind, wanted)
        if row is None:
            at = seconds(now)
            row = JobRow(id=new_id(), survey_id=survey_id, created_at=at, beat_at=at)
            row.state, row.stage, row.share, row.error, row.attempts = "queued", "", 0.0, {}, 0
            row.kind, row.about = kind, wanted
            session.add(row)
    return _job(row)


def _busy(session: Session, survey_id: str, kind: str, about: dict[str, str]) -> JobRow | None:
    mine = JobRow.state.in_(BUSY) & (JobRow.survey_id == survey_id) & (JobRow.kind == kind)
    return next(
        (row for row in session.scalars(select(JobRow).where(mine)) if row.about == about), None
    )


def job_of(db: Database, job_id: str) -> Job | None:
    """The job of this id."""
    with reading(db) as session:
        row = session.get(JobRow, job_id)
    return _job(row) if row else None


def latest_job(db: Database, survey_id: str, state: str = "", kind: str = "analysis") -> Job | None:
    """The newest job of a kind of a survey (in this state, where one is given)."""
    found = jobs_of(db, (JobRow.survey_id == survey_id) & (JobRow.kind == kind))
    return next((job for job in found if job.state == state or not state), None)


def jobs_of(db: Database, which: ColumnElement[bool] | None = None) -> tuple[Job, ...]:
    """The jobs of a client, the newest first."""
    asked = select(JobRow).order_by(JobRow.created_at.desc(), JobRow.beat_at.desc(), JobRow.id)
    with reading(db) as session:
        rows = session.scalars(asked if which is None else asked.where(which))
        return tuple(_job(row) for row in rows)


def update_job(db: Database, job: Job, now: datetime) -> None:
    """Write down what became of the job."""
    with writing(db) as session:
        row = session.get_one(JobRow, job.id)
        row.state, row.stage, row.share = job.state, job.stage, job.share
        row.attempts, row.error, row.beat_at = job.attempts, dict(job.error), seconds(now)


def advance(db: Database, job_id: str, stage: str, share: float, now: datetime) -> bool:
    """Write down how far the job is; False if it is to stop."""
    with writing(db) as session:
        row = session.get_one(JobRow, job_id)
        row.stage, row.share, row.beat_at = stage, share, seconds(now)
        return row.state == "running"


def claim(db: Database, job_id: str, now: datetime) -> Job | None:
    """Take a queued job, now running; None if somebody else has it or it is done."""
    with writing(db) as session:
        row = session.get(JobRow, job_id)
        if row is None or row.state != "queued":
            return None
        row.state, row.beat_at, row.attempts = "running", seconds(now), row.attempts + 1
    return _job(row)


def queued_jobs(db: Database) -> tuple[Job, ...]:
    """Jobs that wait for a worker."""
    return jobs_of(db, JobRow.state == "queued")


def beat(db: Database, job_id: str, now: datetime) -> None:
    """Somebody still works on this job."""
    with writing(db) as session:
        session.get_one(JobRow, job_id).beat_at = seconds(now)


def stale_jobs(db: Database, now: datetime, patience: timedelta) -> tuple[Job, ...]:
    """Jobs that say they run but have not been heard of for ``patience``: their worker died."""
    at_it = JobRow.state.in_(("running", "stopping"))
    return jobs_of(db, at_it & (JobRow.beat_at < seconds(now - patience)))


def requeue(db: Database, job_id: str, now: datetime) -> Job:
    """A job that failed or was stopped once more; any other is left as it is."""
    with writing(db) as session:
        row = session.get_one(JobRow, job_id)
        if row.state in ("failed", "stopped"):
            row.state, row.stage, row.share, row.error = "queued", "", 0.0, {}
            row.beat_at = seconds(now)
    return _job(row)


def stop_job(db: Database, job_id: str, now: datetime) -> Job:
    """Do no more of a job: at once if it waits, else as soon as whoever works on it looks up."""
    with writing(db) as session:
        row = session.get_one(JobRow, job_id)
        if row.state in ("queued", "running"):
            row.state = "stopped" if row.state == "queued" else "stopping"
            row.beat_at = seconds(now)
    return _job(row)


def _job(row: JobRow) -> Job:
    return Job(
        row.id,
        row.survey_id,
        row.state,
        row.stage,
        row.share,
        row.attempts,
        dict(row.error),
        row.kind,
        dict(row.about),
        moment(row.created_at),
        moment(row.beat_at),
    )
