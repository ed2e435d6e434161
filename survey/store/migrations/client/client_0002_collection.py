"""What collecting needs: letters, rounds of messages, bounces, short codes, the schedule."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0002"
down_revision = "client_0001"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, Words, nullable=False)


def whole(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=nullable)


def belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def known_by(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def upgrade() -> None:
    op.create_table(
        "collecting",
        text("survey_id"),
        text("language"),
        sa.Column("target", sa.Double(), nullable=False),
        whole("reminders"),
        whole("tested_at", nullable=True),
        whole("paused_until", nullable=True),
        sa.Column("trouble", sa.JSON(), nullable=False),
        belongs("collecting", "survey_id", "surveys"),
        known_by("collecting", "survey_id"),
    )
    op.create_table(
        "letters",
        *(text(name) for name in ("id", "survey_id", "kind", "language", "subject", "body")),
        belongs("letters", "survey_id", "surveys"),
        known_by("letters"),
        once("letters", "survey_id", "kind", "language"),
    )
    op.create_table(
        "rounds",
        *(text(name) for name in ("id", "survey_id", "kind")),
        whole("number"),
        sa.Column("step_id", Words, nullable=True),
        whole("made_at"),
        sa.Column("tally", sa.JSON(), nullable=False),
        belongs("rounds", "survey_id", "surveys"),
        known_by("rounds"),
        once("rounds", "survey_id", "number"),
        once("rounds", "step_id"),
    )
    op.create_table(
        "messages",
        *(text(name) for name in ("id", "round_id", "invitation_id", "state", "said")),
        whole("attempts"),
        whole("due_at"),
        whole("tried_at", nullable=True),
        belongs("messages", "round_id", "rounds"),
        belongs("messages", "invitation_id", "invitations"),
        known_by("messages"),
        once("messages", "round_id", "invitation_id"),
    )
    op.create_index(op.f("ix_messages_state"), "messages", ["state"])
    op.create_table(
        "bounces",
        *(text(name) for name in ("invitation_id", "why")),
        whole("noted_at"),
        belongs("bounces", "invitation_id", "invitations"),
        known_by("bounces", "invitation_id"),
    )
    op.create_table(
        "codes",
        *(text(name) for name in ("invitation_id", "code_hash")),
        belongs("codes", "invitation_id", "invitations"),
        known_by("codes", "invitation_id"),
        once("codes", "code_hash"),
    )
    op.create_table(
        "steps",
        *(text(name) for name in ("id", "survey_id", "kind", "state")),
        whole("at"),
        whole("done_at", nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        belongs("steps", "survey_id", "surveys"),
        known_by("steps"),
        once("steps", "survey_id", "kind", "at"),
    )


def downgrade() -> None:
    for table in ("steps", "codes", "bounces", "messages", "rounds", "letters", "collecting"):
        op.drop_table(table)
