"""What staff prove themselves with, tickets for a while, and the unit a reader is bound to."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "house_0002"
down_revision = "house_0001"
branch_labels = None
depends_on = None


def text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, Words, nullable=nullable)


def whole(name: str) -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=False)


def belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete="CASCADE")


def known_by(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def upgrade() -> None:
    op.create_table(
        "scopes",
        *(text(name) for name in ("id", "staff_id", "client_key", "unit_type", "unit")),
        belongs("scopes", "staff_id", "staff.id"),
        belongs("scopes", "client_key", "clients.key"),
        known_by("scopes", "id"),
        once("scopes", "staff_id", "client_key"),
    )
    op.create_table(
        "tickets",
        *(text(name) for name in ("secret_hash", "kind")),
        text("staff_id", nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        whole("until"),
        belongs("tickets", "staff_id", "staff.id"),
        known_by("tickets", "secret_hash"),
    )
    op.create_index(op.f("ix_tickets_kind"), "tickets", ["kind"])
    op.create_table(
        "factors",
        *(text(name) for name in ("staff_id", "sealed")),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        whole("last_step"),
        belongs("factors", "staff_id", "staff.id"),
        known_by("factors", "staff_id"),
    )
    op.create_table(
        "recovery_codes",
        *(text(name) for name in ("code_hash", "staff_id")),
        belongs("recovery_codes", "staff_id", "staff.id"),
        known_by("recovery_codes", "code_hash"),
    )
    op.create_index(op.f("ix_recovery_codes_staff_id"), "recovery_codes", ["staff_id"])
    op.create_table(
        "passkeys",
        *(text(name) for name in ("credential", "staff_id", "name")),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        *(whole(name) for name in ("uses", "made_at")),
        belongs("passkeys", "staff_id", "staff.id"),
        known_by("passkeys", "credential"),
    )
    op.create_index(op.f("ix_passkeys_staff_id"), "passkeys", ["staff_id"])
    op.create_table(
        "identities",
        *(text(name) for name in ("id", "staff_id", "issuer", "subject")),
        belongs("identities", "staff_id", "staff.id"),
        known_by("identities", "id"),
        once("identities", "issuer", "subject"),
    )
    op.create_index(op.f("ix_identities_staff_id"), "identities", ["staff_id"])


def downgrade() -> None:
    for table in ("identities", "passkeys", "recovery_codes", "factors", "tickets", "scopes"):
        op.drop_table(table)
