"""The unit's figures beside chance and beside the middle unit of the firm."""

from collections.abc import Iterator

from analysis.model import Evidence
from reports import facts
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.sections.of_unit import about, known
from reports.sections.scorecard import picture_cell, range_of
from reports.source import Source
from reports.style import CONTENT_WIDTH


def unit_figures(source: Source) -> Iterator[Block]:
    """A table, a figure a row; nothing where nothing was measured."""
    words, one = source.words, known(source)
    rows = [e for e in source.view.organisation if e.expected is not None]
    if not rows:
        return
    kicker = words.say("scorecard.kicker")
    yield Heading(words.say("editions.figures.title", **one), 1, "scorecard", kicker)
    yield Text(words.say("editions.figures.lead", **one), "lead")
    yield Table(_columns(source), tuple(_row(source, evidence) for evidence in rows), ref="S")
    middle = about(source)
    key = "middle_note" if middle.middle else "middle_none"
    yield Text(words.say(f"editions.figures.{key}", count=middle.units, **one), "small")


def _columns(source: Source) -> tuple[Column, ...]:
    words = source.words
    return (
        Column(words.say("scorecard.figure"), 30),
        Column(words.say("scorecard.found"), 10, "right"),
        Column(words.say("editions.figures.middle", **known(source)), 16, "right"),
        Column(words.say("scorecard.range"), 19, "right"),
        Column(words.say("scorecard.picture"), 22),
        Column(words.say("scorecard.reads"), 33),
    )


def _row(source: Source, evidence: Evidence) -> tuple[Cell, ...]:
    words, name = source.words, evidence.measure
    middle = about(source).middle.get(name)
    return (
        Cell(words.say(f"editions.figures.{name}.name"), bold=True),
        Cell(words.number(name, evidence.value), bold=True),
        Cell("–" if middle is None else words.number(name, middle)),
        Cell(range_of(source, evidence) or "–"),
        picture_cell(source, evidence, CONTENT_WIDTH * 0.15),
        Cell(words.say(f"editions.figures.{name}.{facts.side(evidence)}")),
    )
