"""Invitations: each person's own door to a survey."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from survey.store.engines import Database, reading, writing
from survey.store.tables import InvitationRow, PersonRow, moment
from survey.store.visits import digest


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's place in a survey; there is one answer set a person, and this is it.

    ``state``: invited, answering (she pressed start), submitted, declined or withdrawn.
    ``entry_id`` is the random id of her roster entry, ``language`` the one on the roster.
    """

    id: str
    survey_id: str
    person_id: str
    entry_id: str
    name: str
    state: str
    submitted_at: datetime | None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link; ``token`` opens the door and is stored nowhere."""

    person_id: str
    name: str
    email: str
    token: str


def issue_links(db: Database, survey_id: str, key: str) -> tuple[Link, ...]:
    """The link of everybody who is asked; whoever has left keeps hers. With the same secret ``key``
    they stay the same, so a reminder can repeat a link although the database holds its hash only.
    """
    with writing(db) as session:
        links = []
        for row, person in session.execute(_with_people(InvitationRow.survey_id == survey_id)):
            token = link_token(db, key, row.id)
            row.token_hash = digest(token)
            if person.asked:
                links.append(Link(person.person_id, person.name, person.email, token))
    return tuple(links)


def link_token(db: Database, key: str, invitation_id: str) -> str:
    """The token of a personal link, worked out again; ``issue_links`` makes it open the door."""
    return db.key + _secret(key, invitation_id)


def _secret(key: str, invitation_id: str) -> str:
    """160 bits that only the holder of ``key`` can work out."""
    made = hmac.new(key.encode(), f"link:{invitation_id}".encode(), hashlib.sha256).digest()[:20]
    return base64.b32encode(made).decode().lower()


def invitation_by_token(db: Database, token: str) -> Invitation | None:
    """Whose link this is; looking uses nothing up."""
    return _one(db, InvitationRow.token_hash == digest(token))


def invitation_by_id(db: Database, invitation_id: str) -> Invitation | None:
    """The invitation of this id."""
    return _one(db, InvitationRow.id == invitation_id)


def invitation_of(db: Database, survey_id: str, person_id: str) -> Invitation | None:
    """The invitation of this person; None if she is not asked."""
    mine = (InvitationRow.survey_id == survey_id) & (PersonRow.person_id == person_id)
    return _one(db, mine)


def _one(db: Database, which: ColumnElement[bool]) -> Invitation | None:
    with reading(db) as session:
        found = session.execute(_with_people(which)).first()
    if found is None:
        return None
    row, person = found
    return Invitation(
        row.id,
        row.survey_id,
        person.person_id,
        person.id,
        person.name,
        row.state,
        moment(row.submitted_at),
        person.language,
    )


def _with_people(which: ColumnElement[bool]) -> Select[InvitationRow, PersonRow]:
    joined = select(InvitationRow, PersonRow).join(PersonRow, PersonRow.id == InvitationRow.person)
    return joined.where(which).order_by(PersonRow.position)
