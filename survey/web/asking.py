"""One page of a survey: what it is about, and how it is shown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, g, render_template, request

from analysis.model import Person, Roster
from survey import bank, planner, questions, store, teams
from survey.bank import Question
from survey.messages import Speech
from survey.questions import Page
from survey.store import Entry, Reply, earlier
from survey.store.corrections import roster_version
from survey.web import firm_answers, holding, listing, speaking

LARGEST_DIRECTORY = 3000
NOT_SAID = "teams.not_said"
NOBODY = Entry("", Person("", ""))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: the page, all pages, everybody who can be named, replies so far."""

    page: Page
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    me: Entry
    replies: Mapping[str, Reply]
    say: Speech
    all: listing.Directory

    @property
    def question(self) -> Question:
        """The question on this page in her language, the survey's goal filled in."""
        question = bank.worded(self.page.question, self.say.language)
        goal = {"goal": g.survey.plan.goal_in(self.say.language)}
        return replace(
            question,
            text=self.say.fill(question.text, goal),
            help=self.say.fill(question.help, goal),
            rate_text=self.say.fill(question.rate_text, goal),
            nobody=self.say.fill(question.nobody, goal),
        )

    @property
    def ids(self) -> dict[str, str]:
        """Random ids by person id."""
        return {entry.person.id: entry.id for entry in self.entries}

    @property
    def reply(self) -> Reply | None:
        """What she replied to this question so far."""
        return self.replies.get(self.page.question.key)


def asked(number: int) -> Asked:
    """The page of this number for whoever holds the link; 404 if there is none."""
    all_, me, others = _teams() if g.survey.anonymous else _people()
    pages = _pages(others)
    if not 1 <= number <= len(pages):
        abort(404)
    return Asked(pages[number - 1], pages, others, me, holding.replies(), speaking.speech(), all_)


Who = tuple[listing.Directory, Entry, tuple[Entry, ...]]


def _people() -> Who:
    """The roster, she, and the others who can be named."""
    all_ = _directory()
    me = next(entry for entry in all_.entries if entry.id == g.invitation.entry_id)
    # Whom she named before they left she has named, and still finds among her answers.
    named = {name for reply in holding.replies().values() for name in reply.named}
    others = (e for e in all_.entries if e.person.listed or e.person.id in named)
    shown = tuple(e for e in others if e.id != me.id)
    if not any(q.among == "partners" for q in store.questions_of(g.db, g.survey.id)):
        return all_, me, shown
    outside = any(entry.person.outside for entry in all_.entries)
    firms = tuple(firm_answers.entry(firm) for firm in firm_answers.firms_here(outside))
    return firm_answers.with_firms(all_, firms), me, (*shown, *firms)


def _directory() -> listing.Directory:
    return listing.directory(g.db, g.survey.id, roster_version(g.db, g.survey.id))


def _teams() -> Who:
    """The teams, nobody, and the teams that are not the one that she said is hers."""
    roster = Roster(tuple(e.person for e in _directory().entries))
    names = teams.teams_of(roster, g.survey.plan.k).large
    all_ = listing.of_teams(names)
    home = own_team(holding.replies())
    return all_, NOBODY, tuple(e for e in all_.entries if e.person.id != home)


def own_team(replies: Mapping[str, Reply]) -> str:
    """The team that she said is hers; empty where she said none."""
    reply = replies.get(teams.ASKED)
    return next(iter(reply.named), "") if reply else ""


def for_slips(replies: Mapping[str, Reply]) -> tuple[str, dict[str, Reply]]:
    """Her team and her replies, without whatever a survey of these teams did not ask."""
    first = asked(1)
    known = {entry.person.id for entry in first.all.entries}
    home = own_team(replies) if own_team(replies) in known else ""
    kept = {}
    for question in {page.question.key: page.question for page in first.pages}.values():
        reply = replies.get(question.key)
        if reply is None or question.use == "home":
            continue
        steps = {step.value for step in question.scale}
        named = {n: v if v in steps else None for n, v in reply.named.items() if n in known}
        kept[question.key] = Reply(question.key, named, reply.own if reply.own in steps else None)
    return home, kept


def nameable() -> int:
    """How many people, or teams, can be named: what the planner reckons with."""
    if g.survey.anonymous:
        return len(_teams()[0].entries)
    return sum(store.counts(g.db, g.survey.id).values())


def said(asked_: Asked, key: str, **facts: str) -> str:
    """A text of the catalogue, as it is said about teams or partners where those are named."""
    among = f"{asked_.page.question.among}.{key}"
    return asked_.say(among if among in asked_.say.texts else key, **facts)


def _pages(entries: Sequence[Entry]) -> tuple[Page, ...]:
    """What there is to ask: partners only where some are on the list."""
    partners = any(firm_answers.is_firm(entry) for entry in entries)
    found = store.questions_of(g.db, g.survey.id)
    return questions.pages([q for q in found if partners or q.among != "partners"])


def can_be_named(asked_: Asked) -> tuple[Entry, ...]:
    """Who can be ticked on this page."""
    question = asked_.page.question
    if asked_.page.ask == "mark":
        before = set(names_before(asked_.page, asked_.replies))
        return tuple(entry for entry in asked_.entries if entry.person.id in before)
    firms = question.among == "partners"
    return tuple(entry for entry in asked_.entries if firm_answers.is_firm(entry) == firms)


def names_before(page: Page, replies: Mapping[str, Reply]) -> list[str]:
    """The person ids that a page about names is about."""
    question = page.question
    base = question.key if question.kind == "pick_rate" else question.carry
    return list(replies[base].named) if base in replies else []


def is_answered(page: Page, replies: Mapping[str, Reply]) -> bool:
    """Whether there is nothing left to do on a page."""
    reply = replies.get(page.question.key)
    if passed_over(page, replies):
        return True
    if page.ask == "rate":
        values = reply.named if reply else {}
        return all(values.get(name) is not None for name in names_before(page, replies))
    return reply is not None


def passed_over(page: Page, replies: Mapping[str, Reply]) -> bool:
    """Whether a page asks about names and there are none."""
    return page.ask in questions.ABOUT_NAMES and not names_before(page, replies)


def next_open(asked_: Asked) -> int:
    """The number of the first page with something left to do, or of the first of all."""
    unanswered = (page for page in asked_.pages if not is_answered(page, asked_.replies))
    return next((page.number for page in unanswered), 1) if asked_.replies else 1


def show(asked_: Asked, form: Any = None, errors: Mapping[str, str] | None = None) -> str:
    """The page, filled with what is known or with what was just sent."""
    draw = {
        "pick": _show_pick,
        "mark": _show_pick,
        "rate": _show_rate,
        "plain": _show_plain,
        "home": _show_home,
    }
    facts = {
        "asked": asked_,
        "errors": errors or {},
        "total": len(asked_.pages),
        "left": _minutes_left(asked_),
    }
    return draw[asked_.page.ask](asked_, form, facts)


def _minutes_left(asked_: Asked) -> int:
    """What this page and those after it take, with as many names as she has given."""
    first = asked_.replies.get(bank.FIRST)
    names = len(first.named) if first else planner.USUAL
    left = asked_.pages[asked_.page.number - 1 :]
    return math.ceil(planner.seconds(left, len(asked_.entries), names) / 60)


def _show_pick(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    ticked = _ticked(asked_) if form is None else form.picked()
    typed = request.args.get("find", "") if form is None else form.find.data or ""
    reply = asked_.reply
    nobody = reply is not None and not reply.named if form is None else bool(form.nobody.data)
    entries = can_be_named(asked_)
    firm = "" if form is None else request.form.get("firm", "")
    firms = asked_.page.ask == "pick" and asked_.page.question.among == "partners"
    return render_template(
        "respond_pick.html",
        **facts,
        ticked=set(ticked),
        nobody=nobody,
        typed=typed,
        adding=firm_answers.adding(entries, asked_.all, firm) if firms else None,
        groups=_groups(asked_, entries, ticked, typed),
        searched=len(entries) > listing.ALL_SHOWN and not g.survey.anonymous,
        large=len(entries) > LARGEST_DIRECTORY,
        searchable=asked_.page.ask == "pick" and not g.survey.anonymous,
    )


def _ticked(asked_: Asked) -> list[str]:
    known = asked_.ids
    return [known[name] for name in asked_.reply.named if name in known] if asked_.reply else []


def _groups(
    asked_: Asked, entries: tuple[Entry, ...], ticked: Sequence[str], typed: str
) -> tuple[listing.Group, ...]:
    if asked_.page.ask == "mark":
        return listing.as_named(entries)
    if g.survey.anonymous:
        return listing.teams_apart(entries, _earlier(asked_))
    wanted = listing.Wanted(
        ticked=ticked,
        earlier=_earlier(asked_),
        typed=typed,
        suggest=asked_.question.use == "ties",
        last=named_last_time(asked_),
    )
    shown = listing.groups(entries, asked_.me.person, wanted, asked_.all)
    if any(group.why == "last" for group in shown):
        earlier.note_shown(g.db, g.invitation.id)
    return shown


def named_last_time(asked_: Asked) -> list[str]:
    """The random ids of those whom she named to this question in the wave before, if offered."""
    last = earlier.named_last_time(g.db, g.survey, g.invitation).get(asked_.question.key, ())
    here = {entry.person.id: entry.id for entry in can_be_named(asked_)}
    return [here[name] for name in last if name in here]


def _earlier(asked_: Asked) -> list[str]:
    """Whom she has named in questions before this one, if this one starts from them."""
    if not asked_.question.carry:
        return []
    before = [p.question.key for p in asked_.pages[: asked_.page.number - 1] if p.ask == "pick"]
    names = [n for key in before if key in asked_.replies for n in asked_.replies[key].named]
    return [asked_.ids[name] for name in dict.fromkeys(names) if name in asked_.ids]


def _show_rate(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    form = form or rate_form(asked_, None)
    known = asked_.all.options
    rows = [(known[field.name.removeprefix("v-")], field) for field in form]
    return render_template("respond_rate.html", **facts, rows=rows)


def rate_form(asked_: Asked, data: Any) -> Any:
    """The form of a rating page, in her language."""
    people = {entry.person.id: entry for entry in asked_.entries}
    names = [name for name in names_before(asked_.page, asked_.replies) if name in people]
    reply = asked_.reply
    values = {people[name].id: reply.named.get(name) for name in names} if reply else {}
    about = {people[name].id: people[name].person for name in names}
    return questions.rate_form(asked_.question, about, data, values)


def _show_plain(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    form = form or plain_form(asked_, None)
    return render_template("respond_plain.html", **facts, field=form["own"])


def plain_form(asked_: Asked, data: Any) -> Any:
    """The form of a question about herself, in her language."""
    chosen = asked_.reply.own if asked_.reply else None
    return questions.plain_form(asked_.question, data, chosen)


def _show_home(asked_: Asked, form: Any, facts: dict[str, Any]) -> str:
    form = form or home_form(asked_, None)
    return render_template("respond_plain.html", **facts, field=form["own"])


def home_form(asked_: Asked, data: Any) -> Any:
    """The form of the question for her own team; nothing is ticked before she has answered."""
    names = {entry.id: entry.person.name for entry in asked_.all.entries}
    ids = {name: id_ for id_, name in names.items()}
    chosen = None
    if asked_.reply is not None:
        chosen = ids.get(own_team(asked_.replies), listing.NO_TEAM)
    every = {**names, listing.NO_TEAM: asked_.say(NOT_SAID)}
    return questions.home_form(asked_.question, data, every, chosen)


def home_chosen(asked_: Asked, id_: str) -> str:
    """The team of this id; empty for none."""
    return next((e.person.id for e in asked_.all.entries if e.id == id_), "")


def directory(number: int, typed: str) -> dict[str, list[list[str]]]:
    """Everybody who can be named on a page, with the words she is found by; of many, the hits."""
    asked_ = asked(number)
    all_ = asked_.all
    known = {entry.id: all_.options[entry.id] for entry in can_be_named(asked_)}
    shown = tuple(known.values())[:LARGEST_DIRECTORY]
    if typed:
        shown = listing.found(known, all_.words, typed)
    return {"people": [[o.id, o.name, o.about, " ".join(all_.words[o.id])] for o in shown]}
