"""A client in one file, handed over and taken in; the whole house in one file; and erasing.

Copies are made by SQLite itself (``VACUUM INTO``), never from the files under its hands. A file
that comes from elsewhere is checked before anything of it is used. Neither kind of file holds the
site's secret key; both hold names and answers, and are written for their owner only.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import delete, select, text

from analysis.model import Problem
from survey.store.arriving import CLIENT, HOUSE, checked_database, unpack
from survey.store.clients import Client, slug_of
from survey.store.console_tables import TicketRow
from survey.store.engines import House, client_engine, client_folder, reading, writing
from survey.store.tables import ClientRow, MemberRow, StaffRow, new_id, seconds


def export_client(house: House, slug: str, file: Path, now: datetime) -> Client:
    """Everything of one client in one file: its database and the results of its surveys."""
    client = _client(house, slug)
    folder = client_folder(house, client.key)
    client_engine(house, client.key)
    facts = {"key": client.key, "slug": client.slug, "name": client.name}
    with _archive(file, CLIENT, facts, now) as put:
        _put_client(put, folder, "")
    return client


def backup(house: House, file: Path, now: datetime) -> int:
    """Everything of the house in one file; returns how many clients are in it."""
    with _archive(file, HOUSE, {}, now) as put:
        put.database(house.folder / "house.db", "house.db")
        keys = _keys(put.last)
        for key in keys:
            _put_client(put, client_folder(house, key), f"clients/{key}/")
    return len(keys)


def import_client(house: House, file: Path, now: datetime) -> Client:
    """Take in a client that was handed over; a Problem, and nothing taken, if the file is bad."""
    inbox = house.folder / "clients"
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="incoming-", dir=inbox) as place:
        facts = unpack(file, Path(place), CLIENT)
        checked_database(Path(place) / "client.db", "client", facts)
        (Path(place) / "manifest.json").unlink()
        with writing(house) as session:
            row = ClientRow(
                key=_free(house, str(facts.get("key", ""))),
                slug=slug_of(str(facts.get("name", ""))),
                name=str(facts.get("name", "")),
                created_at=seconds(now),
            )
            if not row.slug or session.scalar(select(ClientRow).where(ClientRow.slug == row.slug)):
                raise Problem(
                    f"there is a client called {row.name!r} already",
                    where=str(file),
                    mend="Erase or rename that one first, if it is to be replaced.",
                )
            session.add(row)
            session.flush()
            shutil.move(place, client_folder(house, row.key))
        Path(place).mkdir()
    client_engine(house, row.key)
    return Client(row.key, row.slug, row.name)


def restore(file: Path, folder: Path) -> int:
    """Put a backup into an empty folder; returns how many clients were in it."""
    if folder.exists() and any(folder.iterdir()):
        raise Problem(
            "the folder is not empty",
            where=str(folder),
            why="A backup is never put over what is there.",
            mend="Name an empty folder with --instance.",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="incoming-", dir=folder) as place:
        facts = unpack(file, Path(place), HOUSE)
        checked_database(Path(place) / "house.db", "house", facts)
        for database in sorted(Path(place).glob("clients/*/client.db")):
            name = database.relative_to(place).as_posix()
            checked_database(database, "client", facts, name)
        for part in ("house.db", "clients"):
            if (Path(place) / part).exists():
                shutil.move(Path(place) / part, folder / part)
    return len(_keys(folder / "house.db"))


def erase_client(house: House, slug: str) -> None:
    """Erase a client: database, results, uploads, settings, and accounts that were only for it.

    Files are overwritten before they are removed; the house forgets with ``secure_delete`` and an
    emptied log. Copies elsewhere (backups, hand-over files, a disk's own spare blocks) are not
    within reach.
    """
    client = _client(house, slug)
    _wipe_folder(house, client.key)
    with writing(house) as session:
        here = select(MemberRow.staff_id).where(MemberRow.client_key == client.key)
        elsewhere = select(MemberRow.staff_id).where(MemberRow.client_key != client.key)
        only = StaffRow.id.in_(here) & StaffRow.id.not_in(elsewhere) & ~StaffRow.owner
        session.execute(delete(StaffRow).where(only))
        for ticket in session.scalars(select(TicketRow)).all():
            if _is_about(ticket, client):
                session.delete(ticket)
        session.execute(delete(ClientRow).where(ClientRow.key == client.key))
    # Somebody may have opened the client in between.
    _wipe_folder(house, client.key)
    with house.engine.connect() as connection:
        connection.execute(text("ROLLBACK"))
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def _is_about(ticket: TicketRow, client: Client) -> bool:
    """An invitation to this client, or a form that was filled in on a page of it."""
    path = str(ticket.facts.get("path", ""))
    return ticket.facts.get("client_key") == client.key or path.startswith(
        f"/console/c/{client.slug}/"
    )


def _wipe_folder(house: House, key: str) -> None:
    with house.lock:
        engine = house.opened.pop(key, None)
    if engine is not None:
        engine.dispose()
    folder = client_folder(house, key)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            _overwrite(file)
    shutil.rmtree(folder, ignore_errors=True)


def _overwrite(file: Path) -> None:
    block = bytes(1 << 20)
    with file.open("r+b") as held:
        left = file.stat().st_size
        while left > 0:
            left -= held.write(block[: min(left, len(block))])
        held.flush()
        os.fsync(held.fileno())


def _client(house: House, slug: str) -> Client:
    with reading(house) as session:
        row = session.scalar(select(ClientRow).where(ClientRow.slug == slug))
    if row is None:
        raise Problem(
            f"there is no client {slug!r}", mend="`tiewise client list` prints those there are."
        )
    return Client(row.key, row.slug, row.name)


def _free(house: House, key: str) -> str:
    """The key that the client had, so that its links stay good; a new one if it is taken."""
    fine = len(key) == 16 and set(key) <= set("0123456789abcdef")
    return key if fine and not client_folder(house, key).exists() else new_id()


def _keys(house_file: Path) -> list[str]:
    with closing(sqlite3.connect(house_file)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM clients ORDER BY key")]


class _Putting:
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


def _put_client(put: _Putting, folder: Path, prefix: str) -> None:
    if not (folder / "client.db").exists():
        return
    put.database(folder / "client.db", f"{prefix}client.db")
    for file in sorted((folder / "runs").glob("*/*")):
        if file.is_file():
            put.file(file, f"{prefix}{file.relative_to(folder).as_posix()}")


@contextmanager
def _archive(file: Path, kind: str, facts: dict[str, Any], now: datetime) -> Iterator[_Putting]:
    """An archive to be filled; it gets its name only once it is whole."""
    if file.exists():
        raise Problem("there is such a file already", where=str(file), mend="Choose another name.")
    half = file.with_name(f".{file.name}.part")
    try:
        handle = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with (
            os.fdopen(handle, "wb") as held,
            TemporaryDirectory(dir=file.parent) as place,
            ZipFile(held, "w", ZIP_DEFLATED) as archive,
        ):
            put = _Putting(archive, Path(place))
            yield put
            made = {"schema": kind, "made_at": now.isoformat(), **facts, "files": put.hashes}
            archive.writestr("manifest.json", json.dumps(made, ensure_ascii=False, indent=1))
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
