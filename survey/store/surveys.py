"""Surveys: drafted, opened, closed, analysed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from analysis.model import Problem, Roster
from analysis.privacy import Mode, Policy
from survey.bank import Question, from_dict, naming_of
from survey.store.clients import slug_of
from survey.store.console_tables import EditRow
from survey.store.engines import Database, reading, writing
from survey.store.firm_rows import NOT_FIRMS, complete
from survey.store.people import person_of
from survey.store.profiles import approval
from survey.store.tables import (
    InvitationRow,
    PersonRow,
    QuestionRow,
    SurveyRow,
    moment,
    new_id,
    seconds,
)
from survey.teams import FEWEST_TEAMS, teams_of

GRACE = timedelta(minutes=15)
Naming = Literal["people", "teams"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a survey is to be: ``goal`` is what the missing-tie question asks about.

    ``goals`` says it in further languages, by language. ``offer_earlier``: whom somebody named in
    the wave before is offered to her again, unticked.
    ``naming`` says whether people name people, or teams; the latter is anonymous, and follows
    from the questions.
    """

    title: str
    goal: str
    contact: str
    contact_email: str
    closes_on: date | None = None
    mode: Mode = "analyst"
    k: int = 5
    question_set: str = "annual"
    naming: Naming = "people"
    goals: Mapping[str, str] = field(default_factory=dict)
    offer_earlier: bool = False

    def goal_in(self, language: str) -> str:
        """The goal as it is said in a language; as it was first written where that has none."""
        return self.goals.get(language) or self.goal


@dataclass(frozen=True, slots=True)
class Survey:
    """One wave. ``state`` is draft, open, closed or analysed; ``closing_at`` is when an open one
    was told to close, from when on only those in the middle can still finish.
    """

    id: str
    slug: str
    plan: Plan
    state: str
    opened_at: datetime | None
    closed_at: datetime | None
    closing_at: datetime | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.plan.title

    @property
    def ends_at(self) -> datetime | None:
        """Until when those in the middle can finish, where it is closing."""
        return self.closing_at + GRACE if self.closing_at and self.state == "open" else None

    @property
    def anonymous(self) -> bool:
        """Whether teams are named and no answer is anybody's."""
        return self.plan.naming == "teams"

    @property
    def policy(self) -> Policy:
        """Who may see what, as it was chosen before the first invitation."""
        return Policy(mode=self.plan.mode, k=self.plan.k)

    def takes_answers(self, now: datetime) -> bool:
        """Open, and the last day (with a quarter of an hour's grace) is not over."""
        if self.ends_at is not None and now > self.ends_at:
            return False
        if self.state != "open" or self.plan.closes_on is None:
            return self.state == "open"
        midnight = datetime.combine(self.plan.closes_on, time.max, tzinfo=UTC)
        return now <= midnight + GRACE


def create_survey(db: Database, plan: Plan, questions: Sequence[Question], now: datetime) -> Survey:
    """A draft that asks ``questions``; a Problem if the title is taken or the policy is unsafe.

    Questions about teams make it anonymous, and then nobody is shown a name, whatever the plan.
    """
    slug = slug_of(plan.title)
    Policy(mode=plan.mode, k=plan.k)
    plan = replace(plan, naming=naming_of(questions))
    if plan.naming == "teams":
        plan = replace(plan, mode="aggregate")
    if not slug:
        raise Problem("the survey has no title", mend="Write a title, such as: Spring survey 2027.")
    with writing(db) as session:
        if session.scalar(select(SurveyRow).where(SurveyRow.slug == slug)):
            raise Problem(f"there is a survey called {plan.title!r} already", mend="Rename one.")
        row = SurveyRow(
            id=new_id(), slug=slug, state="draft", created_at=seconds(now), **asdict(plan)
        )
        session.add(row)
        session.flush()
        for position, question in enumerate(questions):
            spec = question.to_dict()
            asked = QuestionRow(survey_id=row.id, position=position, key=question.key, spec=spec)
            session.add(asked)
    return survey_from(row)


def list_surveys(db: Database) -> tuple[Survey, ...]:
    """Every survey, the newest first."""
    with reading(db) as session:
        rows = session.scalars(select(SurveyRow).order_by(SurveyRow.created_at.desc())).all()
    return tuple(survey_from(row) for row in rows)


def survey_by_slug(db: Database, slug: str) -> Survey | None:
    """The survey at ``slug``."""
    with reading(db) as session:
        row = session.scalar(select(SurveyRow).where(SurveyRow.slug == slug))
    return survey_from(row) if row else None


def survey_of(db: Database, survey_id: str) -> Survey:
    """The survey of this id; KeyError if there is none."""
    with reading(db) as session:
        row = session.get(SurveyRow, survey_id)
    if row is None:
        raise KeyError(survey_id)
    return survey_from(row)


def questions_of(db: Database, survey_id: str) -> tuple[Question, ...]:
    """What the survey asks, in order."""
    asked = select(QuestionRow).where(QuestionRow.survey_id == survey_id)
    with reading(db) as session:
        rows = session.scalars(asked.order_by(QuestionRow.position)).all()
    return tuple(from_dict(row.spec) for row in rows)


def open_survey(db: Database, survey_id: str, now: datetime) -> Survey:
    """Invite everybody who is asked; from now on the roster and the wording stand."""
    with writing(db) as session:
        row = session.get_one(SurveyRow, survey_id)
        refuse_unless(row, "draft", "opened")
        people = session.scalars(_asked(survey_id)).all()
        if len(people) < row.k:
            raise Problem(
                f"the roster asks {len(people)} people",
                why=f"Nothing may be shown about fewer than {row.k}.",
                mend="Upload a roster first.",
            )
        if row.mode == "named" and not approval(session, survey_id):
            raise Problem(
                "nobody has agreed yet that managers see names",
                why="It needs the works council or the privacy officer.",
                mend="Let somebody with the role of trust person agree on “What people are told”.",
            )
        if row.naming == "teams":
            _refuse_few_teams(session, row)
        else:
            complete(session, survey_id)
        for person in people:
            session.add(invitation_row(survey_id, person))
        # What was undone in the draft is history; from now on corrections are noted.
        session.execute(delete(EditRow).where(EditRow.survey_id == survey_id))
        row.state, row.opened_at = "open", seconds(now)
    return survey_from(row)


def _refuse_few_teams(session: Session, row: SurveyRow) -> None:
    """An anonymous survey needs teams that can be named."""
    here = (PersonRow.survey_id == row.id) & NOT_FIRMS
    people = session.scalars(select(PersonRow).where(here)).all()
    found = teams_of(Roster(tuple(person_of(person) for person in people)), row.k)
    if len(found.large) < FEWEST_TEAMS:
        raise Problem(
            f"the roster has {len(found.large)} teams in which {row.k} people or more are asked",
            why=f"People are to name teams, and {FEWEST_TEAMS} are the least that tells anything.",
            mend="Give the roster a column “department” with larger teams, or let people be named.",
        )


def _asked(survey_id: str) -> Select[str]:
    asked = (PersonRow.survey_id == survey_id) & PersonRow.asked
    return select(PersonRow.id).where(asked)


def invitation_row(survey_id: str, person: str) -> InvitationRow:
    """Somebody's place in the survey, before she has done anything."""
    return InvitationRow(survey_id=survey_id, person=person, state="invited", notice_hash="")


def mark_analysed(db: Database, survey_id: str) -> None:
    """The results are there."""
    with writing(db) as session:
        session.get_one(SurveyRow, survey_id).state = "analysed"


def invited(db: Database, survey_id: str) -> int:
    """How many people are asked."""
    mine = InvitationRow.survey_id == survey_id
    with reading(db) as session:
        return int(session.scalar(select(func.count(InvitationRow.id)).where(mine)) or 0)


def refuse_unless(row: SurveyRow, state: str, verb: str) -> None:
    """Problem unless a survey is in the state in which this can be done to it."""
    if row.state != state:
        raise Problem(
            f"this survey cannot be {verb}",
            why=f"It is {row.state}; only a survey that is {state} can be.",
            mend="Look at the survey's page for what comes next.",
        )


def survey_from(row: SurveyRow) -> Survey:
    """The row as the survey that pages and jobs speak of."""
    plan = Plan(
        row.title,
        row.goal,
        row.contact,
        row.contact_email,
        row.closes_on,
        row.mode,  # type: ignore[arg-type]  # a text there; only a Plan's mode is written
        row.k,
        row.question_set,
        row.naming,  # type: ignore[arg-type]  # as with the mode
        row.goals,
        row.offer_earlier,
    )
    return Survey(
        row.id,
        row.slug,
        plan,
        row.state,
        moment(row.opened_at),
        moment(row.closed_at),
        moment(row.closing_at),
    )
