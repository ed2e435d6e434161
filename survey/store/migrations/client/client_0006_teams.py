"""Surveys that name teams instead of people: whether one does, and answers that are nobody's."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Words

revision = "client_0006"
down_revision = "client_0005"
branch_labels = None
depends_on = None

# Three promises of an anonymous survey, held by the database itself. Whether it is one can't change
# once it has been opened; no answer of it can be stored beside a person; no moment is kept.
STANDS = "whether people or teams are named stands once a survey is open"
NOBODYS = "an anonymous survey keeps no answer beside a person, and no moment"
HERS = "(SELECT naming FROM surveys WHERE surveys.id = {0})"
OF_INVITATION = HERS.format(
    "(SELECT survey_id FROM invitations WHERE invitations.id = NEW.invitation_id)"
)
TIMED = "(NEW.informed_at IS NOT NULL OR NEW.submitted_at IS NOT NULL)"
GUARDS = (
    ("naming_stands", "UPDATE OF naming ON surveys", STANDS,
     "OLD.state <> 'draft' AND NEW.naming <> OLD.naming"),
    ("reply_is_nobodys", "INSERT ON replies", NOBODYS, f"{OF_INVITATION} = 'teams'"),
    ("no_first_moment", "INSERT ON invitations", NOBODYS,
     f"{TIMED} AND {HERS.format('NEW.survey_id')} = 'teams'"),
    ("no_moment", "UPDATE ON invitations", NOBODYS,
     f"{TIMED} AND {HERS.format('NEW.survey_id')} = 'teams'"),
)  # fmt: skip


def _guard(name: str, event: str, said: str, when: str) -> tuple[str, ...]:
    """A trigger that refuses, in the words of the database at hand."""
    if op.get_context().dialect.name != "postgresql":
        raised = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        return (f"CREATE TRIGGER {name} BEFORE {event} WHEN {when} {raised}",)
    # Only a function may look into other tables, and it must know in which schema.
    raised = f"RAISE '{said}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {when} THEN {raised}; END IF; RETURN NEW; END"
    frame = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
    return (
        f"CREATE FUNCTION {name}() {frame} AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )


def upgrade() -> None:
    op.add_column("surveys", sa.Column("naming", Words, nullable=False, server_default="people"))
    op.create_table(
        "slips",
        *(sa.Column(name, Words, nullable=False) for name in ("id", "survey_id", "question")),
        sa.Column("team", Words, nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_slips_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
    )
    for guard in GUARDS:
        for statement in _guard(*guard):
            op.execute(statement)


def downgrade() -> None:
    on_postgres = op.get_context().dialect.name == "postgresql"
    for name, event, _, _ in GUARDS:
        table = event.rpartition(" ")[2]
        op.execute(f"DROP TRIGGER {name} ON {table}" if on_postgres else f"DROP TRIGGER {name}")
        if on_postgres:
            op.execute(f"DROP FUNCTION {name}")
    op.drop_table("slips")
    op.drop_column("surveys", "naming")
