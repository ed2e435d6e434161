"""The roster of an open survey put right: people join, leave, get another name, unit or address.

Answers stay as they were given. Nobody is taken off: whoever has left is asked no more and can be
named no more, but those who named her have named her, and her own answers, if any, count. Each
correction is noted with who made it and when, and can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.model import Person, Problem
from survey.store.bounces import send_anew
from survey.store.console_tables import EditRow
from survey.store.engines import Database, reading, writing
from survey.store.firm_rows import complete
from survey.store.people import person_of
from survey.store.roster_edits import facts_of, fill, next_position, person_from, row_of
from survey.store.surveys import invitation_row
from survey.store.tables import (
    AnswerRow,
    InvitationRow,
    MessageRow,
    PersonRow,
    RoundRow,
    SurveyRow,
    moment,
    new_id,
    seconds,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right, by whom and when; ``undone`` if it was taken back."""

    said: str
    by: str
    at: datetime | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted with a correction."""

    said: str
    by: str
    at: datetime


def add(db: Database, survey_id: str, person: Person, note: Note) -> None:
    """Somebody who joins: asked, invited if invitations have gone out, and to be named by all."""
    with writing(db) as session:
        _refuse_unless_open(session, survey_id)
        if row_of(session, survey_id, person.id):
            raise Problem(f"there is somebody with the id {person.id} already", mend="Use another.")
        row = PersonRow(id=new_id(), survey_id=survey_id)
        row.position = next_position(session, survey_id)
        session.add(fill(row, person))
        session.flush()
        complete(session, survey_id)
        if person.asked:
            _invite(session, row, note.at)
        _keep(session, survey_id, note, {"id": person.id, "was": None})


def correct(db: Database, survey_id: str, person: Person, note: Note) -> None:
    """Somebody with her other facts; her id stands. What mail could not reach is sent anew."""
    with writing(db) as session:
        _refuse_unless_open(session, survey_id)
        row = row_of(session, survey_id, person.id)
        if row is None:
            raise Problem(
                f"there is nobody with the id {person.id}",
                why="An id stands once the survey is open: answers belong to it.",
                mend="Keep the id; everything else can be corrected.",
            )
        _keep(session, survey_id, note, {"id": person.id, "was": facts_of(row)})
        _change(session, row, person, note.at)
        session.flush()
        complete(session, survey_id)


def leave(db: Database, survey_id: str, person_id: str, note: Note) -> None:
    """Somebody has left or is on leave: asked no more, and nobody else can name her."""
    with writing(db) as session:
        _refuse_unless_open(session, survey_id)
        row = row_of(session, survey_id, person_id)
        if row is None:
            raise Problem("this person is not on the roster", mend="Look at it again.")
        _keep(session, survey_id, note, {"id": person_id, "was": facts_of(row)})
        _change(session, row, replace(person_of(row), asked=False, listed=False), note.at)


def take_back(db: Database, survey_id: str, now: datetime) -> str:
    """Undo the last correction; returns what it was, or an empty text if there is none."""
    with writing(db) as session:
        _refuse_unless_open(session, survey_id)
        last = next((row for row in _edits(session, survey_id) if row.before), None)
        if last is None:
            return ""
        for step in last.before:
            _undo(session, survey_id, step, now)
        last.before = []
        session.get_one(SurveyRow, survey_id).roster_version += 1
        return last.said


def corrections_of(db: Database, survey_id: str) -> tuple[Correction, ...]:
    """What was put right since the survey was opened, the newest first."""
    with reading(db) as session:
        rows = [row for row in _edits(session, survey_id) if row.made_at is not None]
    return tuple(
        Correction(row.said, row.made_by, moment(row.made_at), not row.before) for row in rows
    )


def roster_version(db: Database, survey_id: str) -> int:
    """How often the roster was corrected: with another number it is another roster."""
    with reading(db) as session:
        return session.get_one(SurveyRow, survey_id).roster_version


def _change(session: Session, row: PersonRow, person: Person, now: datetime) -> None:
    moved, before = row.email != person.email, row.asked
    fill(row, person)
    mine = select(InvitationRow.id).where(InvitationRow.person == row.id)
    invitation_id = session.scalar(mine)
    if person.asked and invitation_id is None:
        _invite(session, row, now)
    elif invitation_id and person.email and person.asked and (moved or not before):
        send_anew(session, invitation_id, now)


def _invite(session: Session, row: PersonRow, now: datetime) -> None:
    """A place in the survey, and the invitation if those of the others have gone out."""
    place = invitation_row(row.survey_id, row.id)
    place.id = new_id()
    session.add(place)
    session.flush()
    first = (RoundRow.survey_id == row.survey_id) & (RoundRow.number == 0)
    round_id = session.scalar(select(RoundRow.id).where(first))
    if round_id is not None:
        state = "queued" if row.email.strip() else "no_address"
        sent = MessageRow(round_id=round_id, invitation_id=place.id, state=state, attempts=0)
        sent.said, sent.due_at = "", seconds(now)
        session.add(sent)


def _undo(session: Session, survey_id: str, step: dict[str, Any], now: datetime) -> None:
    row = row_of(session, survey_id, step["id"])
    if row is None:
        return
    if step["was"] is not None:
        _change(session, row, person_from(step["was"]), now)
        return
    if _is_part_of(session, row):
        raise Problem(
            "this can't be undone any more",
            why=f"{row.name} has been named, or has begun to answer.",
            mend="Mark this person as left instead.",
        )
    session.delete(row)


def _is_part_of(session: Session, row: PersonRow) -> bool:
    """Whether answers name somebody, or she has begun to answer."""
    named = select(func.count()).where(AnswerRow.alter == row.id)
    begun = (InvitationRow.person == row.id) & (InvitationRow.state != "invited")
    own = select(func.count()).where(begun)
    return bool(session.scalar(named) or session.scalar(own))


def _keep(session: Session, survey_id: str, note: Note, step: dict[str, Any]) -> None:
    highest = select(func.max(EditRow.number)).where(EditRow.survey_id == survey_id)
    row = EditRow(survey_id=survey_id, number=(session.scalar(highest) or 0) + 1, before=[step])
    row.said, row.made_by, row.made_at = note.said, note.by, seconds(note.at)
    session.add(row)
    session.get_one(SurveyRow, survey_id).roster_version += 1


def _edits(session: Session, survey_id: str) -> Sequence[EditRow]:
    mine = select(EditRow).where(EditRow.survey_id == survey_id)
    return session.scalars(mine.order_by(EditRow.number.desc())).all()


def _refuse_unless_open(session: Session, survey_id: str) -> None:
    state = session.get_one(SurveyRow, survey_id).state
    if state != "open":
        raise Problem(
            f"the roster of a survey that is {state} stands",
            why="What was found would no longer be about the people in it.",
            mend="Correct the roster of the next survey.",
        )
