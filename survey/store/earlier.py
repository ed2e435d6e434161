"""Whom somebody named in the wave before, to be offered again; and the goal in each language."""

from collections.abc import Mapping

from sqlalchemy import select, update

from analysis.model import Problem
from survey.store.answers import reply_of
from survey.store.engines import Database, reading, writing
from survey.store.invitations import Invitation, invitation_of
from survey.store.series import followed
from survey.store.surveys import Survey
from survey.store.tables import InvitationRow, PersonRow, SurveyRow

LONGEST_GOAL = 120


def set_aims(db: Database, survey_id: str, goals: Mapping[str, str], offer_earlier: bool) -> None:
    """The goal in further languages, and whether last time's names are offered; a draft's only."""
    with writing(db) as session:
        row = session.get_one(SurveyRow, survey_id)
        if row.state != "draft":
            raise Problem(
                "what people are shown stands",
                why="The survey has been opened, and some may have seen it already.",
                mend="Make a new survey for another goal, or for other choices.",
            )
        row.goals = {language: goal for language, goal in goals.items() if goal}
        row.offer_earlier = offer_earlier


def can_offer(db: Database, survey: Survey) -> Survey | None:
    """The wave before, where people named people in it and in this one; else None."""
    before = followed(db, survey.id)
    return before if before and not survey.anonymous and not before.anonymous else None


def named_last_time(
    db: Database, survey: Survey, invitation: Invitation
) -> dict[str, tuple[str, ...]]:
    """Whom she herself named in the wave before, by question; nothing where it is not offered.

    Only what she submitted counts: what she withdrew is deleted, and what was erased is gone.
    """
    before = can_offer(db, survey) if survey.plan.offer_earlier else None
    mine = invitation_of(db, before.id, invitation.person_id) if before else None
    if mine is None or mine.state != "submitted":
        return {}
    return {key: tuple(reply.named) for key, reply in reply_of(db, mine.id).items()}


def note_shown(db: Database, invitation_id: str) -> None:
    """She was shown whom she had named last time."""
    unseen = (InvitationRow.id == invitation_id) & ~InvitationRow.earlier_shown
    with reading(db) as session:
        if session.scalar(select(InvitationRow.id).where(unseen)) is None:
            return
    with writing(db) as session:
        session.execute(update(InvitationRow).where(unseen).values(earlier_shown=True))


def shown_to(db: Database, survey_id: str) -> tuple[str, ...]:
    """Who of those who submitted was shown whom they had named last time, by id."""
    mine = (InvitationRow.survey_id == survey_id) & (InvitationRow.state == "submitted")
    joined = select(PersonRow.person_id).join(InvitationRow, InvitationRow.person == PersonRow.id)
    seen = joined.where(mine & InvitationRow.earlier_shown).order_by(PersonRow.position)
    with reading(db) as session:
        return tuple(session.scalars(seen))
