"""One unit then and now: its contact with the others, and with each that may be shown."""

from collections.abc import Iterator

from reports.blocks import Block, Heading, Table, Text
from reports.sections.changes import table
from reports.sections.of_unit import known
from reports.source import Source


def unit_changes(source: Source) -> Iterator[Block]:
    """Nothing where there was no earlier survey; why not, where it can't be compared."""
    words, found, one = source.words, source.view.changes, known(source)
    if found is None:
        return
    kicker = words.say("changes.kicker")
    yield Heading(words.say("changes.title_unit", **one), 1, "changes", kicker)
    rows = (*found.units, *found.pairs)
    if not rows:
        key = "hidden_unit" if found.relation else "none"
        yield Text(words.say(f"changes.{key}", **one), "lead")
        return
    yield Text(words.say("changes.lead_unit", **one), "lead")
    shown: Table = table(source, rows)
    yield shown
    yield Text(words.say("changes.how"), "small")
