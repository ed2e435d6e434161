"""The report with what was agreed since it was made: drawn anew when somebody wants it.

The report of the analysis stays as it is, so that it can be verified; the newer one lies beside it.
"""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from analysis.model import Problem
from survey import (
    exporting,
    jobs,
    kept,
    report_files,
    report_languages,
    reporting,
    retention,
    store,
)
from survey.following import Following
from survey.reporting import Wanted
from survey.store import Database, Job, actions


def newest(db: Database, job: Job, audience: str, language: str = "") -> Path:
    """The report of an analysis for this audience, with the actions as they stand now, in a
    language or in the one usual at the client.

    Where it can't be drawn any more, because the answers have been erased, the last one stands.
    """
    language = language or report_languages.usual(db)
    survey = store.survey_of(db, job.survey_id)
    made = report_files.report_in(db, survey, job, audience, language)
    newer = made.with_name(f"{made.stem}-plan.pdf")
    following = Following(job.survey_id, actions.noted_of(db, job.survey_id))
    if not following.noted and not newer.exists():
        return made
    if _state(newer) != _called(following):
        try:
            _draw(db, job, (audience, language), newer)
        except Problem:
            return newer if newer.exists() else made
        newer.with_suffix(".state").write_text(_called(following), encoding="utf-8")
    return newer


def _draw(db: Database, job: Job, reader: tuple[str, str], file: Path) -> None:
    retention.refuse_without_answers(db, store.survey_of(db, job.survey_id))
    audience, language = reader
    inputs = exporting.for_audience(jobs.inputs_of(db, job.survey_id, language), audience)
    results = kept.load(jobs.folder_of(db, job.id))
    reporting.report(inputs, results, Wanted(), file)
    file.chmod(0o600)


def _called(following: Following) -> str:
    """What the actions that a report was drawn with come to."""
    said = json.dumps([asdict(each) for each in following.noted], default=str)
    return sha256(said.encode()).hexdigest()


def _state(file: Path) -> str:
    state = file.with_suffix(".state")
    return state.read_text(encoding="utf-8") if file.exists() and state.exists() else ""
