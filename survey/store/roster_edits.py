"""A draft's roster changed by hand, or replaced, each change with what it takes to undo it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from analysis.model import Fault, Person, Problem, Roster
from survey.store.console_tables import AliasRow, EditRow
from survey.store.engines import Database, reading, writing
from survey.store.firm_rows import NOT_FIRMS
from survey.store.people import person_of, put_roster
from survey.store.tables import PersonRow, SurveyRow

KEPT = 20


def change_person(
    db: Database, survey_id: str, person: Person, said: str, replaces: str | None = None
) -> None:
    """Add a person, or put her in the place of the one whose id is ``replaces``."""
    with writing(db) as session:
        _refuse_unless_draft(session, survey_id)
        old = row_of(session, survey_id, replaces) if replaces else None
        if replaces != person.id and row_of(session, survey_id, person.id):
            raise Problem(f"there is somebody with the id {person.id} already", mend="Use another.")
        if replaces and replaces != person.id:
            _follow(session, survey_id, replaces, person.id)
        position = old.position if old else next_position(session, survey_id)
        before = [{"id": person.id, "was": facts_of(old) if old else None, "at": position}]
        if replaces and replaces != person.id:
            before[0] |= {"renumbered": replaces}
        _note(session, survey_id, said, before)
        if old:
            fill(old, person)
        else:
            session.add(fill(PersonRow(survey_id=survey_id, position=position), person))


def remove_person(db: Database, survey_id: str, person_id: str, said: str) -> None:
    """Take somebody off the roster; whoever reported to her has no manager then."""
    with writing(db) as session:
        _refuse_unless_draft(session, survey_id)
        row = row_of(session, survey_id, person_id)
        if row is None:
            raise Problem("this person is not on the roster any more", mend="Look at it again.")
        reports = session.scalars(
            select(PersonRow).where(
                (PersonRow.survey_id == survey_id) & (PersonRow.manager_id == person_id)
            )
        ).all()
        before = [
            {"id": each.person_id, "was": facts_of(each), "at": each.position}
            for each in (row, *reports)
        ]
        _note(session, survey_id, said, before)
        for each in reports:
            each.manager_id = None
        session.delete(row)


def replace_roster(
    db: Database, survey_id: str, roster: Roster, faults: Sequence[Fault], said: str
) -> int:
    """Put a new roster in the place of the old one, so that it can be undone."""
    with writing(db) as session:
        rows = _rows(session, survey_id)
        aliases = _aliases(session, survey_id)
        whole = [
            {"was": facts_of(row), "at": row.position, "alias": aliases.get(row.id, "")}
            for row in rows
        ]
        old_faults = session.get_one(SurveyRow, survey_id).faults
        put_roster(session, survey_id, roster, faults)
        if rows:
            _note(session, survey_id, said, [{"whole": whole, "faults": old_faults}])
    return len(roster.people)


def undo(db: Database, survey_id: str) -> str:
    """Take the last change back; returns what it was, or an empty text if there was none."""
    with writing(db) as session:
        _refuse_unless_draft(session, survey_id)
        last = session.scalar(_edits(survey_id).limit(1))
        if last is None:
            return ""
        for step in last.before:
            if "whole" in step:
                _restore(session, survey_id, step)
            else:
                _unchange(session, survey_id, step)
        session.delete(last)
        return last.said


def last_edit(db: Database, survey_id: str) -> str:
    """What would be undone; empty if nothing."""
    with reading(db) as session:
        row = session.scalar(_edits(survey_id).limit(1))
    return row.said if row else ""


def set_aliases(db: Database, survey_id: str, aliases: Mapping[str, str]) -> None:
    """These people's other names, by person id; an empty one is taken away."""
    with writing(db) as session:
        for person_id, alias in aliases.items():
            row = row_of(session, survey_id, person_id)
            if row is None:
                continue
            session.execute(delete(AliasRow).where(AliasRow.person == row.id))
            if alias:
                session.add(AliasRow(person=row.id, alias=alias))


def _aliases(session: Session, survey_id: str) -> dict[str, str]:
    asked = select(AliasRow).join(PersonRow, PersonRow.id == AliasRow.person)
    rows = session.scalars(asked.where(PersonRow.survey_id == survey_id))
    return {row.person: row.alias for row in rows}


def _edits(survey_id: str) -> Select[EditRow]:
    return select(EditRow).where(EditRow.survey_id == survey_id).order_by(EditRow.number.desc())


def _note(session: Session, survey_id: str, said: str, before: list[dict[str, Any]]) -> None:
    """Remember how to undo; only the last twenty are kept."""
    highest = select(func.max(EditRow.number)).where(EditRow.survey_id == survey_id)
    number = (session.scalar(highest) or 0) + 1
    session.add(EditRow(survey_id=survey_id, number=number, said=said, before=before))
    old = (EditRow.survey_id == survey_id) & (EditRow.number <= number - KEPT)
    session.execute(delete(EditRow).where(old))


def _restore(session: Session, survey_id: str, step: Mapping[str, Any]) -> None:
    people = tuple(person_from(each["was"]) for each in step["whole"])
    put_roster(session, survey_id, Roster(people), ())
    session.get_one(SurveyRow, survey_id).faults = step["faults"]
    session.flush()
    rows = {row.person_id: row for row in _rows(session, survey_id)}
    for each in step["whole"]:
        if each["alias"]:
            session.add(AliasRow(person=rows[each["was"]["id"]].id, alias=each["alias"]))


def _unchange(session: Session, survey_id: str, step: Mapping[str, Any]) -> None:
    row = row_of(session, survey_id, step["id"])
    if step["was"] is None:
        if row is not None:
            session.delete(row)
        return
    if "renumbered" in step:
        _follow(session, survey_id, step["id"], step["renumbered"])
    if row is None:
        row = PersonRow(survey_id=survey_id, position=step["at"])
        session.add(row)
    fill(row, person_from(step["was"]))


def _follow(session: Session, survey_id: str, old: str, new: str) -> None:
    """Whoever reported to the old id reports to the new one."""
    mine = (PersonRow.survey_id == survey_id) & (PersonRow.manager_id == old)
    for row in session.scalars(select(PersonRow).where(mine)):
        row.manager_id = new


def _refuse_unless_draft(session: Session, survey_id: str) -> None:
    if session.get_one(SurveyRow, survey_id).state != "draft":
        raise Problem(
            "the roster stands",
            why="The survey has been opened, and people may have been named already.",
            mend="Make a new survey for a new roster.",
        )


def _rows(session: Session, survey_id: str) -> Sequence[PersonRow]:
    mine = select(PersonRow).where((PersonRow.survey_id == survey_id) & NOT_FIRMS)
    return session.scalars(mine.order_by(PersonRow.position)).all()


def row_of(session: Session, survey_id: str, person_id: str) -> PersonRow | None:
    """The row of this person."""
    mine = (PersonRow.survey_id == survey_id) & (PersonRow.person_id == person_id)
    return session.scalar(select(PersonRow).where(mine))


def next_position(session: Session, survey_id: str) -> int:
    """The place after everybody else."""
    here = (PersonRow.survey_id == survey_id) & NOT_FIRMS
    mine = select(func.max(PersonRow.position)).where(here)
    highest = session.scalar(mine)
    return 0 if highest is None else highest + 1


def facts_of(row: PersonRow) -> dict[str, Any]:
    """A person as JSON can hold her."""
    person = person_of(row)
    start = person.start.isoformat() if person.start else None
    return {**asdict(person), "attributes": dict(person.attributes), "start": start}


def person_from(facts: Mapping[str, Any]) -> Person:
    """The person whose ``facts_of`` these are."""
    start = date.fromisoformat(facts["start"]) if facts["start"] else None
    return Person(**{**facts, "start": start})


def fill(row: PersonRow, person: Person) -> PersonRow:
    """Write a person into a row."""
    row.person_id, row.name, row.email = person.id, person.name, person.email
    row.level, row.manager_id, row.start = person.level, person.manager_id, person.start
    row.asked, row.listed, row.outside = person.asked, person.listed, person.outside
    row.language, row.attributes = person.language, dict(person.attributes)
    return row
