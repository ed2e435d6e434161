"""What was not found, what cannot be said, what was held back, what a survey never says."""

from collections.abc import Iterator, Sequence

from reports.blocks import Block, Bullets, Cell, Column, Heading, Table, Text
from reports.ledger import once, unmarked
from reports.source import Source

MOST_IN_A_ROW = 12


def limits(source: Source) -> Iterator[Block]:
    """Four short lists."""
    words, view = source.words, source.view
    yield Heading(words.say("silence.title"), 1, "limits", words.say("silence.kicker"))
    yield Heading(words.say("silence.not_found"), 2)
    if view.not_found:
        yield Text(words.say("silence.not_found_lead"))
        yield Bullets(once(words.reason("not_found", o) for o in view.not_found))
    else:
        yield Text(words.say("silence.not_found_none"))
    yield Heading(words.say("silence.not_said"), 2)
    if view.not_said:
        yield from _unsaid(source)
    else:
        yield Text(words.say("silence.not_said_none"))
    yield Heading(words.say("silence.hidden"), 2)
    yield Bullets(tuple(_hidden(source)))
    yield Heading(words.say("silence.never"), 2)
    yield Bullets(words.items("silence.never_points"))


def _unsaid(source: Source) -> Iterator[Block]:
    """A reason that stands before many kinds as a sentence and a list; the others in a table."""
    words = source.words
    reasons: dict[str, tuple[str, list[str]]] = {}
    for outcome in source.view.not_said:
        looked = words.say(f"kinds.{outcome.kind}.looked_for")
        said = words.reason("not_said", outcome)
        _, kinds = reasons.setdefault(unmarked(said), (said, []))
        if looked not in kinds:
            kinds.append(looked)
    few = [told for told in reasons.values() if len(told[1]) <= MOST_IN_A_ROW]
    if few:
        yield _table(source, few)
    for said, kinds in reasons.values():
        if len(kinds) > MOST_IN_A_ROW:
            yield Text(said)
            yield Bullets(tuple(kinds), role="note")


def _table(source: Source, reasons: Sequence[tuple[str, list[str]]]) -> Table:
    """A row for each reason, with everything that it keeps from being said."""
    words = source.words
    columns = (Column(words.say("silence.looked_for"), 44), Column(words.say("silence.result"), 56))
    return Table(
        columns,
        tuple((Cell("; ".join(looked), bold=True), Cell(said)) for said, looked in reasons),
    )


def _hidden(source: Source) -> Iterator[str]:
    words, view = source.words, source.view
    held = [(reason, count) for reason, count in view.hidden.items() if count]
    for reason, count in held:
        yield words.say(f"silence.hidden_{reason}", count=count, k=view.policy.k)
    if not held:
        yield words.say("silence.hidden_none")
