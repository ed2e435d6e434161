"""What a survey asks, in the console: chosen, ordered, reworded, looked at; frozen once open."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from analysis.model import Problem
from survey import bank, messages, planner, store, traits, wording_changes
from survey import questions as kinds
from survey.bank import Question, Words
from survey.traits import Mean
from survey.web import beside, previews
from survey.wording_changes import Before

blueprint = Blueprint("questions", __name__, url_prefix="/console/c/<client>/<survey>/questions")
ASSUMED = 100
LONGEST = 400
Page = str | Response | tuple[str, int]


@blueprint.get("")
def page(client: str, survey: str) -> str:
    """What is asked, in order, and how long that takes."""
    return _list()


def _list(problem: Problem | None = None, removed: str = "") -> str:
    asked = store.questions_of(g.db, g.survey.id)
    language = _language()
    before = store.asked_before(g.db, g.survey.id)
    return render_template(
        "questions.html",
        asked=[bank.worded(question, language) for question in asked],
        asks={kind.name: kind.asks for kind in kinds.KINDS},
        broken={q.key: _broken(q, before) for q in asked},
        partners=bool(previews.firms()),
        spare=_spare(asked),
        draft=_editable(),
        problem=problem,
        removed=removed,
        say=messages.load(language),
        traits=_traits(asked),
        **_planned(asked),
        **_languages(asked),
    )


def _traits(asked: Sequence[Question]) -> list[tuple[Question, tuple[Mean, ...]]]:
    """What people said of themselves, once nobody can change it any more."""
    about_oneself = [question for question in asked if question.use == "trait"]
    over = g.survey.state in ("closed", "analysed")
    if not about_oneself or not over or "results" not in g.rights:
        return []
    roster, k = store.roster_of(g.db, g.survey.id), g.survey.plan.k
    if g.survey.anonymous:
        slips = store.slips_of(g.db, g.survey.id)
        return [(q, traits.means_of_slips(q, slips, roster, k)) for q in about_oneself]
    replies = store.replies_of(g.db, g.survey.id)
    return [(q, traits.means(q, replies, roster, k)) for q in about_oneself]


def _broken(question: Question, before: Before) -> tuple[str, str] | None:
    """The earlier survey that this can't be compared with, and the languages by name."""
    found = wording_changes.broken(question, before)
    if found is None:
        return None
    return found[0], ", ".join(messages.load(language).name for language in found[1])


def _planned(asked: Sequence[Question]) -> dict[str, Any]:
    """Minutes a person and hours for all, with the roster or, before there is one, with 100."""
    people = [entry.person for entry in store.entries_of(g.db, g.survey.id)]
    listed = sum(person.listed for person in people)
    minutes = planner.minutes(asked, listed or ASSUMED)
    hours = sum(person.asked for person in people) * minutes.usual / 60
    return {"minutes": minutes, "listed": listed, "assumed": ASSUMED, "hours": round(hours)}


def _languages(asked: Sequence[Question]) -> dict[str, Any]:
    whole = bank.languages(asked)
    missing = [messages.load(each).name for each in bank.LANGUAGES if each not in whole]
    return {"languages": [messages.load(each) for each in bank.LANGUAGES], "missing": missing}


def _language() -> str:
    asked = request.args.get("language", bank.MAIN)
    return asked if asked in bank.LANGUAGES else bank.MAIN


def _editable() -> bool:
    return g.survey.state == "draft" and "run" in g.rights


def _spare(asked: Sequence[Question]) -> list[Question]:
    """What the bank holds and the survey does not ask."""
    keys = {question.key for question in asked}
    return [q for q in bank.questions().values() if q.key not in keys and _fits(q)]


def _fits(question: Question) -> bool:
    """Whether this survey can ask it: about teams in an anonymous one, about people in others."""
    return question.use == "trait" or (question.among == "teams") == g.survey.anonymous


def _change(questions: Sequence[Question], said: str, removed: str = "") -> Page:
    """Put these in the place of what the draft asks, or say why they can't be asked."""
    try:
        bank.check(questions, "this survey")
        store.set_questions(g.db, g.survey.id, questions)
    except Problem as problem:
        return _list(problem), 400
    if removed:
        return _list(removed=removed)
    flash(said)
    return redirect(_address())


def _address(language: str = bank.MAIN, key: str = "") -> str:
    where = {"client": g.db.slug, "survey": g.survey.slug, "language": language}
    return url_for("questions.page", _anchor=f"q-{key}" if key else None, **where)


@blueprint.post("/add")
def add(client: str, survey: str) -> Page:
    """A question of the bank, at the end."""
    asked = store.questions_of(g.db, g.survey.id)
    chosen = bank.questions().get(request.form.get("key", ""))
    if chosen is None:
        problem = Problem("no question was chosen", mend="Choose one from the list.")
        return _list(beside.Misfilled("key", problem)), 400
    return _change((*asked, chosen), "The question was added at the end.")


@blueprint.post("/move")
def move(client: str, survey: str) -> Page:
    """A question one place up or down."""
    asked = list(store.questions_of(g.db, g.survey.id))
    at = _at(asked, request.form.get("key", ""))
    to = at + (-1 if request.form.get("way") == "up" else 1)
    if 0 <= to < len(asked):
        asked.insert(to, asked.pop(at))
    return _change(asked, "The order was changed.")


def _at(asked: Sequence[Question], key: str) -> int:
    """The place of a question."""
    keys = [question.key for question in asked]
    if key not in keys:
        mend = "Somebody may have removed it. Look at the questions again."
        raise Problem("this survey does not ask that question", mend=mend)
    return keys.index(key)


@blueprint.post("/remove")
def remove(client: str, survey: str) -> Page:
    """A question goes; it can be put back where it was, with its wording."""
    asked = list(store.questions_of(g.db, g.survey.id))
    at = _at(asked, request.form.get("key", ""))
    gone = asked.pop(at)
    kept = json.dumps({"at": at, "question": gone.to_dict()}, ensure_ascii=False)
    return _change(asked, "", removed=kept)


@blueprint.post("/put-back")
def put_back(client: str, survey: str) -> Page:
    """The question that was just removed."""
    asked = list(store.questions_of(g.db, g.survey.id))
    try:
        kept = json.loads(request.form.get("kept", ""))
        asked.insert(int(kept["at"]), bank.from_dict(kept["question"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        what = "The question could not be put back"
        return _list(Problem(what, mend="Add it again from the list.")), 400
    return _change(asked, "The question is back where it was.")


class WordsForm(FlaskForm):
    """How a question is said in one language."""

    sure = BooleanField("Reword it all the same")


def words_form(question: Question, language: str) -> WordsForm:
    """The form for the words that this question needs."""
    said = bank.said_in(question, language)
    fields: dict[str, Any] = {"text": _needed("Title" if question.kind == "rate" else "Question")}
    fields["help"] = TextAreaField("Explanation under it", [Length(max=LONGEST)])
    if question.kind in ("rate", "pick_rate"):
        each = "team" if question.among == "teams" else "person"
        fields["rate_text"] = _needed(f"Question about each {each}")
    if question.kind in ("pick", "pick_rate", "mark"):
        fields["nobody"] = _needed("Answer for naming nobody", StringField)
    known = {name: getattr(said, name) for name in fields}
    for at, label in enumerate(said.steps):
        fields[f"step_{at}"] = _needed(f"Answer {at + 1}", StringField)
        known[f"step_{at}"] = label
    form: WordsForm = type("WordsForm", (WordsForm,), fields)(data=known)
    return form


def _needed(label: str, kind: type = TextAreaField) -> Any:
    return kind(label, [DataRequired("Write some words."), Length(max=LONGEST)])


def _words(form: WordsForm, said: Words) -> Words:
    """The words that were typed, without stray spaces and lines."""
    typed = {field.name: " ".join(str(field.data or "").split()) for field in form}
    return Words(
        text=typed["text"],
        help=typed["help"],
        rate_text=typed.get("rate_text", said.rate_text),
        nobody=typed.get("nobody", said.nobody),
        steps=tuple(typed[f"step_{at}"] for at in range(len(said.steps))),
    )


@blueprint.get("/<key>")
def words(client: str, survey: str, key: str) -> str:
    """One question in one language: its words, and how it looks on a phone."""
    question, language = _one(key), _language()
    return _words_page(question, language, words_form(question, language))


def _one(key: str) -> Question:
    asked = {question.key: question for question in store.questions_of(g.db, g.survey.id)}
    return asked.get(key) or abort(404)


def _words_page(question: Question, language: str, form: WordsForm) -> str:
    asked = store.questions_of(g.db, g.survey.id)
    before: Before = store.asked_before(g.db, g.survey.id)
    return render_template(
        "questions_words.html",
        question=question,
        form=form,
        language=messages.load(language),
        draft=_editable(),
        before=before[question.key][0] if question.key in before else "",
        preview=previews.preview(question, language, store.entries_of(g.db, g.survey.id)),
        **_languages(asked),
    )


@blueprint.post("/<key>")
def reword(client: str, survey: str, key: str) -> Page:
    """Other words for a question of a draft, in one language."""
    question, language = _one(key), _language()
    form = words_form(question, language)
    if not form.validate_on_submit():
        return _words_page(question, language, form), 400
    new = bank.reworded(question, language, _words(form, bank.said_in(question, language)))
    try:
        with beside.field("sure"):
            _refuse_break(new, question, form)
        asked = store.questions_of(g.db, g.survey.id)
        changed = [new if each.key == key else each for each in asked]
        bank.check(changed, "this survey")
        store.set_questions(g.db, g.survey.id, changed)
    except Problem as problem:
        beside.put(form, problem, "text")
        return _words_page(question, language, form), 400
    flash("The new wording is kept.")
    return redirect(_address(language, key))


def _refuse_break(new: Question, old: Question, form: WordsForm) -> None:
    """A running series is only reworded on purpose."""
    before: Before = store.asked_before(g.db, g.survey.id)
    breaks = wording_changes.broken(new, before)
    if breaks and breaks != wording_changes.broken(old, before) and not form.sure.data:
        raise Problem(
            f"“{breaks[0]}” asked this in other words",
            why="Answers to another wording cannot be compared with earlier ones.",
            mend="Keep the old wording, or tick “Reword it all the same” below.",
        )
