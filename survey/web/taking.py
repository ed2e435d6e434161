"""What one page sends: checked, kept at once, and where the pressed button leads."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from survey import questions
from survey.store import Reply
from survey.web import asking, firm_answers, holding
from survey.web.asking import Asked
from survey.web.here import now

STILL = "still"
Taken = tuple[Any, dict[str, str]]


def take(asked_: Asked) -> str | Response | tuple[str, int] | dict[str, str]:
    """Keep what was sent; then show what is wrong, or go where the button leads."""
    keep = {
        "pick": _take_pick,
        "mark": _take_pick,
        "rate": _take_rate,
        "plain": _take_plain,
        "home": _take_home,
    }
    form, errors = keep[asked_.page.ask](asked_)
    button = request.form.get("do", "next")
    if button == "save":
        return {"saved": f"{now():%H:%M}"}
    if errors and (button in ("next", "find") or firm_answers.stays()):
        return asking.show(_again(asked_), form, errors), 400
    return redirect(_where(asked_, button, getattr(form, "find", None)))


def _again(asked_: Asked) -> Asked:
    return replace(asked_, replies=holding.replies())


def _keep(reply: Reply) -> None:
    holding.keep(reply)


def _take_pick(asked_: Asked) -> Taken:
    """Whom she ticked; nothing ticked and not "nobody" is no reply."""
    key = asked_.page.question.key
    asked_, chosen, wrong = _with_firms(asked_)
    about = {entry.id: entry.person for entry in asking.can_be_named(asked_)}
    form = questions.pick_form(about, request.form, ())
    nobody = asked_.question.nobody
    if request.form.get("do") == STILL:
        last = (id_ for id_ in asking.named_last_time(asked_) if id_ in about)
        form.people.data, form.nobody.data = [*form.picked(), *last], False
    if chosen is not None:
        form.people.data, form.nobody.data = chosen, form.nobody.data and not chosen
    if not form.validate():
        return form, {
            "people": asking.said(asked_, f"error.{form.people.errors[0]}", nobody=nobody)
        }
    old = asked_.reply or Reply(key)
    named = {about[id_].id: old.named.get(about[id_].id) for id_ in form.picked()}
    if named or form.nobody.data:
        _keep(Reply(key, named))
    elif asked_.reply:
        holding.forget(key)
    _prune(asked_, named)
    firm_answers.drop()
    if wrong:
        return form, {"firm": asked_.say(f"partners.{wrong}")}
    if named or form.nobody.data or request.form.get("do", "next") != "next":
        return form, {}
    return form, {"people": asking.said(asked_, "error.nobody_ticked", nobody=nobody)}


def _with_firms(asked_: Asked) -> tuple[Asked, list[str] | None, str]:
    """The page with a firm that she adds on it, the picks if a button changes them, what is wrong.

    Only where partners are asked for; elsewhere the page as it is.
    """
    asks = asked_.page.ask == "pick" and asked_.page.question.among == "partners"
    if not asks or not firm_answers.changes():
        return asked_, None, ""
    ticked = request.form.getlist("people")
    chosen, wrong = firm_answers.picked(ticked, asking.can_be_named(asked_))
    return asking.asked(asked_.page.number), chosen, wrong


def _prune(asked_: Asked, named: Mapping[str, float | None]) -> None:
    """What was said of people who are no longer named goes with the name."""
    for page in asked_.pages:
        question = page.question
        reply = asked_.replies.get(question.key)
        about_names = page.ask in questions.ABOUT_NAMES and question.carry
        if not reply or not about_names or question.carry != asked_.page.question.key:
            continue
        kept = {name: value for name, value in reply.named.items() if name in named}
        if reply.named and not kept:
            holding.forget(question.key)
        elif kept != dict(reply.named):
            _keep(Reply(question.key, kept))


def _take_rate(asked_: Asked) -> Taken:
    """How she rated them; whoever has not been rated yet stays without a value."""
    say = asked_.say
    form = asking.rate_form(asked_, request.form)
    if not form.validate():
        return form, {field.name: say("error.choose") for field in form if field.errors}
    values = questions.rated(form)
    named = {e.person.id: values.get(e.id) for e in asked_.entries if f"v-{e.id}" in form}
    if values or asked_.reply:
        _keep(Reply(asked_.page.question.key, named))
    missing = {field.name: field.label.text for field in form if field.data is None}
    return form, {name: say("error.choose_for", name=label) for name, label in missing.items()}


def _take_plain(asked_: Asked) -> Taken:
    """What she says about herself; once said it can be changed, and skipped before that."""
    form = asking.plain_form(asked_, request.form)
    if not form.validate() or questions.own(form) is None:
        return form, {"own": asked_.say("error.choose")}
    _keep(Reply(asked_.page.question.key, own=questions.own(form)))
    return form, {}


def _take_home(asked_: Asked) -> Taken:
    """Her own team, or none that she says; it can't be one that she goes to."""
    form = asking.home_form(asked_, request.form)
    if not form.validate() or not form["own"].data:
        return form, {"own": asked_.say("error.choose")}
    home = asking.home_chosen(asked_, form["own"].data)
    _keep(Reply(asked_.page.question.key, {home: None} if home else {}))
    return form, {}


def _where(asked_: Asked, button: str, find: Any) -> str:
    """The address that a button leads to; pages without anybody to ask about are passed over."""
    here, number = g.invitation.id, asked_.page.number
    if button == "find" and find is not None:
        search = {"find": find.data, "_anchor": "found"}
        return url_for("respond.ask", invitation=here, number=number, **search)
    if firm_answers.stays():
        return url_for("respond.ask", invitation=here, number=number, _anchor="add")
    if button == STILL:
        return url_for("respond.ask", invitation=here, number=number, _anchor="picker")
    replies = holding.replies()
    step = -1 if button == "back" else 1
    number += step
    while 1 <= number <= len(asked_.pages) and asking.passed_over(
        asked_.pages[number - 1], replies
    ):
        number += step
    if number < 1:
        return url_for("respond.first", invitation=here)
    if number > len(asked_.pages):
        return url_for("respond.review", invitation=here)
    return url_for("respond.ask", invitation=here, number=number)
