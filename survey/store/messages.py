"""Messages: who is to be written to, each exactly once a round, and what became of it.

A message is queued, sending, sent, refused (the server says no for good), given_up (tried often
enough), stopped (answered, declined or bounced in the meantime, or halted) or no_address.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from analysis.model import Person, Problem
from survey.store.collecting import collecting_row
from survey.store.engines import Database, reading, writing
from survey.store.people import person_of
from survey.store.tables import (
    BounceRow,
    InvitationRow,
    MessageRow,
    PersonRow,
    RoundRow,
    SurveyRow,
    moment,
    new_id,
    seconds,
)

UNANSWERED = ("invited", "answering")
LEFT = "no longer asked"
BETWEEN = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Round:
    """One sending: ``kind`` is invitation or reminder, ``counts`` its messages by state."""

    id: str
    number: int
    kind: str
    made_at: datetime | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many people it is for."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many are still to go out."""
        return self.counts.get("queued", 0) + self.counts.get("sending", 0)


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is ours to send now."""

    id: str
    survey_id: str
    invitation_id: str
    kind: str
    person: Person
    attempts: int


def start_round(
    db: Database, survey_id: str, kind: str, now: datetime, step_id: str | None = None
) -> Round:
    """Queue one message for each person concerned, all in one stroke.

    The invitation is for everybody and is made once: asking again gives the one that is there, as
    does asking again for a step of the schedule. A reminder is for those who have neither answered
    nor declined; a Problem if there may be no more of them, or not yet.
    """
    with writing(db) as session:
        survey = session.get_one(SurveyRow, survey_id)
        if survey.state != "open":
            raise Problem(f"this survey is {survey.state}", mend="Only an open survey invites.")
        if _over(survey, now):
            raise Problem("the last day is over", mend="Nobody else can begin to answer.")
        row = _made_before(session, survey_id, kind, step_id)
        if row is None:
            row = _new_round(session, survey_id, kind, now)
            row.step_id = step_id
            session.add_all(_messages(session, row, now))
        row_id = row.id
    return next(r for r in rounds_of(db, survey_id) if r.id == row_id)


def _made_before(
    session: Session, survey_id: str, kind: str, step_id: str | None
) -> RoundRow | None:
    mine = RoundRow.survey_id == survey_id
    wanted = RoundRow.number == 0 if kind == "invitation" else RoundRow.step_id == (step_id or "")
    return session.scalar(select(RoundRow).where(mine & wanted))


def _new_round(session: Session, survey_id: str, kind: str, now: datetime) -> RoundRow:
    mine = select(RoundRow).where(RoundRow.survey_id == survey_id).order_by(RoundRow.number.desc())
    last = session.scalar(mine.limit(1))
    number = 0 if kind == "invitation" else max(1, last.number + 1 if last else 1)
    if kind == "reminder":
        _refuse_reminder(session, survey_id, number, last, now)
    row = RoundRow(id=new_id(), survey_id=survey_id, number=number, kind=kind, tally={})
    row.made_at = seconds(now)
    session.add(row)
    session.flush()
    return row


def _refuse_reminder(
    session: Session, survey_id: str, number: int, last: RoundRow | None, now: datetime
) -> None:
    most = collecting_row(session, survey_id).reminders
    if number > most:
        raise Problem(
            f"everybody has been reminded {number - 1} times",
            why=f"This survey sends {most} reminders at most, and people were not asked for more.",
            mend="Speak to people, or allow more reminders.",
        )
    if last and now < (moment(last.made_at) or now) + BETWEEN:
        raise Problem(
            "it is too early for another reminder",
            why="The last message was sent less than a day ago.",
            mend="Wait until tomorrow.",
        )


def _messages(session: Session, made: RoundRow, now: datetime) -> list[MessageRow]:
    states = ("invited",) if made.kind == "invitation" else UNANSWERED
    mine = (
        (InvitationRow.survey_id == made.survey_id)
        & InvitationRow.state.in_(states)
        & PersonRow.asked
    )
    asked = (
        select(InvitationRow.id, PersonRow.email, BounceRow.why)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
        .outerjoin(BounceRow, BounceRow.invitation_id == InvitationRow.id)
        .where(mine)
    )
    rows = []
    for invitation_id, email, bounced in session.execute(asked):
        state = "stopped" if bounced is not None else "queued" if email.strip() else "no_address"
        row = MessageRow(round_id=made.id, invitation_id=invitation_id, state=state, attempts=0)
        row.said, row.due_at = bounced or "", seconds(now)
        rows.append(row)
    return rows


def rounds_of(db: Database, survey_id: str) -> tuple[Round, ...]:
    """Every sending of a survey, in order."""
    asked = (
        select(RoundRow, MessageRow.state, func.count(MessageRow.id))
        .outerjoin(MessageRow, MessageRow.round_id == RoundRow.id)
        .where(RoundRow.survey_id == survey_id)
        .group_by(RoundRow.id, MessageRow.state)
        .order_by(RoundRow.number)
    )
    found: dict[str, Round] = {}
    counts: dict[str, Counter[str]] = {}
    with reading(db) as session:
        for row, state, number in session.execute(asked):
            tally = counts.setdefault(row.id, Counter(row.tally))
            if state:
                tally[state] += number
            found[row.id] = Round(row.id, row.number, row.kind, moment(row.made_at), tally)
    return tuple(found.values())


def forget_messages(session: Session, survey_id: str) -> None:
    """Keep only how many messages there were: a reminder says that somebody had not answered."""
    for row in session.scalars(select(RoundRow).where(RoundRow.survey_id == survey_id)):
        mine = select(MessageRow).where(MessageRow.round_id == row.id)
        messages = session.scalars(mine).all()
        row.tally = dict(Counter(m.state for m in messages) + Counter(row.tally))
        for message in messages:
            session.delete(message)


def due_surveys(db: Database, now: datetime) -> tuple[str, ...]:
    """The surveys that have messages to send now."""
    asked = select(RoundRow.survey_id).join(MessageRow, MessageRow.round_id == RoundRow.id)
    with reading(db) as session:
        return tuple(session.scalars(asked.where(_due(now)).distinct()))


def _due(now: datetime) -> ColumnElement[bool]:
    return (MessageRow.state == "queued") & (MessageRow.due_at <= seconds(now))


def claim_message(db: Database, survey_id: str, now: datetime) -> Due | None:
    """Take the next message that is due, now marked as being sent; None if there is none.

    Whoever answered, declined or bounced since it was queued gets nothing.
    """
    with writing(db) as session:
        for message, made, invitation, person in session.execute(_queue(survey_id, now)).all():
            why = _why_not(session, made, invitation, now) if person.asked else LEFT
            if why:
                message.state, message.said = "stopped", why
                continue
            message.state, message.tried_at = "sending", seconds(now)
            message.attempts += 1
            return Due(
                message.id,
                survey_id,
                invitation.id,
                made.kind,
                person_of(person),
                message.attempts,
            )
    return None


def _queue(survey_id: str, now: datetime) -> Select[MessageRow, RoundRow, InvitationRow, PersonRow]:
    joined = (
        select(MessageRow, RoundRow, InvitationRow, PersonRow)
        .join(RoundRow, RoundRow.id == MessageRow.round_id)
        .join(InvitationRow, InvitationRow.id == MessageRow.invitation_id)
        .join(PersonRow, PersonRow.id == InvitationRow.person)
    )
    mine = (RoundRow.survey_id == survey_id) & _due(now)
    return joined.where(mine).order_by(MessageRow.due_at, MessageRow.id).limit(50)


def _over(survey: SurveyRow, now: datetime) -> bool:
    """Whether it is closing, or the last day, if there is one, is behind us."""
    past = survey.closes_on is not None and now.date() > survey.closes_on
    return past or survey.closing_at is not None


def _why_not(session: Session, made: RoundRow, invitation: InvitationRow, now: datetime) -> str:
    """Why somebody is not written to after all; empty if she is."""
    survey = session.get_one(SurveyRow, made.survey_id)
    if survey.state != "open" or _over(survey, now):
        return "the survey takes no more answers"
    if invitation.state not in UNANSWERED:
        return "no longer needed"
    bounced = session.get(BounceRow, invitation.id)
    return bounced.why if bounced else ""


def settle_message(
    db: Database, message_id: str, state: str, said: str, due: datetime | None = None
) -> None:
    """Write down what became of a message; with ``due`` when a queued one is tried again."""
    with writing(db) as session:
        row = session.get(MessageRow, message_id)
        if row is None:  # the survey was closed while the message was on its way
            return
        row.state, row.said = state, said[:300]
        if due:
            row.due_at = seconds(due)


def revive_messages(db: Database, now: datetime, patience: timedelta) -> int:
    """Queue again what a sender that died left in the middle: it may or may not have gone out."""
    silent = (MessageRow.state == "sending") & (MessageRow.tried_at < seconds(now - patience))
    with reading(db) as session:
        found = session.scalars(select(MessageRow.id).where(silent)).all()
    if found:
        again = update(MessageRow).where(MessageRow.id.in_(found) & silent)
        with writing(db) as session:
            session.execute(again.values(state="queued", due_at=seconds(now)))
    return len(found)


def halt_messages(db: Database, survey_id: str) -> int:
    """Send no more of what is queued; ``queue_again`` undoes it."""
    return _turn(db, survey_id, ("queued",), {"state": "stopped", "said": "stopped by hand"})


def queue_again(db: Database, survey_id: str, now: datetime) -> int:
    """Try once more what was refused, given up or stopped; who answered still gets nothing."""
    fresh = {"state": "queued", "attempts": 0, "due_at": seconds(now)}
    return _turn(db, survey_id, ("refused", "given_up", "stopped"), fresh)


def _turn(db: Database, survey_id: str, states: tuple[str, ...], values: dict[str, object]) -> int:
    rounds = select(RoundRow.id).where(RoundRow.survey_id == survey_id)
    mine = MessageRow.round_id.in_(rounds) & MessageRow.state.in_(states)
    with writing(db) as session:
        found = session.scalars(select(MessageRow.id).where(mine)).all()
        session.execute(update(MessageRow).where(MessageRow.id.in_(found)).values(**values))
    return len(found)
