"""What was found, on the screen: findings with their evidence, the map, tables, downloads.

All of it is drawn from the newest results through the View for whoever is signed in.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import wraps

from flask import Blueprint, abort, g, render_template
from flask.wrappers import Response as Answer
from markupsafe import Markup

from analysis.model import Problem
from analysis.results import Results
from survey import exporting, jobs, kept, pipeline, retention, store
from survey.exporting import Shown
from survey.pipeline import Inputs
from survey.store import series
from survey.web import report_language

blueprint = Blueprint("findings", __name__, url_prefix="/console/c/<client>/<survey>/findings")
blueprint.after_request(report_language.remember)
NONE_YET = Problem(
    "There are no results yet",
    why="What people answered has not been analysed.",
    mend="Close the survey and run the analysis.",
)
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
TYPES = {
    ".graphml": "application/xml",
    ".gexf": "application/xml",
    ".net": "text/plain",
    ".dl": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".html": "text/html",
    ".zip": "application/zip",
}
FORMS = (
    ("pptx", "Slides (PowerPoint)", "One finding a slide, with charts to edit and notes."),
    ("xlsx", "Workbook (Excel)", "Findings, actions, the matrix, and every figure to work on."),
    ("html", "One page to take along", "Everything with the map, in one file without a network."),
    ("csv", "Tables (CSV)", "Contacts and nodes as plain lists, in a ZIP file."),
    ("json", "Data (JSON)", "Everything as data, for programs."),
    ("graphml", "GraphML", "For igraph, R, yEd and Cytoscape."),
    ("gexf", "GEXF", "For Gephi."),
    ("pajek", "Pajek", "With a key that says who is who, in a ZIP file."),
    ("ucinet", "UCINET DL", "With a key that says who is who, in a ZIP file."),
    ("polinode", "Polinode", "A workbook of nodes and edges."),
)  # fmt: skip


def current() -> Shown:
    """The newest results, as far as whoever is signed in may see; Problem if there are none."""
    return exporting.as_shown(*newest())


def newest() -> tuple[Inputs, Results]:
    """The newest results whole, for the gate to pass, and whose eyes they are for."""
    job = store.latest_job(g.db, g.survey.id, "done")
    if job is None:
        raise NONE_YET
    retention.refuse_without_answers(g.db, g.survey)
    inputs = jobs.inputs_of(g.db, g.survey.id, report_language.chosen())
    return exporting.for_audience(inputs, g.role), kept.load(jobs.folder_of(g.db, job.id))


def told(page: Callable[..., str]) -> Callable[..., str | tuple[str, int]]:
    """A page of results; what stands in the way of one is told in its place."""

    @wraps(page)
    def shown(client: str, survey: str) -> str | tuple[str, int]:
        try:
            return page(client, survey)
        except Problem as problem:
            return render_template("findings_none.html", survey=g.survey, problem=problem), 400

    return shown


@blueprint.get("/")
@told
def page(client: str, survey: str) -> str:
    """What stands out and what to do, with "how do we know?" beside each finding."""
    from reports.page import answered
    from reports.sections.answer import answer
    from reports.sections.limits import limits
    from reports.sections.plan import plan

    shown = current()
    parts = answered(shown.view, pipeline.cover_of(shown.job), (answer,), (plan, limits))
    title = pipeline.wording(shown.job.options, shown.view.of).say("page_map.findings")
    safe = [Markup(part) for part in parts]  # noqa: S704 - escaped there
    return drawn("findings.html", shown, parts=safe, title=title)


@blueprint.get("/map")
@told
def map_page(client: str, survey: str) -> str:
    """The map to look around in."""
    from reports.page import map_parts

    shown = current()
    cover = pipeline.cover_of(shown.job)
    return drawn("findings_map.html", shown, **map_parts(shown.view, cover, shown.graph))


@blueprint.get("/tables")
@told
def tables(client: str, survey: str) -> str:
    """Everything else that the report says: who answered, the whole in figures, method, data."""
    from reports.page import the_rest

    shown = current()
    said = the_rest(shown.view, pipeline.cover_of(shown.job))
    return drawn("findings_tables.html", shown, parts=Markup(said))  # noqa: S704 - escaped there


@blueprint.get("/downloads")
@told
def downloads(client: str, survey: str) -> str:
    """The same in other forms, each with what it is for and whether it holds names."""
    shown = current()
    rows = [(form, name, said, *exporting.holds(shown, form)) for form, name, said in FORMS]
    return drawn("findings_downloads.html", shown, rows=rows)


@blueprint.get("/downloads/<form>")
def download(client: str, survey: str, form: str) -> Answer:
    """One of these forms; several files are one ZIP."""
    if form not in exporting.FORMS:
        abort(404)
    shown = current()
    files = exporting.FORMS[form](shown)
    ending, content = files[0] if len(files) == 1 else (".zip", _zipped(files))
    answer = Answer(content, mimetype=TYPES[ending])
    name = f"{g.survey.slug}-{form}-{g.role}-{shown.job.options.language}{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files of one export, named like the survey, with no hour in them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for ending, content in files:
            entry = zipfile.ZipInfo(f"{g.survey.slug}{ending}", ZIP_DAY)
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def drawn(template: str, shown: Shown, **facts: object) -> str:
    """A page of results, which says whether it names people."""
    named, notice = exporting.holds(shown, "html")
    facts |= {"named": named, "notice": notice, "uncompared": series.uncompared(g.db, g.survey)}
    return render_template(template, survey=g.survey, **facts, **report_language.words())
