"""Answers: recorded at each pick, submitted, declined, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.engines import Database, empty_log, reading, writing
from survey.store.firm_rows import forget_typed_by
from survey.store.surveys import survey_from
from survey.store.tables import (
    AnswerRow,
    InvitationRow,
    PartnerRow,
    PersonRow,
    ReplyRow,
    SurveyRow,
    seconds,
)

BEGUN = ("answering", "submitted")


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's reply to one question: whom she named, and how each was rated.

    ``named`` maps person ids to values, None where she has not rated yet. An empty one says that
    she named nobody, which is not the same as no reply. ``own`` is the step that she chose where
    the question is about nobody but her.
    """

    question: str
    named: Mapping[str, float | None] = field(default_factory=dict)
    own: float | None = None


def inform(db: Database, invitation_id: str, notice_hash: str, now: datetime) -> None:
    """She read the notice of this hash and pressed start (also again, after declining)."""
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        survey = session.get_one(SurveyRow, row.survey_id)
        if survey.closing_at and row.state not in BEGUN:
            raise _closed()
        row.notice_hash = notice_hash
        if survey.naming == "people":
            row.informed_at = seconds(now)
        if row.state != "submitted":
            row.state = "answering"


def record(db: Database, invitation_id: str, reply: Reply, now: datetime) -> None:
    """Put this reply in the place of what she replied before; on the disk when this returns."""
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        ids = _ids(session, row, reply)
        mine = (ReplyRow.invitation_id == row.id) & (ReplyRow.question == reply.question)
        session.execute(delete(ReplyRow).where(mine))
        kept = ReplyRow(invitation_id=row.id, question=reply.question, value=reply.own)
        session.add(kept)
        session.flush()
        for person_id, value in reply.named.items():
            session.add(AnswerRow(reply_id=kept.id, alter=ids[person_id], value=value))


def forget(db: Database, invitation_id: str, question: str, now: datetime) -> None:
    """Take a reply back: she has not replied to this question."""
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        mine = (ReplyRow.invitation_id == row.id) & (ReplyRow.question == question)
        session.execute(delete(ReplyRow).where(mine))


def submit(db: Database, invitation_id: str, now: datetime) -> None:
    """She is done; she can still change everything until the survey closes."""
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        row.state, row.submitted_at = "submitted", seconds(now)


def decline(db: Database, invitation_id: str, now: datetime) -> None:
    """She does not take part; anything that she began is deleted."""
    _leave(db, invitation_id, "declined", now)


def withdraw(db: Database, invitation_id: str, now: datetime) -> None:
    """She takes everything back: her answers are deleted."""
    _leave(db, invitation_id, "withdrawn", now)


def _leave(db: Database, invitation_id: str, state: str, now: datetime) -> None:
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        if row.state == "submitted" and session.get_one(SurveyRow, row.survey_id).naming == "teams":
            raise Problem(
                "what was answered can't be taken back",
                why="No answer of this survey can be told from the others any more.",
                mend="The first page said so. Ask the person named there if you have a question.",
            )
        session.execute(delete(ReplyRow).where(ReplyRow.invitation_id == row.id))
        forget_typed_by(session, row.id)
        row.state, row.submitted_at, row.earlier_shown = state, None, False
    empty_log(db)


def open_place(session: Session, invitation_id: str, now: datetime) -> InvitationRow:
    """The invitation, if its survey still takes answers."""
    row = session.get(InvitationRow, invitation_id)
    if row is None:
        raise KeyError(invitation_id)
    if not survey_from(session.get_one(SurveyRow, row.survey_id)).takes_answers(now):
        raise _closed()
    return row


def _closed() -> Problem:
    return Problem(
        "this survey is closed",
        why="Answers cannot be given or changed any more.",
        mend="Ask the person named on the first page if you have a question.",
    )


def _ids(session: Session, row: InvitationRow, reply: Reply) -> dict[str, str]:
    """The entries of those who were named: on this roster, listed (or named by her before they
    were taken off the list), and not herself.
    """
    asked = select(PersonRow).where(PersonRow.survey_id == row.survey_id)
    before = (
        select(AnswerRow.alter)
        .join(ReplyRow, ReplyRow.id == AnswerRow.reply_id)
        .where(ReplyRow.invitation_id == row.id)
    )
    shown = PartnerRow.typed_by.is_(None) | (PartnerRow.typed_by == row.id)
    firms = select(PartnerRow.person).where(shown)
    open_to_her = PersonRow.listed | PersonRow.id.in_(before) | PersonRow.id.in_(firms)
    named = PersonRow.person_id.in_(reply.named) & open_to_her & (PersonRow.id != row.person)
    ids = {person.person_id: person.id for person in session.scalars(asked.where(named))}
    missing = [person_id for person_id in reply.named if person_id not in ids]
    if missing:
        raise Problem(
            f"{len(missing)} of the people named cannot be named here",
            why="They are not on the roster, chose not to be listed, or are yourself.",
            mend="Pick people from the list.",
        )
    return ids


def reply_of(db: Database, invitation_id: str) -> dict[str, Reply]:
    """All that one person has replied so far, by question."""
    with reading(db) as session:
        found = _replies(session, InvitationRow.id == invitation_id)
    return next(iter(found.values()), {})


def replies_of(db: Database, survey_id: str) -> dict[str, dict[str, Reply]]:
    """Every submitted reply, by person id and question. What was never submitted stays out."""
    submitted = InvitationRow.state == "submitted"
    with reading(db) as session:
        return _replies(session, (InvitationRow.survey_id == survey_id) & submitted)


def _replies(session: Session, which: ColumnElement[bool]) -> dict[str, dict[str, Reply]]:
    heads = (
        select(ReplyRow.id, ReplyRow.question, ReplyRow.value, PersonRow.person_id)
        .join(InvitationRow, InvitationRow.id == ReplyRow.invitation_id)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
        .where(which)
        .order_by(PersonRow.position, ReplyRow.question)
    )
    named = _named(session, which)
    found: dict[str, dict[str, Reply]] = {}
    for row in session.execute(heads).all():
        reply = Reply(row.question, named.get(row.id, {}), row.value)
        found.setdefault(row.person_id, {})[row.question] = reply
    return found


def _named(session: Session, which: ColumnElement[bool]) -> dict[str, dict[str, float | None]]:
    """Who was named in each reply, in the order of the roster."""
    asked = (
        select(AnswerRow.reply_id, PersonRow.person_id, AnswerRow.value)
        .join(PersonRow, PersonRow.id == AnswerRow.alter)
        .join(ReplyRow, ReplyRow.id == AnswerRow.reply_id)
        .join(InvitationRow, InvitationRow.id == ReplyRow.invitation_id)
        .where(which)
        .order_by(PersonRow.position)
    )
    named: dict[str, dict[str, float | None]] = {}
    for reply_id, person_id, value in session.execute(asked):
        named.setdefault(reply_id, {})[person_id] = value
    return named
