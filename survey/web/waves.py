"""One survey after another: next year's wave, a copy for another client, those put away."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from analysis.model import Problem
from survey import store
from survey.store import Client, series
from survey.store.staff import place_of
from survey.web import beside
from survey.web.here import house, now
from survey.web.rights import RIGHTS

blueprint = Blueprint("waves", __name__, url_prefix="/console/c/<client>/<survey>")


class WaveForm(FlaskForm):
    """What the next one is called."""

    title = StringField("Title", [InputRequired("Write a title."), Length(max=120)])


class CopyForm(WaveForm):
    """For whom the copy is, and what it is called there."""

    to = RadioField("For which client?", [InputRequired("Pick a client.")])


@blueprint.get("/next")
def form(client: str, survey: str) -> str:
    """What comes along into the next wave, and what it is called."""
    return _next_page(WaveForm())


def _next_page(asked: WaveForm) -> str:
    people = len(store.entries_of(g.db, g.survey.id))
    return render_template("survey_next.html", form=asked, people=people)


@blueprint.post("/next")
def follow(client: str, survey: str) -> Response | tuple[str, int]:
    """Draft the next wave."""
    asked = WaveForm()
    if not asked.validate_on_submit():
        return _next_page(asked), 400
    try:
        made = series.next_wave(g.db, g.survey.id, _title(asked), now())
    except Problem as problem:
        beside.put(asked, problem, "title")
        return _next_page(asked), 400
    flash("The next wave is drafted. Upload the roster as it is now, and see what has changed.")
    return redirect(url_for("rosters.form", client=client, survey=made.slug))


def _title(asked: WaveForm) -> str:
    return " ".join(asked.title.data.split())


@blueprint.get("/copy")
def copy_form(client: str, survey: str) -> str:
    """For which client a copy can be made."""
    return _copy_page(_copy_form())


def _copy_form() -> CopyForm:
    asked = CopyForm()
    asked.to.choices = [SelectChoice(each.slug, each.name) for each in _others()]
    return asked


def _others() -> list[Client]:
    """The other clients at which this account may run surveys."""
    places = [(c, place_of(house(), g.staff.id, c.key)) for c in store.list_clients(house())]
    return [c for c, p in places if p and "run" in RIGHTS[p.role] and c.key != g.db.key]


def _copy_page(asked: CopyForm) -> str:
    return render_template("survey_copy.html", form=asked)


@blueprint.post("/copy")
def copy(client: str, survey: str) -> Response | tuple[str, int]:
    """Draft the same survey at another client; nobody and no answer goes along."""
    asked = _copy_form()
    if not asked.validate_on_submit():
        return _copy_page(asked), 400
    try:
        to = store.open_client(house(), asked.to.data)
        made = series.copy_survey(g.db, g.survey.id, to, _title(asked), now())
    except Problem as problem:
        beside.put(asked, problem, "title")
        return _copy_page(asked), 400
    flash(f"The survey is copied to {to.name}. Check whom people can ask: it is still the same.")
    return redirect(url_for("manage.survey", client=to.slug, survey=made.slug))


@blueprint.post("/archive")
def archive(client: str, survey: str) -> Response:
    """Put the survey away; nothing is deleted."""
    if g.survey.state == "open":
        raise Problem("this survey is open", mend="Close it first, then put it away.")
    series.put_away(g.db, g.survey.id, now())
    flash(f"{g.survey.title} is put away. You find it at the foot of the list.")
    return redirect(url_for("manage.surveys", client=client))


@blueprint.post("/unarchive")
def unarchive(client: str, survey: str) -> Response:
    """Take it out again."""
    series.put_away(g.db, g.survey.id, None)
    flash(f"{g.survey.title} is back in the list.")
    return redirect(url_for("manage.surveys", client=client))
