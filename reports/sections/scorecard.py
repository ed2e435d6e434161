"""The whole in figures, each beside chance or what it needs, and units side by side."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.model import Evidence
from analysis.results import UnitRow
from reports import charts, facts
from reports.blocks import Block, Cell, Column, Fitted, Heading, Table, Text
from reports.charts import Against
from reports.plain import isolated
from reports.source import Source, shown_type, units
from reports.style import CONTENT_WIDTH

FIGURES = (
    "response_rate",
    "teams_gone_to",
    "top_team_share",
    "mean_out_degree",
    "reciprocity",
    "largest_piece_share",
    "sought_top_share",
    "ei_index",
    "agreement_with_units",
    "modularity",
    "group_stability",
)
MOST_ROWS = (15, 12, 10, 8, 6)
ROOM = 1.6  # times what is usual, as far as the picture of a team goes
# Not shown unless the groups hold: no conclusion rests on groups that do not.
GROUPS = ("modularity", "agreement_with_units")


def scorecard(source: Source) -> Iterator[Block]:
    """A table of the whole, what the groups are worth, a table of as many units as a page holds."""
    yield Fitted(tuple(tuple(_page(source, most)) for most in MOST_ROWS))


def _page(source: Source, most: int) -> Iterator[Block]:
    words, view = source.words, source.view
    yield Heading(words.say("scorecard.title"), 1, "scorecard", words.say("scorecard.kicker"))
    yield Text(words.say("scorecard.lead"), "lead")
    shown = [name for name in FIGURES if view.groups_stable or name not in GROUPS]
    found = [e for name in shown if (e := view.figure(name))]
    yield figures_table(source, found)
    count = view.figure("group_count")
    if view.of == "teams":
        yield from _teams(source, most)
        return
    if not view.groups_stable:
        yield Text(words.say("scorecard.no_groups"), "note")
    elif count:
        yield Text(
            words.say("scorecard.groups", count=words.number("group_count", count.value)), "note"
        )
    yield from _units(source, most)


def figures_table(source: Source, found: list[Evidence]) -> Table:
    """The figures beside chance, and beside the last survey where there was one."""
    last = source.view.changes.figures if source.view.changes else {}
    columns, rows = figure_columns(source), [figure_row(source, e) for e in found]
    if not any(e.measure in last for e in found):
        return Table(columns, tuple(rows), ref="S")
    words = source.words
    extra = Column(words.say("changes.before"), 12, "right")
    first = (replace(columns[0], share=31), replace(columns[1], share=12))
    told = [
        Cell(words.number(e.measure, last[e.measure]) if e.measure in last else "–") for e in found
    ]
    beside = tuple((*row[:2], cell, *row[2:]) for row, cell in zip(rows, told, strict=True))
    return Table((*first, extra, *columns[2:]), beside, ref="S")


def figure_columns(source: Source) -> tuple[Column, ...]:
    """The columns of a table of figures, each beside chance."""
    words = source.words
    return (
        Column(words.say("scorecard.figure"), 33),
        Column(words.say("scorecard.found"), 9, "right"),
        Column(words.say("scorecard.expected"), 12, "right"),
        Column(words.say("scorecard.range"), 17, "right"),
        Column(words.say("scorecard.picture"), 21),
        Column(words.say("scorecard.reads"), 38),
    )


def figure_row(source: Source, evidence: Evidence) -> tuple[Cell, ...]:
    """A figure with its name, its chance, a picture and what it says."""
    words = source.words
    shown = facts.of_evidence(words, evidence)
    compared = evidence.expected is not None
    return (
        Cell(words.measure(evidence.measure), bold=True),
        Cell(shown["value"], bold=True),
        Cell(shown["expected"] if compared else "–"),
        Cell(range_of(source, evidence) or "–"),
        picture_cell(source, evidence, CONTENT_WIDTH * 0.14),
        Cell(words.reads(evidence, {})),
    )


def range_of(source: Source, evidence: Evidence) -> str:
    """Where chance would lie, as text; empty if there is no range."""
    if evidence.low is None or evidence.high is None:
        return ""
    words = source.words
    low, high = (words.number(evidence.measure, x) for x in (evidence.low, evidence.high))
    return words.say("numbers.interval", low=low, high=high)


def picture_cell(source: Source, evidence: Evidence, width: float) -> Cell:
    """The value against chance as a small picture; empty where there is nothing to compare."""
    if evidence.expected is None:
        return Cell()
    shown = facts.of_evidence(source.words, evidence)
    said = source.words.say(
        "scorecard.alt",
        name=source.words.measure(evidence.measure),
        value=shown["value"],
        expected=shown["expected"],
        range=range_of(source, evidence) or "–",
    )
    against = Against(evidence.value, evidence.expected, evidence.low, evidence.high)
    scale = charts.span(against)
    if source.words.get(f"measures.{evidence.measure}.format") == "share":
        scale = (0.0, 1.0)
    return Cell(said, picture=charts.interval(against, scale, width))


def _units(source: Source, most: int) -> Iterator[Block]:
    words = source.words
    rows = [row for row in units(source.view) if row.inside_share is not None]
    if not rows:
        return
    yield Heading(words.say("scorecard.units"), 2)
    yield Text(words.say("scorecard.units_lead"))
    kind = facts.unit_type(words, shown_type(source.view))
    columns = (
        Column(words.say("reading.unit", type=kind), 26),
        Column(words.say("reading.people"), 9, "right"),
        Column(words.say("scorecard.units_column"), 12, "right"),
        Column(words.say("scorecard.range"), 17, "right"),
        Column(words.say("scorecard.picture"), 32),
        Column(words.say("scorecard.outside"), 20, "right"),
    )
    closed = sorted(rows, key=lambda row: (row.outside_ratio or 0.0, row.unit))
    shown = rows if len(rows) <= most else closed[:most]
    yield Table(columns, tuple(_unit(source, row) for row in shown), ref="U")
    if len(rows) > most:
        yield Text(words.say("scorecard.most", most=most, all=len(rows)), "small")


def _teams(source: Source, most: int) -> Iterator[Block]:
    """Where teams were named: contact across each border, against the habits of the others."""
    words, rows = source.words, units(source.view)
    if not rows:
        return
    yield Heading(words.say("scorecard.units"), 2)
    yield Text(words.say("scorecard.units_lead"))
    kind = facts.unit_type(words, shown_type(source.view))
    columns = (
        Column(words.say("reading.unit", type=kind), 30),
        Column(words.say("scorecard.units_column"), 14, "right"),
        Column(words.say("scorecard.picture"), 36),
        Column(words.say("measures.outside_ratio.name"), 26, "right"),
    )
    closed = sorted(rows, key=lambda row: (row.outside_ratio or 0.0, row.unit))
    shown = rows if len(rows) <= most else closed[:most]
    yield Table(columns, tuple(_team(source, row) for row in shown))
    if len(rows) > most:
        yield Text(words.say("scorecard.most", most=most, all=len(rows)), "small")


def _team(source: Source, row: UnitRow) -> tuple[Cell, ...]:
    ratio = row.outside_ratio or 0.0
    said = source.words.reads(Evidence("outside_ratio", ratio, row.answered, 1.0), {})
    against = Against(min(ratio, ROOM), 1.0)
    return (
        Cell(isolated(row.unit), bold=True),
        Cell(str(row.answered)),
        Cell(said, picture=charts.interval(against, (0.0, ROOM), CONTENT_WIDTH * 0.3)),
        Cell(source.words.number("outside_ratio", row.outside_ratio)),
    )


def _unit(source: Source, row: UnitRow) -> tuple[Cell, ...]:
    words = source.words
    evidence = Evidence(
        "inside_share",
        row.inside_share or 0.0,
        row.people,
        row.expected_inside_share,
        row.low,
        row.high,
    )
    ratio = "–" if row.outside_ratio is None else words.number("outside_ratio", row.outside_ratio)
    return (
        Cell(isolated(row.unit), bold=True),
        Cell(str(row.people)),
        Cell(words.number("inside_share", row.inside_share), bold=True),
        Cell(range_of(source, evidence)),
        picture_cell(source, evidence, CONTENT_WIDTH * 0.255),
        Cell(ratio),
    )
