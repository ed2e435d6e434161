"""Partner firms: a survey's list, what people typed, and what was decided of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analysis.model import Problem
from analysis.partners import Partner
from survey import partner_names
from survey.store.answers import open_place
from survey.store.engines import Database, reading, writing
from survey.store.firm_rows import PREFIX, TYPED, Firm, add_firms, complete, firm_rows_of
from survey.store.tables import PartnerRow, PersonRow, SurveyRow, new_id

MOST_TYPED = 25


def firms_of(db: Database, survey_id: str, invitation_id: str = "") -> tuple[Firm, ...]:
    """Every firm of a survey; with an invitation: those on the list, and those that she typed."""
    typed_by = PartnerRow.typed_by
    hers = typed_by.is_(None) | (typed_by == invitation_id)
    with reading(db) as session:
        return firm_rows_of(session, survey_id, hers if invitation_id else None)


def put_firms(db: Database, survey_id: str, partners: Sequence[Partner]) -> None:
    """Make these the list of a draft's partners, in the place of the one before."""
    with writing(db) as session:
        _refuse_unless(session, survey_id, ("draft",), "the list of partners stands")
        mine = select(PartnerRow.person).join(PersonRow, PersonRow.id == PartnerRow.person)
        old = mine.where(PersonRow.survey_id == survey_id)
        session.execute(delete(PersonRow).where(PersonRow.id.in_(old)))
        session.flush()
        add_firms(session, survey_id, partners)


def complete_firms(db: Database, survey_id: str) -> tuple[Firm, ...]:
    """Give every firm that the roster names and the list does not a place on the list."""
    with writing(db) as session:
        complete(session, survey_id)
        return firm_rows_of(session, survey_id, PartnerRow.typed_by.is_(None))


def add_typed(db: Database, invitation_id: str, name: str, now: datetime) -> str:
    """A firm that she deals with and the list lacks, seen by nobody but her until the survey is
    closed; its random id.
    """
    with writing(db) as session:
        row = open_place(session, invitation_id, now)
        hers = select(func.count(PartnerRow.person)).where(PartnerRow.typed_by == invitation_id)
        if (session.scalar(hers) or 0) >= MOST_TYPED:
            raise Problem(f"no more than {MOST_TYPED} partners can be added")
        partner = Partner(TYPED.removeprefix(PREFIX) + new_id(), name)
        return add_firms(session, row.survey_id, [partner], invitation_id)[0]


def remove_typed(db: Database, invitation_id: str, firm_id: str, now: datetime) -> None:
    """Take back a firm that she typed, with whatever she said of it."""
    with writing(db) as session:
        open_place(session, invitation_id, now)
        row = session.get(PartnerRow, firm_id)
        if row is not None and row.typed_by == invitation_id:
            session.execute(delete(PersonRow).where(PersonRow.id == firm_id))


def settle(
    db: Database, survey_id: str, firm_ids: Sequence[str], settled: str, into: str = ""
) -> None:
    """Keep what people typed as new partners, merge them with a listed one, or leave it open."""
    with writing(db) as session:
        _refuse_unless(session, survey_id, ("closed", "analysed"), "answers still come in")
        known = {firm.id: firm for firm in firm_rows_of(session, survey_id)}
        if settled == "merged" and (into not in known or known[into].typed):
            raise Problem("that partner is not on the list", mend="Choose one of the list.")
        for id_ in firm_ids:
            if id_ in known and known[id_].typed:
                row = session.get_one(PartnerRow, id_)
                row.settled, row.merged_into = settled, into or None


def _refuse_unless(session: Session, survey_id: str, states: Sequence[str], what: str) -> None:
    state = session.get_one(SurveyRow, survey_id).state
    if state not in states:
        raise Problem(what, why=f"The survey is {state}.", mend="Look at the survey's page.")


def carried_on(firms: Sequence[Firm]) -> tuple[Partner, ...]:
    """The partners that the next wave starts from: the list, and what was kept as new, once."""
    kept: dict[str, Partner] = {}
    for firm in firms:
        if not firm.typed or firm.settled == "new":
            kept.setdefault(partner_names.key(firm.partner.name), firm.partner)
    return tuple(kept.values())
