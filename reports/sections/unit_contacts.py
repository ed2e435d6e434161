"""The unit's row and column of the matrix: whom it turns to, and who turns to it."""

from collections.abc import Iterator

from analysis.results import PairRow
from reports import charts, text
from reports.blocks import Block, Cell, Column, Figure, Heading, Table, Text
from reports.charts import Bar
from reports.plain import bare, isolated
from reports.sections.of_unit import Contact, contacts, inside, known
from reports.source import Source
from reports.style import CONTENT_WIDTH

BEYOND = 0.05
MOST_ROWS, MOST_BARS = 18, 10
WIDE = 0.9 * CONTENT_WIDTH  # the longest bar's numbers stand to the right of it


def unit_contacts(source: Source) -> Iterator[Block]:
    """A table of the others with contacts both ways, and bars of both together."""
    words, one, others = source.words, known(source), contacts(source)
    yield Heading(words.say("editions.contacts.title", **one), 2, "matrix")
    if not others:
        yield Text(words.say("editions.contacts.none", **one))
        return
    yield Text(words.say("editions.contacts.lead", **one))
    rows = tuple(_row(source, other) for other in others[:MOST_ROWS])
    yield Table(_columns(source), rows, ref="K")
    if len(others) > MOST_ROWS:
        facts = {"most": MOST_ROWS, "all": len(others)}
        yield Text(words.say("editions.contacts.most", **facts), "small")
    yield Text(_notes(source), "small")
    if _names_fit(others[:MOST_BARS]):
        yield Heading(words.say("editions.contacts.bars"), 3)
        yield _bars(source, others[:MOST_BARS])


def _names_fit(others: tuple[Contact, ...]) -> bool:
    """Whether bars can stand beside whole names; the table has the figures in any case."""
    widest = max(text.width(isolated(other.unit), charts.NAME) for other in others)
    return widest + 10 <= 0.34 * WIDE


def _notes(source: Source) -> str:
    words, one, own = source.words, known(source), inside(source)
    said = [words.say("editions.contacts.beyond")]
    if own:
        expected = words.number("outside_ties", own.expected)
        said.insert(0, words.say("editions.contacts.own", ties=own.ties, expected=expected, **one))
    return " ".join([*said, words.say("editions.contacts.hidden", **one)])


def _columns(source: Source) -> tuple[Column, ...]:
    words, one = source.words, known(source)
    return (
        Column(words.say("editions.contacts.other", **one), 30),
        Column(words.say("editions.contacts.gives", **one), 24, "right"),
        Column(words.say("editions.contacts.gets", **one), 24, "right"),
        Column(words.say("editions.contacts.verdict", **one), 36),
    )


def _row(source: Source, other: Contact) -> tuple[Cell, ...]:
    return (
        Cell(isolated(other.unit), bold=True),
        Cell(_found(source, other.gives)),
        Cell(_found(source, other.gets)),
        Cell(_verdict(source, other)),
    )


def _found(source: Source, row: PairRow | None) -> str:
    if row is None:
        return "–"
    expected = source.words.number("outside_ties", row.expected)
    return source.words.say("editions.contacts.found", ties=row.ties, expected=expected)


def _verdict(source: Source, other: Contact) -> str:
    """What is beyond chance, and in which direction; each way that differs by itself."""
    words = source.words
    ways = {"out": _side(other.gives), "in": _side(other.gets)}
    said = []
    for side in ("less", "more"):
        there = [way for way, found in ways.items() if found == side]
        if there:
            key = "both" if len(there) == 2 else there[0]
            way = words.get(f"editions.contacts.{key}")
            said.append(words.say(f"editions.contacts.{side}", ways=way))
    return "; ".join(said) or words.say("editions.contacts.even")


def _side(row: PairRow | None) -> str:
    """Less or more than chance, empty where it is not beyond it."""
    if row is None or row.q_value is None or row.q_value >= BEYOND:
        return ""
    return "less" if row.ties < row.expected else "more"


def _bars(source: Source, others: tuple[Contact, ...]) -> Figure:
    words, one = source.words, known(source)
    rows = [
        Bar(
            isolated(other.unit),
            float(other.ties),
            str(other.ties),
            other.expected,
            words.say("finding.contacts_chance", expected=round(other.expected)),
        )
        for other in others
    ]
    said = [
        words.say(
            "editions.contacts.alt",
            other=isolated(other.unit),
            ties=other.ties,
            expected=round(other.expected),
            **one,
        )
        for other in others
    ]
    alt = bare("; ".join(said))
    return Figure(charts.bars(rows, WIDE), alt, words.say("editions.contacts.caption"))
