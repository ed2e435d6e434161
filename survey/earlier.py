"""The last survey's results as an analysis takes them: the folder that `analyse` left behind."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.model import Problem
from analysis.network import from_answers
from analysis.waves import Wave
from survey.outputs import read_record, recorded_file, sha256
from survey.pipeline import Inputs, Source, from_files

ROLES = ("before_roster", "before_answers", "before_findings")
FINDINGS = "findings.json"
AGAIN = "Name the folder that `tiewise analyse --out` wrote for the last survey."


@dataclass(frozen=True, slots=True)
class Earlier:
    """The files of the last survey, and what it was called."""

    roster: Path
    answers: Path
    findings: Path
    title: str = ""
    on: date | None = None


def with_folder(job: Inputs, folder: Path, out: Path) -> Inputs:
    """The job with the results in ``folder`` to compare with.

    Problem where that is no folder of results, its files are gone or have changed, or it is of
    another firm, of other people or of other questions.
    """
    if folder.resolve() == out.resolve():
        raise Problem(
            "the new results would be written over the last survey's",
            where=str(out),
            why="Then nobody could look at what was compared.",
            mend="Name another folder with --out.",
        )
    record = read_record(folder)
    _same_firm(job, record, folder)
    return with_files(job, _files(folder, record))


def _same_firm(job: Inputs, record: dict[str, Any], folder: Path) -> None:
    was, now = str(record.get("firm") or ""), job.firm
    if was and now and was.casefold() != now.casefold():
        raise Problem(
            "the earlier survey is of another firm",
            where=str(folder),
            why=f"It is of {was}, this one of {now}.",
            mend=AGAIN,
        )


def _files(folder: Path, record: dict[str, Any]) -> Earlier:
    """Where the last survey's files lie, unchanged since."""
    try:
        sources = {source["role"]: source for source in record["inputs"]}
        roster, answers = (recorded_file(folder, sources[role]) for role in ("roster", "answers"))
        on = date.fromisoformat(record["on"]) if record["on"] else None
        title, written = str(record["title"]), record["outputs"][FINDINGS]
    except (KeyError, TypeError, ValueError) as error:
        why = f"It lacks or garbles {error}."
        raise Problem("run.json is not whole", where=str(folder), why=why, mend=AGAIN) from None
    findings = recorded_file(folder, {"role": "findings", "path": FINDINGS, "sha256": written})
    return Earlier(roster, answers, findings, title, on)


def with_files(job: Inputs, earlier: Earlier) -> Inputs:
    """The job with these files to compare with, written down among its sources."""
    read = from_files(earlier.roster, earlier.answers)
    _same_questions(job, read, earlier)
    network = from_answers(read.roster, read.answers)
    wave = Wave(network, _figures(earlier.findings), {}, earlier.title, earlier.on)
    paths = (earlier.roster, earlier.answers, earlier.findings)
    added = (Source(role, path, sha256(path)) for role, path in zip(ROLES, paths, strict=True))
    return replace(job, before=wave, sources=(*job.sources, *added))


def _same_questions(job: Inputs, read: Inputs, earlier: Earlier) -> None:
    was, now = read.answers.questions, job.options.settings.questions or job.answers.questions
    if not {*was} & {*now}:
        raise Problem(
            "the earlier survey asked none of these questions",
            where=str(earlier.answers),
            why=f"It asked {', '.join(was)}; this one asks {', '.join(now)}.",
            mend="Compare surveys that ask the same; a question is known by its key.",
        )


def _figures(path: Path) -> dict[str, float]:
    """The figures of the whole, as the last report gave them."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["organisation"]
        return {key: float(value) for key, value in said.items() if value is not None}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"The system says: {error}."
        raise Problem("findings.json can't be read", where=str(path), why=why, mend=AGAIN) from None


def recorded(job: Inputs, folder: Path, record: dict[str, Any]) -> Inputs:
    """The job with what a record of it says that it was compared with, if anything."""
    sources = {source["role"]: source for source in record["inputs"]}
    if not all(role in sources for role in ROLES):
        return job
    roster, answers, findings = (recorded_file(folder, sources[role]) for role in ROLES)
    told = record.get("before") or {}
    on = date.fromisoformat(told["on"]) if told.get("on") else None
    return with_files(job, Earlier(roster, answers, findings, str(told.get("title", "")), on))
