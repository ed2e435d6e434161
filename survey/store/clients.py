"""Clients: one firm, one database, one folder."""

import re
from dataclasses import dataclass
from datetime import datetime

from anyascii import anyascii
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.engines import (
    Database,
    House,
    client_engine,
    client_folder,
    client_gate,
    reading,
    writing,
)
from survey.store.tables import ClientRow, new_id, seconds


@dataclass(frozen=True, slots=True)
class Client:
    """A firm: ``slug`` stands in addresses, ``key`` is random and names its folder."""

    key: str
    slug: str
    name: str


def create_client(house: House, name: str, now: datetime) -> Client:
    """A new client with an empty database; a Problem if the name is taken."""
    named = " ".join(name.split())
    slug = slug_of(named)
    if not slug:
        raise Problem("the client has no name", mend="Write the firm's name.")
    with writing(house) as session:
        if session.scalar(select(ClientRow).where(ClientRow.slug == slug)):
            raise Problem(f"there is a client called {named!r} already", mend="Pick another name.")
        row = ClientRow(key=new_id(), slug=slug, name=named, created_at=seconds(now))
        session.add(row)
    client_engine(house, row.key)
    return Client(row.key, row.slug, row.name)


def list_clients(house: House) -> tuple[Client, ...]:
    """Every client, by name."""
    with reading(house) as session:
        rows = session.scalars(select(ClientRow).order_by(ClientRow.name)).all()
    return tuple(Client(row.key, row.slug, row.name) for row in rows)


def open_client(house: House, slug: str) -> Database:
    """The database of the client at ``slug`` (or of that key); KeyError if there is none."""
    with reading(house) as session:
        row = _find(session, slug)
    if row is None:
        raise KeyError(slug)
    folder = client_folder(house, row.key)
    engine, gate = client_engine(house, row.key), client_gate(house, row.key)
    return Database(row.key, row.slug, row.name, folder, engine, gate)


def _find(session: Session, text: str) -> ClientRow | None:
    asked = (ClientRow.slug == text) | (ClientRow.key == text)
    return session.scalar(select(ClientRow).where(asked))


def slug_of(text: str) -> str:
    """Lower-case words of ASCII with hyphens between, as addresses want them."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:60]
