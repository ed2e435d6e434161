"""Who turns to whom between units, shaded by chance, and the widest gaps."""

from collections.abc import Iterator

from analysis.results import PairRow
from reports import charts, facts, matrices
from reports.blocks import Block, Cell, Column, Figure, Heading, Table, Text
from reports.marks import Picture
from reports.matrices import CellOf
from reports.plain import bare, isolated
from reports.source import Source, pairs, shown_type, units
from reports.style import CONTENT_WIDTH

MOST_GAPS = 8
BEYOND = 0.05


def team_matrix(source: Source) -> Iterator[Block]:
    """The matrix, its legend, and a table of the widest gaps."""
    words, view = source.words, source.view
    names = [row.unit for row in units(view)]
    if len(names) < 2:
        return
    kind = facts.unit_type(words, shown_type(view))
    many = facts.unit_type(words, shown_type(view), many=True)
    called = {"type": kind, "types": many}
    yield Heading(words.say("matrix.title", type=kind), 1, "matrix", words.say("matrix.kicker"))
    yield Text(words.say("matrix.lead", **called), "lead")
    found = pairs(view)
    gaps = _gaps(found)
    yield Figure(_picture(source, names), _alt(source, len(names), many, gaps))
    yield Figure(
        charts.key(_legend(source), CONTENT_WIDTH),
        ", ".join(said for _, said in _legend(source)),
        words.say("matrix.caption", **called),
    )
    if matrices.shaded_only(len(names)):
        yield Text(words.say("matrix.shades", types=many), "small")
    yield Heading(words.say("matrix.gaps"), 2)
    if gaps:
        yield Text(words.say("matrix.gaps_lead"))
        yield _table(source, gaps[:MOST_GAPS])
    else:
        yield Text(words.say("matrix.gaps_none", types=many))


def cell_of(row: PairRow) -> CellOf:
    """A pair as the matrix shows it."""
    beyond = row.q_value is not None and row.q_value < BEYOND
    return CellOf(row.ties, row.ties / row.expected if row.expected else 1.0, beyond)


def _picture(source: Source, names: list[str]) -> Picture:
    cells = {(isolated(a), isolated(b)): cell_of(row) for (a, b), row in pairs(source.view).items()}
    return matrices.matrix([isolated(name) for name in names], cells, CONTENT_WIDTH)


def _gaps(found: dict[tuple[str, str], PairRow]) -> list[PairRow]:
    """Pairs of different units beyond chance and at half of it or less, the widest first."""
    wide = [
        row
        for (a, b), row in found.items()
        if a != b and cell_of(row).beyond and cell_of(row).ratio <= 0.5
    ]
    return sorted(wide, key=lambda row: (row.ties - row.expected, row.from_unit, row.to_unit))


def _alt(source: Source, count: int, many: str, gaps: list[PairRow]) -> str:
    words = source.words
    sentence = words.say("matrix.alt_none")
    if gaps:
        listed = [
            words.say("matrix.from_to", first=isolated(row.from_unit), second=isolated(row.to_unit))
            for row in gaps
        ]
        sentence = words.say("matrix.alt_some", list=words.listed(listed))
    return bare(words.say("matrix.alt", count=count, types=many, sentence=sentence))


def _legend(source: Source) -> tuple[tuple[Picture, str], ...]:
    words = source.words
    looks = (
        (matrices.MUCH_MORE, "strong_more"),
        (matrices.MORE, "more"),
        (matrices.USUAL, "usual"),
        (matrices.LESS, "less"),
        (matrices.MUCH_LESS, "strong_less"),
        (matrices.UNSEEN, "hidden"),
    )
    return tuple((matrices.swatch(look), words.say(f"matrix.legend_{key}")) for look, key in looks)


def _table(source: Source, gaps: list[PairRow]) -> Table:
    words = source.words
    columns = (
        Column(words.say("matrix.gap_from"), 30),
        Column(words.say("matrix.gap_to"), 30),
        Column(words.say("matrix.gap_found"), 14, "right"),
        Column(words.say("matrix.gap_expected"), 16, "right"),
        Column(words.say("matrix.gap_share"), 18, "right"),
    )
    return Table(columns, tuple(_gap(source, row) for row in gaps), ref="G")


def _gap(source: Source, row: PairRow) -> tuple[Cell, ...]:
    words = source.words
    return (
        Cell(isolated(row.from_unit), bold=True),
        Cell(isolated(row.to_unit), bold=True),
        Cell(str(row.ties)),
        Cell(words.number("outside_ties", row.expected)),
        Cell(words.number("outside_ratio", cell_of(row).ratio)),
    )
