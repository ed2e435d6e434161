"""How a question will look to those who are asked, with people of the roster as examples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import g

from analysis.model import Person, Roster
from survey import bank, messages, questions, store
from survey.bank import Question
from survey.messages import Speech
from survey.questions import Ask
from survey.store import Entry
from survey.teams import teams_of
from survey.web import firm_answers, listing
from survey.web.asking import NOT_SAID

EXAMPLES = 3
EXAMPLE_TEAMS = ("Operations", "Sales", "Service")
MADE_UP = tuple(
    Entry(f"example{i}", Person(f"example{i}", name, {"department": "…"}))
    for i, name in enumerate(("Ada Lovelace", "Łukasz Żółć", "محمد علي"))
)


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of the preview: what it asks, whom it shows, which fields it has."""

    ask: Ask
    text: str
    help: str
    nobody: str
    group: listing.Group | None
    rows: tuple[tuple[listing.Option | None, Any], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of one question in one language."""

    say: Speech
    screens: tuple[Screen, ...]


def preview(question: Question, language: str, entries: Sequence[Entry]) -> Preview:
    """The pages that this question takes, filled with a few people."""
    say = messages.load(language)
    asked = bank.worded(question, language)
    if question.among == "teams":
        roster = Roster(tuple(entry.person for entry in entries))
        entries = listing.of_teams(teams_of(roster, g.survey.plan.k).large or EXAMPLE_TEAMS).entries
    people = (
        firms() if question.among == "partners" else [e for e in entries if not e.person.outside]
    )
    shown = tuple(people[:EXAMPLES]) or MADE_UP
    asks = questions.kind_of(question).asks
    return Preview(say, tuple(_screen(asked, ask, shown, say) for ask in asks))


def firms() -> list[Entry]:
    """The partners that will be offered: those on the list, and those that the roster names."""
    listed = [firm_answers.entry(firm) for firm in store.firms_of(g.db, g.survey.id)]
    named = {e.person.outside for e in store.entries_of(g.db, g.survey.id)} - {""}
    also = sorted(named - {entry.person.name for entry in listed})
    return [*listed, *(Entry(name, Person(name, name)) for name in also)]


def _screen(asked: Question, ask: Ask, shown: tuple[Entry, ...], say: Speech) -> Screen:
    goal = {"goal": g.survey.plan.goal_in(say.language)}
    text = say.fill(asked.rate_text if ask == "rate" else asked.text, goal)
    help_ = "" if ask == "rate" and asked.kind == "pick_rate" else say.fill(asked.help, goal)
    group, rows = None, _rows(asked, ask, shown, say(NOT_SAID))
    if asked.among == "teams" and ask == "pick":
        group = listing.teams_apart(shown, ())[0]
    elif ask in ("pick", "mark"):
        named = listing.as_named(shown)[0]
        group = replace(named, why="team") if ask == "pick" and not asked.carry else named
    return Screen(ask, text, help_, asked.nobody, group, rows)


def _rows(
    asked: Question, ask: Ask, shown: tuple[Entry, ...], said: str
) -> tuple[tuple[listing.Option | None, Any], ...]:
    if ask == "home":
        names = {entry.id: entry.person.name for entry in shown} | {listing.NO_TEAM: said}
        return ((None, questions.home_form(asked, None, names, None)["own"]),)
    if ask == "plain":
        return ((None, questions.plain_form(asked, None, None)["own"]),)
    if ask != "rate":
        return ()
    known = listing.options(shown)
    people = {entry.id: entry.person for entry in shown}
    form = questions.rate_form(asked, people, None, {})
    return tuple((known[field.name.removeprefix("v-")], field) for field in form)
