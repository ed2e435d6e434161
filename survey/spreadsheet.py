"""XLSX, XLS and ODS files, read in a child process that has limits on time and memory.

A file of two kilobytes can ask for a thousand million cells. So a child reads it, gives its cells
back as lines of JSON, and dies alone. Run as a script this file *is* the child; it therefore
imports nothing of ours before it needs it.
"""

import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.model import Fault, Problem

# Of processor time, and by the clock of a busy machine.
SECONDS = 5
PATIENCE = 12
MEMORY = 300_000_000
MOST_ROWS = 250_000
MOST_COLUMNS = 200
MOST_MEMBERS = 2_000
MOST_UNPACKED = 100_000_000
PROLOGUE = 65_536
EXPECTED = "Save it as CSV (UTF-8), XLSX or ODS and try again."
KILLED = (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGXCPU)
# What the child may say instead of rows: what is wrong, and why.
REFUSALS = {
    "members": ("the file is too large", f"It holds more than {MOST_MEMBERS:,} parts."),
    "unpacked": ("the file is too large", f"Unpacked it has over {MOST_UNPACKED // 10**6} MB."),
    "doctype": ("the file is not safe to read", "It declares its own document type."),
    "password": ("the file is locked with a password", "Its cells can't be read without it."),
    "cells": (
        "the table is too large",
        f"At most {{most:,}} rows and {MOST_COLUMNS} columns are read.",
    ),
    "empty": ("the file is empty", "No sheet in it has a filled cell."),
    "unreadable": ("this is not a spreadsheet", "It is damaged, or another kind of file."),
    "limits": ("the file can't be read", "Reading it takes too much time or memory."),
}


def read_rows(
    path: Path, name: str, most: int = MOST_ROWS
) -> tuple[list[tuple[int, list[str]]], tuple["Fault", ...]]:
    """The rows of the first sheet that has any, each with its number, and what was left out.

    Raises Problem for a file that is damaged, locked, unsafe or over the limits.
    """
    about, rows = _ask_child(path, most)
    if "refused" in about:
        raise _problem(about["refused"], name, most)
    return list(enumerate(rows, 1)), (_other_sheets(name, about),) if about["others"] else ()


def _ask_child(path: Path, most: int) -> tuple[dict[str, Any], list[list[str]]]:
    """What the child says about the file, and the rows that it read."""
    command = [sys.executable, "-I", __file__, str(path.resolve()), str(most)]
    try:
        # Our own interpreter and module; the file's name is an argument, never a shell's word.
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"refused": "limits"}, []
    if done.returncode in KILLED or b"MemoryError" in done.stderr:
        return {"refused": "limits"}, []
    said = [json.loads(line) for line in done.stdout.splitlines()] if not done.returncode else []
    # A refusal can come last: when the file turned out to be broken half way.
    refused = [part for part in said if isinstance(part, dict) and "refused" in part]
    if refused or not said:
        return refused[0] if refused else {"refused": "unreadable"}, []
    return said[0], said[1:]


def _problem(reason: str, name: str, most: int) -> "Problem":
    from analysis.model import Problem

    what, why = REFUSALS[reason]
    why = why.format(most=most)
    mend = {
        "password": "Save it without a password.",
        "empty": "Check that it was saved whole.",
        "unreadable": EXPECTED,
    }.get(reason, "Copy the cells into a new spreadsheet and save that, or save it as CSV (UTF-8).")
    return Problem(what, where=name, why=why, mend=mend)


def _other_sheets(name: str, said: dict[str, Any]) -> "Fault":
    from analysis.model import Fault

    others = ", ".join(said["others"])
    return Fault(
        kind="other_sheets",
        file=name,
        row=None,
        column="",
        value=others,
        what=f"the file has other sheets with cells in them: {others}",
        why="Only one sheet can be the table.",
        mend="Put the table on the first sheet.",
        taken=f"only the sheet {said['sheet']} read",
    )


def _limit_this_process() -> None:
    """Bound this process; where the system knows no limits, the time-out still holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _unsafe(path: str) -> str:
    """Why the archive must not be opened, or nothing."""
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            return "members"
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            return "unpacked"
        marked = [m for m in members if m.filename.endswith((".xml", ".rels"))]
        return "doctype" if any(_has_doctype(archive, member) for member in marked) else ""


def _has_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as stream:
        start = stream.read(PROLOGUE).replace(b"\x00", b"")
    return b"<!DOCTYPE" in start.upper()


def _text(cell: object) -> str:
    """A cell as its reader sees it: 7 and not 7.0, dates as ISO."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    isoformat = getattr(cell, "isoformat", None)
    if isoformat:
        return str(isoformat()).removesuffix("T00:00:00")
    return str(cell)


def _rows(path: str, most: int, say: Callable[[object], None]) -> None:
    """Say which sheet is read and which others have cells, then its rows, one after the other."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
    filled = [(sheet.name, sheet.end) for sheet in sheets if sheet.end is not None]
    if not filled:
        return say({"refused": "empty"})
    first = book.get_sheet_by_name(filled[0][0])
    if first.total_height > most + 1 or first.total_width > MOST_COLUMNS:
        return say({"refused": "cells"})
    say({"sheet": first.name, "others": [name for name, _ in filled[1:]]})
    above, before = first.start or (0, 0)
    for _ in range(above):
        say([])
    for row in first.iter_rows():
        say([""] * before + [_text(cell) for cell in row])
    return None


def _answer(path: str, most: int, say: Callable[[object], None]) -> None:
    """Rows, or the reason why there are none."""
    from python_calamine import CalamineError, PasswordError

    try:
        unsafe = _unsafe(path)
        if unsafe:
            say({"refused": unsafe})
        else:
            _rows(path, most, say)
    except PasswordError:
        say({"refused": "password"})
    except MemoryError:
        say({"refused": "limits"})
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        say({"refused": "unreadable"})


def _say(part: object) -> None:
    sys.stdout.write(json.dumps(part) + "\n")


if __name__ == "__main__":
    _limit_this_process()
    _answer(sys.argv[1], int(sys.argv[2]), _say)
