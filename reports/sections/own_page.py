"""One page for one person: her own answers, rough places, two neutral tips."""

from collections import Counter
from collections.abc import Iterator

from analysis.editions import Own, Standing
from reports import egos, facts, style
from reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Fitted,
    Heading,
    Panel,
    Table,
    Text,
)
from reports.egos import Named
from reports.marks import Picture, Rect
from reports.plain import bare, isolated
from reports.sections.closing import closing
from reports.source import Source
from reports.style import CONTENT_WIDTH

BANDS = (0.25, 0.5, 0.25)
MOST_NAMED = ((60, True), (60, False), (25, False), (8, False), (3, False))
FEWEST = 3  # people whom a picture is worth


def own_page(source: Source) -> Iterator[Block]:
    """As many of the names that she gave as one page can hold."""
    own = source.view.own
    if own is not None:
        pages = [tuple(_page(source, own, *how)) for how in MOST_NAMED]
        last = tuple(closing(source))
        yield Fitted((*((*page, *last) for page in pages), *pages))


def _page(source: Source, own: Own, most: int, drawn: bool) -> Iterator[Block]:
    words, name = source.words, source.names[own.person_id]
    whole = {"people": own.people, "client": source.client}
    kicker = words.say("editions.person.kicker")
    yield Heading(words.say("editions.person.title", name=name), 1, "own", kicker)
    yield Text(words.say("editions.person.lead", **whole), "lead")
    yield Heading(words.say("editions.person.answers"), 2)
    yield _answers(source, own, most)
    yield Text(_spread(source, own))
    yield from _picture(source, own) if drawn else ()
    yield Heading(words.say("editions.person.place"), 2)
    yield Text(words.say("editions.person.place_lead"))
    yield _standings(source, own)
    yield Text(words.say("editions.person.few_or_many"), "note")
    yield Heading(words.say("editions.person.tips"), 2)
    yield Bullets(_tips(source, own), numbered=True)
    yield Panel((Text(words.say("editions.person.rights", **whole), "note"),), "brand")


def _answers(source: Source, own: Own, most: int) -> Table:
    words = source.words
    columns = (
        Column(words.say("editions.person.question"), 42),
        Column(words.say("editions.person.named"), 58),
    )
    rows = (
        (Cell(facts.question(words, key), bold=True), Cell(_named(source, ids, most)))
        for key, ids in own.answers
    )
    return Table(columns, tuple(rows))


def _named(source: Source, ids: tuple[str, ...], most: int) -> str:
    called = [source.names.get(id_, id_) for id_ in ids]
    return source.words.listed(called, most) or source.words.say("editions.person.nobody")


def _picture(source: Source, own: Own) -> Iterator[Block]:
    """Her and those whom she named, by unit; never who named her."""
    words = source.words
    times = Counter(id_ for _, ids in own.answers for id_ in ids)
    named = [
        Named(source.names.get(id_, id_), isolated(own.homes.get(id_, "")), count)
        for id_, count in times.items()
    ]
    if not FEWEST <= len(named) <= egos.MOST:
        return
    units = Counter(one.unit for one in named if one.unit).most_common()
    said = [words.say("editions.person.ego_unit", unit=unit, count=n) for unit, n in units]
    alt = words.say("editions.person.ego_alt", count=len(named), list=" ".join(said))
    picture = egos.ego(words.say("editions.person.ego_you"), named, CONTENT_WIDTH)
    yield Figure(picture, bare(alt), words.say("editions.person.ego_caption"))


def _spread(source: Source, own: Own) -> str:
    """How widely her answers reach, beside the middle person's."""
    words = source.words
    if not own.unit_type:
        count = {"count": own.reached, "middle": own.middle}
        return words.say("editions.person.spread_plain", **count)
    return words.say(
        "editions.person.spread",
        units=own.reached,
        middle=own.middle,
        type=facts.unit_type(words, own.unit_type),
        types=facts.unit_type(words, own.unit_type, many=True),
    )


def _standings(source: Source, own: Own) -> Table:
    words = source.words
    columns = (
        Column(words.say("editions.person.way"), 28),
        Column(words.say("editions.person.band"), 34),
        Column(words.say("editions.person.means"), 38),
    )
    return Table(columns, tuple(_standing(source, standing) for standing in own.standings))


def _standing(source: Source, standing: Standing) -> tuple[Cell, ...]:
    words = source.words
    name = words.say(f"editions.person.{standing.measure}")
    low, high = (words.say(f"editions.person.band_{at}") for at in (standing.low, standing.high))
    said = low if low == high else words.say("editions.person.between", low=low, high=high)
    alt = bare(words.say("editions.person.band_alt", name=name, said=said))
    return (Cell(name, bold=True), Cell(alt, picture=_band(standing)), Cell(said))


def _band(standing: Standing) -> Picture:
    """A quarter, a half, a quarter; those filled in which she may stand."""
    width, marks, x = CONTENT_WIDTH * 0.3, [], 0.0
    for at, share in enumerate(BANDS):
        hers = standing.low <= at <= standing.high
        fill = style.BRAND if hers else style.FAINT
        marks.append(Rect(x, 2, width * share - 2, 9, fill, style.RULE))
        x += width * share
    return Picture(width, 13, tuple(marks))


def _tips(source: Source, own: Own) -> tuple[str, str]:
    """One about being asked, one about reaching out; neither blames."""
    asked = next((s for s in own.standings if s.measure == "in_degree"), None)
    first = "asked" if asked and asked.low == 2 else "quiet"
    second = "wide" if own.reached > own.middle else "near"
    say = source.words.say
    return say(f"editions.person.tip_{first}"), say(f"editions.person.tip_{second}")
