"""What a draft is for, in each language, and whether last time's names are offered again."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from survey import bank, messages
from survey.store import earlier

blueprint = Blueprint("aims", __name__, url_prefix="/console/c/<client>/<survey>/aims")


class AimsForm(FlaskForm):
    """Whether names are offered; each language has a field of its own beside it."""

    offer = BooleanField("Show people whom they named last time, unticked")


def _form() -> Any:
    """The form with a field for the goal in each language."""
    limit = Length(max=earlier.LONGEST_GOAL, message="At most 120 letters, please.")
    plan = g.survey.plan
    fields = {
        f"goal_{language}": StringField(
            messages.load(language).name, [limit], default=plan.goals.get(language, "")
        )
        for language in bank.LANGUAGES
    }
    made = type("Aims", (AimsForm,), fields)
    return made(data={"offer": plan.offer_earlier})


@blueprint.get("")
def page(client: str, survey: str) -> str:
    """The goal as each language says it, and what is offered of last time."""
    return _page(_form())


def _page(form: Any) -> str:
    return render_template(
        "survey_aims.html",
        form=form,
        languages=[messages.load(each) for each in bank.LANGUAGES],
        before=earlier.can_offer(g.db, g.survey),
        draft=g.survey.state == "draft" and "run" in g.rights,
        shown=len(earlier.shown_to(g.db, g.survey.id)),
    )


@blueprint.post("")
def keep(client: str, survey: str) -> Response | tuple[str, int]:
    """Keep both."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 400
    goals = {
        language: " ".join((form[f"goal_{language}"].data or "").split())
        for language in bank.LANGUAGES
    }
    offer = bool(form.offer.data) and earlier.can_offer(g.db, g.survey) is not None
    earlier.set_aims(g.db, g.survey.id, goals, offer)
    flash("Kept.")
    return redirect(url_for("aims.page", client=client, survey=survey))
