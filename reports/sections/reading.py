"""How to read the report, and who answered: unit by unit, and what the silent ones do to it."""

from collections.abc import Iterator

from analysis.results import UnitRow
from reports import charts, facts, numbers
from reports.blocks import Block, Bullets, Cell, Column, Heading, Table, Text
from reports.ledger import marked_digits
from reports.plain import isolated
from reports.source import Source, response, shown_type, units
from reports.style import CONTENT_WIDTH

NEEDED = 0.7
MOST_ROWS = 15


def reading(source: Source) -> Iterator[Block]:
    """Reading aid, then a table of units."""
    words, view = source.words, source.view
    yield Heading(words.say("reading.title"), 1, "reading", words.say("reading.kicker"))
    yield Text(words.say("reading.lead"), "lead")
    yield Heading(words.say("reading.how"), 2)
    yield Bullets(words.items("reading.points"))
    yield Heading(words.say("reading.who"), 2)
    rate = response(view)
    answered = round(rate.value * rate.people)
    missing = rate.people - answered
    key = "reading.missing" if missing else "reading.complete"
    speech = words.number_words
    counts = {"missing": missing, "asked": rate.people}
    yield Text(words.say(key, **{name: numbers.count(speech, n) for name, n in counts.items()}))
    rows = units(view)
    if rows:
        least = sorted(rows, key=lambda row: (row.answered / max(row.people, 1), row.unit))
        shown = rows if len(rows) <= MOST_ROWS else tuple(least[:MOST_ROWS])
        yield _table(source, shown)
        if len(rows) > MOST_ROWS:
            yield Text(words.say("reading.most", most=MOST_ROWS, all=len(rows)), "small")
        yield Text(words.say("reading.legend", needed=_needed(source)), "small")
    hidden = view.headcount - sum(row.people for row in rows)
    if rows and hidden > 0:
        kind = facts.unit_type(words, shown_type(view))
        yield Text(words.say("reading.hidden", n=hidden, type=kind, k=view.policy.k), "small")


def _needed(source: Source) -> str:
    said = numbers.share(source.words.number_words, NEEDED)
    return marked_digits(said, "words", "reading.needed")


def _table(source: Source, rows: tuple[UnitRow, ...]) -> Table:
    words = source.words
    kind = facts.unit_type(words, shown_type(source.view))
    columns = (
        Column(words.say("reading.unit", type=kind), 30),
        Column(words.say("reading.people"), 11, "right"),
        Column(words.say("reading.answered"), 13, "right"),
        Column(words.say("reading.share"), 32),
        Column(words.say("reading.means"), 26),
    )
    return Table(columns, tuple(_row(source, row) for row in rows), ref="R")


def _row(source: Source, row: UnitRow) -> tuple[Cell, ...]:
    words = source.words
    share = row.answered / max(row.people, 1)
    rate = numbers.share(words.number_words, share)
    said = words.say(
        "reading.chart_alt", unit=isolated(row.unit), rate=rate, needed=_needed(source)
    )
    judged = "reading.enough" if share >= NEEDED else "reading.directions"
    return (
        Cell(isolated(row.unit), bold=True),
        Cell(str(row.people)),
        Cell(f"{row.answered} ({rate})"),
        Cell(said, picture=charts.share_bar(share, NEEDED, CONTENT_WIDTH * 0.25)),
        Cell(words.say(judged)),
    )
