"""Whether a folder of results still says what its inputs give: every figure recomputed."""

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.model import Problem
from analysis.privacy import ANALYST, MANAGER, Policy
from analysis.settings import Settings
from survey import earlier
from survey.differences import first_difference
from survey.outputs import FILES, RECORD, read_record, recorded_file
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
class Verdict:
    """What was compared, and the first thing that differs (empty if nothing does)."""

    compared: tuple[str, ...]
    difference: str = ""
    why: str = ""


def verify(folder: Path, progress: Progress | None = None) -> Verdict:
    """Recompute every file in ``folder`` from its inputs and compare, byte by byte.

    Raises Problem where that can't be done: no record, or inputs that are gone or have changed.
    """
    record = read_record(folder)
    job = recorded_inputs(folder, record)
    names = tuple(name for name in FILES if name in record["outputs"] and name != RECORD)
    with tempfile.TemporaryDirectory() as again:
        run(job, Path(again), progress)
        for name in names:
            said = _compare(name, folder, Path(again))
            if said:
                return Verdict(names, said, _why(record))
    return Verdict(names)


def _compare(name: str, folder: Path, again: Path) -> str:
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
