"""People: a survey's roster in and out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.orm import Session

from analysis.model import Fault, Person, Problem, Roster
from survey.store.console_tables import AliasRow
from survey.store.engines import Database, reading, writing
from survey.store.firm_rows import NOT_FIRMS
from survey.store.tables import PersonRow, SurveyRow


@dataclass(frozen=True, slots=True)
class Entry:
    """A person of the roster with the random id that stands in pages and answers.

    ``alias`` is another spelling that she is found by.
    """

    id: str
    person: Person
    alias: str = ""


def import_roster(
    db: Database, survey_id: str, roster: Roster, faults: Sequence[Fault] = ()
) -> int:
    """Make ``roster`` the roster of a draft, whole or not at all; returns how many people.

    ``faults`` are the rows that were not taken as they stood: the report counts them.
    """
    with writing(db) as session:
        put_roster(session, survey_id, roster, faults)
    return len(roster.people)


def put_roster(session: Session, survey_id: str, roster: Roster, faults: Sequence[Fault]) -> None:
    """The same within a session of its caller's."""
    survey = session.get_one(SurveyRow, survey_id)
    if survey.state != "draft":
        raise Problem(
            "the roster stands",
            why="The survey has been opened, and people may have been named already.",
            mend="Make a new survey for a new roster.",
        )
    survey.faults = [asdict(fault) for fault in faults]
    old = (PersonRow.survey_id == survey_id) & NOT_FIRMS
    session.execute(delete(PersonRow).where(old))
    session.add_all(_row(survey_id, i, p) for i, p in enumerate(roster.people))


def faults_of(db: Database, survey_id: str) -> tuple[Fault, ...]:
    """What was not taken as it stood when the roster was imported."""
    with reading(db) as session:
        stored = session.get_one(SurveyRow, survey_id).faults
    return tuple(Fault(**{**facts, "people": tuple(facts["people"])}) for facts in stored)


def _row(survey_id: str, position: int, person: Person) -> PersonRow:
    return PersonRow(
        survey_id=survey_id,
        position=position,
        person_id=person.id,
        name=person.name,
        email=person.email,
        level=person.level,
        manager_id=person.manager_id,
        start=person.start,
        asked=person.asked,
        listed=person.listed,
        outside=person.outside,
        language=person.language,
        attributes=dict(person.attributes),
    )


def entries_of(db: Database, survey_id: str) -> tuple[Entry, ...]:
    """The roster in the order of the file, each person with her random id."""
    here = (PersonRow.survey_id == survey_id) & NOT_FIRMS
    mine = select(*PersonRow.__table__.columns).where(here)
    with reading(db) as session:
        # Plain columns: with each row as an object ten thousand people take a second.
        rows = session.execute(mine.order_by(PersonRow.position)).all()
        also = {row.person: row.alias for row in session.scalars(_aliases(survey_id))}
    return tuple(Entry(row.id, person_of(row), also.get(row.id, "")) for row in rows)


def roster_of(db: Database, survey_id: str) -> Roster:
    """The roster in the order of the file."""
    return Roster(tuple(entry.person for entry in entries_of(db, survey_id)))


def _aliases(survey_id: str) -> Select[AliasRow]:
    joined = select(AliasRow).join(PersonRow, PersonRow.id == AliasRow.person)
    return joined.where(PersonRow.survey_id == survey_id)


def person_of(row: PersonRow | Row[Any]) -> Person:
    """The row in the words of the analysis."""
    return Person(
        id=row.person_id,
        name=row.name,
        attributes=row.attributes,
        level=row.level,
        manager_id=row.manager_id,
        start=row.start,
        email=row.email,
        asked=row.asked,
        listed=row.listed,
        outside=row.outside,
        language=row.language,
    )
