"""The map of teams: one circle a unit, near where much in touch, dashed where hardly."""

from collections.abc import Iterator

from analysis.results import PairRow
from reports import charts, facts, text
from reports.blocks import Block, Figure, Heading, Text
from reports.ledger import marked_digits
from reports.maps import ALL_DRAWN, Edge, Node, edge_look, positions, team_map
from reports.marks import Circle, Label, Line, Mark, Picture
from reports.plain import bare, isolated
from reports.source import MOST_UNITS, Source, pairs, shown_type, units
from reports.style import ALERT, BRAND, BRAND_LIGHT, BRAND_PALE, CONTENT_WIDTH, WHITE

HEIGHT, HEIGHT_OF_MANY = 475.0, 415.0
KEY_COLUMNS = 4


def map_of_teams(source: Source) -> Iterator[Block]:
    """The map with a sentence that says what to see, and its legend."""
    words = source.words
    many = facts.unit_type(words, shown_type(source.view), many=True)
    teams, lines = nodes(source), edges(source)
    level = 1 if len(teams) > 1 else 2
    yield Heading(words.say("map.title", types=many), level, "map", words.say("map.kicker"))
    if len(teams) < 2:
        yield Text(words.say("map.none"))
        return
    sentence = _sentence(source, teams, lines)
    tall = HEIGHT if len(teams) <= ALL_DRAWN else HEIGHT_OF_MANY
    drawn = team_map(teams, lines, CONTENT_WIDTH, tall, stood(source))
    yield Text(sentence, "lead")
    said = words.say("map.alt", count=len(teams), types=many, sentence=sentence)
    yield Figure(drawn.picture, bare(f"{said} {_pairs_said(source, teams, lines)}"))
    yield Figure(
        _legend(source),
        " ".join(said for _, said in _entries(source)),
        words.say("map.caption", types=many[:1].upper() + many[1:]),
    )
    if len(teams) > ALL_DRAWN:
        yield Text(words.say("map.some", most=len(teams)), "note")
    if drawn.numbered:
        yield _key(source, drawn.numbered)
    if len(teams) >= MOST_UNITS:
        yield Text(words.say("map.other", most=MOST_UNITS), "small")


def _key(source: Source, numbered: tuple[str, ...]) -> Figure:
    """The names that stand on the map as numbers, in four columns under each other."""
    rows = -(-len(numbered) // KEY_COLUMNS)
    wide = CONTENT_WIDTH / KEY_COLUMNS
    marks: list[Mark] = []
    for i, name in enumerate(numbered):
        x, y = wide * (i // rows), 10.5 * (i % rows) + 8
        number = marked_digits(str(i + 1), "place", "map")
        marks.append(Label(x + 14, y, number, charts.STRONG, "right"))
        said = text.shortened(name, charts.NAME, wide - 24)
        marks.append(Label(x + 19, y, said, charts.NAME))
    said = source.words.listed([f"{i} {n}" for i, n in enumerate(numbered, 1)], len(numbered))
    alt = bare(source.words.say("map.key", list=said))
    return Figure(Picture(CONTENT_WIDTH, 10.5 * rows + 2, tuple(marks)), alt)


def places(source: Source) -> dict[str, tuple[float, float]]:
    """Where each unit stands on this map: for next year's ``Cover.places``."""
    teams = nodes(source)
    spots = positions(len(teams), edges(source), stood(source))
    return {
        bare(team.name): (float(x), float(y)) for team, (x, y) in zip(teams, spots, strict=True)
    }


def stood(source: Source) -> dict[int, tuple[float, float]]:
    """Where units of this map stood before, by their place in the list."""
    known = source.cover.places
    names = [bare(team.name) for team in nodes(source)]
    return {i: known[name] for i, name in enumerate(names) if name in known}


def nodes(source: Source) -> tuple[Node, ...]:
    """One a unit that may be shown; ringed where it was found to keep to itself."""
    kind = shown_type(source.view)
    silos = {
        f.subject.unit
        for f in source.view.findings
        if f.kind == "silo" and f.subject.unit_type == kind
    }
    return tuple(
        Node(isolated(row.unit), row.people, row.unit in silos) for row in units(source.view)
    )


def edges(source: Source) -> tuple[Edge, ...]:
    """One a pair of units, both directions together."""
    names = [row.unit for row in units(source.view)]
    found = pairs(source.view)
    out = []
    for i, first in enumerate(names):
        for j in range(i + 1, len(names)):
            rows = [r for key in ((first, names[j]), (names[j], first)) if (r := found.get(key))]
            if rows:
                out.append(_edge(i, j, rows))
    return tuple(out)


def _edge(first: int, second: int, rows: list[PairRow]) -> Edge:
    return Edge(first, second, sum(r.ties for r in rows), sum(r.expected for r in rows))


def _sentence(source: Source, teams: tuple[Node, ...], lines: tuple[Edge, ...]) -> str:
    words = source.words
    kind = shown_type(source.view)
    many = facts.unit_type(words, kind, many=True)
    ringed = [team.name for team in teams if team.ringed]
    if ringed:
        return words.say("map.lead_silo", units=words.listed(ringed, 4), types=many)
    gaps = sorted((line for line in lines if line.gap), key=lambda line: line.ratio)
    if gaps:
        pair = [teams[gaps[0].first].name, teams[gaps[0].second].name]
        return words.say("map.lead_gap", types=many, pair=words.listed(pair))
    return words.say("map.lead_even", type=facts.unit_type(words, kind), types=many)


def _pairs_said(source: Source, teams: tuple[Node, ...], lines: tuple[Edge, ...]) -> str:
    """The map in words, the widest gaps first, for those who cannot see it."""
    words = source.words
    order = sorted(lines, key=lambda line: line.ratio)[:10]
    return " ".join(
        words.say(
            "map.alt_pair",
            first=teams[line.first].name,
            second=teams[line.second].name,
            ties=line.ties,
            ratio=words.number("steps_between", line.ratio),
        )
        for line in order
    )


def _entries(source: Source) -> tuple[tuple[Picture, str], ...]:
    words = source.words
    strong = edge_look(Edge(0, 1, 20, 10)) or (BRAND, 3.0, ())
    return (
        (
            Picture(12, 10, (Circle(6, 5, 4.5, BRAND_PALE, BRAND, 1.1),)),
            words.say("map.legend_size"),
        ),
        (Picture(24, 8, (Line(0, 4, 24, 4, strong[0], strong[1]),)), words.say("map.legend_more")),
        (Picture(24, 8, (Line(0, 4, 24, 4, BRAND_LIGHT, 1.4),)), words.say("map.legend_usual")),
        (
            Picture(24, 8, (Line(0, 4, 24, 4, ALERT, 1.0, (3.5, 3.0)),)),
            words.say("map.legend_less"),
        ),
        (
            Picture(
                14,
                14,
                (Circle(7, 7, 6.6, WHITE, ALERT, 1.4), Circle(7, 7, 4, BRAND_PALE, BRAND, 1.0)),
            ),
            words.say("map.legend_ring"),
        ),
    )


def _legend(source: Source) -> Picture:
    return charts.key(_entries(source), CONTENT_WIDTH)
