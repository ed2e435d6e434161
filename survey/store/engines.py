"""Where everything is kept: one house, one place a client, every acknowledged write on the disk.

Without an address of a database that is SQLite, one file each; else PostgreSQL, one schema each.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store import postgres
from survey.store.gates import Gate
from survey.store.migrate import newest, revision_of, upgrade

if TYPE_CHECKING:
    import psycopg

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Database:
    """One client's database, and the folder in which its files lie."""

    key: str
    slug: str
    name: str
    folder: Path
    engine: Engine
    gate: Gate = field(default_factory=Gate, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class House:
    """The database of accounts and clients, and the databases that have been opened.

    ``queue_url`` is the address of a Redis that holds the queue; else it lies with the tables.
    ``beside`` are connections of others to the same PostgreSQL, such as the queue's.
    """

    folder: Path
    engine: Engine
    queue_url: str = ""
    opened: dict[str, Engine] = field(default_factory=dict)
    beside: list["psycopg.Connection"] = field(default_factory=list)
    gates: dict[str, Gate] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @property
    def on_postgres(self) -> bool:
        """Whether the databases are schemas of PostgreSQL; else they are files of SQLite."""
        return self.engine.dialect.name == "postgresql"

    def keep(self, made: "psycopg.Connection") -> "psycopg.Connection":
        """Close it with the house, if nobody has closed it by then."""
        with self.lock:
            self.beside[:] = [*(each for each in self.beside if not each.closed), made]
        return made

    def close(self) -> None:
        """Let go of every file and every connection."""
        for connection in self.beside:
            connection.close()
        self.beside.clear()
        for engine in (*self.opened.values(), self.engine):
            engine.dispose()
        self.opened.clear()


def open_house(folder: Path, url: str = "", queue_url: str = "") -> House:
    """The house in ``folder``: made, or brought up to date, as needed.

    ``url`` is the address of a PostgreSQL that keeps the tables; reports and uploads stay in the
    folder. A Problem if it doesn't answer. ``queue_url`` is that of a Redis for the queue.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not url:
        return House(folder, open_engine(folder / "house.db", "house"), queue_url)
    engine = open_schema(postgres.connect(url), postgres.HOUSE, "house")
    return House(folder, engine, queue_url)


def open_schema(engine: Engine, schema: str, branch: str) -> Engine:
    """The same connections, on a schema with its tables at the newest revision of ``branch``."""
    made = postgres.in_schema(engine, schema)
    upgrade(made, branch)
    return made


def client_engine(house: House, key: str) -> Engine:
    """The engine of one client, opened once."""
    with house.lock:
        if key not in house.opened:
            folder = client_folder(house, key)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            house.opened[key] = (
                open_schema(house.engine, postgres.schema_of(key), "client")
                if house.on_postgres
                else open_engine(folder / "client.db", "client")
            )
        return house.opened[key]


def client_gate(house: House, key: str) -> Gate:
    """The gate of one client, the same for everybody in this process."""
    with house.lock:
        return house.gates.setdefault(key, Gate())


def client_folder(house: House, key: str) -> Path:
    """Where everything of one client lies."""
    return house.folder / "clients" / key


def open_engine(file: Path, branch: str) -> Engine:
    """An engine on ``file`` with its tables at the newest revision of ``branch``."""
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(
        f"sqlite:///{file}", connect_args={"timeout": PATIENCE}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    upgrade(engine, branch)
    return engine


def _prepare(connection: SqliteConnection, _record: object) -> None:
    """Take transactions into our own hands (pysqlite would begin too late) and set pragmas."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """Writers queue at the door: a deferred transaction that turns to writing may just fail."""
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def reading(place: Database | House) -> Iterator[Session]:
    """A session that only reads, and sees one state of the database throughout."""
    engine = place.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        yield session


@contextmanager
def writing(place: Database | House) -> Iterator[Session]:
    """A session that alone may write; what it did is on the disk when the block ends."""
    engine = place.engine.execution_options(write=True)
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except (OperationalError, DataError) as error:
        raise Problem(
            "This could not be saved",
            why=f"The database says: {error.orig}. Nothing was left half done.",
            mend="Try again in a minute; if it lasts, tell those who run this site.",
        ) from error


def readiness(house: House) -> dict[str, str]:
    """What keeps the site from working, by part; empty if nothing does."""
    faults = {}
    try:
        if revision_of(house.engine) != newest("house"):
            faults["database"] = "not at the newest revision"
    except SQLAlchemyError:
        faults["database"] = "does not answer"
    if not os.access(house.folder, os.W_OK):
        faults["queue"] = "the folder cannot be written"
    return faults


def empty_log(db: Database) -> None:
    """Let nothing that was deleted stand in SQLite's log of writes; PostgreSQL tidies up itself."""
    if db.engine.dialect.name == "postgresql":
        return
    with db.engine.connect() as connection:
        connection.rollback()
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
