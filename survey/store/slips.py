"""Answers of an anonymous survey: put in once, all together, and from then on nobody's.

Until she submits, what somebody answers lies on her own device and not here. When she does, that
she has answered is marked at her invitation, and what she answered becomes slips: one a question,
each with the team that she said is hers. Nothing on a slip comes from her invitation, no moment is
kept, and all slips of the survey are written anew in random order, together with all marks, so that
neither the order of rows nor the number of a transaction joins the two. Who submit in the same
moment are written together: it is cheaper, and joins less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.answers import Reply, open_place
from survey.store.engines import Database, reading, writing
from survey.store.gates import Parcel
from survey.store.slip_rows import shuffle_slips
from survey.store.tables import InvitationRow, SlipRow


@dataclass(frozen=True, slots=True)
class Slip:
    """One answer: to which question, from which team (empty: not said), naming which teams."""

    question: str
    team: str
    named: Mapping[str, float | None]
    own: float | None = None


@dataclass(frozen=True, slots=True)
class _Given:
    """What somebody puts in."""

    invitation_id: str
    team: str
    replies: Mapping[str, Reply]
    now: datetime


def put_in(
    db: Database, invitation_id: str, team: str, replies: Mapping[str, Reply], now: datetime
) -> bool:
    """Take what she answered, once: False, and nothing taken, if she has put something in before.

    ``replies`` name teams where others name people.
    """
    given = _Given(invitation_id, team, replies, now)
    return db.gate.bring(given, lambda together: _take(db, together))


def _take(db: Database, together: list[Parcel]) -> None:
    """Everything that came in the same moment, in one transaction: all rows are written once."""
    came: dict[str, dict[str, list[dict[str, object]]]] = {}
    with writing(db) as session:
        for parcel in together:
            row = _place(session, parcel)
            if row is None or row.id in came.get(row.survey_id, ()):
                continue
            parcel.taken = row.state != "submitted"
            if parcel.taken:
                came.setdefault(row.survey_id, {})[row.id] = _rows(row.survey_id, parcel.what)
        for survey_id, rows in came.items():
            _mark(session, survey_id, list(rows))
            shuffle_slips(session, survey_id, [each for mine in rows.values() for each in mine])


def _place(session: Session, parcel: Parcel) -> InvitationRow | None:
    """Her invitation, if the survey takes answers; else why it doesn't is hers alone."""
    try:
        return open_place(session, parcel.what.invitation_id, parcel.what.now)
    except (Problem, KeyError) as error:
        parcel.error = error
        return None


def _mark(session: Session, survey_id: str, ids: list[str]) -> None:
    """They have answered; every mark of the survey is written: theirs are not the newest."""
    state = case((InvitationRow.id.in_(ids), "submitted"), else_=InvitationRow.state)
    mine = InvitationRow.survey_id == survey_id
    session.execute(update(InvitationRow).where(mine).values(state=state))


def _rows(survey_id: str, given: _Given) -> list[dict[str, object]]:
    return [_facts(survey_id, given.team, reply) for reply in given.replies.values()]


def _facts(survey_id: str, team: str, reply: Reply) -> dict[str, object]:
    named = {name: reply.named[name] for name in sorted(reply.named) if name != team}
    return {
        "survey_id": survey_id,
        "question": reply.question,
        "team": team,
        "named": named,
        "value": reply.own,
    }


def slips_of(db: Database, survey_id: str) -> tuple[Slip, ...]:
    """Every slip of a survey, in an order that follows from what is on them."""
    mine = select(SlipRow).where(SlipRow.survey_id == survey_id)
    with reading(db) as session:
        rows = session.scalars(mine).all()
    found = [
        Slip(row.question, row.team, dict(sorted(row.named.items())), row.value) for row in rows
    ]
    return tuple(sorted(found, key=repr))
