"""PostgreSQL as we need it: one schema a client, one for the house, writers one after another.

All schemas share one pool of connections, so that a hundred clients need no more of them than one;
which schema is meant stands in the options of each client's engine. Writers of one schema queue at
a lock, which is what SQLite does: whoever checks and then writes is not overtaken in between.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from analysis.model import Problem

if TYPE_CHECKING:
    import psycopg

DRIVER = "postgresql+psycopg"
HOUSE = "tiewise_house"
QUEUE = "tiewise_queue"
PATIENCE = 20
# Whatever the server is set to: what was acknowledged is on its disk.
SETTINGS = f"-c synchronous_commit=on -c lock_timeout={PATIENCE}s -c timezone=UTC"


def schema_of(key: str) -> str:
    """The schema that holds everything of a client."""
    return f"tiewise_client_{key}"


def connect(url: str) -> Engine:
    """An engine on the server at ``url``; a Problem if it doesn't answer."""
    try:
        engine = create_engine(
            checked(url),
            pool_pre_ping=True,
            max_overflow=20,
            hide_parameters=True,
            connect_args={"options": SETTINGS, "connect_timeout": PATIENCE},
        )
        event.listen(engine, "begin", _begin)
        with engine.connect():
            return engine
    except ImportError as error:
        raise _out_of_reach("The driver for it is not installed.") from error
    except SQLAlchemyError as error:
        raise _out_of_reach(f"It says: {getattr(error, 'orig', None) or error}.") from error


def checked(url: str) -> str:
    """The same address, if it is one of PostgreSQL; a Problem, without the password, if not."""
    try:
        fine = make_url(url).drivername == DRIVER
    except (ArgumentError, ValueError):
        fine = False
    if not fine:
        raise Problem(
            "this is no address of a database",
            where="database_url",
            why="Tiewise keeps its data in SQLite, or in PostgreSQL.",
            mend=f"Use {DRIVER}://NAME@HOST/DATABASE, or leave it empty for SQLite.",
        )
    return url


def _out_of_reach(why: str) -> Problem:
    return Problem(
        "the database can't be reached",
        where="database_url",
        why=" ".join(why.split()),
        mend="Check the address, name and password, and that PostgreSQL runs: tiewise doctor",
    )


def in_schema(engine: Engine, schema: str) -> Engine:
    """The same connections, for the tables of one schema."""
    return engine.execution_options(schema=schema, schema_translate_map={None: schema})


def _begin(connection: Connection) -> None:
    """Writers queue at the door, until the one before has committed."""
    options = connection.get_execution_options()
    if options.get("write", False):
        asked = "SELECT pg_advisory_xact_lock(%s)"
        connection.exec_driver_sql(asked, (_number(options["schema"]),))


def _number(schema: str) -> int:
    """A lock has a number: eight bytes of a hash of the schema's name."""
    return int.from_bytes(hashlib.sha256(schema.encode()).digest()[:8], "big", signed=True)


def beside(engine: Engine) -> Callable[[], "psycopg.Connection"]:
    """How to reach the same database for tables that are not ours, in a schema of their own."""
    import psycopg

    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {QUEUE}"))

    def connect() -> psycopg.Connection:
        options = f"{SETTINGS} -c search_path={QUEUE}"
        return psycopg.connect(where, options=options, connect_timeout=PATIENCE)

    return connect


def enter(connection: Connection, make: bool = False) -> None:
    """Until this transaction ends, names without a schema mean this connection's own."""
    schema = connection.get_execution_options().get("schema")
    if connection.dialect.name != "postgresql" or schema is None:
        return
    if make:
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    connection.execute(text("SELECT set_config('search_path', :schema, true)"), {"schema": schema})


def drop(engine: Engine) -> None:
    """Delete everything of a schema."""
    schema = engine.get_execution_options()["schema"]
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))


def exists(engine: Engine, schema: str) -> bool:
    """Whether there is a schema of this name already."""
    asked = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    with engine.connect() as connection:
        return bool(connection.scalar(asked, {"name": schema}))


def rewrite(engine: Engine, tables: Iterable[str]) -> None:
    """Write tables anew, so that what was deleted from them is in their files no more."""
    schema = engine.get_execution_options()["schema"]
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for table in tables:
            connection.execute(text(f'VACUUM FULL "{schema}"."{table}"'))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server is: ``unsafe`` are settings with which a loss of power loses answers."""

    version: str
    name: str
    unsafe: tuple[str, ...]


def facts(url: str) -> Facts:
    """What the server at ``url`` is; a Problem if it doesn't answer."""
    engine = connect(url)
    try:
        return _facts(engine)
    finally:
        engine.dispose()


def _facts(engine: Engine) -> Facts:
    with engine.connect() as connection:

        def shown(setting: str) -> str:
            return str(connection.scalar(text(f"SHOW {setting}")))

        unsafe = tuple(name for name in ("fsync", "full_page_writes") if shown(name) != "on")
        name = str(connection.scalar(text("SELECT current_database()")))
        return Facts(shown("server_version"), name, unsafe)
