"""Files that come from elsewhere: unpacked with care, and their databases looked through."""

import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from analysis.model import Problem
from survey.store.engines import open_engine

CLIENT = "tiewise/client/1"
HOUSE = "tiewise/backup/1"
RUN = r"runs/[0-9a-f]{16}/[A-Za-z0-9][A-Za-z0-9._-]{0,80}"
NAMES = {
    CLIENT: re.compile(rf"manifest\.json|client\.db|{RUN}"),
    HOUSE: re.compile(rf"manifest\.json|house\.db|clients/[0-9a-f]{{16}}/(client\.db|{RUN})"),
}
LARGEST = 20 * 10**9
MOST = 200_000
BLOCK = 1 << 20


def unpack(file: Path, place: Path, kind: str) -> dict[str, Any]:
    """Put the files of an archive into ``place``; returns what its manifest says.

    Only names that an archive of this kind has are taken, only as much as it declares, and each
    file must be what the manifest says it is.
    """
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_strange(members, file, kind)
            facts = _manifest(archive, file, kind)
            for member in members:
                _extract(archive, member, place, facts["files"])
    except FileNotFoundError:
        raise Problem("there is no such file", where=str(file), mend="Check its name.") from None
    except (OSError, BadZipFile, ValueError, KeyError, RuntimeError, NotImplementedError) as error:
        why = f"{type(error).__name__}: {error}."
        raise _bad(file, why) from error
    return facts


def _bad(file: Path, why: str) -> Problem:
    return Problem(
        "this file can't be taken in",
        where=str(file),
        why=why,
        mend="Have it made again, with `tiewise client export` or `tiewise backup`.",
    )


def _refuse_strange(members: list[ZipInfo], file: Path, kind: str) -> None:
    strange = [m.filename for m in members if not NAMES[kind].fullmatch(m.filename)]
    if strange:
        raise _bad(file, f"It holds something that does not belong in it: {strange[0]!r}.")
    if len(members) > MOST or sum(m.file_size for m in members) > LARGEST:
        raise _bad(file, "It is far larger than any survey makes.")
    if len({m.filename for m in members}) < len(members):
        raise _bad(file, "It holds two files of one name.")


def _manifest(archive: ZipFile, file: Path, kind: str) -> dict[str, Any]:
    facts = json.loads(archive.read("manifest.json"))
    if not isinstance(facts, dict) or facts.get("schema") != kind:
        raise _bad(file, f"Its manifest does not say {kind}.")
    if not isinstance(facts.get("files"), dict):
        raise _bad(file, "Its manifest lists no files.")
    return facts


def _extract(archive: ZipFile, member: ZipInfo, place: Path, hashes: dict[str, str]) -> None:
    to = place / member.filename
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made, left = hashlib.sha256(), member.file_size
    with archive.open(member) as source, to.open("wb") as held:
        while block := source.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise ValueError(f"{member.filename} is larger than declared")
            made.update(block)
            held.write(block)
    to.chmod(0o600)
    if member.filename != "manifest.json" and hashes[member.filename] != made.hexdigest():
        raise ValueError(f"{member.filename} was changed on the way")


def checked_database(file: Path, branch: str, facts: dict[str, Any], name: str = "") -> None:
    """Bring a database to the newest revision; a Problem if it is not what we would have made."""
    called = Path(name or file.name)
    if str(called) not in facts["files"] or not file.exists():
        raise _bad(called, "It is missing.")
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise _bad(called, "Its database is damaged.")
        open_engine(file, branch).dispose()
        with closing(sqlite3.connect(file)) as connection:
            fine = _programs(connection) == _ours(branch)
    except Problem:
        raise
    except Exception as error:
        raise _bad(called, f"Its database can't be read: {error}.") from error
    if not fine:
        raise _bad(called, "Its database holds other commands than ours, or lacks one of ours.")


def _programs(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Triggers and views: what runs by itself in a database."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    return {(name, " ".join(sql.split())) for name, sql in connection.execute(asked)}


def _ours(branch: str) -> set[tuple[str, str]]:
    """What a new database of ours has of these."""
    with TemporaryDirectory() as place:
        file = Path(place) / "new.db"
        open_engine(file, branch).dispose()
        with closing(sqlite3.connect(file)) as connection:
            return _programs(connection)
