"""What a client is set to: its colour and logo, its languages, what new surveys start from."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ColorInput, ListWidget

from analysis.model import Problem
from survey import bank, brand
from survey.store.profiles import has_logo, logo_of, profile_of, set_logo, set_profile
from survey.web.manage import MODES

blueprint = Blueprint("brand", __name__)
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية"}
OWN = "#0b5c55"


class SettingsForm(FlaskForm):
    """A client's settings."""

    colour = StringField("Colour", [Optional(), Length(max=7)], widget=ColorInput())
    plain = BooleanField("Use Tiewise's own colour")
    logo = FileField("Logo")
    no_logo = BooleanField("Remove the logo")
    languages = SelectMultipleField(
        "Languages of the survey",
        choices=[SelectChoice(key, NAMES[key]) for key in bank.LANGUAGES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    mode = RadioField(
        "Who may see names in new surveys?", choices=[SelectChoice(*m) for m in MODES]
    )
    k = IntegerField(
        "Smallest group that new surveys show",
        [InputRequired("Write a number."), NumberRange(5, 50, "Write a number from 5 to 50.")],
    )


def settings() -> dict[str, Any]:
    """The client's settings, those that were never chosen as they are usual."""
    usual = {"colour": "", "languages": list(bank.LANGUAGES), "mode": "analyst", "k": 5}
    return usual | profile_of(g.db)


@blueprint.get("/console/c/<client>/settings")
def form(client: str) -> str:
    """The settings as they are."""
    found = settings()
    shown = found | {"colour": found["colour"] or OWN, "plain": not found["colour"]}
    return _page(SettingsForm(data=shown))


def _page(asked: SettingsForm, problem: Problem | None = None) -> str:
    return render_template("client_settings.html", form=asked, problem=problem, logo=has_logo(g.db))


@blueprint.post("/console/c/<client>/settings")
def keep(client: str) -> Response | tuple[str, int]:
    """Change them; nothing is changed if any of it will not do."""
    asked = SettingsForm()
    if not asked.validate_on_submit():
        return _page(asked), 400
    try:
        values = _values(asked)
        sent = asked.logo.data
        picture = brand.logo(sent.read(brand.LOGO_BYTES + 1)) if sent else b""
    except Problem as problem:
        return _page(asked, problem), 400
    set_profile(g.db, values)
    if picture or asked.no_logo.data:
        set_logo(g.db, picture)
    flash("The settings are kept.")
    return redirect(url_for("brand.form", client=client))


def _values(asked: SettingsForm) -> dict[str, Any]:
    colour = "" if asked.plain.data else brand.colours(asked.colour.data or OWN).light
    if not asked.languages.data:
        raise Problem("no language is ticked", where="Languages", mend="Tick at least one.")
    return {
        "colour": "" if colour == OWN else colour,
        "languages": asked.languages.data,
        "mode": asked.mode.data,
        "k": asked.k.data,
    }


@blueprint.get("/console/c/<client>/brand.css")
def css(client: str) -> Answer:
    """The client's colour, for its pages in the console."""
    return _css()


@blueprint.get("/console/c/<client>/logo.png")
def logo(client: str) -> Answer:
    """The client's logo, for its pages in the console."""
    return _logo()


@blueprint.get("/r/<invitation>/brand.css")
def respondents_css(invitation: str) -> Answer:
    """The client's colour, for those who answer."""
    return _css()


@blueprint.get("/r/<invitation>/logo.png")
def respondents_logo(invitation: str) -> Answer:
    """The client's logo, for those who answer."""
    return _logo()


def _css() -> Answer:
    return Answer(brand.css(profile_of(g.db).get("colour", "")), mimetype="text/css")


def _logo() -> Answer:
    png = logo_of(g.db)
    return Answer(png, mimetype="image/png") if png else abort(404)


def branded() -> dict[str, str]:
    """Where the page's own style sheet and logo lie, if this client has any."""
    for_console = request.path.startswith("/console/")
    if "db" not in g or not (for_console or "invitation" in g):
        return {}
    where = {"client": g.db.slug} if for_console else {"invitation": g.invitation.id}
    ends = ("brand.css", "brand.logo") if for_console else BY_LINK
    return {
        "brand_css": url_for(ends[0], **where) if profile_of(g.db).get("colour") else "",
        "brand_logo": url_for(ends[1], **where) if has_logo(g.db) else "",
    }


BY_LINK = ("brand.respondents_css", "brand.respondents_logo")
