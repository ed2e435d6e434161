"""The rows of partner firms, which lie among the people so that they can be named.

A firm has a row of its own beside that; whatever reads people leaves it out (``NOT_FIRMS``).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select
from sqlalchemy.orm import Session

from analysis.partners import Partner
from survey import partner_names
from survey.store.tables import InvitationRow, PartnerRow, PersonRow, new_id

PREFIX = "partner:"
TYPED = PREFIX + "+"
BEFORE_PEOPLE = -1_000_000
FACTS = ("type", "sector", "region", "importance", "annual_value")
NOT_FIRMS = PersonRow.id.not_in(select(PartnerRow.person))


@dataclass(frozen=True, slots=True)
class Firm:
    """A partner firm with the random id that stands in pages and answers.

    ``typed`` says that somebody added it in answering; then ``settled`` is empty, ``new``, or
    ``merged`` with the firm whose random id is ``merged_into``.
    """

    id: str
    partner: Partner
    typed: bool = False
    settled: str = ""
    merged_into: str = ""

    @property
    def key(self) -> str:
        """What it is named by in replies, as people are by their ids."""
        return PREFIX + self.partner.id


def firm_rows_of(
    session: Session, survey_id: str, which: ColumnElement[bool] | None = None
) -> tuple[Firm, ...]:
    """The firms of a survey, or those ``which`` are asked for."""
    names = (PersonRow.person_id, PersonRow.name)
    asked = select(*names, *PartnerRow.__table__.columns).join(
        PersonRow, PersonRow.id == PartnerRow.person
    )
    mine = asked.where(PersonRow.survey_id == survey_id).order_by(PersonRow.position)
    rows = session.execute(mine if which is None else mine.where(which)).all()
    return tuple(_firm(row) for row in rows)


def _firm(row: Row[Any]) -> Firm:
    said = row._mapping
    facts = {name: said[name] for name in FACTS}
    partner = Partner(said["person_id"].removeprefix(PREFIX), said["name"], **facts)
    typed = said["typed_by"] is not None
    return Firm(said["person"], partner, typed, said["settled"], said["merged_into"] or "")


def complete(session: Session, survey_id: str) -> None:
    """Give every firm that the roster names and the list does not a place on the list."""
    mine = (PersonRow.survey_id == survey_id) & (PersonRow.outside != "")
    asked = select(PersonRow.outside).where(mine & NOT_FIRMS).order_by(PersonRow.position)
    listed = firm_rows_of(session, survey_id, PartnerRow.typed_by.is_(None))
    known = {
        text for firm in listed for text in (firm.partner.id, partner_names.key(firm.partner.name))
    }
    fresh = [
        n for n in dict.fromkeys(session.scalars(asked)) if not {n, partner_names.key(n)} & known
    ]
    add_firms(session, survey_id, [Partner(name, name) for name in fresh])


def add_firms(
    session: Session, survey_id: str, partners: Iterable[Partner], typed_by: str | None = None
) -> list[str]:
    """Rows for these firms, after those that are there; their random ids."""
    highest = select(func.max(PersonRow.position)).where(PersonRow.survey_id == survey_id)
    last = session.scalar(highest.where(PersonRow.position < 0))
    at = BEFORE_PEOPLE if last is None else last + 1
    made = []
    for position, partner in enumerate(partners, start=at):
        row = PersonRow(id=new_id(), survey_id=survey_id, position=position, attributes={})
        row.person_id, row.name, row.email, row.outside = PREFIX + partner.id, partner.name, "", ""
        row.asked = row.listed = False
        facts = {name: value for name, value in asdict(partner).items() if name in FACTS}
        session.add(row)
        session.flush()
        session.add(PartnerRow(person=row.id, typed_by=typed_by, **facts))
        made.append(row.id)
    session.flush()
    return made


def forget_typed_by(session: Session, invitation_id: str) -> None:
    """Delete the firms that somebody typed: they are part of what she answered."""
    hers = select(PartnerRow.person).where(PartnerRow.typed_by == invitation_id)
    session.execute(delete(PersonRow).where(PersonRow.id.in_(hers)))


def forget_typed(session: Session, survey_id: str) -> None:
    """Delete every firm that was typed in a survey."""
    ids = select(InvitationRow.id).where(InvitationRow.survey_id == survey_id)
    typed = select(PartnerRow.person).where(PartnerRow.typed_by.in_(ids))
    session.execute(delete(PersonRow).where(PersonRow.id.in_(typed)))
