"""Who answered in the unit, how to read its report, and what is not in it."""

from collections.abc import Iterator

from reports import charts, numbers
from reports.blocks import Block, Bullets, Figure, Heading, Text
from reports.sections.of_unit import about, known
from reports.source import Source, response
from reports.style import CONTENT_WIDTH

NEEDED = 0.7


def unit_basis(source: Source) -> Iterator[Block]:
    """A bar of who answered, the reading aid, what is left out."""
    words, one, view = source.words, known(source), source.view
    yield Heading(
        words.say("editions.basis.title", **one), 1, "reading", words.say("reading.kicker")
    )
    yield Text(words.say("reading.lead"), "lead")
    yield Heading(words.say("editions.basis.who"), 2)
    key = "complete" if view.answered == view.headcount else "missing"
    counts = {"answered": view.answered, "asked": view.headcount}
    yield Text(words.say(f"editions.basis.{key}", **counts, **one))
    yield _bar(source)
    yield Heading(words.say("reading.how"), 2)
    yield Bullets(words.items("reading.points"))
    yield Heading(words.say("editions.basis.not_here"), 2)
    yield Bullets(words.items("editions.basis.not_here_points", **one))


def _bar(source: Source) -> Figure:
    words, one = source.words, known(source)
    speech, share = words.number_words, response(source.view).value
    needed = numbers.share(speech, NEEDED)
    rate, firm = numbers.share(speech, share), numbers.share(speech, about(source).response)
    alt = words.say("editions.basis.bar", rate=rate, needed=needed, **one)
    caption = words.say("editions.basis.tick", needed=needed, firm=firm, **one)
    return Figure(charts.share_bar(share, NEEDED, CONTENT_WIDTH), alt, caption)
