"""What was not found, what cannot be said of the unit, and what its report holds back."""

from collections.abc import Iterator

from reports.blocks import Block, Bullets, Heading, Text
from reports.ledger import once
from reports.sections.of_unit import known
from reports.source import Source


def unit_limits(source: Source) -> Iterator[Block]:
    """Four short lists."""
    words, view, one = source.words, source.view, known(source)
    kicker = words.say("silence.kicker")
    yield Heading(words.say("editions.limits.title", **one), 1, "limits", kicker)
    if view.not_found:
        yield Heading(words.say("silence.not_found"), 2)
        yield Text(words.say("editions.limits.not_found_lead"))
        yield Bullets(once(words.reason("not_found", o) for o in view.not_found))
    if view.not_said:
        yield Heading(words.say("silence.not_said"), 2)
        yield Bullets(once(words.reason("not_said", o) for o in view.not_said))
    yield Heading(words.say("editions.limits.hidden"), 2)
    held = words.items("editions.limits.hidden_points", **one)
    names = () if view.named else (words.say("editions.limits.hidden_names", **one),)
    yield Bullets((*held, *names))
    yield Heading(words.say("silence.never"), 2)
    yield Bullets(words.items("silence.never_points"))
