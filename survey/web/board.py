"""The response board: how many answered, how fast, how many it will be; never who."""

from datetime import UTC, datetime, time

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from survey import jobs, outlook, pace, store
from survey.web.here import house, now
from survey.web.manage import csv_file
from survey.web.units import seen_board, unit_type

blueprint = Blueprint("board", __name__, url_prefix="/console/c/<client>/<survey>/board")


@blueprint.get("/")
def page(client: str, survey: str) -> str:
    """Response by unit, with target, pace and forecast."""
    by, unit_types = unit_type()
    chosen = store.collecting_of(g.db, g.survey.id)
    beat = store.pulse(g.db, g.survey.id)
    end = ends_at()
    whole = g.get("unit") is None
    seen = whole and g.survey.state == "open"
    return render_template(
        "board.html",
        survey=g.survey,
        board=seen_board(by),
        whole=whole,
        by=by,
        unit_types=unit_types,
        target=chosen.target,
        per_day=pace.per_day(beat, now()),
        why_none=pace.why_none(beat, now(), end),
        forecast=pace.forecast(beat, now(), end, chosen.target) if seen and end else None,
        again=len(store.not_answered(g.db, g.survey.id)) if lists_names() else 0,
        lists_names=lists_names(),
        outlook=outlook.kept(g.db, g.survey.id) if seen and "run" in g.rights else None,
    )


@blueprint.post("/outlook")
def look_ahead(client: str, survey: str) -> Response:
    """Have it worked out what today's answers could carry."""
    if g.survey.state == "open" and not g.survey.anonymous:
        jobs.ask_outlook(house(), client, g.survey.id, now())
        flash("It is being worked out. Open this page again in a minute.")
    return redirect(url_for("board.page", client=client, survey=survey, _anchor="outlook"))


def ends_at() -> datetime | None:
    """When the survey ends: by its schedule, or after its last day."""
    steps = store.steps_of(g.db, g.survey.id)
    planned = [step.at for step in steps if step.kind == "close" and step.state == "waiting"]
    last = g.survey.plan.closes_on
    days = [datetime.combine(last, time.max, tzinfo=UTC)] if last else []
    return min([*planned, *days], default=None)


def lists_names() -> bool:
    """Whether this survey's policy and this account allow a list of whom to invite again."""
    return "run" in g.get("rights", ()) and g.survey.plan.mode != "aggregate"


@blueprint.post("/again.csv")
def again_csv(client: str, survey: str) -> Response | Answer:
    """Whom to invite again, where the policy allows it: id, name and address, nothing else."""
    rows = store.not_answered(g.db, g.survey.id) if lists_names() else ()
    if not rows or g.survey.state != "open":
        flash("There is no such list: it would say something about too few people.")
        return redirect(url_for("board.page", client=client, survey=survey))
    return csv_file(("person_id", "name", "email"), rows, f"{g.survey.slug}-again.csv")
