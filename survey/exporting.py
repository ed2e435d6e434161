"""A survey's results in another form: for Gephi, Pajek, UCINET, Polinode, spreadsheets, slides.

Everything passes the same gate: what the audience may see is a View, and nothing else is written.
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import files
from analysis.exports import FORMATS as GRAPHS
from analysis.exports import Graph, shown
from analysis.model import Problem
from analysis.network import from_answers
from analysis.privacy import Audience, View
from analysis.results import Results, row_dict
from survey import jobs, kept, pipeline, report_languages, retention, store
from survey.config import Config
from survey.outputs import read_record
from survey.pipeline import Inputs, Progress
from survey.store import House
from survey.verify import recorded_inputs

SCHEMA = "tiewise/export/1"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be written: a view, and the network as far as it may be shown."""

    job: Inputs
    view: View
    graph: Graph


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of one export by how their names end, the one that was asked for first."""

    files: tuple[tuple[str, bytes], ...]
    named: bool
    notice: str


def export(job: Inputs, results: Results, form: str) -> Exported:
    """The results in this form, as far as the job's audience may see them."""
    if form not in FORMS:
        raise Problem(f"there is no format {form}", mend=f"Use one of: {', '.join(FORMS)}.")
    wanted = as_shown(job, results)
    return Exported(FORMS[form](wanted), *holds(wanted, form))


def as_shown(job: Inputs, results: Results) -> Shown:
    """Results through the gate: the view, and people and ties only where it shows them."""
    from reports.source import shown_type

    job = pipeline.planned(job, results)
    view = pipeline.seen(job, results)
    graph = shown(view, from_answers(job.roster, job.answers), shown_type(view))
    return Shown(job, view, graph)


def holds(wanted: Shown, form: str) -> tuple[bool, str]:
    """Whether a form names people, and the sentence that says so; a graph file has no findings."""
    from reports.workbook import notice

    words = pipeline.wording(wanted.job.options, wanted.view.of)
    graph_alone = form in GRAPHS or form == "polinode"
    named = wanted.graph.named or (wanted.view.named and not graph_alone)
    return named, notice(words, wanted.graph, named)


def from_folder(
    folder: Path, progress: Progress | None = None, language: str = ""
) -> tuple[Inputs, Results]:
    """The inputs that a folder of results was made from, and the results anew.

    In another language than it was analysed in, the sentences of one's own are left out.
    """
    job = recorded_inputs(folder, read_record(folder))
    if language and language != job.options.language:
        job = report_languages.told_in(job, language)
    network = from_answers(job.roster, job.answers)
    return job, pipeline.analysed(job, network, progress)


def from_survey(house: House, name: str, language: str = "") -> tuple[Inputs, Results]:
    """The newest results of a survey on the site, called ``client/survey``."""
    client, _, slug = name.partition("/")
    try:
        db = store.open_client(house, client)
    except KeyError:
        db = None
    survey = store.survey_by_slug(db, slug) if db else None
    if db is None or survey is None:
        mend = "Name it as client/survey, or name a folder that `tiewise analyse` wrote."
        raise Problem("there is no such survey", where=name, mend=mend)
    job = store.latest_job(db, survey.id, "done")
    if job is None:
        mend = "Close the survey and run the analysis."
        raise Problem("this survey has no results yet", where=name, mend=mend)
    retention.refuse_without_answers(db, survey)
    return jobs.inputs_of(db, survey.id, language), kept.load(jobs.folder_of(db, job.id))


def found(
    name: str, open_site: Callable[[], Config], progress: Progress | None = None, language: str = ""
) -> tuple[Inputs, Results]:
    """Results by name: a folder that `analyse` wrote, or a survey on the site as client/survey.

    They are told in a language, or in the one that they were analysed in or is usual there.
    """
    folder = Path(name)
    if folder.is_dir():
        return from_folder(folder, progress, language)
    client, _, slug = name.partition("/")
    if not (client and slug):
        mend = "Name a folder that `tiewise analyse` wrote, or a survey as client/survey."
        raise Problem("there is no such folder", where=name, mend=mend)
    config = open_site()
    house = store.open_house(config.instance, config.database_url)
    try:
        return from_survey(house, name, language)
    finally:
        house.close()


def for_audience(job: Inputs, name: str) -> Inputs:
    """The same job, for this audience where one is named."""
    audiences = {who: Audience(who) for who in ("analyst", "manager")}
    return replace(job, options=replace(job.options, audience=audiences[name])) if name else job


def branded(job: Inputs, folder: Path | None) -> Inputs:
    """The same job in the brand of this folder where one is named."""
    if folder is None:
        return job
    from survey.brand import read_brand

    return replace(job, brand=read_brand(folder).brand)


def write(made: Exported, out: Path) -> tuple[Path, ...]:
    """Write every file: the first as ``out``, the others beside it; whole or not at all."""
    paths = [out, *(out.with_name(out.stem + ending) for ending, _ in made.files[1:])]
    for path, (_, content) in zip(paths, made.files, strict=True):
        _write(path, content)
    return tuple(paths)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".draft-", delete=False) as draft:
            draft.write(content)
        os.replace(draft.name, path)
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        mend = "Name a file in a folder that you may write to."
        raise Problem("the export can't be written", where=str(path), why=why, mend=mend) from None


def _graph(form: str) -> Callable[[Shown], tuple[tuple[str, bytes], ...]]:
    def written(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
        parts = GRAPHS[form](wanted.graph, holds(wanted, form)[1])
        return tuple((part.ending, part.text.encode("utf-8")) for part in parts)

    return written


def _json(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
    """Findings, tables and the network as data."""
    words = pipeline.sentences(wanted.job.options, wanted.view.names, wanted.view.of)
    said = files.findings_dict(wanted.view, words) | {
        "schema": SCHEMA,
        "holds_names": wanted.view.named,
        "notice": holds(wanted, "json")[1],
        "units": [_row(row_dict(row)) for row in wanted.view.units],
        "pairs": [_row(row_dict(row)) for row in wanted.view.pairs],
        "network": {
            "of": wanted.graph.of,
            "nodes": [{"id": n.id, "name": n.name, **_row(n.facts)} for n in wanted.graph.nodes],
            "edges": [
                {"source": e.source, "target": e.target, "weight": e.weight, **_row(e.facts)}
                for e in wanted.graph.edges
            ],
        },
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False)
    return ((".json", (text + "\n").encode("utf-8")),)


def _row(row: object) -> dict[str, object]:
    plain: dict[str, object] = {key: files.plain(part) for key, part in dict(row).items()}  # type: ignore[call-overload]
    return plain


def _polinode(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
    from reports.workbook import polinode

    return ((".xlsx", polinode(wanted.graph, holds(wanted, "polinode")[1])),)


def _xlsx(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
    from reports.workbook import workbook

    return ((".xlsx", workbook(wanted.view, pipeline.cover_of(wanted.job), wanted.graph)),)


def _pptx(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
    from reports.slides import slides

    return ((".pptx", slides(wanted.view, pipeline.cover_of(wanted.job))),)


def _html(wanted: Shown) -> tuple[tuple[str, bytes], ...]:
    from reports.page import html

    page = html(wanted.view, pipeline.cover_of(wanted.job), wanted.graph)
    return ((".html", page.encode("utf-8")),)


FORMS: dict[str, Callable[[Shown], tuple[tuple[str, bytes], ...]]] = {
    **{form: _graph(form) for form in GRAPHS},
    "polinode": _polinode,
    "json": _json,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "html": _html,
}
