"""Goals in several languages, last time's names, and partner firms with what is known of them."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Words

revision = "client_0008"
down_revision = "client_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("surveys", sa.Column("goals", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("surveys", _no("offer_earlier"))
    op.add_column("invitations", _no("earlier_shown"))
    op.create_table(
        "partners",
        sa.Column("person", Words, nullable=False),
        *(sa.Column(name, Words, nullable=False) for name in ("type", "sector", "region")),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("importance", "annual_value")),
        sa.Column("typed_by", Words, nullable=True),
        sa.Column("settled", Words, nullable=False),
        sa.Column("merged_into", Words, nullable=True),
        _belongs("person", "people.id"),
        _belongs("typed_by", "invitations.id"),
        _belongs("merged_into", "people.id", "SET NULL"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_partners")),
    )


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _belongs(column: str, to: str, when_gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [to], name=op.f(f"fk_partners_{column}"), ondelete=when_gone
    )


def downgrade() -> None:
    # Partners lie among the people, and would be taken for people by what knows no partners.
    op.execute("DELETE FROM people WHERE id IN (SELECT person FROM partners)")
    op.drop_table("partners")
    op.drop_column("invitations", "earlier_shown")
    op.drop_column("surveys", "offer_earlier")
    op.drop_column("surveys", "goals")
