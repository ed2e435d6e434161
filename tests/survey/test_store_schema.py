"""The tables, in both databases: migrations make what the models say, go down and up, keep rows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from survey import store
from survey.store import Database, House, Reply, postgres
from survey.store.copying import TABLES
from survey.store.migrate import newest, revision_of, settings, upgrade
from tests.survey.conftest import START, add_survey
from tests.survey.postgres import Server

BRANCHES = tuple(TABLES)


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


@pytest.fixture
def blank(database_url: str, tmp_path: Path) -> Iterator[sa.Engine]:
    """A place without tables."""
    if database_url:
        engine = postgres.in_schema(postgres.connect(database_url), postgres.HOUSE)
    else:
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_schema(postgres_server: Server) -> Iterator[sa.Engine]:
    """A place without tables in PostgreSQL."""
    engine = postgres.in_schema(postgres.connect(postgres_server.address()), postgres.HOUSE)
    yield engine
    engine.dispose()
    postgres_server.empty()


def down(engine: sa.Engine, branch: str, target: str = "base") -> None:
    """Go back to an older revision."""
    config = settings(branch)
    with engine.begin() as connection:
        postgres.enter(connection)
        config.attributes["connection"] = connection
        command.downgrade(config, target)


def tables_of(engine: sa.Engine) -> list[str]:
    """The tables that are there, without the one that says at which revision."""
    with engine.connect() as connection:
        postgres.enter(connection)
        return sorted({*sa.inspect(connection).get_table_names()} - {"alembic_version"})


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_migrations_make_exactly_the_tables_of_the_models(
    blank: sa.Engine, branch: str
) -> None:
    upgrade(blank, branch)
    with blank.connect() as connection:
        postgres.enter(connection)
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, TABLES[branch])

    assert differences == []
    assert tables_of(blank) == sorted(TABLES[branch].tables)


@pytest.mark.parametrize("branch", BRANCHES)
def test_all_migrations_go_down_and_up_again(blank: sa.Engine, branch: str) -> None:
    upgrade(blank, branch)
    down(blank, branch)
    left = tables_of(blank)
    upgrade(blank, branch)

    assert left == []
    assert revision_of(blank) == newest(branch)


@pytest.mark.parametrize("branch", BRANCHES)
def test_postgres_sorts_like_sqlite_and_counts_seconds_past_2038(
    postgres_schema: sa.Engine, branch: str
) -> None:
    upgrade(postgres_schema, branch)
    asked = sa.text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = :schema AND table_name <> 'alembic_version'"
        " AND (data_type = 'integer'"
        " OR (data_type LIKE 'character%' AND collation_name IS DISTINCT FROM 'C'))"
    )
    with postgres_schema.connect() as connection:
        unlike = connection.execute(asked, {"schema": postgres.HOUSE}).all()

    assert unlike == []


def test_two_that_begin_at_once_make_the_tables_once(either_database: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        houses = list(
            pool.map(lambda _: store.open_house(tmp_path / "site", either_database), range(4))
        )
    found = {revision_of(house.engine) for house in houses}
    for house in houses:
        house.close()

    assert found == {newest("house")}


def test_rows_survive_opening_the_database_again(
    db: Database, house: House, tmp_path: Path, database_url: str
) -> None:
    survey = store.open_survey(db, add_survey(db).id, START)
    found = store.invitation_of(db, survey.id, "E1")
    assert found
    mine = found.id
    store.record(db, mine, Reply("information", {"E2": 3.0}), START)
    house.close()
    again = store.open_house(tmp_path / "instance", database_url)
    reopened = store.open_client(again, db.slug)
    replies = store.reply_of(reopened, mine)
    again.close()

    assert replies == {"information": Reply("information", {"E2": 3.0})}
