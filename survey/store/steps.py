"""The schedule of a survey: what happens by itself, when, and whether it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Select, delete, select

from analysis.model import Problem
from survey.store.engines import Database, reading, writing
from survey.store.tables import StepRow, SurveyRow, moment, new_id, seconds

KINDS = ("open", "remind", "close")
FITS = {"open": ("draft",), "remind": ("draft", "open"), "close": ("draft", "open")}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``state`` is waiting, done, skipped or failed; ``error`` says why not done."""

    id: str
    survey_id: str
    kind: str
    at: datetime
    state: str
    done_at: datetime | None = None
    error: Mapping[str, str] = field(default_factory=dict)


def plan_step(db: Database, survey_id: str, kind: str, at: datetime, now: datetime) -> Step:
    """Put a step on the schedule; a Problem where it can't happen or is there already."""
    with writing(db) as session:
        survey = session.get_one(SurveyRow, survey_id)
        waiting = session.scalars(_steps(survey_id).where(StepRow.state == "waiting")).all()
        _refuse(survey.state, kind, at, [_step(row) for row in waiting], now)
        # A step at this very time that failed or was skipped gives way to the new one.
        old = (StepRow.survey_id == survey_id) & (StepRow.kind == kind)
        session.execute(delete(StepRow).where(old & (StepRow.at == seconds(at))))
        row = StepRow(id=new_id(), survey_id=survey_id, kind=kind, state="waiting", error={})
        row.at = seconds(at)
        session.add(row)
    return _step(row)


def _refuse(state: str, kind: str, at: datetime, waiting: list[Step], now: datetime) -> None:
    if kind not in KINDS or state not in FITS[kind]:
        raise Problem(f"a survey that is {state} can't be set to {kind}", mend="Pick another.")
    if at <= now:
        raise Problem("this time has passed", mend="Pick a time that is still to come.")
    same = [step for step in waiting if step.kind == kind]
    if kind != "remind" and same:
        raise Problem(
            f"it is set to {kind} at another time already",
            mend="Take that step off the schedule first.",
        )
    if any(step.at == at for step in same):
        raise Problem("there is a reminder at that time already", mend="Pick another time.")
    times = {step.kind: step.at for step in waiting} | {kind: at}
    if "open" in times and "close" in times and times["close"] <= times["open"]:
        raise Problem("it would close before it opens", mend="Pick a later time for closing.")


def cancel_step(db: Database, survey_id: str, step_id: str) -> bool:
    """Take a step that has not happened off the schedule; False if there is none."""
    mine = (StepRow.id == step_id) & (StepRow.survey_id == survey_id) & (StepRow.state == "waiting")
    with writing(db) as session:
        row = session.scalar(select(StepRow).where(mine))
        if row is None:
            return False
        session.delete(row)
    return True


def steps_of(db: Database, survey_id: str) -> tuple[Step, ...]:
    """The whole schedule of a survey, by time."""
    with reading(db) as session:
        return tuple(_step(row) for row in session.scalars(_steps(survey_id)))


def due_steps(db: Database, now: datetime) -> tuple[Step, ...]:
    """What should have happened by now, of every survey, the earliest first."""
    due = (StepRow.state == "waiting") & (StepRow.at <= seconds(now))
    with reading(db) as session:
        rows = session.scalars(select(StepRow).where(due).order_by(StepRow.at, StepRow.id))
        return tuple(_step(row) for row in rows)


def settle_step(
    db: Database, step_id: str, state: str, now: datetime, error: Mapping[str, str] | None = None
) -> None:
    """Write down what became of a step."""
    with writing(db) as session:
        row = session.get(StepRow, step_id)
        if row is not None and row.state == "waiting":
            row.state, row.done_at, row.error = state, seconds(now), dict(error or {})


def _steps(survey_id: str) -> Select[StepRow]:
    return select(StepRow).where(StepRow.survey_id == survey_id).order_by(StepRow.at, StepRow.id)


def _step(row: StepRow) -> Step:
    at = datetime.fromtimestamp(row.at, UTC)
    done = moment(row.done_at)
    return Step(row.id, row.survey_id, row.kind, at, row.state, done, dict(row.error))
