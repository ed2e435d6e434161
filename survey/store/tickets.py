"""Tickets: what the holder of a secret may do for a while, such as accept an invitation.

The secret is stored nowhere, only its hash; a ticket that is taken is gone, so that of two who
come with the same secret one is let in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.console_tables import TicketRow
from survey.store.engines import House, reading, writing
from survey.store.tables import seconds
from survey.store.visits import digest

MOST = 5000
Kind = Literal["invitation", "second_step", "passkey", "single_sign_on", "form"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What may be done, by which account (if it is known already), and what belongs to it."""

    kind: Kind
    staff_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def issue(house: House, ticket: Ticket, until: datetime, now: datetime) -> str:
    """A new ticket's secret; tickets that ran out are cleared away."""
    secret = token_urlsafe(32)
    with writing(house) as session:
        session.execute(delete(TicketRow).where(TicketRow.until < seconds(now)))
        _refuse_flood(session, ticket)
        session.add(
            TicketRow(
                secret_hash=digest(secret),
                kind=ticket.kind,
                staff_id=ticket.staff_id,
                facts=dict(ticket.facts),
                until=seconds(until),
            )
        )
    return secret


def _refuse_flood(session: Session, ticket: Ticket) -> None:
    """Strangers may begin to sign in, but not fill the disk by it."""
    if ticket.kind not in ("passkey", "single_sign_on") or ticket.staff_id:
        return
    strangers = (TicketRow.kind == ticket.kind) & TicketRow.staff_id.is_(None)
    if (session.scalar(select(func.count()).where(strangers)) or 0) >= MOST:
        raise Problem("too many people are signing in", mend="Try again in a few minutes.")


def look(house: House, kind: Kind, secret: str, now: datetime) -> Ticket | None:
    """The ticket of this secret, which stays good; None if there is none or it ran out."""
    with reading(house) as session:
        row = session.get(TicketRow, digest(secret))
    good = row is not None and row.kind == kind and row.until >= seconds(now)
    return Ticket(kind, row.staff_id, row.facts) if row is not None and good else None


def take(house: House, kind: Kind, secret: str, now: datetime) -> Ticket | None:
    """The ticket of this secret, used up by this."""
    found = look(house, kind, secret, now)
    if found is None:
        return None
    with writing(house) as session:
        mine = TicketRow.secret_hash == digest(secret)
        gone = session.execute(delete(TicketRow).where(mine).returning(TicketRow.kind)).all()
    return found if gone else None


def waiting(house: House, kind: Kind, now: datetime) -> dict[str, Ticket]:
    """The good tickets of this kind, each by the hash of its secret."""
    good = (TicketRow.kind == kind) & (TicketRow.until >= seconds(now))
    with reading(house) as session:
        rows = session.scalars(select(TicketRow).where(good).order_by(TicketRow.until)).all()
    return {row.secret_hash: Ticket(kind, row.staff_id, row.facts) for row in rows}


def void(house: House, kind: Kind, secret_hash: str) -> None:
    """This ticket is good for nothing any more."""
    with writing(house) as session:
        mine = (TicketRow.kind == kind) & (TicketRow.secret_hash == secret_hash)
        session.execute(delete(TicketRow).where(mine))
