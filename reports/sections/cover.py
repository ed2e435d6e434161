"""The cover: whose report, when, for whom, resting on what, and how to treat it."""

from collections.abc import Iterator

from reports import numbers
from reports.blocks import Block, Poster
from reports.brand import own_lines
from reports.maps import positions, worth_drawing
from reports.marks import Circle, Line, Mark, Picture
from reports.plain import isolated
from reports.sections.team_map import edges, nodes, stood
from reports.source import Source, response
from reports.style import COVER_DOT, COVER_EDGE, COVER_LINE, PAGE_HEIGHT, PAGE_WIDTH


def cover(source: Source) -> Iterator[Block]:
    """One page."""
    words, view = source.words, source.view
    notice = words.say("cover.notice_names" if view.named else "cover.notice", k=view.policy.k)
    yield Poster(
        kicker=words.say("cover.kicker"),
        title=words.say("cover.title", client=source.client),
        subtitle=words.say("cover.subtitle"),
        facts=tuple((name, value) for name, value in _facts(source) if value),
        notice=notice,
        logo=source.logo,
        words=own_lines(source.cover.brand.cover),
        art=_art(source),
    )


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    words, cover_, view = source.words, source.cover, source.view
    yield words.say("cover.survey"), isolated(cover_.survey)
    yield words.say("cover.date"), words.date(cover_.on) if cover_.on else ""
    yield words.say("cover.prepared_for"), isolated(cover_.prepared_for)
    speech = words.number_words
    rate = numbers.share(speech, response(view).value)
    heard, people = (numbers.count(speech, n) for n in (view.answered, view.headcount))
    yield (
        words.say("cover.answers"),
        words.say("cover.answers_value", answered=heard, people=people, rate=rate),
    )
    yield (
        words.say("cover.confidentiality"),
        (isolated(cover_.confidentiality) or words.say("cover.confidential")),
    )


def _art(source: Source) -> Picture:
    """The firm's own map, large and without words."""
    teams, lines = nodes(source), worth_drawing(edges(source), len(nodes(source)))
    if len(teams) < 2:
        return Picture(0, 0)
    spots = positions(len(teams), lines, stood(source))
    low, high = spots.min(axis=0), spots.max(axis=0)
    span = [max(float(x), 1e-9) for x in high - low]
    at = [
        (300 + 240 * float((x - low[0]) / span[0]), 60 + 180 * float((y - low[1]) / span[1]))
        for x, y in spots
    ]
    most = max(team.people for team in teams)
    marks: list[Mark] = []
    for line in lines:
        dash = (2.0, 4.0) if line.gap else ()
        marks.append(Line(*at[line.first], *at[line.second], COVER_LINE, 0.8, dash))
    for team, (x, y) in zip(teams, at, strict=True):
        marks.append(
            Circle(
                x,
                y,
                (4 + 13 * (team.people / most) ** 0.5) * min(1.0, (12 / len(teams)) ** 0.5),
                COVER_DOT,
                COVER_EDGE,
                1.0,
            )
        )
    return Picture(PAGE_WIDTH, PAGE_HEIGHT * 0.62, tuple(marks))
