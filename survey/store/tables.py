"""The tables: those of the house, and those of each client's own database."""

from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import JSON, ForeignKey, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from survey.store.columns import Whole, Words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
KINDS = {str: Words, int: Whole}


def new_id() -> str:
    """A random id that says nothing about when or in which order a row was made."""
    return token_hex(8)


def seconds(when: datetime) -> int:
    """How a moment is stored: seconds since 1970."""
    return int(when.timestamp())


def moment(stored: int | None) -> datetime | None:
    """The moment that ``seconds`` stored."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)


class HouseTable(DeclarativeBase):
    """A table of the house database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = KINDS


class ClientTable(DeclarativeBase):
    """A table of a client's database: no client id anywhere, so none can be forgotten."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = KINDS


class ClientRow(HouseTable):
    """A client: ``key`` is random and names its folder, ``slug`` stands in addresses."""

    __tablename__ = "clients"
    key: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[int]


class StaffRow(HouseTable):
    """Somebody who signs in; ``owner`` may make clients and accounts."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    owner: Mapped[bool]
    created_at: Mapped[int]


class MemberRow(HouseTable):
    """What one account may do at one client: ``analyst`` or ``manager``."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("staff_id", "client_key"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    client_key: Mapped[str] = mapped_column(ForeignKey("clients.key", ondelete="CASCADE"))
    role: Mapped[str]


class SessionRow(HouseTable):
    """A signed-in browser, known by the hash of what its cookie holds."""

    __tablename__ = "sessions"
    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    begun_at: Mapped[int]
    seen_at: Mapped[int]


class FailureRow(HouseTable):
    """A sign-in that failed, by hashes of the address and of the e-mail that was tried."""

    __tablename__ = "failures"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    who: Mapped[str] = mapped_column(index=True)
    at: Mapped[int]


class SurveyRow(ClientTable):
    """One wave: what is asked, of whom, until when, and who may see names."""

    __tablename__ = "surveys"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    goal: Mapped[str]
    contact: Mapped[str]
    contact_email: Mapped[str]
    question_set: Mapped[str]
    mode: Mapped[str]
    k: Mapped[int]
    state: Mapped[str]
    closes_on: Mapped[date | None]
    created_at: Mapped[int]
    opened_at: Mapped[int | None]
    closed_at: Mapped[int | None]
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    goals: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    offer_earlier: Mapped[bool] = mapped_column(default=False)
    naming: Mapped[str] = mapped_column(default="people", server_default="people")
    closing_at: Mapped[int | None]
    roster_version: Mapped[int] = mapped_column(default=0)


class QuestionRow(ClientTable):
    """One question of a survey, its wording frozen."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("survey_id", "key"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str]
    spec: Mapped[dict[str, Any]] = mapped_column(JSON)


class PersonRow(ClientTable):
    """One person of a survey's roster."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("survey_id", "person_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    position: Mapped[int]
    person_id: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    level: Mapped[int | None]
    manager_id: Mapped[str | None]
    start: Mapped[date | None]
    asked: Mapped[bool]
    listed: Mapped[bool]
    outside: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    attributes: Mapped[dict[str, str]] = mapped_column(JSON)


class PartnerRow(ClientTable):
    """What is known of a partner firm, which is an entry among the people so that it can be named.

    ``typed_by`` is who added it in answering; then ``settled`` is empty until somebody decides:
    ``new``, or ``merged`` with the partner ``merged_into``.
    """

    __tablename__ = "partners"
    person: Mapped[str] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    type: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    importance: Mapped[float | None]
    annual_value: Mapped[float | None]
    typed_by: Mapped[str | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    settled: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class InvitationRow(ClientTable):
    """One person's place in a survey: there is one answer set a person, and this is it.

    ``token_hash`` is the SHA-256 of the personal link's token, which is never stored.
    """

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    notice_hash: Mapped[str]
    informed_at: Mapped[int | None]
    submitted_at: Mapped[int | None]
    earlier_shown: Mapped[bool] = mapped_column(default=False)


class ReplyRow(ClientTable):
    """That somebody replied to a question; without answers it says that she named nobody.

    ``value`` is the reply itself where the question is about nobody but her.
    """

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("invitation_id", "question"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    question: Mapped[str]
    value: Mapped[float | None]


class AnswerRow(ClientTable):
    """Somebody named in a reply; ``value`` stays empty until she has been rated."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("reply_id", "alter"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    reply_id: Mapped[str] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"))
    alter: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    value: Mapped[float | None]


class SlipRow(ClientTable):
    """One answer of an anonymous survey: to one question, with the team that its writer named as
    her own, and nothing that leads to her or to her other answers.
    """

    __tablename__ = "slips"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    question: Mapped[str]
    team: Mapped[str]
    named: Mapped[dict[str, float | None]] = mapped_column(JSON)
    value: Mapped[float | None]


class JobRow(ClientTable):
    """Work outside a request: this row is the truth about it, whatever the queue believes.

    ``about`` tells jobs of one kind apart, such as the analysis whose reports are drawn.
    """

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    state: Mapped[str]
    stage: Mapped[str]
    share: Mapped[float]
    error: Mapped[dict[str, str]] = mapped_column(JSON)
    attempts: Mapped[int]
    created_at: Mapped[int]
    beat_at: Mapped[int]
    kind: Mapped[str] = mapped_column(default="analysis")
    about: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class CollectingRow(ClientTable):
    """How one survey collects: language of its letters, target, reminders, the mail's state."""

    __tablename__ = "collecting"
    survey_id: Mapped[str] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str]
    target: Mapped[float]
    reminders: Mapped[int]
    tested_at: Mapped[int | None]
    paused_until: Mapped[int | None]
    trouble: Mapped[dict[str, str]] = mapped_column(JSON)


class LetterRow(ClientTable):
    """The wording of an invitation or reminder where it differs from the shipped one."""

    __tablename__ = "letters"
    __table_args__ = (UniqueConstraint("survey_id", "kind", "language"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    kind: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]


class RoundRow(ClientTable):
    """One sending: number 0 is the invitation, the others are reminders.

    ``step_id`` is the step of the schedule that made it; ``tally`` is what is left of its messages
    once the survey is closed, when who was reminded is forgotten.
    """

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    step_id: Mapped[str | None] = mapped_column(unique=True)
    made_at: Mapped[int]
    tally: Mapped[dict[str, int]] = mapped_column(JSON)


class MessageRow(ClientTable):
    """That somebody is to be written to in a round: one row a person, whatever happens."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("round_id", "invitation_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(index=True)
    said: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[int]
    tried_at: Mapped[int | None]


class BounceRow(ClientTable):
    """Mail to this person came back: nothing is sent there until the address is mended."""

    __tablename__ = "bounces"
    invitation_id: Mapped[str] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    why: Mapped[str]
    noted_at: Mapped[int]


class CodeRow(ClientTable):
    """The short code of a printed card, as a keyed hash: too short to be stored by a plain one."""

    __tablename__ = "codes"
    invitation_id: Mapped[str] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(unique=True)


class StepRow(ClientTable):
    """Something that the schedule does at a set time: open, remind or close."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("survey_id", "kind", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    kind: Mapped[str]
    state: Mapped[str]
    at: Mapped[int]
    done_at: Mapped[int | None]
    error: Mapped[dict[str, str]] = mapped_column(JSON)
