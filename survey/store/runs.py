"""Jobs: the row that tells the truth about work outside a request."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from survey.store.engines import Database, reading, writing
from survey.store.tables import JobRow, new_id, seconds


@dataclass(frozen=True, slots=True)
class Job:
    """One analysis. ``state`` is queued, running, done or failed; ``error`` says why it failed."""

    id: str
    survey_id: str
    state: str
    stage: str
    share: float
    attempts: int
    error: dict[str, str] = field(default_factory=dict)


def create_job(db: Database, survey_id: str, now: datetime) -> Job:
    """A queued job, or the one that is queued or running already."""
    with writing(db) as session:
        busy = JobRow.state.in_(("queued", "running")) & (JobRow.survey_id == survey_id)
        row = session.scalar(select(JobRow).where(busy))
        if row is None:
            at = seconds(now)
            row = JobRow(id=new_id(), survey_id=survey_id, created_at=at, beat_at=at)
            row.state, row.stage, row.share, row.error, row.attempts = "queued", "", 0.0, {}, 0
            session.add(row)
    return _job(row)


def job_of(db: Database, job_id: str) -> Job | None:
    """The job of this id."""
    with reading(db) as session:
        row = session.get(JobRow, job_id)
    return _job(row) if row else None


def latest_job(db: Database, survey_id: str, state: str = "") -> Job | None:
    """The newest job of a survey (in this state, where one is given)."""
    asked = select(JobRow).where(JobRow.survey_id == survey_id)
    if state:
        asked = asked.where(JobRow.state == state)
    with reading(db) as session:
        row = session.scalar(asked.order_by(JobRow.created_at.desc(), JobRow.beat_at.desc()))
    return _job(row) if row else None


def update_job(db: Database, job: Job, now: datetime) -> None:
    """Write down how far the job is; the beat shows that somebody works on it."""
    with writing(db) as session:
        row = session.get_one(JobRow, job.id)
        row.state, row.stage, row.share = job.state, job.stage, job.share
        row.attempts, row.error, row.beat_at = job.attempts, dict(job.error), seconds(now)


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
    with reading(db) as session:
        rows = session.scalars(select(JobRow).where(JobRow.state == "queued"))
        return tuple(_job(row) for row in rows)


def beat(db: Database, job_id: str, now: datetime) -> None:
    """Somebody still works on this job."""
    with writing(db) as session:
        session.get_one(JobRow, job_id).beat_at = seconds(now)


def stale_jobs(db: Database, now: datetime, patience: timedelta) -> tuple[Job, ...]:
    """Jobs that say they run but have not been heard of for ``patience``: their worker died."""
    silent = (JobRow.state == "running") & (JobRow.beat_at < seconds(now - patience))
    with reading(db) as session:
        return tuple(_job(row) for row in session.scalars(select(JobRow).where(silent)))


def requeue(db: Database, job_id: str, now: datetime) -> Job:
    """A failed job once more; any other is left as it is."""
    with writing(db) as session:
        row = session.get_one(JobRow, job_id)
        if row.state == "failed":
            row.state, row.stage, row.share, row.error = "queued", "", 0.0, {}
            row.beat_at = seconds(now)
    return _job(row)


def _job(row: JobRow) -> Job:
    return Job(
        row.id, row.survey_id, row.state, row.stage, row.share, row.attempts, dict(row.error)
    )
