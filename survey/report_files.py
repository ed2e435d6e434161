"""The report on the whole firm as a file, for each audience and in each language.

The analysis draws it in the language that is usual at the client. In another it is drawn from the
same results when somebody asks for it, and kept beside the first until the survey is analysed anew.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.model import Problem
from survey import bank, exporting, jobs, kept, messages, reporting
from survey.outputs import read_record
from survey.reporting import Wanted
from survey.store import Database, Job, Survey
from survey.store.erasing import erased


def report_in(db: Database, survey: Survey, job: Job, role: str, language: str) -> Path:
    """The report of this analysis for an audience in a language; drawn where it is not there."""
    folder = jobs.folder_of(db, job.id)
    file = folder / _name(role, language, _first(folder))
    if not file.is_file():
        _refuse_without_answers(db, survey, language, folder)
        _draw(db, job, role, file)
    return file


def _name(role: str, language: str, first: str) -> str:
    """What the file is called: the audience and the language are both in it."""
    usual = Path(jobs.REPORTS[role])
    return usual.name if language == first else f"{usual.stem}-{language}{usual.suffix}"


def _first(folder: Path) -> str:
    """The language that the analysis drew its reports in."""
    try:
        return str(read_record(folder)["language"])
    except (Problem, KeyError):
        return bank.MAIN


def _draw(db: Database, job: Job, role: str, file: Path) -> None:
    """Draw it aside, so that what lies among the files of a run is whole at any time."""
    language = file.stem.partition("-")[2] or _first(file.parent)
    inputs = exporting.for_audience(jobs.inputs_of(db, job.survey_id, language), role)
    results = kept.load(file.parent)
    with TemporaryDirectory(dir=db.folder, prefix=".drawing-") as aside:
        made = reporting.report(inputs, results, Wanted(), Path(aside) / file.name)
        os.replace(made.path, file)


def _refuse_without_answers(db: Database, survey: Survey, language: str, folder: Path) -> None:
    """Problem if the answers were erased: nothing can be drawn from them any more."""
    if erased(db, survey.id).get("answers") is None:
        return
    raise Problem(
        f"There is no report in this language: {messages.load(language).name}",
        why="The answers to this survey have been erased, so no other can be made.",
        mend=f"The one in {messages.load(_first(folder)).name} is still there.",
    )
