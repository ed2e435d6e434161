"""Whom mail does not reach: bounces noted, addresses mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from survey.store.engines import Database, reading, writing
from survey.store.tables import (
    BounceRow,
    InvitationRow,
    MessageRow,
    PersonRow,
    RoundRow,
    seconds,
)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom mail does not reach; ``state`` is bounced, refused, given_up or no_address."""

    invitation_id: str
    person_id: str
    name: str
    email: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of addresses that were said to bounce."""

    known: int
    unknown: tuple[str, ...]


def note_bounces(
    db: Database, survey_id: str, rows: Iterable[tuple[str, str]], now: datetime
) -> Noted:
    """Mark the people with these addresses or ids (each with a reason) as not reached by mail."""
    unknown, known = [], set()
    with writing(db) as session:
        people = _people(session, survey_id)
        for who, why in rows:
            mine = people.get(who.strip().casefold(), [])
            if not mine:
                unknown.append(who.strip())
            for invitation_id in mine:
                known.add(invitation_id)
                bounce = BounceRow(invitation_id=invitation_id, why=why[:300] or "it came back")
                bounce.noted_at = seconds(now)
                session.merge(bounce)
    return Noted(len(known), tuple(unknown))


def _people(session: Session, survey_id: str) -> dict[str, list[str]]:
    """Invitations by address and by id, as people write them."""
    asked = select(InvitationRow.id, PersonRow.email, PersonRow.person_id)
    joined = asked.join(PersonRow, PersonRow.id == InvitationRow.person)
    found: dict[str, list[str]] = {}
    for id_, email, person_id in session.execute(joined.where(_of(survey_id))):
        for key in {email.strip().casefold(), person_id.casefold()} - {""}:
            found.setdefault(key, []).append(id_)
    return found


def _of(survey_id: str) -> ColumnElement[bool]:
    return InvitationRow.survey_id == survey_id


def unreached_of(db: Database, survey_id: str) -> tuple[Unreached, ...]:
    """Everybody whom mail does not reach, in the order of the roster."""
    last: dict[str, Unreached] = {}
    with reading(db) as session:
        for message, invitation, person in session.execute(_failed(survey_id)):
            last[invitation.id] = _said(invitation, person, message.state, message.said)
        for bounce, invitation, person in session.execute(_bounced(survey_id)):
            last[invitation.id] = _said(invitation, person, "bounced", bounce.why)
        order = {row: i for i, row in enumerate(session.scalars(_ordered(survey_id)))}
    return tuple(sorted(last.values(), key=lambda one: order[one.invitation_id]))


def _failed(survey_id: str) -> Select[MessageRow, InvitationRow, PersonRow]:
    """What failed, unless a later message got through."""
    wanted = MessageRow.state.in_(("refused", "given_up", "no_address"))
    latest = (
        select(RoundRow.number).where(RoundRow.survey_id == survey_id)
        .order_by(RoundRow.number.desc()).limit(1).scalar_subquery()
    )  # fmt: skip
    return (
        select(MessageRow, InvitationRow, PersonRow)
        .join(RoundRow, RoundRow.id == MessageRow.round_id)
        .join(InvitationRow, InvitationRow.id == MessageRow.invitation_id)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
        .where(_of(survey_id) & wanted & (RoundRow.number == latest))
    )


def _bounced(survey_id: str) -> Select[BounceRow, InvitationRow, PersonRow]:
    return (
        select(BounceRow, InvitationRow, PersonRow)
        .join(InvitationRow, InvitationRow.id == BounceRow.invitation_id)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
        .where(_of(survey_id))
    )


def _ordered(survey_id: str) -> Select[str]:
    joined = select(InvitationRow.id).join(PersonRow, PersonRow.id == InvitationRow.person)
    return joined.where(_of(survey_id)).order_by(PersonRow.position)


def _said(invitation: InvitationRow, person: PersonRow, state: str, why: str) -> Unreached:
    return Unreached(invitation.id, person.person_id, person.name, person.email, state, why)


def mend_address(
    db: Database, survey_id: str, invitation_id: str, email: str, now: datetime
) -> bool:
    """Give somebody another address, forget that it bounced, and queue what could not be sent.

    False if nobody of this survey has that invitation.
    """
    with writing(db) as session:
        invitation = session.get(InvitationRow, invitation_id)
        if invitation is None or invitation.survey_id != survey_id:
            return False
        session.get_one(PersonRow, invitation.person).email = email
        send_anew(session, invitation_id, now)
    return True


def send_anew(session: Session, invitation_id: str, now: datetime) -> None:
    """Forget that mail to somebody bounced, and queue what could not be sent."""
    session.execute(delete(BounceRow).where(BounceRow.invitation_id == invitation_id))
    stuck = ("refused", "given_up", "no_address", "stopped")
    newest = (
        select(MessageRow.id).join(RoundRow, RoundRow.id == MessageRow.round_id)
        .where(MessageRow.invitation_id == invitation_id)
        .order_by(RoundRow.number.desc()).limit(1).scalar_subquery()
    )  # fmt: skip
    mine = (MessageRow.id == newest) & MessageRow.state.in_(stuck)
    again = {"state": "queued", "attempts": 0, "due_at": seconds(now), "said": ""}
    session.execute(update(MessageRow).where(mine).values(**again))
