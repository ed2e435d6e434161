"""A client in one file, handed over and taken in; the whole house in one file; and erasing.

The files hold SQLite, whatever the site keeps its tables in, so that either kind of site takes in
what the other made. A file that comes from elsewhere is checked before anything of it is used.
Neither kind of file holds the site's secret key; both hold names and answers, and are written for
their owner only.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, select, text

from analysis.model import Problem
from survey.store import copying, postgres
from survey.store.archives import archive, put_client, put_tables
from survey.store.arriving import CLIENT, HOUSE, checked_database, unpack
from survey.store.clients import Client, list_clients, slug_of
from survey.store.console_tables import TicketRow
from survey.store.engines import (
    House,
    client_engine,
    client_folder,
    open_house,
    open_schema,
    reading,
    writing,
)
from survey.store.tables import ClientRow, HouseTable, MemberRow, StaffRow, new_id, seconds


def export_client(house: House, slug: str, file: Path, now: datetime) -> Client:
    """Everything of one client in one file: its database and the results of its surveys."""
    client = _client(house, slug)
    client_engine(house, client.key)
    facts = {"key": client.key, "slug": client.slug, "name": client.name}
    with archive(file, CLIENT, facts, now) as put:
        put_client(put, house, client.key, "")
    return client


def backup(house: House, file: Path, now: datetime) -> int:
    """Everything of the house in one file; returns how many clients are in it."""
    with archive(file, HOUSE, {}, now) as put:
        put_tables(put, house, "", "house.db")
        keys = _keys(put.last)
        for key in keys:
            put_client(put, house, key, f"clients/{key}/")
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
            if house.on_postgres:
                _load(house, Path(place) / "client.db", row.key)
            shutil.move(place, client_folder(house, row.key))
        Path(place).mkdir()
    client_engine(house, row.key)
    return Client(row.key, row.slug, row.name)


def _load(house: House, file: Path, key: str) -> None:
    """Put a client's file into a schema of its own; nothing of it is left if that fails."""
    engine = open_schema(house.engine, postgres.schema_of(key), "client")
    try:
        copying.load(file, engine, "client")
    except Problem:
        postgres.drop(engine)
        raise
    file.unlink()


def restore(file: Path, folder: Path, url: str = "") -> int:
    """Put a backup into an empty folder, and an empty database where ``url`` names one.

    Returns how many clients were in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Problem(
            "the folder is not empty",
            where=str(folder),
            why="A backup is never put over what is there.",
            mend="Name an empty folder with --instance.",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if url:
        _refuse_full(folder, url)
    with TemporaryDirectory(prefix="incoming-", dir=folder) as place:
        facts = unpack(file, Path(place), HOUSE)
        checked_database(Path(place) / "house.db", "house", facts)
        for database in sorted(Path(place).glob("clients/*/client.db")):
            name = database.relative_to(place).as_posix()
            checked_database(database, "client", facts, name)
        for part in ("house.db", "clients"):
            if (Path(place) / part).exists():
                shutil.move(Path(place) / part, folder / part)
    keys = _keys(folder / "house.db")
    if url:
        _restore_tables(folder, url, keys)
    return len(keys)


def _refuse_full(folder: Path, url: str) -> None:
    house = open_house(folder, url)
    full = bool(list_clients(house))
    house.close()
    if full:
        raise Problem(
            "the database is not empty",
            why="A backup is never put over what is there.",
            mend="Name an empty database.",
        )


def _restore_tables(folder: Path, url: str, keys: list[str]) -> None:
    """Move what lies in the files of a restored folder to PostgreSQL: the house last of all."""
    house = open_house(folder, url)
    try:
        for key in keys:
            if (client_folder(house, key) / "client.db").exists():
                _load(house, client_folder(house, key) / "client.db", key)
        copying.load(folder / "house.db", house.engine, "house")
        (folder / "house.db").unlink()
    except Problem:
        for key in keys:
            postgres.drop(postgres.in_schema(house.engine, postgres.schema_of(key)))
        raise
    finally:
        house.close()


def erase_client(house: House, slug: str) -> None:
    """Erase a client: database, results, uploads, settings, and accounts that were only for it.

    Files are overwritten before they are removed; the house forgets with ``secure_delete`` and an
    emptied log, or in PostgreSQL by tables written anew. Copies elsewhere (backups, hand-over
    files, a server's log, a disk's own spare blocks) are not within reach.
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
    if house.on_postgres:
        postgres.rewrite(house.engine, sorted(HouseTable.metadata.tables))
        return
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
    if house.on_postgres:
        postgres.drop(postgres.in_schema(house.engine, postgres.schema_of(key)))
    elif engine is not None:
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
    taken = client_folder(house, key).exists() or (
        house.on_postgres and postgres.exists(house.engine, postgres.schema_of(key))
    )
    return key if fine and not taken else new_id()


def _keys(house_file: Path) -> list[str]:
    with closing(sqlite3.connect(house_file)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM clients ORDER BY key")]
