"""A spreadsheet that was sent, kept aside between its preview and the moment that it is taken."""

import re
import shutil
from pathlib import Path
from secrets import token_hex

from flask import abort, g
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from analysis.model import Fault, Problem

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
MENDING = ("file", "row", "column", "value", "what", "why", "mend", "taken")


class UploadForm(FlaskForm):
    """A spreadsheet."""

    file = FileField("Spreadsheet", [FileRequired("Choose a file.")])


def folder(of: str = "") -> Path:
    """Where what was sent for this survey lies; ``of`` tells apart what it holds."""
    found: Path = g.db.folder / "uploads" / (g.survey.id + of)
    return found


def keep(sent: FileStorage, what: str, of: str = "") -> str:
    """Put the file under a name of our own; an earlier one of this survey goes."""
    name = (sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Problem(
            "this is not a spreadsheet",
            where=name,
            why=f"Its name ends in {ending or 'nothing'}.",
            mend=f"Save it as one of: {', '.join(ENDINGS)}.",
        )
    if g.survey.state != "draft":
        raise Problem(f"{what} stands", why="The survey has been opened already.")
    forget(of)
    key = token_hex(8)
    folder(of).mkdir(parents=True, mode=0o700)
    sent.save(folder(of) / f"{key}{ending}")
    (folder(of) / f"{key}.name").write_text(name, encoding="utf-8")
    return key


def found(key: str, of: str = "") -> tuple[Path, str]:
    """The file that was kept, and what its sender calls it; 404 if it is not there any more."""
    files = [f for f in folder(of).glob(f"{key}.*") if f.suffix != ".name"]
    if not re.fullmatch(r"[0-9a-f]{16}", key) or not files:
        abort(404)
    return files[0], (folder(of) / f"{key}.name").read_text(encoding="utf-8")


def forget(of: str = "") -> None:
    """Nothing of it is kept."""
    shutil.rmtree(folder(of), ignore_errors=True)


def to_mend(faults: tuple[Fault, ...]) -> list[tuple[str, ...]]:
    """Faults as the rows of a sheet under ``MENDING``."""
    return [
        (f.file, str(f.row or ""), f.column, f.value, f.what, f.why, f.mend, f.taken)
        for f in faults
    ]
