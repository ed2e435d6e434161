"""Answers of an anonymous survey: put in once, all together, and from then on nobody's.

Until she submits, what somebody answers lies on her own device and not here. When she does, that
she has answered is marked at her invitation, and what she answered becomes slips: one a question,
each with the team that she said is hers. Nothing on a slip comes from her invitation, no moment is
kept, and all slips of the survey are written anew in random order, together with all marks, so that
neither the order of rows nor the number of a transaction joins the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from survey.store.answers import Reply, open_place
from survey.store.engines import Database, reading, writing
from survey.store.slip_rows import shuffle_slips
from survey.store.tables import InvitationRow, SlipRow


@dataclass(frozen=True, slots=True)
class Slip:
    """One answer: to which question, from which team (empty: not said), naming which teams."""

    question: str
    team: str
    named: Mapping[str, float | None]
    own: float | None = None


def put_in(
    db: Database, invitation_id: str, team: str, replies: Mapping[str, Reply], now: datetime
) -> bool:
    """Take what she answered, once: False, and nothing taken, if she has put something in before.

    ``replies`` name teams where others name people.
    """
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        if row.state == "submitted":
            return False
        _mark(session, row)
        rows = [_facts(row.survey_id, team, reply) for reply in replies.values()]
        shuffle_slips(session, row.survey_id, rows)
    return True


def _mark(session: Session, row: InvitationRow) -> None:
    """She has answered; every mark of the survey is written, so that hers is not the newest."""
    state = case((InvitationRow.id == row.id, "submitted"), else_=InvitationRow.state)
    mine = InvitationRow.survey_id == row.survey_id
    session.execute(update(InvitationRow).where(mine).values(state=state))


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
