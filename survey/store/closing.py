"""How a survey closes: those in the middle may finish, then times and order are forgotten."""

import random
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from survey.store.engines import Database, reading, writing
from survey.store.messages import forget_messages
from survey.store.slip_rows import shuffle_slips
from survey.store.surveys import GRACE, Survey, refuse_unless, survey_from
from survey.store.tables import (
    AnswerRow,
    InvitationRow,
    ReplyRow,
    SurveyRow,
    new_id,
    seconds,
)


def begin_closing(db: Database, survey_id: str, now: datetime) -> Survey:
    """Let in nobody else; whoever has begun has a quarter of an hour to submit.

    Where nobody has, it is closed at once. All answers are in before the first analysis, so that
    no later one could be told from the difference between two.
    """
    at_it = (InvitationRow.survey_id == survey_id) & (InvitationRow.state == "answering")
    with writing(db) as session:
        row = session.get_one(SurveyRow, survey_id)
        refuse_unless(row, "open", "closed")
        waits = bool(session.scalar(select(func.count()).where(at_it)))
        if waits and row.closing_at is None:
            row.closing_at = seconds(now)
    return survey_from(row) if waits else close_survey(db, survey_id, now)


def closings_due(db: Database, now: datetime) -> tuple[str, ...]:
    """The surveys whose quarter of an hour is over."""
    due = (SurveyRow.state == "open") & (SurveyRow.closing_at < seconds(now - GRACE))
    with reading(db) as session:
        return tuple(session.scalars(select(SurveyRow.id).where(due)))


def close_survey(db: Database, survey_id: str, now: datetime) -> Survey:
    """No more answers; times and reminders are forgotten, and the order of answers says nothing."""
    with writing(db) as session:
        row = session.get_one(SurveyRow, survey_id)
        refuse_unless(row, "open", "closed")
        row.state, row.closed_at = "closed", seconds(now)
        _forget_times(session, survey_id)
        _shuffle(session, survey_id)
        shuffle_slips(session, survey_id)
        forget_messages(session, survey_id)
    # It names people who had not answered (``survey/outlook.py``).
    (db.folder / "outlook" / f"{survey_id}.json").unlink(missing_ok=True)
    return survey_from(row)


def _forget_times(session: Session, survey_id: str) -> None:
    """In random order: PostgreSQL writes a changed row to another place, after those before it."""
    ids = list(
        session.scalars(select(InvitationRow.id).where(InvitationRow.survey_id == survey_id))
    )
    random.SystemRandom().shuffle(ids)
    times = {"informed_at": None, "submitted_at": None}
    if ids:
        session.execute(update(InvitationRow), [{"id": each, **times} for each in ids])


def _shuffle(session: Session, survey_id: str) -> None:
    """Write replies and answers again in random order: a row's place would tell when it came."""
    of_survey = InvitationRow.survey_id == survey_id
    replies = (
        select(*ReplyRow.__table__.columns)
        .join(InvitationRow, InvitationRow.id == ReplyRow.invitation_id)
        .where(of_survey)
    )
    answers = (
        select(*AnswerRow.__table__.columns)
        .join(ReplyRow, ReplyRow.id == AnswerRow.reply_id)
        .join(InvitationRow, InvitationRow.id == ReplyRow.invitation_id)
        .where(of_survey)
    )
    replied = [dict(row) for row in session.execute(replies).mappings()]
    answered = [dict(row) for row in session.execute(answers).mappings()]
    fresh = {row["id"]: new_id() for row in replied}
    replied = [row | {"id": fresh[row["id"]]} for row in replied]
    answered = [row | {"id": new_id(), "reply_id": fresh[row["reply_id"]]} for row in answered]
    mine = select(InvitationRow.id).where(of_survey)
    # The answers go with their replies.
    session.execute(delete(ReplyRow).where(ReplyRow.invitation_id.in_(mine)))
    for table, rows in ((ReplyRow, replied), (AnswerRow, answered)):
        random.SystemRandom().shuffle(rows)
        if rows:
            session.execute(insert(table), rows)
