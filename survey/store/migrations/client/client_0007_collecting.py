"""Jobs of every kind; rosters corrected while people answer; minutes of grace at the close."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0007"
down_revision = "client_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.Column("kind", Words, nullable=False, server_default="analysis")
    op.add_column("jobs", kind)
    op.add_column("jobs", sa.Column("about", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("roster_edits", sa.Column("made_at", Whole, nullable=True))
    op.add_column("roster_edits", sa.Column("made_by", Words, nullable=False, server_default=""))
    op.add_column("surveys", sa.Column("closing_at", Whole, nullable=True))
    op.add_column("surveys", sa.Column("roster_version", Whole, nullable=False, server_default="0"))


def downgrade() -> None:
    # What an older version knows nothing of would stand there as an analysis.
    op.execute("DELETE FROM jobs WHERE kind <> 'analysis'")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)


COLUMNS = {
    "jobs": ("kind", "about"),
    "roster_edits": ("made_at", "made_by"),
    "surveys": ("closing_at", "roster_version"),
}
