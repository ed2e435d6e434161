"""Whether this machine has all that Tiewise needs, each check with what to do where it fails."""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.model import Problem

if TYPE_CHECKING:
    from survey.config import Config

ROOM = 500_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is in order, what was seen, what to do if not."""

    name: str
    ok: bool
    said: str
    mend: str = ""


def examine(load: "Callable[[], Config]") -> tuple[Check, ...]:
    """Every check, in the order in which things would fail; ``load`` reads the settings."""
    checks = [_python(), _libraries(), _sqlite(), _spreadsheets(), _report()]
    try:
        config = load()
        _key(config.instance)
    except Problem as problem:
        return (*checks, Check("settings", False, str(problem), problem.mend))
    return (
        *checks,
        Check("settings", True, config.base_url),
        _wording(config.instance),
        _mail(config),
        _database(config.database_url),
        _queue(config),
        *_disk(config.instance),
    )


def tell(checks: Iterable[Check]) -> str:
    """A line each, and what to do under what failed."""
    lines = []
    for check in checks:
        lines.append(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.said}")
        if not check.ok and check.mend:
            lines.append(f"      {check.mend}")
    return "\n".join(lines)


def _python() -> Check:
    now = ".".join(map(str, sys.version_info[:3]))
    fine = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Check("python", fine, now, "Use Python 3.11, 3.12 or 3.13.")


def _libraries() -> Check:
    """Every library that the distribution asks for is there."""
    wanted = [line.split(";")[0] for line in requires("tiewise") or [] if "extra ==" not in line]
    names = [_name(line) for line in wanted]
    gone = [name for name in names if not _installed(name)]
    said = f"missing: {', '.join(gone)}" if gone else f"{len(names)} libraries"
    return Check("libraries", not gone, said, "Install Tiewise again: make demo")


def _name(requirement: str) -> str:
    """The name at the start of ``numpy>=2.1`` or ``psycopg[binary]``."""
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end]


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _sqlite() -> Check:
    """The write-ahead log and upserts that the store relies on."""
    fine = sqlite3.sqlite_version_info >= (3, 35)
    return Check("sqlite", fine, sqlite3.sqlite_version, "Use a Python with SQLite 3.35 or newer.")


def _database(url: str) -> Check:
    """Which database keeps the tables, and whether it keeps what it acknowledges."""
    if not url:
        return Check("database", True, f"SQLite {sqlite3.sqlite_version}, files in the folder")
    from survey.store import postgres

    try:
        found = postgres.facts(url)
    except Problem as problem:
        return Check("database", False, f"{problem.what}: {problem.why}", problem.mend)
    mend = f"Set {', '.join(found.unsafe)} to on in postgresql.conf: a loss of power loses answers."
    said = f"PostgreSQL {found.version}, database {found.name}"
    return Check("database", not found.unsafe, said, mend if found.unsafe else "")


def _queue(config: "Config") -> Check:
    """Where the queue of jobs lies, and whether it can be reached."""
    if not config.queue_url:
        place = "in PostgreSQL" if config.database_url else "a file in the folder"
        return Check("queue", True, place)
    from survey import queues

    try:
        return Check("queue", True, queues.facts(config.queue_url))
    except Problem as problem:
        return Check("queue", False, f"{problem.what}: {problem.why}", problem.mend)


def _spreadsheets() -> Check:
    """The child process that reads spreadsheets starts, and refuses what is none."""
    from survey.spreadsheet import read_rows

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "broken.xlsx"
        path.write_bytes(b"PK\x03\x04 not really")
        try:
            read_rows(path, path.name)
        except Problem as problem:
            fine = problem.what == "this is not a spreadsheet"
            said = "read in a process of their own" if fine else problem.what
            return Check("spreadsheets", fine, said, "Check that processes may be started.")
    return Check("spreadsheets", False, "a broken file was taken", "Install Tiewise again.")


def _report() -> Check:
    """Words and fonts of the report are there."""
    try:
        from reports import fonts, wording

        wording.load("en")
        more = [fonts.font(file.stem) for file in fonts.further()]
    except (Problem, OSError) as error:
        return Check("report", False, str(error), "Install Tiewise again: make demo")
    return Check("report", True, f"words and fonts are there, {len(more)} of yours")


def _wording(instance: Path) -> Check:
    """Sentences of the house's own and of each client, where there are any, can be used."""
    from reports.own_words import problems

    folder = instance / "wording"
    files = sorted(folder.rglob("*.toml")) if folder.is_dir() else []
    found = [problem for file in files for problem in problems(file)]
    if found:
        mend = f"Run: tiewise wording check {folder}"
        return Check("wording", False, f"{len(found)} faults; {found[0].where}", mend)
    said = f"files of your own: {len(files)}" if files else "as shipped"
    return Check("wording", True, said, "")


def _key(instance: Path) -> None:
    """The secret key, where there is one, is its owner's only; Problem if not."""
    from survey.config import kept_secret

    if (instance / "secret_key").exists():
        kept_secret(instance)


def _mail(config: "Config") -> Check:
    """The mail server, where one is set, can be reached and takes our name and password."""
    if not config.mail_host:
        mend = "Set mail_host and mail_from, if the site is to send invitations."
        return Check("mail", True, "no server is set: nothing is sent by e-mail", mend)
    from survey import mail

    try:
        with mail.post(config) as post:
            post.greet()
    except Problem as problem:
        return Check("mail", False, f"{problem.what}: {problem.why}", problem.mend)
    return Check("mail", True, f"{config.mail_host}:{config.mail_port}")


def _disk(instance: Path) -> tuple[Check, ...]:
    """The folder of the site can be written to, and has room."""
    parent = next(p for p in (instance, *instance.resolve().parents) if p.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=parent):
            free = shutil.disk_usage(parent).free
    except OSError as error:
        mend = "Name another folder with --instance, or mend its rights."
        return (Check("disk", False, f"{parent}: {error.strerror}", mend),)
    said = f"{free / 1e9:.1f} GB free in {parent.resolve()}"
    return (Check("disk", free > ROOM, said, "Make room: at least 0.5 GB."),)
