"""What is done about what was found: who does it, until when, how far it is."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.model import Problem
from analysis.privacy import Audience
from survey import acting, exporting
from survey.acting import Then
from survey.store import Survey, actions, series
from survey.store.actions import STATUSES, Task, Wording
from survey.web import beside, findings, report_language

blueprint = Blueprint("actions", __name__, url_prefix="/console/c/<client>/<survey>/actions")
blueprint.after_request(report_language.remember)
SAID = dict(zip(STATUSES, ("Not begun", "In progress", "Done", "Given up"), strict=True))
LONGEST_OWNER, LONGEST_NOTE, LONGEST_ACTION = 120, 1000, 200
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
NO_SUCH = Problem(
    "This action is not on the list any more",
    why="The survey may have been analysed again since the page was opened.",
    mend="Look at the list once more.",
)


@blueprint.get("/")
def page(client: str, survey: str) -> str | tuple[str, int]:
    """Every action, with what was agreed about it."""
    return _page()


def _page(problem: Problem | None = None) -> str | tuple[str, int]:
    try:
        job, results = findings.newest()
    except Problem as missing:
        return _without_results(problem or missing)
    shown = exporting.as_shown(job, results)
    before = series.followed(g.db, g.survey.id)
    facts = _facts(problem) | {"items": acting.listed(job, results), "last": before}
    then: tuple[Then, ...] = ()
    if before:
        noted = actions.noted_of(g.db, before.id)
        then = acting.last_time(job, shown.view, noted, _sees_names(before))
    return findings.drawn("actions.html", shown, **facts, then=then)


def _without_results(problem: Problem) -> str | tuple[str, int]:
    """Where nothing can be shown of the results, what was written down of the actions can."""
    items = acting.written(actions.noted_of(g.db, g.survey.id), _sees_names(g.survey))
    if not items:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    facts = _facts(problem) | {"items": items, "survey": g.survey, "then": (), "last": None}
    facts |= report_language.words()
    return render_template("actions.html", **facts, named=False, notice="")


def _sees_names(survey: Survey) -> bool:
    return Audience(g.role).sees_names(survey.policy)


def _facts(problem: Problem | None) -> dict[str, object]:
    return {
        "problem": problem,
        "typed": request.form,
        "statuses": SAID,
        "undoable": "run" in g.rights and actions.last_change(g.db, g.survey.id) is not None,
    }


@blueprint.post("/")
def keep(client: str, survey: str) -> Response | tuple[str, int]:
    """Write down what was agreed about one action."""
    key = request.form.get("action", "")
    try:
        wording = _wording(key)
        actions.note(g.db, g.survey.id, key, wording, _task(key))
    except Problem as problem:
        return _refused(problem)
    flash("Kept.")
    return _back(f"a-{key}")


def _refused(problem: Problem) -> tuple[str, int]:
    answer = _page(problem)
    return (answer, 400) if isinstance(answer, str) else answer


def _back(to: str = "") -> Response:
    here = {"client": g.db.slug, "survey": g.survey.slug}
    return redirect(url_for("actions.page", **here, _anchor=to or None))


def _wording(key: str) -> Wording:
    """How this action reads; as it read last where it is no longer recommended."""
    old = next((each for each in actions.noted_of(g.db, g.survey.id) if each.key == key), None)
    try:
        new = acting.wording(*findings.newest(), key)
    except Problem:
        new = Wording("")
    if new.named or new.unnamed:
        return new
    if old is None:
        raise NO_SUCH
    return old.wording


def _task(key: str) -> Task:
    """What was typed."""
    owner = _line(f"owner-{key}", request.form.get("owner", ""), LONGEST_OWNER)
    due = _day(f"due-{key}", request.form.get("due", "").strip())
    status = request.form.get("status", "")
    if status not in STATUSES:
        with beside.field(f"status-{key}"):
            raise Problem("this is none of the states", mend="Choose one from the list.")
    text = request.form.get("note", "").strip()
    with beside.field(f"note-{key}"):
        _refuse_long(text, LONGEST_NOTE)
    return Task(owner, due, status, text)


def _line(name: str, typed: str, most: int) -> str:
    said = " ".join(typed.split())
    with beside.field(name):
        _refuse_long(said, most)
    return said


def _refuse_long(text: str, most: int) -> None:
    if len(text) > most:
        raise Problem(f"this is {len(text):,} letters long", mend=f"Use at most {most:,}.")


def _day(name: str, typed: str) -> date | None:
    with beside.field(name):
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            raise Problem("this is not a day", mend="Write it as 2027-05-01.") from None
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise Problem("this day is too far away", mend="Look at the year.")
    return day


@blueprint.post("/add")
def add(client: str, survey: str) -> Response | tuple[str, int]:
    """Add an action that no analysis recommends."""
    try:
        text = _line("text", request.form.get("text", ""), LONGEST_ACTION)
        with beside.field("text"):
            if not text:
                raise Problem("nothing is written here", mend="Say what is to be done.")
        if g.survey.state != "analysed":
            raise findings.NONE_YET
        key = actions.add(g.db, g.survey.id, text)
    except Problem as problem:
        return _refused(problem)
    flash("Added. Say who does it, and until when.")
    return _back(f"a-{key}")


@blueprint.post("/undo")
def undo(client: str, survey: str) -> Response:
    """Take the last change back."""
    done = actions.undo(g.db, g.survey.id)
    flash("The last change was undone." if done else "There is nothing to undo.")
    return _back()
