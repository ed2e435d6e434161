"""Rows from one kind of database into the other: how a client of PostgreSQL becomes a file."""

from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, insert, select
from sqlalchemy.exc import SQLAlchemyError

from analysis.model import Problem
from survey.store import console_tables  # noqa: F401 - so that the house and clients are whole
from survey.store.engines import open_engine
from survey.store.tables import ClientTable, HouseTable

TABLES: dict[str, MetaData] = {"house": HouseTable.metadata, "client": ClientTable.metadata}
AT_ONCE = 1000


def save(engine: Engine, file: Path, branch: str) -> None:
    """Put every row of ``engine``, as it stands at one moment, into a new SQLite file."""
    made = open_engine(file, branch)
    steady = engine.execution_options(isolation_level="REPEATABLE READ")
    try:
        with steady.connect() as source, made.execution_options(write=True).begin() as target:
            _copy(source, target, branch)
    finally:
        made.dispose()


def load(file: Path, engine: Engine, branch: str) -> None:
    """Put every row of an SQLite file into ``engine``, whole or not at all; Problem if it can't."""
    held = open_engine(file, branch)
    try:
        with held.connect() as source, engine.execution_options(write=True).begin() as target:
            _copy(source, target, branch)
    except SQLAlchemyError as error:
        raise Problem(
            "this file can't be taken in",
            where=file.name,
            why=f"PostgreSQL says: {getattr(error, 'orig', None) or error}.",
            mend="Have it made again, with `tiewise client export` or `tiewise backup`.",
        ) from error
    finally:
        held.dispose()


def _copy(source: Connection, target: Connection, branch: str) -> None:
    """Each table after those that it refers to, some rows at a time."""
    for table in TABLES[branch].sorted_tables:
        found = source.execution_options(yield_per=AT_ONCE).execute(select(table))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
