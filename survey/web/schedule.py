"""The schedule of a survey: what happens by itself, to see and to change."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import store
from survey.web import beside
from survey.web.here import now, site

blueprint = Blueprint("schedule", __name__, url_prefix="/console/c/<client>/<survey>/schedule")
KINDS = {
    "open": "Open it and send the invitations",
    "remind": "Send a reminder to those who have not answered",
    "close": "Close it",
}
T = TypeVar("T")
FITS = {"draft": ("open", "remind", "close"), "open": ("remind", "close")}


@blueprint.get("/")
def page(client: str, survey: str) -> str:
    """The whole schedule."""
    return _page()


def _page(problem: Problem | None = None) -> str:
    zone = ZoneInfo(site().config.timezone)
    steps = [(step, step.at.astimezone(zone)) for step in store.steps_of(g.db, g.survey.id)]
    return render_template(
        "schedule.html",
        survey=g.survey,
        steps=steps,
        kinds={kind: KINDS[kind] for kind in FITS.get(g.survey.state, ())},
        said=KINDS,
        zone=site().config.timezone,
        here_now=f"{now().astimezone(zone):%H:%M}",
        mail_host=site().config.mail_host,
        problem=problem,
        typed=request.form,
    )


@blueprint.post("/")
def add(client: str, survey: str) -> Response | tuple[str, int]:
    """Put a step on the schedule."""
    try:
        at = _moment(request.form.get("day", ""), request.form.get("time", ""))
        kind = _kind(request.form.get("kind", ""))
        with beside.field("day"):
            store.plan_step(g.db, g.survey.id, kind, at, now())
    except Problem as problem:
        return _page(problem), 400
    flash("It is on the schedule.")
    return redirect(url_for("schedule.page", client=client, survey=survey))


def _moment(day: str, time: str) -> datetime:
    """The moment that was typed, in the site's time zone."""
    with beside.field("day"):
        on = _read(date.fromisoformat, day, "a day", "2027-05-01")
    with beside.field("time"):
        at = _read(time_of_day.fromisoformat, time, "a time", "09:00")
    zone = ZoneInfo(site().config.timezone)
    return datetime.combine(on, at.replace(tzinfo=None), zone).astimezone(UTC)


def _read(reader: Callable[[str], T], typed: str, what: str, example: str) -> T:
    try:
        return reader(typed.strip())
    except ValueError:
        raise Problem(f"this is not {what}", mend=f"Write it as {example}.") from None


def _kind(typed: str) -> str:
    """One of the steps that fit a survey in this state."""
    if typed not in FITS.get(g.survey.state, ()):
        with beside.field("kind"):
            raise Problem("this cannot be put on the schedule", mend="Choose one from the list.")
    return typed


@blueprint.post("/remove")
def remove(client: str, survey: str) -> Response:
    """Take a step off the schedule."""
    gone = store.cancel_step(g.db, g.survey.id, request.form.get("step", ""))
    flash("It is off the schedule." if gone else "It has happened already, or is off already.")
    return redirect(url_for("schedule.page", client=client, survey=survey))
