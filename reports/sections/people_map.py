"""The map of people, where they may be named and are few: who is much named in which unit."""

from collections.abc import Iterator

from reports import charts, facts, style
from reports.blocks import Block, Figure, Heading, Text
from reports.marks import Circle, Picture
from reports.people_map import Dot, PeopleMap, people_map
from reports.plain import bare, isolated
from reports.sections.team_map import edges, stood
from reports.source import Source, shown_type, told, units
from reports.style import CONTENT_WIDTH

LEAST, MOST = 10, 320
MOST_UNITS = 16
HEIGHT = 500.0


def map_of_people(source: Source) -> Iterator[Block]:
    """The map with its legend; nothing where nobody is named, or more than paper can hold."""
    words, view = source.words, source.view
    rows, dots = units(view), _dots(source)
    if not view.named or not LEAST <= len(dots) <= MOST or not 2 <= len(rows) <= MOST_UNITS:
        return
    one = facts.unit_type(words, shown_type(view))
    known = {"type": one, "types": facts.unit_type(words, shown_type(view), many=True)}
    names = [isolated(row.unit) for row in rows]
    drawn = people_map(names, edges(source), dots, (CONTENT_WIDTH, HEIGHT), stood(source))
    if drawn is None:
        return
    yield Heading(words.say("people.title"), 1, "people", words.say("people.kicker"))
    yield Text(words.say("people.lead", **known), "lead")
    yield Figure(drawn.picture, _alt(source, dots, names))
    yield Figure(
        charts.key(_legend(source), CONTENT_WIDTH),
        ", ".join(said for _, said in _legend(source)),
        words.say("people.caption", **known),
    )
    yield from _left_out(source, drawn, len(dots))


def _dots(source: Source) -> list[Dot]:
    """Everybody in a unit that is shown; a name for those in findings and the most named."""
    view = source.view
    kind = shown_type(view)
    place = {row.unit: i for i, row in enumerate(units(view))}
    marked = {t.finding.subject.id for t in told(view)} - {""}
    here = [(r, place.get(view.homes.get(r.person_id, {}).get(kind, ""), -1)) for r in view.people]
    here = [(row, unit) for row, unit in here if unit >= 0]
    first: dict[int, tuple[int, str]] = {}
    for row, unit in here:
        first[unit] = max(first.get(unit, (0, "")), (row.in_degree, row.person_id))
    top = {id_ for _, id_ in first.values()}
    return [
        Dot(
            unit,
            row.in_degree,
            row.answered,
            row.person_id in marked,
            source.names.get(row.person_id, "") if row.person_id in marked | top else "",
        )
        for row, unit in here
    ]


def _alt(source: Source, dots: list[Dot], units_: list[str]) -> str:
    words = source.words
    said = [
        words.say("people.alt_one", name=dot.name, unit=units_[dot.unit], named=dot.named)
        for dot in sorted(dots, key=lambda dot: (not dot.marked, -dot.named))
        if dot.name
    ]
    return bare(" ".join([words.say("people.alt", people=len(dots), units=len(units_)), *said]))


def _left_out(source: Source, drawn: PeopleMap, shown: int) -> Iterator[Block]:
    """Whom the map does not hold or name, so that nobody is missed unseen."""
    words = source.words
    if drawn.unnamed:
        yield Text(words.say("people.unnamed", list=words.listed(drawn.unnamed, 20)), "small")
    missing = len(source.view.people) - shown
    if missing:
        yield Text(words.say("people.missing", n=missing, k=source.view.policy.k), "small")


def _legend(source: Source) -> tuple[tuple[Picture, str], ...]:
    say = source.words.say
    sizes = (Circle(3, 5, 1.8, style.BRAND_MID), Circle(11, 5, 4.4, style.BRAND_MID))
    marked = (Circle(5, 5, 4, style.ALERT, style.WHITE, 0.5),)
    hollow = (Circle(5, 5, 3.6, style.WHITE, style.BRAND_MID, 0.9),)
    return (
        (Picture(17, 10, sizes), say("people.size")),
        (Picture(10, 10, marked), say("people.marked")),
        (Picture(10, 10, hollow), say("people.silent")),
    )
