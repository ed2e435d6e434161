"""How it was done, and the words that the report uses."""

from collections.abc import Iterator

from reports.blocks import Block, Bullets, Cell, Column, Heading, Table, Text
from reports.ledger import marked_digits
from reports.source import Source


def method(source: Source) -> Iterator[Block]:
    """Method in plain language, sources, glossary."""
    words, made = source.words, source.view.made
    yield Heading(words.say("method.title"), 1, "method", words.say("method.kicker"))
    yield Heading(words.say("method.how"), 2)
    yield Bullets(
        words.items(
            "method.points",
            draws=made.draws,
            runs=made.runs,
            confidence=round(100 * source.view.policy.confidence),
        )
    )
    if not made.draws:
        yield Text(words.say("method.complete"), "note")
    yield Text(words.say("method.references"), "small")
    yield Heading(words.say("method.words"), 2)
    columns = (Column(words.say("method.word"), 22), Column(words.say("method.meaning"), 78))
    yield Table(
        columns,
        tuple(
            (
                Cell(words.get(f"terms.{word}"), bold=True),
                Cell(marked_digits(meaning, "words", f"glossary.{word}")),
            )
            for word, meaning in words.get("glossary").items()
        ),
    )
