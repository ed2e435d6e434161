"""One page of a survey: shown, checked, kept; and all of them together for the review."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import bank, questions, store
from survey.bank import Question
from survey.questions import Page
from survey.store import Entry, Reply
from survey.web import listing
from survey.web.here import now

LARGEST_DIRECTORY = 3000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: the page, all pages, everybody who can be named, replies so far."""

    page: Page
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    me: Entry
    replies: Mapping[str, Reply]

    @property
    def question(self) -> Question:
        """The question on this page, the survey's goal filled in."""
        question = self.page.question
        return replace(question, text=question.text.replace("{goal}", g.survey.plan.goal))

    @property
    def ids(self) -> dict[str, str]:
        """Random ids by person id."""
        return {entry.person.id: entry.id for entry in self.entries}


def asked(number: int) -> Asked:
    """The page of this number for whoever holds the link; 404 if there is none."""
    pages = questions.pages(store.questions_of(g.db, g.survey.id))
    if not 1 <= number <= len(pages):
        abort(404)
    entries = store.entries_of(g.db, g.survey.id)
    me = next(entry for entry in entries if entry.id == g.invitation.entry_id)
    others = tuple(entry for entry in entries if entry.person.listed and entry is not me)
    return Asked(pages[number - 1], pages, others, me, store.reply_of(g.db, g.invitation.id))


def rated_names(page: Page, replies: Mapping[str, Reply]) -> list[str]:
    """The person ids that a rating page is about."""
    question = page.question
    base = question.key if question.kind == "pick_rate" else question.carry
    return list(replies[base].named) if base in replies else []


def is_answered(page: Page, replies: Mapping[str, Reply]) -> bool:
    """Whether there is nothing left to do on a page."""
    reply = replies.get(page.question.key)
    if page.ask == "pick":
        return reply is not None
    names = rated_names(page, replies)
    values = reply.named if reply else {}
    return all(values.get(name) is not None for name in names)


def show(asked_: Asked, form: Any = None, errors: Mapping[str, str] | None = None) -> str:
    """The page, filled with what is known or with what was just sent."""
    draw = _show_pick if asked_.page.ask == "pick" else _show_rate
    total = len(asked_.pages)
    minutes = bank.load(g.survey.plan.question_set).minutes
    left = max(1, round(minutes * (total - asked_.page.number + 1) / total))
    return draw(asked_, form, {"errors": errors or {}, "total": total, "left": left})


def _show_pick(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    known = asked_.ids
    reply = asked_.replies.get(asked_.question.key)
    ticked = [known[name] for name in reply.named if name in known] if reply else []
    if form is not None:
        ticked = form.picked()
    wanted = listing.Wanted(
        ticked=ticked,
        earlier=_earlier(asked_),
        typed=request.args.get("find", "") if form is None else form.find.data or "",
        suggest=asked_.question.use != "wish",
    )
    nobody = reply is not None and not reply.named if form is None else bool(form.nobody.data)
    return render_template(
        "respond_pick.html",
        **facts,
        asked=asked_,
        ticked=set(ticked),
        nobody=nobody,
        typed=wanted.typed,
        groups=listing.groups(asked_.entries, asked_.me.person, wanted),
        searched=len(asked_.entries) > listing.ALL_SHOWN,
        large=len(asked_.entries) > LARGEST_DIRECTORY,
    )


def _earlier(asked_: Asked) -> list[str]:
    """Whom she has named in questions before this one, if this one starts from them."""
    if not asked_.question.carry:
        return []
    before = [p.question.key for p in asked_.pages[: asked_.page.number - 1] if p.ask == "pick"]
    names = [n for key in before if key in asked_.replies for n in asked_.replies[key].named]
    return [asked_.ids[name] for name in dict.fromkeys(names) if name in asked_.ids]


def _show_rate(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    form = form or _rate_form(asked_, None)
    known = listing.options(asked_.entries)
    rows = [(known[field.name.removeprefix("v-")], field) for field in form]
    return render_template("respond_rate.html", **facts, asked=asked_, rows=rows)


def _rate_form(asked_: Asked, data: Any) -> Any:
    people = {entry.person.id: entry for entry in asked_.entries}
    names = [name for name in rated_names(asked_.page, asked_.replies) if name in people]
    reply = asked_.replies.get(asked_.question.key)
    values = {people[name].id: reply.named.get(name) for name in names} if reply else {}
    about = {people[name].id: people[name].person for name in names}
    return questions.rate_form(asked_.page.question, about, data, values)


def take(asked_: Asked) -> str | Response | tuple[str, int] | dict[str, str]:
    """Keep what was sent; then show what is wrong, or go where the button leads."""
    keep = _take_pick if asked_.page.ask == "pick" else _take_rate
    form, errors = keep(asked_)
    button = request.form.get("do", "next")
    if button == "save":
        return {"saved": f"{now():%H:%M}"}
    if errors and button in ("next", "find"):
        return show(_again(asked_), form, errors), 400
    return redirect(_where(asked_, button, getattr(form, "find", None)))


def _again(asked_: Asked) -> Asked:
    return replace(asked_, replies=store.reply_of(g.db, g.invitation.id))


def _take_pick(asked_: Asked) -> tuple[Any, dict[str, str]]:
    """Whom she ticked; nothing ticked and not "nobody" is no reply."""
    about = {entry.id: entry.person for entry in asked_.entries}
    form = questions.pick_form(about, request.form, ())
    if not form.validate():
        return form, {"people": " ".join(form.people.errors)}
    old = asked_.replies.get(asked_.page.question.key, Reply(""))
    named = {about[id_].id: old.named.get(about[id_].id) for id_ in form.picked()}
    if named or form.nobody.data:
        store.record(g.db, g.invitation.id, Reply(asked_.page.question.key, named), now())
    elif asked_.page.question.key in asked_.replies:
        store.forget(g.db, g.invitation.id, asked_.page.question.key, now())
    _prune(asked_, named)
    said = f"Tick at least one person, or “{asked_.question.nobody}”, or skip the question."
    button = request.form.get("do", "next")
    empty = not named and not form.nobody.data and button == "next"
    return form, {"people": said} if empty else {}


def _prune(asked_: Asked, named: Mapping[str, float | None]) -> None:
    """Ratings of people who are no longer named go with the name."""
    for page in asked_.pages:
        question = page.question
        reply = asked_.replies.get(question.key)
        if question.kind == "rate" and question.carry == asked_.page.question.key and reply:
            kept = {name: value for name, value in reply.named.items() if name in named}
            if kept != dict(reply.named):
                store.record(g.db, g.invitation.id, Reply(question.key, kept), now())


def _take_rate(asked_: Asked) -> tuple[Any, dict[str, str]]:
    """How she rated them; whoever has not been rated yet stays without a value."""
    form = _rate_form(asked_, request.form)
    if not form.validate():
        return form, {field.name: "Choose one of the answers." for field in form if field.errors}
    values = questions.rated(form)
    named = {e.person.id: values.get(e.id) for e in asked_.entries if f"v-{e.id}" in form}
    if values or asked_.page.question.key in asked_.replies:
        store.record(g.db, g.invitation.id, Reply(asked_.page.question.key, named), now())
    missing = {field.name: field.label.text for field in form if field.data is None}
    return form, {name: f"Choose an answer for {label}." for name, label in missing.items()}


def _where(asked_: Asked, button: str, find: Any) -> str:
    """The address that a button leads to; rating pages without anybody to rate are passed over."""
    here = g.invitation.id
    if button == "find":
        return url_for(
            "respond.ask",
            invitation=here,
            number=asked_.page.number,
            find=find.data,
            _anchor="found",
        )
    replies = store.reply_of(g.db, here)
    step = -1 if button == "back" else 1
    number = asked_.page.number + step
    while 1 <= number <= len(asked_.pages) and _passed_over(asked_.pages[number - 1], replies):
        number += step
    if number < 1:
        return url_for("respond.first", invitation=here)
    if number > len(asked_.pages):
        return url_for("respond.review", invitation=here)
    return url_for("respond.ask", invitation=here, number=number)


def _passed_over(page: Page, replies: Mapping[str, Reply]) -> bool:
    return page.ask == "rate" and not rated_names(page, replies)


def directory(typed: str) -> dict[str, list[list[str]]]:
    """Everybody who can be named, with the words she is found by; of many, those who match."""
    asked_ = asked(1)
    known = listing.options(asked_.entries)
    shown = listing.found(known, typed) if typed else tuple(known.values())[:LARGEST_DIRECTORY]
    rows = [[o.id, o.name, o.about, " ".join(listing.searchable(o))] for o in shown]
    return {"people": rows}


@dataclass(frozen=True, slots=True)
class Row:
    """One page in the review: where it is, what it asked, what she said."""

    number: int
    text: str
    named: tuple[tuple[str, str], ...]
    state: str


def summary() -> tuple[Row, ...]:
    """What she said on each page, in her words; pages without anybody to rate are left out."""
    first = asked(1)
    shown = [page for page in first.pages if not _passed_over(page, first.replies)]
    return tuple(_row(replace(first, page=page)) for page in shown)


def _row(asked_: Asked) -> Row:
    page, question = asked_.page, asked_.question
    reply = asked_.replies.get(question.key)
    names = {entry.person.id: entry.person.name for entry in asked_.entries}
    labels = {step.value: step.label for step in question.scale}
    if page.ask == "pick":
        named = [(names[n], "") for n in (reply.named if reply else ()) if n in names]
        text, nobody = question.text, reply is not None and not reply.named
    else:
        values = reply.named if reply else {}
        rated = [n for n in rated_names(page, asked_.replies) if n in names]
        named = [
            (
                names[n],
                labels.get(values.get(n) or 0, "") if values.get(n) is not None else "not rated",
            )
            for n in rated
        ]
        text, nobody = question.rate_text, False
    state = question.nobody if nobody else "" if named else "Not answered"
    return Row(page.number, text, tuple(named), state)
