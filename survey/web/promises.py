"""What people are told and who has access: for the works council and the privacy officer."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import bank, messages, planner, store
from survey.store.profiles import approval_of, approve
from survey.store.staff import places_of
from survey.web import notice
from survey.web.here import house, now
from survey.web.staff import SHORT

blueprint = Blueprint("promises", __name__, url_prefix="/console/c/<client>/<survey>/promises")


@blueprint.get("/")
def page(client: str, survey: str) -> str:
    """The first page as people read it, word for word, and what stands behind it."""
    asked = store.questions_of(g.db, g.survey.id)
    spoken = bank.languages(asked)
    wanted = request.args.get("language", "")
    speech = messages.load(wanted if wanted in spoken else bank.MAIN)
    people = len(store.entries_of(g.db, g.survey.id))
    told = notice.notice(g.survey, planner.minutes(asked, people).usual, speech)
    return render_template(
        "promises.html",
        told=told,
        t=speech,
        languages=[messages.load(language) for language in spoken],
        access=[(staff, SHORT[p.role], p.unit) for staff, p in places_of(house(), g.db.key)],
        approved=approval_of(g.db, g.survey.id),
        may_agree="approve" in g.rights and g.survey.state == "draft",
    )


@blueprint.post("/agree")
def agree(client: str, survey: str) -> Response:
    """The trust person agrees that managers see names."""
    if g.survey.state != "draft" or g.survey.plan.mode != "named":
        raise Problem("there is nothing to agree to", why="No names are to be shown to managers.")
    approve(g.db, g.survey.id, g.staff.name, now())
    flash("It is written down that you agreed.")
    return redirect(url_for("promises.page", client=client, survey=survey))
