"""What of a survey was erased because its time was over, and when."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0009"
down_revision = "client_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("what", Words, nullable=False),
        sa.Column("done_at", Whole, nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_erasures_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "what", name=op.f("pk_erasures")),
    )


def downgrade() -> None:
    op.drop_table("erasures")
