"""``tiewise report``: the organisation, unit or person edition of a survey's results as a PDF."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from analysis.model import Problem
from analysis.narrowing import OWN_TEAM, narrowed, reportable
from analysis.own_page import own_page
from analysis.privacy import MANAGER, View
from analysis.results import Results, UnitRow
from survey import pipeline
from survey.pipeline import Inputs

Edition = Literal["organisation", "unit", "person"]
NOTICES = {True: "Holds names of people.", False: "Holds no names of people."}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which edition, of which unit (its name) or person (the id)."""

    edition: Edition = "organisation"
    unit: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        """Refuse an edition that does not say of whom, or says more than it can use."""
        needed = {"unit": "--unit NAME", "person": "--person ID"}.get(self.edition, "")
        given = {"unit": self.unit, "person": self.person}
        if needed and not given[self.edition]:
            raise Problem(f"it is not said which {self.edition}", mend=f"Add {needed}.")
        odd = [name for name, value in given.items() if value and name != self.edition]
        if odd:
            raise Problem(
                f"the {self.edition} edition takes no {odd[0]}",
                mend=f"Leave --{odd[0]} out, or ask for --edition {odd[0]}.",
            )


@dataclass(frozen=True, slots=True)
class Report:
    """What was written, and whether it holds names."""

    path: Path
    named: bool

    @property
    def notice(self) -> str:
        """That in words."""
        return NOTICES[self.named]


def seen(job: Inputs, results: Results, wanted: Wanted) -> View:
    """What the reader of this edition may see.

    A unit's report is for its manager and a person's page for her, whoever makes them; the
    organisation edition is for the audience that the analysis was made for.
    """
    if job.teams is not None and wanted.edition != "organisation":
        raise Problem(
            f"there is no report for one {wanted.edition}",
            why="This survey is anonymous: it tells of the teams together, and of nobody alone.",
            mend="Ask for the organisation edition.",
        )
    if wanted.edition == "person":
        return own_page(results, job.answers, wanted.person, job.options.policy)
    if wanted.edition == "unit":
        return narrowed(_for_managers(job, results), wanted.unit)
    return pipeline.seen(job, results)


def units(job: Inputs, results: Results) -> Sequence[str]:
    """The units of which there can be a report."""
    return [row.unit for row in unit_rows(job, results)]


def unit_rows(job: Inputs, results: Results) -> tuple[UnitRow, ...]:
    """Their rows, as their managers may see them; none where the answers are anonymous."""
    if job.teams is not None:
        return ()
    return reportable(_for_managers(job, results))


def answers_needed(job: Inputs) -> int:
    """How many of a unit must have answered for a report to be made of it."""
    return max(OWN_TEAM, job.options.policy.k)


def _for_managers(job: Inputs, results: Results) -> View:
    return pipeline.seen(replace(job, options=replace(job.options, audience=MANAGER)), results)


def worded(job: Inputs, folder: Path | None) -> Inputs:
    """The same job, with sentences of one's own where a folder of them is named."""
    from reports.own_words import files_of

    if folder is None:
        return job
    files = files_of(folder, job.options.language)
    return replace(job, options=replace(job.options, wording=files))


def report(
    job: Inputs, results: Results, wanted: Wanted, out: Path, numbers: Path | None = None
) -> Report:
    """Write the edition as ``out``, whole or not at all. The same results give the same bytes.

    ``numbers`` gets the list of what it prints and where that is from, to be verified by.
    """
    from reports.editions import edition
    from reports.tracing import Files
    from survey import printed

    view = seen(job, results, wanted)
    job = pipeline.planned(job, results)
    pipeline.wording(job.options, view.of)
    draft = _draft(out)
    try:
        cover, files = pipeline.cover_of(job), Files(pipeline.written(job, results))
        ledger = edition(view, cover, draft, files)
        os.replace(draft, out)
        if numbers:
            listed = printed.as_json(ledger, out.name, job.options.language)
            numbers.write_text(listed, encoding="utf-8")
    except OSError as error:
        raise _cannot_write(out, error) from None
    finally:
        draft.unlink(missing_ok=True)
    return Report(out, view.named)


def _draft(out: Path) -> Path:
    """An empty file beside ``out``, to become it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=out.parent, prefix=".draft-", suffix=".pdf")
        os.close(number)
    except OSError as error:
        raise _cannot_write(out, error) from None
    return Path(name)


def _cannot_write(out: Path, error: OSError) -> Problem:
    why = f"The system says: {error.strerror or error}."
    mend = "Name a file in a folder that you may write to."
    return Problem("the report can't be written", where=str(out), why=why, mend=mend)
