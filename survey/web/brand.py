"""What a client is set to: its colour and logo, its languages, what new surveys start from."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ColorInput, ListWidget

from analysis.model import Problem
from reports.colours import css as css_of
from reports.colours import legible
from survey import bank, brand, pictures
from survey.addresses import sender_name
from survey.store.profiles import has_logo, logo_of, profile_of, set_logo, set_profile
from survey.web import beside
from survey.web.manage import MODES

blueprint = Blueprint("brand", __name__)
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية"}
OWN = "#0b5c55"


def _longest(key: str) -> Length:
    most = brand.LONGEST[key]
    return Length(max=most, message=f"There is room for {most:,} characters.")


class SettingsForm(FlaskForm):
    """A client's settings."""

    colour = StringField("Colour", [Optional(), Length(max=7)], widget=ColorInput())
    plain = BooleanField("Use Tiewise's own colour")
    accent = StringField("Second colour", [Optional(), Length(max=7)], widget=ColorInput())
    no_accent = BooleanField("No second colour")
    logo = FileField("Logo")
    no_logo = BooleanField("Remove the logo")
    cover = TextAreaField("Words on the cover of reports", [_longest("cover")])
    closing = TextAreaField("Words at the end of reports", [_longest("closing")])
    sign_off = TextAreaField("How letters end", [_longest("sign_off")])
    sender = StringField("Name that letters come from", [Optional(), Length(max=60)])
    languages = SelectMultipleField(
        "Languages of the survey",
        choices=[SelectChoice(key, NAMES[key]) for key in bank.LANGUAGES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    report_language = RadioField(
        "Language of reports",
        choices=[SelectChoice(key, NAMES[key]) for key in bank.LANGUAGES],
        default=bank.MAIN,
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
    usual = {
        "colour": "",
        "accent": "",
        "languages": list(bank.LANGUAGES),
        "report_language": bank.MAIN,
        "mode": "analyst",
        "k": 5,
    }
    return usual | profile_of(g.db)


@blueprint.get("/console/c/<client>/settings")
def form(client: str) -> str:
    """The settings as they are."""
    found = settings()
    shown = found | {"colour": found["colour"] or OWN, "plain": not found["colour"]}
    shown |= {"accent": found["accent"] or found["colour"] or OWN, "no_accent": not found["accent"]}
    return _page(SettingsForm(data=shown))


def _page(asked: SettingsForm) -> str:
    return render_template("client_settings.html", form=asked, logo=has_logo(g.db))


@blueprint.post("/console/c/<client>/settings")
def keep(client: str) -> Response | tuple[str, int]:
    """Change them; nothing is changed if any of it will not do."""
    asked = SettingsForm()
    if not asked.validate_on_submit():
        return _page(asked), 400
    try:
        values = _values(asked)
        sent = asked.logo.data
        with beside.field("logo"):
            picture = pictures.redrawn(sent.read(pictures.MOST_BYTES + 1)) if sent else b""
    except Problem as problem:
        beside.put(asked, problem, "colour")
        return _page(asked), 400
    set_profile(g.db, values)
    if picture or asked.no_logo.data:
        set_logo(g.db, picture)
    flash("The settings are kept.")
    odd = brand.undrawn(brand.brand_of(g.db))
    if odd:
        flash(f"Reports on paper have no shape for {odd[:20]}: each is printed as a question mark.")
    return redirect(url_for("brand.form", client=client))


def _values(asked: SettingsForm) -> dict[str, Any]:
    colour = "" if asked.plain.data else legible(asked.colour.data or OWN)
    with beside.field("languages"):
        if not asked.languages.data:
            raise Problem("no language is ticked", mend="Tick at least one.")
    with beside.field("accent"):
        accent = "" if asked.no_accent.data else legible(asked.accent.data or OWN)
    with beside.field("sender"):
        sender = sender_name(asked.sender.data or "")
    return {
        **brand.checked({key: getattr(asked, key).data or "" for key in brand.WORDS}),
        "colour": "" if colour == OWN else colour,
        "accent": accent,
        "sender": sender,
        "languages": asked.languages.data,
        "report_language": asked.report_language.data,
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
    return Answer(css_of(profile_of(g.db).get("colour", "")), mimetype="text/css")


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
