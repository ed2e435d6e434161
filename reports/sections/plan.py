"""The action plan: what, who, when, measured by what, looked at again when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from analysis.model import Effect
from reports import facts
from reports.agreed import Advised, Agreed
from reports.blocks import Block, Bullets, Cell, Column, Fitted, Heading, Table, Text
from reports.plain import isolated
from reports.source import Source, actions

MOST = 6
LEAST = 4  # rows in all: what the meeting adds stands in blank ones
MOST_ADDED = 3
LONGEST = 200
AGAIN = timedelta(days=182)


def plan(source: Source) -> Iterator[Block]:
    """A table of what was agreed, to be filled in at the meeting, and what comes first of all."""
    rows = [(MOST, True), (MOST, False), (MOST - 2, False)]
    yield Fitted(tuple(tuple(_page(source, most, steps)) for most, steps in rows))


def _page(source: Source, most: int, steps: bool) -> Iterator[Block]:
    words, rows = source.words, _rows(source, most, steps)
    yield Heading(words.say("plan.title"), 1, "plan", words.say("plan.kicker"))
    yield Text(words.say("plan.lead" if rows else "plan.none"), "lead")
    if rows:
        blanks = [_blank(source)] * (LEAST - len(rows))
        yield Table(_columns(source), (*rows, *blanks), ref="A")
    yield Heading(words.say("plan.talk"), 2)
    yield Bullets(words.items("plan.talk_points"), numbered=True)


def _rows(source: Source, most: int, steps: bool) -> tuple[tuple[Cell, ...], ...]:
    """What the analysis recommends, and under it what somebody added."""
    agreed = source.cover.plan
    added = agreed.added[:MOST_ADDED]
    todo = agreed.chosen(actions(source.view), most - len(added))
    return (
        *(_row(source, advised, steps) for advised in todo),
        *(_added(source, text, task) for text, task in added),
    )


def _columns(source: Source) -> tuple[Column, ...]:
    names = (("action", 46), ("owner", 17), ("when", 13), ("measure", 25), ("again", 14))
    return tuple(Column(source.words.say(f"plan.{name}"), share) for name, share in names)


@dataclass(frozen=True, slots=True)
class Told:
    """An action in words: what, the first step, the figure to look at, and where it should go."""

    said: str
    step: str
    measure: str
    target: str


def told(source: Source, advised: Advised) -> Told:
    """An action as the plan tells it."""
    about = (source.words, advised.action, advised.finding, source.names)
    said, step = facts.advice(*about), facts.first_step(*about)
    return Told(said, step, _measure(source, advised), _target(source, advised))


def _row(source: Source, advised: Advised, steps: bool) -> tuple[Cell, ...]:
    words, action = source.words, told(source, advised)
    agreed = source.cover.plan.of(advised)
    usual = words.say(f"recommendations.{advised.action.kind}.when")
    return (
        Cell(action.said, bold=True, small=words.say("plan.first", text=action.step) * steps),
        _owner(source, agreed),
        _when(source, agreed, usual),
        Cell(action.measure, small=action.target),
        Cell(_again(source)),
    )


def _added(source: Source, text: str, agreed: Agreed) -> tuple[Cell, ...]:
    """An action that no analysis recommends: what it is measured by is for the meeting to say."""
    blank = source.words.say("plan.blank")
    when = _when(source, agreed, blank[: len(blank) // 2])
    said = Cell(isolated(text, LONGEST), bold=True)
    return (said, _owner(source, agreed), when, Cell(blank), Cell(_again(source)))


def _owner(source: Source, agreed: Agreed) -> Cell:
    return Cell(isolated(agreed.owner) or source.words.say("plan.blank"))


def _when(source: Source, agreed: Agreed, usual: str) -> Cell:
    """The day that was agreed, and how far it is once somebody has begun."""
    words = source.words
    state = "" if agreed.status == "open" else words.say(f"plan.{agreed.status}")
    if agreed.due:
        return Cell(words.say("plan.again_date", date=words.date(agreed.due)), small=state)
    return Cell(state) if agreed.status in ("done", "dropped") else Cell(usual, small=state)


def _blank(source: Source) -> tuple[Cell, ...]:
    blank = source.words.say("plan.blank")
    short = blank[: len(blank) // 2]  # narrow columns would break it
    return (Cell(f"{blank} {blank}"), Cell(blank), Cell(short), Cell(blank), Cell(short))


def _measure(source: Source, advised: Advised) -> str:
    """The figure to look at, as it stands today."""
    words, effect = source.words, _effect(source, advised)
    evidence = advised.finding.evidence[0]
    measure = effect.measure if effect else evidence.measure
    value = effect.before if effect else evidence.value
    if not words.has(f"measures.{measure}"):
        return words.say("plan.rows", count=round(value))
    return words.say(
        "plan.today", measure=words.measure(measure), value=words.number(measure, value)
    )


def _effect(source: Source, advised: Advised) -> Effect | None:
    """What the action did when it was tried, if that can be seen."""
    effect = advised.action.effect
    return effect if facts.shows(source.words, effect) else None


def _target(source: Source, advised: Advised) -> str:
    words, effect = source.words, _effect(source, advised)
    if effect:
        return words.say("plan.target", value=words.number(effect.measure, effect.after))
    evidence = advised.finding.evidence[0]
    needed = words.number(evidence.measure, evidence.expected)
    return words.say(f"recommendations.{advised.action.kind}.target", needed=needed)


def _again(source: Source) -> str:
    on = source.cover.on
    if on is None:
        return source.words.say("plan.again_next")
    return source.words.say("plan.again_date", date=source.words.date(on + AGAIN))
