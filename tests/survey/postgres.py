"""A PostgreSQL of our own for the tests: started once, thrown away at the end.

It runs as somebody who is not root (PostgreSQL insists), answers at a socket in its own folder
only, and writes through to the disk like one that is in earnest. Where PostgreSQL is not installed
the tests that need it are skipped; with ``TIEWISE_POSTGRES=required`` they fail.
"""

import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

DATABASES = ("sqlite", "postgresql")
REQUIRED = os.environ.get("TIEWISE_POSTGRES") == "required"
NAME = "tiewise"


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, and who runs it (None: whoever tests)."""

    programs: Path
    folder: Path
    user: str | None

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs."""
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, user=self.user, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Begin to serve, at a socket only."""
        where = f"-c listen_addresses='' -k {self.folder} -c max_connections=120"
        log = str(self.folder / "log")
        self.run("pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", log, "-o", where)

    def stop(self, how: str = "fast") -> None:
        """End: ``immediate`` is as if the machine had lost its power."""
        self.run("pg_ctl", "stop", "-w", "-m", how, "-D", str(self.folder / "data"))

    def address(self, name: str = NAME) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://{NAME}@/{name}?host={self.folder}"

    def dump(self) -> str:
        """Everything that is in the database, as text."""
        return self.run("pg_dump", "-h", str(self.folder), "-U", NAME, NAME)

    def empty(self) -> None:
        """Delete everything that is in the database, whoever still looks at it."""
        with psycopg.connect(
            host=str(self.folder), user=NAME, dbname=NAME, autocommit=True
        ) as made:
            made.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            for (name,) in made.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tiewise%'"
            ).fetchall():
                made.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(name)))


@functools.cache
def programs() -> Path | None:
    """Where PostgreSQL's programs lie: on the PATH, or where Debian puts them."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest = max(installed, key=lambda file: int(file.parts[-3]), default=None)
    return newest.parent if newest else None


def _somebody() -> str | None:
    """Whom the server runs as: nobody else, unless the tests run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    place = programs()
    if place is None:
        why = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        (pytest.fail if REQUIRED else pytest.skip)(why)
    # Not pytest's own folder: that is closed to others, and too long for the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(place, folder, _somebody())
    if server.user:
        shutil.chown(folder, server.user)
    try:
        data = str(folder / "data")
        server.run(
            "initdb", "-D", data, "-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        server.start()
        server.run("createdb", "-h", str(folder), "-U", NAME, NAME)
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=DATABASES)
def either_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """No address, which means SQLite; then that of an empty database of PostgreSQL."""
    if request.param == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("postgres_server")
    yield server.address()
    server.empty()
