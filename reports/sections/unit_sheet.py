"""How a unit's report was made, so that it can be made again; nothing that counts other units."""

from collections.abc import Iterator

from reports import facts
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.ledger import marked_digits
from reports.plain import clean, isolated
from reports.sections.of_unit import known
from reports.source import Source
from reports.text import undrawable


def unit_sheet(source: Source) -> Iterator[Block]:
    """Seed, questions, versions, hashes, for whom, and letters that could not be drawn."""
    words = source.words
    yield Heading(words.say("editions.sheet.title"), 2, "sheet")
    yield Text(words.say("editions.sheet.lead"))
    columns = (Column(words.say("sheet.item"), 24), Column(words.say("sheet.value"), 76))
    order = (words.say("editions.order"), words.say("editions.ranking"))
    rows = [*_made(source), order, *_letters(source)]
    yield Table(columns, tuple((Cell(name, bold=True), Cell(value)) for name, value in rows))


def _made(source: Source) -> Iterator[tuple[str, str]]:
    words, made = source.words, source.view.made
    mode = source.view.policy.mode
    counts = {"runs": made.runs, "draws": made.draws, "permutations": made.permutations}
    yield (
        words.say("editions.sheet.made_for"),
        words.say("editions.sheet.made_for_value", mode=mode, **known(source)),
    )
    yield words.say("sheet.seed"), str(made.seed)
    asked = [f"{clean(key)} ({facts.question(words, key)})" for key in made.questions]
    yield words.say("sheet.questions"), "; ".join(asked)
    yield words.say("sheet.main"), clean(made.main_question)
    yield words.say("sheet.runs"), words.say("sheet.runs_value", **counts)
    versions = ", ".join(f"{name} {number}" for name, number in sorted(made.versions.items()))
    yield words.say("sheet.versions"), marked_digits(versions, "made")
    for name, digest in sorted(made.inputs.items()):
        yield f"{words.say('sheet.inputs')}: {isolated(name)}", marked_digits(digest, "made")


def _letters(source: Source) -> Iterator[tuple[str, str]]:
    """Names and letters that the fonts cannot draw, so that nobody wonders."""
    words = source.words
    if source.as_ids:
        listed = words.listed(source.as_ids, 40)
        yield words.say("sheet.warnings"), words.say("sheet.warnings_value", list=listed)
    said = [unit for row in source.view.pairs for unit in (row.from_unit, row.to_unit)]
    odd = "".join(dict.fromkeys(undrawable(clean("".join([*said, source.cover.client])))))
    if odd:
        yield words.say("sheet.letters"), " ".join(f"U+{ord(letter):04X}" for letter in odd)
