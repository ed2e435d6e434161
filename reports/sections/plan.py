"""The action plan: what, who, when, measured by what, looked at again when."""

from collections.abc import Iterator
from datetime import timedelta

from analysis.model import Effect
from reports import facts
from reports.blocks import Block, Bullets, Cell, Column, Fitted, Heading, Table, Text
from reports.source import Advised, Source, actions

MOST = 6
LEAST = 4  # rows in all: what the meeting adds stands in blank ones
AGAIN = timedelta(days=182)


def plan(source: Source) -> Iterator[Block]:
    """A table to be filled in at the meeting, and what comes before anything else."""
    rows = [(MOST, True), (MOST, False), (MOST - 2, False)]
    yield Fitted(tuple(tuple(_page(source, most, steps)) for most, steps in rows))


def _page(source: Source, most: int, steps: bool) -> Iterator[Block]:
    words = source.words
    todo = actions(source.view)[:most]
    yield Heading(words.say("plan.title"), 1, "plan", words.say("plan.kicker"))
    yield Text(words.say("plan.lead" if todo else "plan.none"), "lead")
    if todo:
        rows = tuple(_row(source, advised, steps) for advised in todo)
        blanks = [_blank(source)] * (LEAST - len(rows))
        yield Table(_columns(source), (*rows, *blanks), ref="A")
    yield Heading(words.say("plan.talk"), 2)
    yield Bullets(words.items("plan.talk_points"), numbered=True)


def _columns(source: Source) -> tuple[Column, ...]:
    names = (("action", 46), ("owner", 17), ("when", 13), ("measure", 25), ("again", 14))
    return tuple(Column(source.words.say(f"plan.{name}"), share) for name, share in names)


def _row(source: Source, advised: Advised, steps: bool) -> tuple[Cell, ...]:
    words, action = source.words, advised.action
    said = facts.advice(words, action, advised.finding, source.names)
    step = facts.first_step(words, action, advised.finding, source.names)
    return (
        Cell(said, bold=True, small=words.say("plan.first", text=step) if steps else ""),
        Cell(words.say("plan.blank")),
        Cell(words.say(f"recommendations.{action.kind}.when")),
        Cell(_measure(source, advised), small=_target(source, advised)),
        Cell(_again(source)),
    )


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
