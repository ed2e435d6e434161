"""What a client is set to, how its surveys follow each other, and rosters mended by hand."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0004"
down_revision = "client_0003"
branch_labels = None
depends_on = None


def text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, Words, nullable=nullable)


def whole(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=nullable)


def belongs(
    table: str, column: str, to: str, when_gone: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete=when_gone)


def known_by(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    op.create_table(
        "profile",
        text("key"),
        sa.Column("value", sa.JSON(), nullable=False),
        known_by("profile", "key"),
    )
    op.create_table(
        "series",
        text("survey_id"),
        text("follows", nullable=True),
        whole("archived_at", nullable=True),
        belongs("series", "survey_id", "surveys.id"),
        belongs("series", "follows", "surveys.id", "SET NULL"),
        known_by("series", "survey_id"),
    )
    op.create_table(
        "roster_edits",
        *(text(name) for name in ("id", "survey_id")),
        whole("number"),
        text("said"),
        sa.Column("before", sa.JSON(), nullable=False),
        belongs("roster_edits", "survey_id", "surveys.id"),
        known_by("roster_edits", "id"),
    )
    op.create_table(
        "aliases",
        *(text(name) for name in ("person", "alias")),
        belongs("aliases", "person", "people.id"),
        known_by("aliases", "person"),
    )


def downgrade() -> None:
    for table in ("aliases", "roster_edits", "series", "profile"):
        op.drop_table(table)
