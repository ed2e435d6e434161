"""What is SQLite's own: files for their owner only, writes on the disk, a disk that is full."""

import stat
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from analysis.model import Problem
from survey import store
from survey.store import Database, Reply, Survey
from survey.store.engines import PRAGMAS, reading
from survey.store.tables import AnswerRow, ReplyRow
from tests.survey.conftest import KEY, START
from tests.survey.test_store import invitation


def test_links_stay_the_same_and_the_database_holds_none_of_them(
    db: Database, open_survey: Survey
) -> None:
    first = store.issue_links(db, open_survey.id, KEY)
    again = store.issue_links(db, open_survey.id, KEY)
    raw = b"".join(file.read_bytes() for file in db.folder.glob("client.db*"))

    assert first == again
    assert len({link.token for link in first}) == 24
    assert not any(link.token.encode() in raw for link in first)


def test_databases_are_for_their_owner_only(db: Database) -> None:
    assert stat.S_IMODE((db.folder / "client.db").stat().st_mode) == 0o600


def test_every_connection_writes_through_to_the_disk(db: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with db.engine.connect() as connection:
        found = {key: connection.exec_driver_sql(f"PRAGMA {key}").scalar() for key in wanted}

    assert found == wanted
    assert len(PRAGMAS) == len(wanted)


def test_a_full_disk_is_said_plainly_and_leaves_nothing_half_done(
    db: Database, open_survey: Survey
) -> None:
    mine = invitation(db, open_survey)
    store.record(db, mine, Reply("information", {"E2": 1.0}), START)
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    large = {f"E{i}": 1.0 for i in range(2, 24)}

    def fill() -> None:
        for question in ("information", *(f"q{i}" for i in range(200))):
            store.record(db, mine, Reply(question, large), START)

    with pytest.raises(Problem, match="could not be saved"):
        fill()
    with reading(db) as session:
        kept = session.scalars(sa.select(ReplyRow.question)).all()
    assert len(kept) == len(store.reply_of(db, mine))
    assert all(len(reply.named) in (1, 22) for reply in store.reply_of(db, mine).values())


@pytest.mark.parametrize("leave", [store.withdraw, store.decline])
def test_of_answers_that_were_taken_back_nothing_stands_in_any_file(
    db: Database, open_survey: Survey, leave: Callable[..., None]
) -> None:
    mine = invitation(db, open_survey)
    store.record(db, mine, Reply("information", {"E2": 1.0}), START)
    with reading(db) as session:
        rows = [*session.scalars(sa.select(AnswerRow.id)), *session.scalars(sa.select(ReplyRow.id))]
    leave(db, mine, START)
    raw = b"".join(file.read_bytes() for file in db.folder.glob("client.db*"))

    assert len(rows) == 2
    assert not any(row.encode() in raw for row in rows)
