"""The shape of the firm: six signatures, the chart beside the contacts, who asks and is asked."""

from collections.abc import Iterator

from analysis.model import Evidence
from analysis.results import UnitRow
from reports import facts
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.plain import isolated
from reports.sections.scorecard import figure_columns, figure_row, picture_cell, range_of
from reports.source import Source, shown_type, units
from reports.style import CONTENT_WIDTH

SIGNATURES = (
    ("ideation", "mean_constraint"),
    ("influence", "sought_turn_to_sought"),
    ("silo", "ei_index"),
    ("vulnerability", "backed_up_pairs"),
)
SHAPES = (("efficiency", "efficient"), ("innovation", "inventive"))
MORE = (
    "simmelian_share",
    "contact_diversity",
    "still_together",
    "lost_touch_without_three",
    "lines_used",
    "ties_on_chart",
    "chart_connectedness",
    "chart_hierarchy",
    "chart_efficiency",
    "chart_upper_bound",
)
MOST_ROWS = 12


def shape(source: Source) -> Iterator[Block]:
    """Two tables of the whole and one of units; nothing where nothing of it is known."""
    words, view = source.words, source.view
    found = [(key, e) for key, name in SIGNATURES if (e := view.figure(name))]
    if not found:
        return
    yield Heading(words.say("shape.title"), 1, "shape", words.say("shape.kicker"))
    yield Text(words.say("shape.lead"), "lead")
    rows = tuple(_signature(source, key, e) for key, e in found)
    yield Table(figure_columns(source), rows, ref="H")
    for key, kind in SHAPES:
        yield Text(_shaped(source, kind), label=words.say(f"shape.{key}"))
    yield from _balance(source)
    more = [e for name in MORE if (e := view.figure(name))]
    if more:
        yield Heading(words.say("shape.more"), 2)
        yield Text(words.say("shape.more_lead"))
        rows = tuple(figure_row(source, e) for e in more)
        yield Table(figure_columns(source), rows, ref="M")


def _signature(source: Source, key: str, evidence: Evidence) -> tuple[Cell, ...]:
    words = source.words
    first = Cell(words.say(f"shape.{key}"), bold=True, small=words.measure(evidence.measure))
    return (first, *figure_row(source, evidence)[1:])


def _shaped(source: Source, kind: str) -> str:
    """Which units have the shape of a team signature."""
    words = source.words
    named = [isolated(row.unit) for row in units(source.view) if row.shape == kind]
    if not named:
        return words.say(f"shape.{kind}_none")
    return words.say(f"shape.{kind}", units=words.listed(named), n=len(named))


def _balance(source: Source) -> Iterator[Block]:
    words = source.words
    rows = [row for row in units(source.view) if row.balance is not None]
    if len(rows) < 2:
        return
    yield Heading(words.say("shape.balance"), 2)
    yield Text(words.say("shape.balance_lead"))
    kind = facts.unit_type(words, shown_type(source.view))
    columns = (
        Column(words.say("reading.unit", type=kind), 26),
        Column(words.say("shape.asked"), 11, "right"),
        Column(words.say("scorecard.range"), 17, "right"),
        Column(words.say("scorecard.picture"), 28),
        Column(words.say("shape.means"), 34),
    )
    furthest = sorted(rows, key=lambda row: (-abs((row.balance or 0.5) - 0.5), row.unit))
    shown = rows if len(rows) <= MOST_ROWS else furthest[:MOST_ROWS]
    yield Table(columns, tuple(_unit(source, row) for row in shown), ref="B")


def _unit(source: Source, row: UnitRow) -> tuple[Cell, ...]:
    words = source.words
    evidence = Evidence(
        "balance",
        row.balance or 0.0,
        row.people,
        row.expected_balance,
        row.balance_low,
        row.balance_high,
    )
    return (
        Cell(isolated(row.unit), bold=True),
        Cell(words.number("balance", row.balance), bold=True),
        Cell(range_of(source, evidence) or "–"),
        picture_cell(source, evidence, CONTENT_WIDTH * 0.22),
        Cell(words.say(f"shape.balance_{facts.side(evidence)}")),
    )
