"""A respondent's own page, by her personal link, once the results are there: hers alone."""

import tempfile
from pathlib import Path

from flask import Blueprint, g, redirect, render_template, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import jobs, kept, reporting, store
from survey.reporting import Wanted
from survey.web import speaking

blueprint = Blueprint("own_pages", __name__)
blueprint.context_processor(speaking.words)
blueprint.after_request(speaking.remember)


def promised() -> bool:
    """Whether a survey like this one gives people a page: not where nobody sees an answer."""
    return not g.survey.anonymous and g.survey.plan.mode != "aggregate"


def is_there() -> bool:
    """Whether she may ask for her page: she has submitted, and the results are there."""
    return promised() and g.survey.state == "analysed" and g.invitation.state == "submitted"


@blueprint.get("/r/<invitation>/page.pdf")
def page(invitation: str) -> Response | tuple[str, int]:
    """Her own answers and rough places, in her language; or why there can be no such page.

    Before the results are there, and for whoever has not submitted, it leads to the first page.
    """
    job = store.latest_job(g.db, g.survey.id, "done") if is_there() else None
    if job is None:
        return redirect(url_for("respond.first", invitation=invitation))
    try:
        content = _drawn(job.id)
    except Problem:
        # The reason is told in her language; what the Problem says is meant for staff.
        return render_template("respond_no_own.html"), 404
    answer = Answer(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{g.survey.slug}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _drawn(job_id: str) -> bytes:
    """The page as it is drawn from a view that holds nothing of anybody else."""
    job = jobs.inputs_of(g.db, g.survey.id, speaking.speech().language)
    results = kept.load(jobs.folder_of(g.db, job_id))
    with tempfile.TemporaryDirectory() as folder:
        wanted = Wanted("person", person=g.invitation.person_id)
        return reporting.report(job, results, wanted, Path(folder) / "own.pdf").path.read_bytes()
