"""The cover of one unit's report: about whom, for whom, resting on what, how to treat it."""

from collections.abc import Iterator
from math import cos, pi, sin

from reports import facts, numbers
from reports.blocks import Block, Poster
from reports.brand import own_lines
from reports.marks import Circle, Line, Mark, Picture
from reports.plain import isolated
from reports.sections.of_unit import Contact, contacts, known
from reports.source import Source, response
from reports.style import (
    BRAND_LIGHT,
    BRAND_MID,
    COVER_DOT,
    COVER_EDGE,
    COVER_LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)

MOST_DRAWN = 16


def unit_cover(source: Source) -> Iterator[Block]:
    """One page."""
    words = source.words
    one = known(source)
    kind = facts.unit_type(words, one["unit_type"])
    key = "editions.cover.notice_names" if source.view.named else "editions.cover.notice"
    yield Poster(
        kicker=words.say("editions.cover.kicker", TYPE=kind.upper()),
        title=words.say("editions.cover.title", client=source.client, **one),
        subtitle=words.say("editions.cover.subtitle"),
        facts=tuple((name, value) for name, value in _facts(source) if value),
        notice=words.say(key, **one),
        logo=source.logo,
        words=own_lines(source.cover.brand.cover),
        art=_art(contacts(source)),
    )


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    words, cover, view = source.words, source.cover, source.view
    yield words.say("editions.cover.unit"), known(source)["unit"]
    yield words.say("cover.survey"), isolated(cover.survey)
    yield words.say("cover.date"), words.date(cover.on) if cover.on else ""
    yield words.say("cover.prepared_for"), isolated(cover.prepared_for)
    rate = numbers.share(words.number_words, response(view).value)
    yield (
        words.say("cover.answers"),
        words.say("cover.answers_value", answered=view.answered, people=view.headcount, rate=rate),
    )
    secret = isolated(cover.confidentiality) or words.say("cover.confidential")
    yield words.say("cover.confidentiality"), secret


def _art(others: tuple[Contact, ...]) -> Picture:
    """The unit in the middle, the others round it, a dashed line where contact is under half."""
    shown = others[:MOST_DRAWN]
    marks: list[Mark] = []
    middle, y0 = 410.0, 148.0
    for i, other in enumerate(shown):
        angle = 2 * pi * (i + 0.5) / len(shown)
        x, y = middle + 130 * cos(angle), y0 + 92 * sin(angle)
        few = other.ties < other.expected / 2
        marks.append(Line(middle, y0, x, y, COVER_LINE, 0.8, (2.0, 4.0) if few else ()))
        marks.append(Circle(x, y, 7, COVER_DOT, COVER_EDGE, 1.0))
    marks.append(Circle(middle, y0, 17, BRAND_MID, BRAND_LIGHT, 1.4))
    return Picture(PAGE_WIDTH, PAGE_HEIGHT * 0.62, tuple(marks))
