"""The analysis is started and watched, and its report downloaded: which one, the role decides."""

from flask import Blueprint, abort, g, redirect, send_file, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import jobs, plan_reports, store
from survey.web import manage, report_language
from survey.web.here import house, now

blueprint = Blueprint("results", __name__, url_prefix="/console/c/<client>/<survey>/results")
blueprint.after_request(report_language.remember)


@blueprint.post("/")
def start(client: str, survey: str) -> Response | tuple[str, int]:
    """Queue the analysis, or the failed one once more."""
    latest = store.latest_job(g.db, g.survey.id)
    try:
        if latest and latest.state in ("failed", "stopped"):
            jobs.retry(house(), client, latest.id, now())
        else:
            jobs.start(house(), client, g.survey.id, now())
    except Problem as problem:
        return manage.survey_page(problem), 400
    return redirect(url_for("manage.survey", client=client, survey=survey))


@blueprint.get("/state.json")
def state(client: str, survey: str) -> dict[str, str | float]:
    """How far the newest analysis is."""
    job = store.latest_job(g.db, g.survey.id)
    if job is None:
        return {"state": "none", "stage": "", "share": 0.0}
    return {"state": job.state, "stage": job.stage, "share": job.share}


@blueprint.get("/report.pdf")
def report(client: str, survey: str) -> Answer:
    """The newest report, as far as this role may see, in the language that was chosen."""
    job = store.latest_job(g.db, g.survey.id, "done")
    if job is None:
        abort(404)
    language = report_language.chosen()
    file = plan_reports.newest(g.db, job, g.role, language)
    name = f"{g.survey.slug}-{g.role}-{language}.pdf"
    return send_file(file, as_attachment=True, download_name=name)
