"""The first tables of the house database."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "house_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clients",
        sa.Column("key", Words, nullable=False),
        sa.Column("slug", Words, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_clients")),
        sa.UniqueConstraint("slug", name=op.f("uq_clients_slug")),
    )
    op.create_table(
        "failures",
        sa.Column("id", Words, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_who"), "failures", ["who"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", Words, nullable=False),
        sa.Column("email", Words, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("password_hash", Words, nullable=False),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_table(
        "members",
        sa.Column("id", Words, nullable=False),
        sa.Column("staff_id", Words, nullable=False),
        sa.Column("client_key", Words, nullable=False),
        sa.Column("role", Words, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_key"], ["clients.key"], name=op.f("fk_members_client_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_members_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("staff_id", "client_key", name=op.f("uq_members_staff_id")),
    )
    op.create_table(
        "sessions",
        sa.Column("secret_hash", Words, nullable=False),
        sa.Column("staff_id", Words, nullable=False),
        sa.Column("begun_at", Whole, nullable=False),
        sa.Column("seen_at", Whole, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_sessions")),
    )


def downgrade() -> None:
    op.drop_table("sessions")
    op.drop_table("members")
    op.drop_table("staff")
    op.drop_index(op.f("ix_failures_who"), table_name="failures")
    op.drop_table("failures")
    op.drop_table("clients")
