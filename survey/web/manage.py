"""Surveys of a client: drafted, opened, watched, closed."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, EmailField, IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from analysis.model import Problem
from survey import bank, last_wave, planner, retention, schedule, store
from survey.plain_cells import plain_cell
from survey.store import series
from survey.store.profiles import profile_of
from survey.web import beside
from survey.web.here import now, site
from survey.web.units import seen_board, unit_type

blueprint = Blueprint("manage", __name__, url_prefix="/console/c/<client>")
MODES = (
    ("aggregate", "Groups only: nobody sees a name, in any report"),
    ("analyst", "Analysts see names; managers see groups (usual)"),
    ("named", "Managers see names too (needs your works council's or privacy officer's consent)"),
)


NAMING = (
    ("people", "People name people (usual)"),
    ("teams", "People name teams, and nobody: the survey is anonymous"),
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
    naming = RadioField(
        "Whom do people name?", choices=[SelectChoice(*each) for each in NAMING], default="people"
    )
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

    word = StringField(
        "Type “close” to close the survey",
        [
            Regexp(
                r"(?i)^\s*close\s*$", message="The survey is still open. To close it, type “close”."
            )
        ],
    )
    sure = BooleanField("Close it although so few have answered")


def survey_form() -> SurveyForm:
    """The form with the question sets that there are."""
    form = SurveyForm()
    every = [bank.load(name) for name in bank.names()]
    sets = [each for each in every if bank.naming_of(each.questions) == "people"]
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
    away = series.archived(g.db)
    return render_template("surveys.html", surveys=store.list_surveys(g.db), away=away)


@blueprint.get("/new")
def new(client: str) -> str:
    """A form for a new survey."""
    form, usual = survey_form(), profile_of(g.db)
    form.mode.data = usual.get("mode", form.mode.data)
    form.k.data = usual.get("k", form.k.data)
    return render_template("survey_new.html", form=form)


@blueprint.post("/new")
def create(client: str) -> Response | tuple[str, int]:
    """Draft a survey."""
    form = survey_form()
    if form.validate_on_submit():
        try:
            survey = store.create_survey(g.db, _plan(form), _questions(form), now())
            return redirect(url_for("manage.survey", client=client, survey=survey.slug))
        except Problem as problem:
            beside.put(form, problem, "title")
    return render_template("survey_new.html", form=form), 400


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
        question_set=_set(form),
    )


def _set(form: SurveyForm) -> str:
    """The set that was chosen; where teams are named there is one."""
    return bank.TEAMS if form.naming.data == "teams" else str(form.question_set.data)


def _questions(form: SurveyForm) -> tuple[bank.Question, ...]:
    return bank.load(_set(form)).questions


@blueprint.get("/<survey>/")
def survey(client: str, survey: str) -> str:
    """Where the survey stands, and what comes next."""
    return survey_page()


def survey_page(problem: Problem | None = None, close_form: CloseForm | None = None) -> str:
    """The page of a survey, with what went wrong on it, if anything."""
    if g.survey.id in store.closings_due(g.db, now()):
        g.survey = store.close_survey(g.db, g.survey.id, now())
    entries = store.entries_of(g.db, g.survey.id)
    last = series.followed(g.db, g.survey.id)
    return render_template(
        "survey.html",
        closes=g.survey.ends_at,
        duties=retention.duties(g.db, g.survey, site().config),
        survey=g.survey,
        people=len(entries),
        asked=sum(e.person.asked for e in entries),
        board=seen_board(unit_type()[0]),
        steps=[step for step in store.steps_of(g.db, g.survey.id) if step.state == "waiting"],
        job=store.latest_job(g.db, g.survey.id),
        close_form=close_form or CloseForm(formdata=None),
        few=_few(),
        follows=last,
        other_people=last is not None and last_wave.other_people(g.db, last, g.survey),
        put_away=g.survey.id in series.archived(g.db),
        problem=problem,
    )


def _few() -> Problem | None:
    """What is to be said before a survey is closed that few have answered."""
    try:
        schedule.warn_of_few(g.db, g.survey)
    except Problem as problem:
        return problem
    return None


@blueprint.post("/<survey>/open")
def open_survey(client: str, survey: str) -> Response | tuple[str, int]:
    """Open it: everybody who is asked gets a personal link."""
    try:
        store.open_survey(g.db, g.survey.id, now())
    except Problem as problem:
        return survey_page(problem), 400
    store.issue_links(g.db, g.survey.id, site().config.secret_key)
    flash("The survey is open. Now send each person their link.")
    where = "invitations.page" if site().config.mail_host else "links.page"
    return redirect(url_for(where, client=client, survey=survey))


@blueprint.post("/<survey>/close")
def close_survey(client: str, survey: str) -> Response | tuple[str, int]:
    """No more answers."""
    asked = CloseForm()
    if not asked.validate_on_submit():
        return survey_page(close_form=asked), 400
    few = _few()
    if few and not asked.sure.data:
        few.mend = "Remind people and wait; or tick that you are sure."
        beside.put(asked, few, "sure")
        return survey_page(close_form=asked), 400
    if g.survey.closing_at:
        store.close_survey(g.db, g.survey.id, now())
    elif store.begin_closing(g.db, g.survey.id, now()).state == "open":
        flash("The survey is closing. Whoever has begun has 15 minutes to finish.")
        return redirect(url_for("manage.survey", client=client, survey=survey))
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
