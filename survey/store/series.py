"""Surveys among each other: the next wave of one, a copy for another client, those put away."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.store.console_tables import SeriesRow
from survey.store.engines import Database, reading, writing
from survey.store.firms import carried_on, firms_of, put_firms
from survey.store.people import import_roster, roster_of
from survey.store.surveys import Survey, create_survey, questions_of, survey_of
from survey.store.tables import seconds


def next_wave(db: Database, survey_id: str, title: str, now: datetime) -> Survey:
    """A draft that follows this survey: its wording to the letter, its policy, its roster.

    The roster is where the new one starts from, so that a new file can be held against it.
    """
    made = copy_survey(db, survey_id, db, title, now)
    import_roster(db, made.id, roster_of(db, survey_id))
    put_firms(db, made.id, carried_on(firms_of(db, survey_id)))
    with writing(db) as session:
        _row(session, made.id).follows = survey_id
    return made


def copy_survey(
    source: Database, survey_id: str, to: Database, title: str, now: datetime
) -> Survey:
    """A draft at ``to`` that asks what this survey asks; no person and no answer goes along."""
    old = survey_of(source, survey_id)
    plan = replace(old.plan, title=title, closes_on=None)
    return create_survey(to, plan, questions_of(source, survey_id), now)


def followed(db: Database, survey_id: str) -> Survey | None:
    """The wave before this one."""
    with reading(db) as session:
        row = session.get(SeriesRow, survey_id)
    return survey_of(db, row.follows) if row and row.follows else None


def uncompared(db: Database, survey: Survey) -> Survey | None:
    """The wave before this one, if one of the two is anonymous: answers can't be matched."""
    last = followed(db, survey.id)
    return last if last and (last.anonymous or survey.anonymous) else None


def put_away(db: Database, survey_id: str, now: datetime | None) -> None:
    """Archive a survey, or take it back out where there is no ``now``; nothing is deleted."""
    with writing(db) as session:
        _row(session, survey_id).archived_at = None if now is None else seconds(now)


def archived(db: Database) -> frozenset[str]:
    """The ids of the surveys that are put away."""
    with reading(db) as session:
        away = select(SeriesRow.survey_id).where(SeriesRow.archived_at.is_not(None))
        return frozenset(session.scalars(away))


def _row(session: Session, survey_id: str) -> SeriesRow:
    row = session.get(SeriesRow, survey_id)
    if row is None:
        row = SeriesRow(survey_id=survey_id, follows=None, archived_at=None)
        session.add(row)
    return row
