"""What became of the actions of a survey: kept one by one, the last change undone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from survey.store.console_tables import ActionRow
from survey.store.engines import Database, reading, writing
from survey.store.tables import new_id

STATUSES = ("open", "doing", "done", "dropped")
OWN = "own-"


@dataclass(frozen=True, slots=True)
class Task:
    """What HR wrote down of an action. ``due`` is a day, if one was set."""

    owner: str = ""
    due: date | None = None
    status: str = "open"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How an action reads for who may see names, and for all others; and its figure as it was.

    An empty ``unnamed`` is told to nobody who may not see names.
    """

    named: str
    unnamed: str = ""
    finding: str = ""
    measure: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """An action that somebody has written something down of."""

    key: str
    wording: Wording
    task: Task = field(default_factory=Task)

    @property
    def own(self) -> bool:
        """Whether it was added by hand, and recommended by no analysis."""
        return self.key.startswith(OWN)


def noted_of(db: Database, survey_id: str) -> tuple[Noted, ...]:
    """Every action of a survey that something was written down of, in the order of its text."""
    asked = select(ActionRow).where(ActionRow.survey_id == survey_id)
    with reading(db) as session:
        rows = session.scalars(asked.order_by(ActionRow.said, ActionRow.key)).all()
    return tuple(_noted(row) for row in rows)


def note(db: Database, survey_id: str, key: str, wording: Wording, task: Task) -> None:
    """Write down what became of an action, so that it can be undone."""
    with writing(db) as session:
        newest = session.scalar(_latest(survey_id))
        old = session.get(ActionRow, (survey_id, key))
        row = old or ActionRow(survey_id=survey_id, key=key)
        row.before = _facts(old) if old else {}
        row.number = newest.number + 1 if newest else 1
        _fill(row, wording, task)
        session.add(row)


def add(db: Database, survey_id: str, text: str) -> str:
    """An action of one's own; returns its key."""
    key = OWN + new_id()
    note(db, survey_id, key, Wording(text, text), Task())
    return key


def last_change(db: Database, survey_id: str) -> Noted | None:
    """The action that was changed last, if that can be undone."""
    with reading(db) as session:
        row = session.scalar(_latest(survey_id))
    return _noted(row) if row and row.before is not None else None


def undo(db: Database, survey_id: str) -> bool:
    """Take the last change back; False if there is none that could be."""
    with writing(db) as session:
        row = session.scalar(_latest(survey_id))
        if row is None or row.before is None:
            return False
        if not row.before:
            session.delete(row)
            return True
        for name, value in row.before.items():
            setattr(row, name, value)
        row.before = None
    return True


KEPT = (
    "said", "said_unnamed", "owner", "due", "status", "note", "finding", "measure", "value",
    "number",
)  # fmt: skip


def _facts(row: ActionRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def _fill(row: ActionRow, wording: Wording, task: Task) -> None:
    row.said, row.said_unnamed, row.finding = wording.named, wording.unnamed, wording.finding
    row.measure, row.value = wording.measure, wording.value
    row.owner, row.status, row.note = task.owner, task.status, task.note
    row.due = task.due.isoformat() if task.due else ""


def _noted(row: ActionRow) -> Noted:
    due = date.fromisoformat(row.due) if row.due else None
    wording = Wording(row.said, row.said_unnamed, row.finding, row.measure, row.value)
    return Noted(row.key, wording, Task(row.owner, due, row.status, row.note))


def _latest(survey_id: str) -> Select[ActionRow]:
    mine = select(ActionRow).where(ActionRow.survey_id == survey_id)
    return mine.order_by(ActionRow.number.desc()).limit(1)
