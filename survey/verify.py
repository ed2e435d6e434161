"""Whether a folder of results still says what its inputs give: every figure recomputed."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from analysis.model import Problem
from analysis.privacy import ANALYST, MANAGER, Policy
from analysis.settings import Settings
from survey import earlier, printed
from survey.differences import first_difference
from survey.outputs import FILES, RECORD, read_record, recorded_file, sha256
from survey.pipeline import (
    Inputs,
    Options,
    PartnerFiles,
    Progress,
    from_files,
    run,
    versions,
    with_brand,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A report whose printed numbers were all accounted for, by kind, and on how many pages."""

    report: str
    pages: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared, and the first thing that differs (empty if nothing does).

    ``recomputed`` is False where a run of the site keeps no input files: then the files were held
    against their recorded hashes and the reports against the files.
    """

    compared: tuple[str, ...]
    difference: str = ""
    why: str = ""
    checked: tuple[Checked, ...] = ()
    recomputed: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that was made of the results later, and its list of numbers."""

    report: Path
    numbers: Path


def edition_of(report: Path | None, numbers: Path | None) -> Edition | None:
    """Both or neither; Problem if one is missing."""
    if report and numbers:
        return Edition(report, numbers)
    if report or numbers:
        raise Problem(
            "a report and its list of numbers belong together",
            mend="Give both --report and --numbers; `tiewise report --numbers` writes the list.",
        )
    return None


def verify(
    folder: Path, progress: Progress | None = None, edition: Edition | None = None
) -> Verdict:
    """Recompute every file in ``folder`` from its inputs and compare, byte by byte.

    Each number of each report is found in its list and in the files beside it. Raises Problem
    where that can't be done: no record, or inputs that are gone or have changed.
    """
    verdict = _verified(folder, progress)
    if verdict.difference or edition is None:
        return verdict
    book = printed.read(edition.numbers)
    said = printed.first_fault(book, folder, edition.report)
    checked = (*verdict.checked, Checked(edition.report.name, book.pages, book.kinds))
    why = "The report or its list was changed, or is of other results." if said else ""
    return replace(verdict, difference=said, why=why, checked=checked)


def _verified(folder: Path, progress: Progress | None) -> Verdict:
    record = read_record(folder)
    names = tuple(name for name in FILES if name in record["outputs"] and name != RECORD)
    if record.get("inputs") == []:
        return _as_kept(folder, record, names)
    job = recorded_inputs(folder, record)
    with tempfile.TemporaryDirectory() as again:
        run(job, Path(again), progress)
        same = partial(_compare, folder=folder, again=Path(again))
        data = [name for name in names if not name.startswith("report")]
        said = _first(map(same, data)) or _printed(folder, job.options.wording)
        said = said or _first(map(same, names))
    if said:
        return Verdict(names, said, _why(record))
    return Verdict(names, checked=_checked(folder))


def _as_kept(folder: Path, record: dict[str, Any], names: tuple[str, ...]) -> Verdict:
    """A run whose inputs lie in a database: its files as they were recorded, its reports."""
    known = record["outputs"]
    changed = (
        f"{name}: it is not the file that was recorded"
        for name in names
        if not (folder / name).is_file() or sha256(folder / name) != known[name]
    )
    said = _printed(folder) or _first(changed)
    if said:
        return Verdict(names, said, _why(record), recomputed=False)
    return Verdict(names, checked=_checked(folder), recomputed=False)


def _first(said: Iterable[str]) -> str:
    return next((one for one in said if one), "")


def _books(folder: Path) -> list[printed.Book]:
    return [printed.read(path) for path in sorted(folder.glob(f"*{printed.ENDING}"))]


def _printed(folder: Path, own: tuple[Path, ...] = ()) -> str:
    """The first number of a report that nobody accounts for."""
    return _first(printed.first_fault(book, folder, own=own) for book in _books(folder))


def _checked(folder: Path) -> tuple[Checked, ...]:
    return tuple(Checked(book.report, book.pages, book.kinds) for book in _books(folder))


def _compare(name: str, *, folder: Path, again: Path) -> str:
    if not (folder / name).is_file():
        return f"{name}: it is gone"
    return first_difference(name, folder / name, again / name)


def _why(record: dict[str, Any]) -> str:
    """Other versions explain a difference; without them somebody changed something."""
    now = versions()
    other = [
        f"{k} {v} (now {now.get(k)})" for k, v in record["versions"].items() if now.get(k) != v
    ]
    if other:
        return f"The results were made with other versions: {', '.join(other)}."
    return "The file was changed after the analysis wrote it."


def recorded_inputs(folder: Path, record: dict[str, Any]) -> Inputs:
    """What a folder of results was made from, read again; Problem if it is gone or changed."""
    try:
        sources = {source["role"]: source for source in record["inputs"]}
        roster, answers = (recorded_file(folder, sources[role]) for role in ("roster", "answers"))
        own = tuple(recorded_file(folder, s) for s in record["inputs"] if s["role"] == "wording")
        options = replace(_options(record), wording=own)
        firms = _partners(folder, sources)
        on = date.fromisoformat(record["on"]) if record["on"] else None
        titles = {"title": record["title"], "firm": record["firm"], "on": on}
        look = [
            recorded_file(folder, sources[role]) for role in ("brand", "logo") if role in sources
        ]
    except (KeyError, TypeError, ValueError) as error:
        why = f"It lacks or garbles {error}."
        mend = "Run `tiewise analyse` again."
        raise Problem("run.json is not whole", where=str(folder), why=why, mend=mend) from None
    job = replace(from_files(roster, answers, options, firms), **titles)
    job = earlier.recorded(job, folder, record)
    return with_brand(job, look[0].parent) if look else job


def _partners(folder: Path, sources: dict[str, dict[str, str]]) -> PartnerFiles | None:
    """The files about partners, if the run had any."""
    if "partners" not in sources:
        return None
    partners, ties = (recorded_file(folder, sources[role]) for role in ("partners", "partner_ties"))
    return PartnerFiles(partners, ties)


def _options(record: dict[str, Any]) -> Options:
    settings = {**record["settings"], "questions": tuple(record["settings"]["questions"])}
    usual = Settings()
    for key, value in settings.items():
        if type(value) is not type(getattr(usual, key, None)):
            raise TypeError(key)
    audience = {"analyst": ANALYST, "manager": MANAGER}[record["audience"]]
    return Options(
        settings=Settings(**settings),
        policy=Policy(**record["policy"]),
        audience=audience,
        language=str(record["language"]),
        pdf=bool(record["pdf"]),
    )
