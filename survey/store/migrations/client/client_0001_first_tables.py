"""The first tables of the client database."""

import sqlalchemy as sa
from alembic import op

from survey.store.columns import Whole, Words

revision = "client_0001"
down_revision = None
branch_labels = None
depends_on = None

# Who may see names is promised to people before they answer: after that it is only ever tightened.
RANK = (
    "CASE {0}.mode WHEN 'aggregate' THEN 0 WHEN 'analyst' THEN 1 WHEN 'by_choice' THEN 2 ELSE 3 END"
)
PROMISE = f"""
CREATE TRIGGER promise BEFORE UPDATE OF mode, k ON surveys WHEN OLD.state <> 'draft'
AND ({RANK.format("NEW")} > {RANK.format("OLD")} OR NEW.k < OLD.k)
BEGIN SELECT RAISE(ABORT, 'what people were promised can only be tightened'); END
"""
KEEP_PROMISE = """
CREATE FUNCTION keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE 'what people were promised can only be tightened'
USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES_PROMISE = f"""
CREATE TRIGGER promise BEFORE UPDATE OF mode, k ON surveys FOR EACH ROW WHEN (OLD.state <> 'draft'
AND ({RANK.format("NEW")} > {RANK.format("OLD")} OR NEW.k < OLD.k))
EXECUTE FUNCTION keep_promise()
"""


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", Words, nullable=False),
        sa.Column("slug", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("goal", Words, nullable=False),
        sa.Column("contact", Words, nullable=False),
        sa.Column("contact_email", Words, nullable=False),
        sa.Column("question_set", Words, nullable=False),
        sa.Column("mode", Words, nullable=False),
        sa.Column("k", Whole, nullable=False),
        sa.Column("state", Words, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("opened_at", Whole, nullable=True),
        sa.Column("closed_at", Whole, nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("slug", name=op.f("uq_surveys_slug")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Words, nullable=False),
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("state", Words, nullable=False),
        sa.Column("stage", Words, nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("attempts", Whole, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("beat_at", Whole, nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_jobs_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_table(
        "people",
        sa.Column("id", Words, nullable=False),
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("position", Whole, nullable=False),
        sa.Column("person_id", Words, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("email", Words, nullable=False),
        sa.Column("level", Whole, nullable=True),
        sa.Column("manager_id", Words, nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("outside", Words, nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_people_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("survey_id", "person_id", name=op.f("uq_people_survey_id")),
    )
    op.create_table(
        "questions",
        sa.Column("id", Words, nullable=False),
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("position", Whole, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_questions_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("survey_id", "key", name=op.f("uq_questions_survey_id")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", Words, nullable=False),
        sa.Column("survey_id", Words, nullable=False),
        sa.Column("person", Words, nullable=False),
        sa.Column("token_hash", Words, nullable=True),
        sa.Column("state", Words, nullable=False),
        sa.Column("notice_hash", Words, nullable=False),
        sa.Column("informed_at", Whole, nullable=True),
        sa.Column("submitted_at", Whole, nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_invitations_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_invitations_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("person", name=op.f("uq_invitations_person")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "replies",
        sa.Column("id", Words, nullable=False),
        sa.Column("invitation_id", Words, nullable=False),
        sa.Column("question", Words, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_replies_invitation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("invitation_id", "question", name=op.f("uq_replies_invitation_id")),
    )
    op.create_table(
        "answers",
        sa.Column("id", Words, nullable=False),
        sa.Column("reply_id", Words, nullable=False),
        sa.Column("alter", Words, nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alter"], ["people.id"], name=op.f("fk_answers_alter"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_answers_reply_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("reply_id", "alter", name=op.f("uq_answers_reply_id")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(KEEP_PROMISE)
        op.execute(POSTGRES_PROMISE)
    else:
        op.execute(PROMISE)


def downgrade() -> None:
    on_postgres = op.get_context().dialect.name == "postgresql"
    op.execute("DROP TRIGGER promise ON surveys" if on_postgres else "DROP TRIGGER promise")
    if on_postgres:
        op.execute("DROP FUNCTION keep_promise")
    op.drop_table("answers")
    op.drop_table("replies")
    op.drop_table("invitations")
    op.drop_table("questions")
    op.drop_table("people")
    op.drop_table("jobs")
    op.drop_table("surveys")
