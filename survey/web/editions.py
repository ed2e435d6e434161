"""Reports for the managers of units: one each, or all in one file; a bound reader gets her own."""

from hashlib import sha256

from flask import Blueprint, abort, g, redirect, render_template, send_file, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from analysis.model import Problem
from analysis.results import Results
from survey import jobs, kept, reporting, retention, store, unit_reports
from survey.bank import MAIN
from survey.pipeline import Inputs
from survey.web import report_language
from survey.web.findings import NONE_YET
from survey.web.here import house, now

blueprint = Blueprint("editions", __name__, url_prefix="/console/c/<client>/<survey>/reports")
blueprint.after_request(report_language.remember)
KEY = 16


def key_of(unit: str) -> str:
    """What stands for a unit in addresses, whatever its name is made of."""
    return sha256(unit.encode()).hexdigest()[:KEY]


def _current() -> tuple[Inputs, Results]:
    job = store.latest_job(g.db, g.survey.id, "done")
    if job is None:
        raise NONE_YET
    retention.refuse_without_answers(g.db, g.survey)
    inputs = jobs.inputs_of(g.db, g.survey.id, report_language.chosen())
    return inputs, kept.load(jobs.folder_of(g.db, job.id))


def _units(job: Inputs, results: Results) -> dict[str, str]:
    """The units whose report whoever is signed in may have, by key."""
    rows = reporting.unit_rows(job, results)
    if g.unit:
        rows = tuple(row for row in rows if (row.unit_type, row.unit) == g.unit)
    return {key_of(row.unit): row.unit for row in rows}


@blueprint.get("/")
def page(client: str, survey: str) -> str | tuple[str, int]:
    """Of which units there is a report, and why not of the others."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    return render_template(
        "editions.html",
        survey=g.survey,
        units=_units(job, results),
        needed=reporting.answers_needed(job),
        named=job.options.policy.mode == "named",
        making=_made(),
        **report_language.words(),
    )


@blueprint.get("/<unit>.pdf")
def unit(client: str, survey: str, unit: str) -> Answer | tuple[str, int]:
    """One unit's report."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    name = _units(job, results).get(unit) or abort(404)
    called = f"{g.survey.slug}-{unit}-{job.options.language}.pdf"
    return _file(unit_reports.pdf(job, results, name), called, "application/pdf")


@blueprint.post("/all")
def make_all(client: str, survey: str) -> Response | tuple[str, int]:
    """Have every unit's report made in the language that was chosen: many take a while."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    if _units(job, results):
        jobs.begin(house(), client, g.survey.id, "units", now(), **_about())
    return redirect(_page())


@blueprint.get("/all.zip")
def together(client: str, survey: str) -> Answer | Response:
    """Every unit's report in one ZIP, once it has been made."""
    made = _made()
    if made is None or made.state != "done":
        return redirect(_page())
    file = jobs.folder_of(g.db, made.id) / unit_reports.NAME
    name = f"{g.survey.slug}-units-{report_language.chosen()}.zip"
    return send_file(file, as_attachment=True, download_name=name)


@blueprint.get("/all.json")
def state(client: str, survey: str) -> dict[str, str | float]:
    """How far the making of all reports is."""
    made = _made()
    if made is None:
        return {"state": "none", "stage": "", "share": 0.0}
    return {"state": made.state, "stage": made.stage, "share": made.share}


def _analysis() -> str:
    job = store.latest_job(g.db, g.survey.id, "done")
    return job.id if job else ""


def _made() -> store.Job | None:
    """The newest making of all reports of the newest analysis in the language that was chosen."""
    made = (job for job in store.jobs_of(g.db) if job.kind == "units")
    # Older ones don't say their language: all reports were in English then.
    return next((job for job in made if {"language": MAIN, **job.about} == _about()), None)


def _about() -> dict[str, str]:
    """What tells one making of all reports from another."""
    return {"analysis": _analysis(), "language": report_language.chosen()}


def _page() -> str:
    where = {"client": g.db.slug, "survey": g.survey.slug}
    return url_for("editions.page", language=report_language.chosen(), **where)


def _file(content: bytes, name: str, kind: str) -> Answer:
    answer = Answer(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
