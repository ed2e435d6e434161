"""A small panel for each unit: with whom it is in touch, beside chance, all on one scale."""

from collections.abc import Iterator

from analysis.results import UnitRow
from reports import charts, facts, panels, style
from reports.blocks import Block, Figure, Heading, Text
from reports.marks import Circle, Line, Picture
from reports.panels import Panel, Row
from reports.plain import bare, isolated
from reports.sections.team_map import edges
from reports.sections.team_matrix import BEYOND
from reports.source import Source, pairs, shown_type, units
from reports.style import CONTENT_WIDTH

LEAST, MOST = 3, 12
MOST_ROWS = 6
WIDE = 8  # so many panels at most stand two by two
ENOUGH = 1.0  # contacts that chance has to give for a ratio to say something


def unit_panels(source: Source) -> Iterator[Block]:
    """At most 12 units, those furthest from chance first if there are more."""
    words = source.words
    shown = _panels(source)
    if len(shown) < LEAST:
        return
    kind = shown_type(source.view)
    one, many = facts.unit_type(words, kind), facts.unit_type(words, kind, many=True)
    known = {"type": one, "types": many, "Types": many[:1].upper() + many[1:]}
    yield Heading(words.say("panels.title", **known), 1, "panels", words.say("panels.kicker"))
    yield Text(words.say("panels.lead", **known), "lead")
    yield Figure(
        panels.panels(shown, 2 if len(shown) <= WIDE else 3, CONTENT_WIDTH), _alt(source, shown)
    )
    yield Figure(
        charts.key(_legend(source), CONTENT_WIDTH),
        ", ".join(said for _, said in _legend(source)),
        words.say("panels.caption", **known),
    )
    if len(units(source.view)) > MOST:
        known |= {"most": str(MOST), "all": str(len(units(source.view)))}
        yield Text(words.say("panels.most", **known), "small")


def _panels(source: Source) -> tuple[Panel, ...]:
    rows = units(source.view)
    touch = _touch(source, [row.unit for row in rows])
    made = [(row, touch.get(row.unit, ())) for row in rows]
    made = [(row, found) for row, found in made if found]
    if len(made) > MOST:
        furthest = sorted(made, key=lambda one: (one[0].outside_ratio or 1.0, one[0].unit))[:MOST]
        made = sorted(furthest, key=lambda one: one[0].unit)
    return tuple(_panel(source, row, found) for row, found in made)


def _panel(source: Source, row: UnitRow, found: tuple[Row, ...]) -> Panel:
    count = source.words.say("panels.count", people=row.people, answered=row.answered)
    return Panel(isolated(row.unit), count, found)


def _touch(source: Source, names: list[str]) -> dict[str, tuple[Row, ...]]:
    """Each unit's contacts with the others, those furthest from chance, the least first."""
    found: dict[str, list[Row]] = {}
    cells = pairs(source.view)
    for edge in edges(source):
        if edge.expected < ENOUGH:
            continue
        ends = names[edge.first], names[edge.second]
        sides = (cells.get(ends), cells.get(ends[::-1]))
        beyond = any(r and r.q_value is not None and r.q_value < BEYOND for r in sides)
        for mine, other in (ends, ends[::-1]):
            found.setdefault(mine, []).append(Row(isolated(other), edge.ratio, beyond))
    return {unit: _chosen(rows) for unit, rows in found.items()}


def _chosen(rows: list[Row]) -> tuple[Row, ...]:
    """All, or the ends of the order: what is usual says least."""
    order = sorted(rows, key=lambda row: (row.ratio, bare(row.name)))
    if len(order) <= MOST_ROWS:
        return tuple(order)
    low = MOST_ROWS // 2 + 1
    return tuple(order[:low] + order[low - MOST_ROWS :])


def _alt(source: Source, shown: tuple[Panel, ...]) -> str:
    """Each panel in words: the least and the most contact."""
    words = source.words
    said = [
        words.say(
            "panels.alt_one",
            unit=panel.title,
            least=panel.rows[0].name,
            low=words.number("outside_ratio", panel.rows[0].ratio),
            most=panel.rows[-1].name,
            high=words.number("outside_ratio", panel.rows[-1].ratio),
        )
        for panel in shown
    ]
    return bare(" ".join(said))


def _legend(source: Source) -> tuple[tuple[Picture, str], ...]:
    say = source.words.say
    less = (Line(1, 5, 17, 5, style.ALERT, 1.5, (2.2, 1.6)), Circle(4, 5, 3, style.ALERT))
    more = (Line(1, 5, 17, 5, style.BRAND, 1.5), Circle(17, 5, 3, style.BRAND))
    usual = (Circle(5, 5, 2.5, style.WHITE, style.MUTED, 0.9),)
    return (
        (Picture(20, 10, less), say("panels.less")),
        (Picture(22, 10, more), say("panels.more")),
        (Picture(10, 10, usual), say("panels.usual")),
    )
