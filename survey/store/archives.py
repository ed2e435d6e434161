"""Files to hand over or to keep: filled with copies of databases, and named once they are whole.

Copies are made by SQLite itself (``VACUUM INTO``), never from the files under its hands; what lies
in PostgreSQL is first written into a file of SQLite, as it stands at one moment.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from analysis.model import Problem
from survey.store import copying
from survey.store.engines import House, client_engine, client_folder


class Putting:
    """An archive that is being filled, and what is in it so far."""

    def __init__(self, archive: ZipFile, place: Path) -> None:
        self.archive, self.place = archive, place
        self.hashes: dict[str, str] = {}
        self.last = place

    def database(self, file: Path, name: str) -> None:
        """A copy of a database as it stands at this moment, while others go on writing."""
        self.last = self.place / f"{len(self.hashes)}.db"
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            connection.execute("VACUUM INTO ?", (str(self.last),))
        self.file(self.last, name)

    def file(self, file: Path, name: str) -> None:
        """A file as it is."""
        with file.open("rb") as held:
            self.hashes[name] = _sha256(held)
        self.archive.write(file, name)


def put_client(put: Putting, house: House, key: str, prefix: str) -> None:
    """The tables of a client and the results of its surveys."""
    folder = client_folder(house, key)
    if not house.on_postgres and not (folder / "client.db").exists():
        return
    put_tables(put, house, key, f"{prefix}client.db")
    for file in sorted((folder / "runs").glob("*/*")):
        if file.is_file():
            put.file(file, f"{prefix}{file.relative_to(folder).as_posix()}")


def put_tables(put: Putting, house: House, key: str, name: str) -> None:
    """The tables of a client, or without a key of the house, as a file of SQLite."""
    if not house.on_postgres:
        file = client_folder(house, key) / "client.db" if key else house.folder / "house.db"
        return put.database(file, name)
    engine = client_engine(house, key) if key else house.engine
    with TemporaryDirectory(dir=put.place) as place:
        copying.save(engine, Path(place) / "rows.db", "client" if key else "house")
        return put.database(Path(place) / "rows.db", name)


@contextmanager
def archive(file: Path, kind: str, facts: dict[str, Any], now: datetime) -> Iterator[Putting]:
    """An archive to be filled; it gets its name only once it is whole."""
    if file.exists():
        raise Problem("there is such a file already", where=str(file), mend="Choose another name.")
    half = file.with_name(f".{file.name}.part")
    try:
        handle = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with (
            os.fdopen(handle, "wb") as held,
            TemporaryDirectory(dir=file.parent) as place,
            ZipFile(held, "w", ZIP_DEFLATED) as filled,
        ):
            put = Putting(filled, Path(place))
            yield put
            made = {"schema": kind, "made_at": now.isoformat(), **facts, "files": put.hashes}
            filled.writestr("manifest.json", json.dumps(made, ensure_ascii=False, indent=1))
        half.rename(file)
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        raise Problem("the file can't be written", where=str(file), why=why) from error
    finally:
        half.unlink(missing_ok=True)


def _sha256(held: IO[bytes]) -> str:
    made = hashlib.sha256()
    while block := held.read(1 << 20):
        made.update(block)
    return made.hexdigest()
