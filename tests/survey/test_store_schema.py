"""The tables: migrations make what the models say, go down and up, and keep the rows."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from survey import store
from survey.store import Database, House, Reply
from survey.store.migrate import newest, revision_of, upgrade
from survey.store.tables import ClientTable, HouseTable
from tests.survey.conftest import START, add_survey

BRANCHES = {"house": HouseTable, "client": ClientTable}


def blank(path: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{path}")


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_migrations_make_exactly_the_tables_of_the_models(tmp_path: Path, branch: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = blank(tmp_path / "new.db")
    upgrade(engine, branch)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, BRANCHES[branch].metadata)
    engine.dispose()

    assert differences == []


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_first_migration_goes_down_and_up_again(tmp_path: Path, branch: str) -> None:
    from alembic import command

    from survey.store.migrate import settings

    engine = blank(tmp_path / "new.db")
    upgrade(engine, branch)
    config = settings(branch)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    down = set(sa.inspect(engine).get_table_names())
    upgrade(engine, branch)
    stands_at = revision_of(engine)
    engine.dispose()

    assert down == {"alembic_version"}
    assert stands_at == newest(branch)


def test_rows_survive_opening_the_database_again(
    db: Database, house: House, tmp_path: Path
) -> None:
    survey = store.open_survey(db, add_survey(db).id, START)
    found = store.invitation_of(db, survey.id, "E1")
    assert found
    mine = found.id
    store.record(db, mine, Reply("information", {"E2": 3.0}), START)
    house.close()
    again = store.open_house(tmp_path / "instance")
    reopened = store.open_client(again, db.slug)
    replies = store.reply_of(reopened, mine)
    again.close()

    assert replies == {"information": Reply("information", {"E2": 3.0})}
