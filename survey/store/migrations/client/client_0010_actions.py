"""What became of the actions: who does each, until when, how far it is."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0010"
down_revision = "client_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("said", "said_unnamed", "owner", "due", "status", "note", "finding", "measure")
    op.create_table(
        "actions",
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("key", Words, nullable=False),
        *(sa.Column(name, Words, nullable=False) for name in names),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("number", Whole, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_actions_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "key", name=op.f("pk_actions")),
    )


def downgrade() -> None:
    op.drop_table("actions")
