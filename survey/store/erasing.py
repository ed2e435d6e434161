"""Erasing what of a survey is kept no longer: links, addresses, answers; each noted in one stroke.

What is deleted is overwritten: by SQLite as it deletes, in PostgreSQL by writing the tables anew.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey.store import postgres
from survey.store.console_tables import EditRow, ErasureRow, SeriesRow
from survey.store.engines import Database, empty_log, reading, writing
from survey.store.firm_rows import forget_typed
from survey.store.tables import (
    BounceRow,
    CodeRow,
    InvitationRow,
    PersonRow,
    ReplyRow,
    SlipRow,
    SurveyRow,
    moment,
    seconds,
)

What = Literal["links", "addresses", "answers"]
Erase = Callable[[Session, str], None]


def erase(db: Database, survey_id: str, what: What, now: datetime) -> None:
    """Erase one kind of thing of one survey, and note that it was."""
    with writing(db) as session:
        ERASING[what](session, survey_id)
        session.merge(ErasureRow(survey_id=survey_id, what=what, done_at=seconds(now)))
    _overwrite(db, TABLES[what])


def erased(db: Database, survey_id: str) -> dict[str, datetime]:
    """What of this survey was erased, and when."""
    with reading(db) as session:
        rows = session.scalars(select(ErasureRow).where(ErasureRow.survey_id == survey_id)).all()
    return {row.what: at for row in rows if (at := moment(row.done_at))}


def followers(db: Database, survey_id: str) -> tuple[tuple[str, datetime | None], ...]:
    """The waves after this one: their state, and when each was closed."""
    asked = (
        select(SurveyRow.state, SurveyRow.closed_at)
        .join(SeriesRow, SeriesRow.survey_id == SurveyRow.id)
        .where(SeriesRow.follows == survey_id)
    )
    with reading(db) as session:
        return tuple((row.state, moment(row.closed_at)) for row in session.execute(asked))


def _links(session: Session, survey_id: str) -> None:
    """Personal links and codes of cards open nothing any more."""
    mine = InvitationRow.survey_id == survey_id
    ids = select(InvitationRow.id).where(mine)
    session.execute(update(InvitationRow).where(mine).values(token_hash=None))
    session.execute(delete(CodeRow).where(CodeRow.invitation_id.in_(ids)))


def _addresses(session: Session, survey_id: str) -> None:
    """Addresses, what came back from them, and corrections, which remember them."""
    ids = select(InvitationRow.id).where(InvitationRow.survey_id == survey_id)
    session.execute(update(PersonRow).where(PersonRow.survey_id == survey_id).values(email=""))
    session.execute(delete(BounceRow).where(BounceRow.invitation_id.in_(ids)))
    session.execute(delete(EditRow).where(EditRow.survey_id == survey_id))


def _answers(session: Session, survey_id: str) -> None:
    """Who named whom, and what people said of themselves; that they answered stays."""
    ids = select(InvitationRow.id).where(InvitationRow.survey_id == survey_id)
    session.execute(delete(ReplyRow).where(ReplyRow.invitation_id.in_(ids)))
    session.execute(delete(SlipRow).where(SlipRow.survey_id == survey_id))
    forget_typed(session, survey_id)


ERASING: Mapping[What, Erase] = {"links": _links, "addresses": _addresses, "answers": _answers}
TABLES: Mapping[What, tuple[str, ...]] = {
    "links": ("invitations", "codes"),
    "addresses": ("people", "bounces", "roster_edits"),
    "answers": ("replies", "answers", "slips", "people", "partners"),
}


def _overwrite(db: Database, tables: tuple[str, ...]) -> None:
    """Let nothing of it stand in the files of the database."""
    if db.engine.dialect.name == "postgresql":
        postgres.rewrite(db.engine, tables)
        return
    empty_log(db)
