"""How a survey collects: language, target, reminders; its letters; what troubles its mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.engines import Database, reading, writing
from survey.store.tables import CollectingRow, LetterRow, moment, seconds

MOST_REMINDERS = 4


@dataclass(frozen=True, slots=True)
class Collecting:
    """The choices of one survey.

    ``target`` is the share of answers that is aimed at in every unit; ``reminders`` how many each
    person gets at most; ``tested_at`` when a test of the present wording went out; ``trouble``
    what keeps mail from going out, until ``paused_until``.
    """

    language: str = "en"
    target: float = 0.8
    reminders: int = 2
    tested_at: datetime | None = None
    paused_until: datetime | None = None
    trouble: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """The subject and text of a letter, with placeholders in braces."""

    subject: str
    body: str


def collecting_of(db: Database, survey_id: str) -> Collecting:
    """What was chosen for this survey, or what goes without choosing."""
    with reading(db) as session:
        row = session.get(CollectingRow, survey_id)
    if row is None:
        return Collecting()
    return Collecting(
        row.language,
        row.target,
        row.reminders,
        moment(row.tested_at),
        moment(row.paused_until),
        dict(row.trouble),
    )


def choose_collecting(db: Database, survey_id: str, chosen: Collecting) -> None:
    """Keep language, target and number of reminders; a Problem where they make no sense."""
    if not 0.05 <= chosen.target <= 1 or not 0 <= chosen.reminders <= MOST_REMINDERS:
        raise Problem(
            "this can't be aimed at",
            why="A target is a share of those asked, and more reminders only annoy.",
            mend=f"Use 5 to 100 % and at most {MOST_REMINDERS} reminders.",
        )
    with writing(db) as session:
        row = collecting_row(session, survey_id)
        row.language, row.target, row.reminders = chosen.language, chosen.target, chosen.reminders


def collecting_row(session: Session, survey_id: str) -> CollectingRow:
    """The row of this survey, made if there is none."""
    row = session.get(CollectingRow, survey_id)
    if row is None:
        usual = Collecting()
        row = CollectingRow(survey_id=survey_id, trouble={}, language=usual.language)
        row.target, row.reminders = usual.target, usual.reminders
        session.add(row)
    return row


def note_test(db: Database, survey_id: str, now: datetime) -> None:
    """A test message with the present wording went out."""
    with writing(db) as session:
        collecting_row(session, survey_id).tested_at = seconds(now)


def note_trouble(
    db: Database, survey_id: str, trouble: Mapping[str, str], until: datetime | None
) -> None:
    """What keeps mail from going out, and when it is tried again; nothing once it goes."""
    with writing(db) as session:
        row = collecting_row(session, survey_id)
        row.trouble = dict(trouble)
        row.paused_until = seconds(until) if until else None


def letter_of(db: Database, survey_id: str, kind: str, language: str) -> Wording | None:
    """The wording of this survey's own; None where the shipped one stands."""
    with reading(db) as session:
        row = session.scalar(_letter(survey_id, kind, language))
    return Wording(row.subject, row.body) if row else None


def _letter(survey_id: str, kind: str, language: str) -> Select[LetterRow]:
    mine = (LetterRow.survey_id == survey_id) & (LetterRow.kind == kind)
    return select(LetterRow).where(mine & (LetterRow.language == language))


def keep_letter(
    db: Database, survey_id: str, place: tuple[str, str], wording: Wording | None
) -> None:
    """Keep a wording for ``place`` (kind and language), or go back to the shipped one (None).

    Whatever was tested before no longer stands.
    """
    kind, language = place
    with writing(db) as session:
        mine = (LetterRow.survey_id == survey_id) & (LetterRow.kind == kind)
        session.execute(delete(LetterRow).where(mine & (LetterRow.language == language)))
        if wording:
            row = LetterRow(survey_id=survey_id, kind=kind, language=language)
            row.subject, row.body = wording.subject, wording.body
            session.add(row)
        of_survey = CollectingRow.survey_id == survey_id
        session.execute(update(CollectingRow).where(of_survey).values(tested_at=None))
