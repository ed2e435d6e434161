"""The data sheet: with it and the input files, anybody can make the same report again."""

from collections.abc import Iterator

from reports import facts, numbers
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.ledger import marked_digits
from reports.plain import clean, isolated
from reports.source import Source, shown_type, units
from reports.text import undrawable


def data_sheet(source: Source) -> Iterator[Block]:
    """Seed, versions, hashes, questions, faults, and what was held back."""
    words = source.words
    yield Heading(words.say("sheet.title"), 1, "sheet", words.say("sheet.kicker"))
    yield Text(words.say("sheet.lead"), "lead")
    columns = (Column(words.say("sheet.item"), 24), Column(words.say("sheet.value"), 76))
    order = (words.say("editions.order"), words.say("editions.ranking"))
    rows = [*_made(source), order, *_gate(source), *_letters(source)]
    yield Table(columns, tuple((Cell(name, bold=True), Cell(value)) for name, value in rows))
    yield from _treatments(source)


def _treatments(source: Source) -> Iterator[Block]:
    """How each way of treating missing answers did on this network; nothing if none were tried."""
    words, scores = source.words, source.view.made.treatments
    speech = words.number_words
    if not scores:
        return
    yield Text(words.say("sheet.treatments_lead"))
    heads = [words.say(f"sheet.treatments_{key}") for key in ("column", "order", "top")]
    rows = (
        (
            Cell(words.say(f"sheet.treatments_{score.treatment}"), bold=True),
            Cell(numbers.format_number(speech, "decimal", score.rank_correlation)),
            Cell(numbers.share(speech, score.top_found)),
        )
        for score in scores
    )
    yield Table(tuple(Column(head, 33) for head in heads), tuple(rows))


def _made(source: Source) -> Iterator[tuple[str, str]]:
    words, made = source.words, source.view.made
    yield words.say("sheet.seed"), str(made.seed)
    asked = [f"{clean(key)} ({facts.question(words, key)})" for key in made.questions]
    yield words.say("sheet.questions"), "; ".join(asked)
    yield words.say("sheet.main"), clean(made.main_question)
    weakest = f"{made.min_value:g}" if made.min_value else words.say("sheet.min_value_any")
    yield words.say("sheet.min_value"), weakest
    yield (
        words.say("sheet.runs"),
        words.say(
            "sheet.runs_value", runs=made.runs, draws=made.draws, permutations=made.permutations
        ),
    )
    known = f"sheet.treatment_{made.treatment}"
    yield (
        words.say("sheet.treatment"),
        (
            words.say(known)
            if words.has(known)
            else words.say("sheet.treatment_other", treatment=made.treatment)
        ),
    )
    yield (
        words.say("sheet.versions"),
        marked_digits(", ".join(f"{k} {v}" for k, v in sorted(made.versions.items())), "made"),
    )
    for name, digest in sorted(made.inputs.items()):
        yield f"{words.say('sheet.inputs')}: {isolated(name)}", marked_digits(digest, "made")


def _gate(source: Source) -> Iterator[tuple[str, str]]:
    words, view = source.words, source.view
    yield (
        words.say("sheet.audience"),
        words.say(
            "sheet.audience_value",
            audience=words.say(f"sheet.{view.audience.name}"),
            mode=view.policy.mode,
            k=view.policy.k,
        ),
    )
    held = {key: view.hidden.get(key, 0) for key in ("too_few", "not_sure", "person")}
    yield words.say("sheet.hidden"), words.say("sheet.hidden_value", **held)
    counted = [f"{kind.replace('_', ' ')} {count}" for kind, count in sorted(view.faults.items())]
    yield words.say("sheet.faults"), ", ".join(counted) or words.say("sheet.faults_none")


def _letters(source: Source) -> Iterator[tuple[str, str]]:
    """Names and letters that the fonts cannot draw, so that nobody wonders."""
    words = source.words
    if source.as_ids:
        listed = words.listed(source.as_ids, 40)
        yield words.say("sheet.warnings"), words.say("sheet.warnings_value", list=listed)
    elsewhere = [
        *(row.unit for row in units(source.view)),
        source.cover.client,
        source.cover.survey,
        source.cover.prepared_for,
        shown_type(source.view),
    ]
    odd = "".join(dict.fromkeys(undrawable(clean("".join(elsewhere)))))
    if odd:
        yield words.say("sheet.letters"), " ".join(f"U+{ord(letter):04X}" for letter in odd)
