"""The language that somebody is written to in is hers, and nothing to group people by."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Words

revision = "client_0005"
down_revision = "client_0004"
branch_labels = None
depends_on = None

PEOPLE = sa.table(
    "people",
    sa.column("id", Words),
    sa.column("language", Words),
    sa.column("attributes", sa.JSON()),
)


def upgrade() -> None:
    op.add_column("people", sa.Column("language", Words, nullable=False, server_default=""))
    for id_, attributes in _grouped():
        rest = {key: value for key, value in attributes.items() if key != "language"}
        _put(id_, language=attributes["language"], attributes=rest)


def downgrade() -> None:
    spoken = sa.select(PEOPLE.c.id, PEOPLE.c.language, PEOPLE.c.attributes)
    for id_, language, attributes in op.get_bind().execute(spoken).all():
        if language:
            _put(id_, attributes={**attributes, "language": language})
    op.drop_column("people", "language")


def _grouped() -> list[tuple[str, dict[str, str]]]:
    """Those whose language is among what they are grouped by."""
    rows = op.get_bind().execute(sa.select(PEOPLE.c.id, PEOPLE.c.attributes)).all()
    return [(id_, attributes) for id_, attributes in rows if "language" in attributes]


def _put(id_: str, **values: object) -> None:
    op.get_bind().execute(sa.update(PEOPLE).where(PEOPLE.c.id == id_).values(**values))
