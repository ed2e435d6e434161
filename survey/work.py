"""All that goes on at a client outside requests, as people read it: jobs, and mail on its way.

A round of mail is not a row among the jobs: its messages are the truth about it, one a person, and
a second row that counted them could only come to differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from survey import messages, store
from survey.bank import LANGUAGES
from survey.store import Database, Job, Round, Survey

NAMES = {
    "analysis": "Analysis",
    "units": "Reports for all units",
    "outlook": "What today’s answers could carry",
}
STAGES = {
    "analysis": "analysing",
    "report": "drawing the report",
    "reports": "drawing the reports",
}
STUCK = ("refused", "given_up", "stopped")
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work. ``state`` is waiting, running, stopping, done, failed or stopped;
    ``said`` how it stands, ``error`` what is wrong and what to do, ``at`` when it was begun.
    """

    key: str
    name: str
    survey: Survey
    state: str
    share: float
    said: str
    at: datetime | None
    error: dict[str, str] = field(default_factory=dict)
    stops: bool = False
    again: bool = False

    @property
    def busy(self) -> bool:
        """Whether it still goes on."""
        return self.state in ("waiting", "running", "stopping")


def of_client(db: Database) -> tuple[Piece, ...]:
    """Everything, what goes on first, then the newest."""
    surveys = {survey.id: survey for survey in store.list_surveys(db)}
    jobs = (_of_job(job, surveys[job.survey_id]) for job in store.jobs_of(db))
    found = [*jobs, *(piece for survey in surveys.values() for piece in _mail(db, survey))]
    found.sort(key=lambda piece: piece.at.timestamp() if piece.at else 0.0, reverse=True)
    return tuple(sorted(found, key=lambda piece: not piece.busy))[:SHOWN]


def _of_job(job: Job, survey: Survey) -> Piece:
    state = "waiting" if job.state == "queued" else job.state
    return Piece(
        key=f"job.{job.id}",
        name=_name(job),
        survey=survey,
        state=state,
        share=job.share,
        said=_how_far(job),
        at=job.created_at,
        error=job.error,
        stops=job.state in ("queued", "running"),
        again=job.state in ("failed", "stopped"),
    )


def _name(job: Job) -> str:
    """What the work is; with the language where it can be in several."""
    language = job.about.get("language", "")
    name = NAMES.get(job.kind, job.kind)
    return f"{name} ({messages.load(language).name})" if language in LANGUAGES else name


def _how_far(job: Job) -> str:
    said = {
        "queued": "waits for its turn",
        "stopping": "stops as soon as it can",
        "done": "done",
        "failed": "failed",
        "stopped": "stopped",
    }
    stage = STAGES.get(job.stage, "getting ready")
    return said.get(job.state) or f"{stage}, {100 * job.share:.0f} %"


def _mail(db: Database, survey: Survey) -> Iterator[Piece]:
    """The sendings of one survey; only an open one goes on or can be tried again."""
    trouble = dict(store.collecting_of(db, survey.id).trouble)
    rounds = store.rounds_of(db, survey.id)
    for made in rounds:
        last = made is rounds[-1] and survey.state == "open"
        yield _of_round(made, survey, trouble if last else {}, last)


def _of_round(made: Round, survey: Survey, trouble: dict[str, str], last: bool) -> Piece:
    stuck = sum(made.counts.get(state, 0) for state in STUCK)
    gone = made.total - made.waiting
    sends = bool(made.waiting) and survey.state == "open"
    said = f"{made.counts.get('sent', 0)} of {made.total} sent"
    return Piece(
        key=f"mail.{made.id}",
        name="Invitations" if made.kind == "invitation" else f"Reminder {made.number}",
        survey=survey,
        state="running" if sends else "done",
        share=gone / made.total if made.total else 1.0,
        said=f"{said}, {stuck} not" if stuck else said,
        at=made.made_at,
        error=trouble if sends else {},
        stops=sends and last,
        again=bool(stuck) and last and not sends,
    )
