"""XLSX, XLS and ODS files, read in a child process that has limits on time and memory.

A file of two kilobytes can ask for a thousand million cells. So a child reads it, gives its cells
back as JSON, and dies alone. Run as a script this file *is* the child; it therefore imports
nothing of ours before it needs it.
"""

import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.model import Fault, Problem

SECONDS = 5
MEMORY = 600_000_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 150_000_000
PROLOGUE = 65_536
EXPECTED = "Save it as CSV (UTF-8), XLSX or ODS and try again."
# What the child may say instead of rows: what is wrong, and why.
REFUSALS = {
    "members": ("the file is too large", f"It holds more than {MOST_MEMBERS:,} parts."),
    "unpacked": ("the file is too large", f"Unpacked it has over {MOST_UNPACKED // 10**6} MB."),
    "doctype": ("the file is not safe to read", "It declares its own document type."),
    "password": ("the file is locked with a password", "Its cells can't be read without it."),
    "cells": ("the table is too large", "At most 250,000 rows and 200 columns are read."),
    "empty": ("the file is empty", "No sheet in it has a filled cell."),
    "unreadable": ("this is not a spreadsheet", "It is damaged, or another kind of file."),
    "limits": ("the file can't be read", "Reading it takes too much time or memory."),
}


def read_rows(path: Path, name: str) -> tuple[list[tuple[int, list[str]]], tuple["Fault", ...]]:
    """The rows of the first sheet that has any, each with its number, and what was left out.

    Raises Problem for a file that is damaged, locked, unsafe or over the limits.
    """
    said = _ask_child(path)
    if "refused" in said:
        raise _problem(said["refused"], name)
    rows = [(number, cells) for number, cells in enumerate(said["rows"], 1)]
    return rows, (_other_sheets(name, said),) if said["others"] else ()


def _ask_child(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", __file__, str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"refused": "limits"}
    if done.returncode in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGXCPU):
        return {"refused": "limits"}
    if done.returncode:
        return {"refused": "limits" if b"MemoryError" in done.stderr else "unreadable"}
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _problem(reason: str, name: str) -> "Problem":
    from analysis.model import Problem

    what, why = REFUSALS[reason]
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


def _rows(path: str) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    filled = [sheet for sheet in sheets if sheet.end is not None]
    if not filled:
        return {"refused": "empty"}
    first = filled[0]
    if first.total_height > 250_001 or first.total_width > 200:
        return {"refused": "cells"}
    rows = [[_text(cell) for cell in row] for row in first.to_python(skip_empty_area=False)]
    return {"rows": rows, "sheet": first.name, "others": [sheet.name for sheet in filled[1:]]}


def _answer(path: str) -> dict[str, Any]:
    """Rows, or the reason why there are none."""
    from python_calamine import CalamineError, PasswordError

    try:
        unsafe = _unsafe(path)
        return {"refused": unsafe} if unsafe else _rows(path)
    except PasswordError:
        return {"refused": "password"}
    except MemoryError:
        return {"refused": "limits"}
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return {"refused": "unreadable"}


if __name__ == "__main__":
    _limit_this_process()
    sys.stdout.write(json.dumps(_answer(sys.argv[1])))
