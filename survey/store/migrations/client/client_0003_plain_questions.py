"""A reply to a plain question is a value of the person's own, about nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "client_0003"
down_revision = "client_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("replies", sa.Column("value", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("replies", "value")
