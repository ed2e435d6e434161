"""Surveys of a client: drafted, opened, watched, closed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, EmailField, IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

import templates
from analysis.model import Problem
from survey import bank, planner, questions, store
from survey.links import address
from survey.web.here import now, site

blueprint = Blueprint("manage", __name__, url_prefix="/console/c/<client>")
MODES = (
    ("aggregate", "Groups only: nobody sees a name, in any report"),
    ("analyst", "Analysts see names; managers see groups (usual)"),
    ("named", "Managers see names too (needs your works council's or privacy officer's consent)"),
)


class SurveyForm(FlaskForm):
    """What a survey is to be."""

    title = StringField("Title", [InputRequired("Write a title."), Length(max=120)])
    goal = StringField(
        "What should people reach together?",
        [InputRequired("Write a goal, such as: faster answers to customers."), Length(max=120)],
    )
    contact = StringField("Whom can people ask?", [InputRequired("Write a name."), Length(max=120)])
    contact_email = EmailField(
        "Their e-mail address",
        [Regexp(r"^[^@\s]+@[^@\s]+$", message="Write an address like ann@example.com.")],
    )
    closes_on = DateField("Last day to answer", [Optional()])
    question_set = RadioField("Questions", default="annual")
    mode = RadioField(
        "Who may see names?", choices=[SelectChoice(*mode) for mode in MODES], default="analyst"
    )
    k = IntegerField(
        "Smallest group that is shown",
        [InputRequired("Write a number."), NumberRange(5, 50, "Write a number from 5 to 50.")],
        default=5,
    )


class CloseForm(FlaskForm):
    """A word typed on purpose."""

    word = StringField("Type “close” to close the survey", [Regexp(r"(?i)^\s*close\s*$")])


def survey_form() -> SurveyForm:
    """The form with the question sets that there are."""
    form = SurveyForm()
    sets = [bank.load(name) for name in bank.names()]
    form.question_set.choices = [
        SelectChoice(s.key, f"{s.title}: {s.purpose} About {_usual(s.questions, 100)} min.")
        for s in sets
    ]
    return form


def _usual(asked: Sequence[bank.Question], people: int) -> int:
    return planner.minutes(asked, people).usual


@blueprint.get("/")
def surveys(client: str) -> str:
    """Every survey of this client."""
    return render_template("surveys.html", surveys=store.list_surveys(g.db))


@blueprint.get("/new")
def new(client: str) -> str:
    """A form for a new survey."""
    return render_template("survey_new.html", form=survey_form())


@blueprint.post("/new")
def create(client: str) -> Response | tuple[str, int]:
    """Draft a survey."""
    form = survey_form()
    problem = None
    if form.validate_on_submit():
        try:
            survey = store.create_survey(g.db, _plan(form), _questions(form), now())
            return redirect(url_for("manage.survey", client=client, survey=survey.slug))
        except Problem as found:
            problem = found
    return render_template("survey_new.html", form=form, problem=problem), 400


def _plan(form: SurveyForm) -> store.Plan:
    title, goal, contact = (" ".join(form[n].data.split()) for n in ("title", "goal", "contact"))
    return store.Plan(
        title=title,
        goal=goal,
        contact=contact,
        contact_email=form.contact_email.data.strip(),
        closes_on=form.closes_on.data,
        mode=form.mode.data,
        k=form.k.data,
        question_set=form.question_set.data,
    )


def _questions(form: SurveyForm) -> tuple[bank.Question, ...]:
    return bank.load(form.question_set.data).questions


@blueprint.get("/<survey>/")
def survey(client: str, survey: str) -> str:
    """Where the survey stands, and what comes next."""
    return survey_page()


def survey_page(problem: Problem | None = None) -> str:
    """The page of a survey, with what went wrong on it, if anything."""
    entries = store.entries_of(g.db, g.survey.id)
    unit_types = list(dict.fromkeys(key for e in entries for key in e.person.attributes))
    by = request.args.get("by", "department")
    by = by if by in unit_types else (unit_types or ["department"])[0]
    return render_template(
        "survey.html",
        survey=g.survey,
        people=len(entries),
        asked=sum(e.person.asked for e in entries),
        board=store.board(g.db, g.survey.id, by),
        by=by,
        unit_types=[kind for kind in unit_types if kind in ("department", "team", "location")],
        job=store.latest_job(g.db, g.survey.id),
        close_form=CloseForm(formdata=None),
        problem=problem,
    )


@blueprint.get("/<survey>/questions")
def questions_page(client: str, survey: str) -> str:
    """What is asked, page by page."""
    asked = store.questions_of(g.db, g.survey.id)
    return render_template("questions.html", pages=questions.pages(asked))


@blueprint.post("/<survey>/open")
def open_survey(client: str, survey: str) -> Response | tuple[str, int]:
    """Open it: everybody who is asked gets a personal link."""
    try:
        store.open_survey(g.db, g.survey.id, now())
    except Problem as problem:
        return survey_page(problem), 400
    store.issue_links(g.db, g.survey.id, site().config.secret_key)
    flash("The survey is open. Now send each person their link.")
    return redirect(url_for("manage.links", client=client, survey=survey))


@blueprint.get("/<survey>/links")
def links(client: str, survey: str) -> str:
    """How to get the links to people."""
    asked = sum(store.counts(g.db, g.survey.id).values())
    return render_template("links.html", asked=asked, text=invitation_text(g.db.name, g.survey))


def invitation_text(firm: str, survey: store.Survey) -> str:
    """The invitation with all filled in but what differs from person to person."""
    plan = survey.plan
    last = f" The last day is {plan.closes_on:%-d %B %Y}." if plan.closes_on else ""
    facts = {
        "firm": firm,
        "title": plan.title,
        "goal": plan.goal,
        "contact": plan.contact,
        "contact_email": plan.contact_email,
        "minutes": str(_usual(store.questions_of(g.db, survey.id), 100)),
        "deadline": last,
    }
    text = templates.path("emails", "invitation.txt").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), text)


@blueprint.post("/<survey>/links.csv")
def links_csv(client: str, survey: str) -> Answer:
    """Everybody's personal link, as a file for a mail merge."""
    found = store.issue_links(g.db, g.survey.id, site().config.secret_key)
    base = site().config.base_url
    rows = [(k.person_id, k.name, k.email, address(base, k.token)) for k in found]
    return csv_file(("person_id", "name", "email", "url"), rows, f"{g.survey.slug}-links.csv")


@blueprint.post("/<survey>/close")
def close_survey(client: str, survey: str) -> Response | tuple[str, int]:
    """No more answers."""
    if not CloseForm().validate_on_submit():
        problem = Problem("The survey is still open", mend="To close it, type the word “close”.")
        return survey_page(problem), 400
    store.close_survey(g.db, g.survey.id, now())
    flash("The survey is closed. The analysis can begin.")
    return redirect(url_for("manage.survey", client=client, survey=survey))


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> Answer:
    """A CSV to download that spreadsheets open in UTF-8 and in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    answer = Answer("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def plain_cell(text: str) -> str:
    """The text, with an apostrophe before whatever a spreadsheet would take for a formula."""
    return (
        f"'{text}"
        if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        else text
    )
