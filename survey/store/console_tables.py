"""The tables of the console: how staff prove who they are, and what a client is set to."""

from typing import Any

from sqlalchemy import JSON, Double, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.store.tables import ClientTable, HouseTable, new_id


class ScopeRow(HouseTable):
    """The one unit whose results somebody may read at a client; without a row it is the whole."""

    __tablename__ = "scopes"
    __table_args__ = (UniqueConstraint("staff_id", "client_key"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    client_key: Mapped[str] = mapped_column(ForeignKey("clients.key", ondelete="CASCADE"))
    unit_type: Mapped[str]
    unit: Mapped[str]


class TicketRow(HouseTable):
    """What the holder of a secret may do, until when: known by the hash of the secret."""

    __tablename__ = "tickets"
    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    until: Mapped[int]


class FactorRow(HouseTable):
    """An authenticator app: its seed, sealed with the site's key, and the last step that was used.

    ``confirmed`` False: shown, but no code of it has been typed yet.
    """

    __tablename__ = "factors"
    staff_id: Mapped[str] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[str]
    confirmed: Mapped[bool]
    last_step: Mapped[int]


class RecoveryRow(HouseTable):
    """A recovery code that has not been used, by its hash."""

    __tablename__ = "recovery_codes"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class PasskeyRow(HouseTable):
    """A passkey: its public half, and how often it has been used."""

    __tablename__ = "passkeys"
    credential: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int]
    made_at: Mapped[int]


class IdentityRow(HouseTable):
    """Who an account is to the firm's single sign-on: issuer and subject never change."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]


class ProfileRow(ClientTable):
    """One setting of a client, such as its colours or its languages."""

    __tablename__ = "profile"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class SeriesRow(ClientTable):
    """Where a survey stands among the others: the wave before it, and whether it is put away."""

    __tablename__ = "series"
    survey_id: Mapped[str] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    follows: Mapped[str | None] = mapped_column(ForeignKey("surveys.id", ondelete="SET NULL"))
    archived_at: Mapped[int | None]


class EditRow(ClientTable):
    """One change of a roster by hand, with what was there before, so that it can be undone."""

    __tablename__ = "roster_edits"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    number: Mapped[int]
    said: Mapped[str]
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[int | None]
    made_by: Mapped[str] = mapped_column(default="")


class ErasureRow(ClientTable):
    """That something of a survey (links, addresses, answers) was erased when its time was over."""

    __tablename__ = "erasures"
    survey_id: Mapped[str] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    what: Mapped[str] = mapped_column(primary_key=True)
    done_at: Mapped[int]


class ActionRow(ClientTable):
    """What became of an action: who does it, until when, and what it takes to undo the last change.

    ``key`` says which recommendation it is, or starts with ``own`` where somebody added it;
    ``said`` is its text for who may see names, ``said_unnamed`` for everybody else.
    """

    __tablename__ = "actions"
    survey_id: Mapped[str] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    said: Mapped[str]
    said_unnamed: Mapped[str]
    owner: Mapped[str]
    due: Mapped[str]
    status: Mapped[str]
    note: Mapped[str]
    finding: Mapped[str]
    measure: Mapped[str]
    value: Mapped[float | None] = mapped_column(Double)
    number: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class AliasRow(ClientTable):
    """Another spelling that somebody is found by, such as a name in Latin letters."""

    __tablename__ = "aliases"
    person: Mapped[str] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    alias: Mapped[str]
