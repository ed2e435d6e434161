"""The folder that an analysis leaves behind: whole or not at all, and nothing stale in it."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.model import Problem

RECORD = "run.json"
FILES = (
    "findings.json", "people.csv", "units.csv", "pairs.csv", "questions.csv",
    "question_pairs.csv", "changes.csv", "problems.csv", "network.graphml", "report_numbers.json",
    "report.pdf", RECORD,
)  # fmt: skip


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """A folder to write into; what is in it at the end is moved into ``out``, the record last.

    If anything fails, ``out`` stays as it was. Files of an earlier analysis that this one didn't
    write again are removed, so that names don't stay behind a report without names; whatever else
    lies in ``out`` is left alone.
    """
    new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=out))
    except OSError as error:
        raise _cannot_write(out, error) from None
    try:
        yield draft
        _move(draft, out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if new and not any(out.iterdir()):
            out.rmdir()


def _move(draft: Path, out: Path) -> None:
    written = [name for name in FILES if (draft / name).exists()]
    stale = [name for name in _of_earlier_run(out) if name not in written]
    (out / RECORD).unlink(missing_ok=True)
    for name in stale:
        (out / name).unlink(missing_ok=True)
    for name in written:
        os.replace(draft / name, out / name)


def _of_earlier_run(out: Path) -> list[str]:
    """The files that an earlier analysis left in ``out``, as its record has them."""
    try:
        names = json.loads((out / RECORD).read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in FILES if name in names]


def _cannot_write(out: Path, error: OSError) -> Problem:
    return Problem(
        "the results can't be written",
        where=str(out),
        why=f"The system says: {error.strerror or error}.",
        mend="Name a folder that you may write to, with room on the disk.",
    )


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write each text under its name, in UTF-8 with plain newlines."""
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))


def hashes(folder: Path, names: Iterable[str] = FILES) -> dict[str, str]:
    """The SHA-256 of each of the files that is there, by name."""
    return {name: sha256(folder / name) for name in names if (folder / name).is_file()}


def read_record(folder: Path) -> dict[str, Any]:
    """``run.json`` of a folder that an analysis left behind; Problem where there is none."""
    path = folder / RECORD
    mend = "Name the folder that `tiewise analyse --out` wrote."
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = "there is no run.json" if folder.is_dir() else "there is no such folder"
        raise Problem(what, where=str(folder), mend=mend) from None
    except (OSError, ValueError) as error:
        raise Problem(
            "run.json can't be read", where=str(path), why=str(error), mend=mend
        ) from None
    if not isinstance(record, dict) or record.get("schema") != "tiewise/run/1":
        why = "It doesn't say that it is one."
        raise Problem("this is no record of a run", where=str(path), why=why, mend=mend)
    return record


def recorded_file(folder: Path, source: dict[str, str]) -> Path:
    """The input file, unchanged, where the record says or beside the results."""
    recorded = folder / source["path"]
    path = next((p for p in (recorded, folder / recorded.name) if p.is_file()), None)
    if path is None:
        mend = "Put it back, or into the folder of results."
        raise Problem(
            f"the {source['role'].replace('_', ' ')} file is gone", where=str(recorded), mend=mend
        )
    if sha256(path) != source["sha256"]:
        raise Problem(
            f"the {source['role'].replace('_', ' ')} file has changed since the analysis",
            where=str(path),
            why="Its SHA-256 is not the one in run.json.",
            mend="Put the old file back, or run `tiewise analyse` again.",
        )
    return path
