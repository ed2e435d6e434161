"""Questions by themselves and side by side, and what goes with a contact."""

from collections.abc import Iterator

from analysis.further_rows import CauseRow, QuestionPairRow, QuestionRow
from reports import facts, numbers
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.ledger import marked_digits, unmarked
from reports.plain import clean
from reports.source import Source

MOST_ROWS = 15


def questions(source: Source) -> Iterator[Block]:
    """A table of questions, one of pairs, one of what goes with a contact."""
    words, further = source.words, source.view.further
    several = len(further.questions) > 1
    if not several and not further.causes:
        return
    yield Heading(words.say("compared.title"), 1, "questions", words.say("compared.kicker"))
    yield Text(words.say("compared.lead" if several else "compared.lead_one"), "lead")
    if several:
        yield _each(source, further.questions[:MOST_ROWS])
        yield Text(words.say("compared.ei"), "small")
        yield from _pairs(source)
        yield from _layers(source)
    if further.causes:
        yield from _causes(source, further.causes)


def _called(source: Source, name: str) -> Cell:
    said = facts.question(source.words, name)
    key = clean(name)
    return Cell(said, bold=True, small=key if unmarked(key) != unmarked(said) else "")


def _share(source: Source, value: float | None) -> str:
    return "–" if value is None else numbers.share(source.words.number_words, value)


def _each(source: Source, rows: tuple[QuestionRow, ...]) -> Table:
    words = source.words
    columns = (
        Column(words.say("compared.question"), 40),
        Column(words.say("compared.answered"), 12, "right"),
        Column(words.say("compared.named"), 13, "right"),
        Column(words.say("compared.returned"), 12, "right"),
        Column(words.say("compared.across"), 13, "right"),
        Column(words.say("compared.chance"), 17, "right"),
        Column(words.say("compared.shared"), 15, "right"),
    )
    return Table(columns, tuple(_row(source, row) for row in rows), ref="Q")


def _row(source: Source, row: QuestionRow) -> tuple[Cell, ...]:
    words = source.words
    low, high = (words.number("ei_index", x) for x in (row.ei_low, row.ei_high))
    band = "–" if row.ei_low is None else words.say("numbers.interval", low=low, high=high)
    return (
        _called(source, row.question),
        Cell(str(row.answered)),
        Cell("–" if row.mean_named is None else words.number("mean_out_degree", row.mean_named)),
        Cell(_share(source, row.reciprocity)),
        Cell("–" if row.ei_index is None else words.number("ei_index", row.ei_index)),
        Cell(band),
        Cell(_share(source, row.shared)),
    )


def _pairs(source: Source) -> Iterator[Block]:
    words = source.words
    rows = source.view.further.question_pairs
    if not rows:
        return
    yield Heading(words.say("compared.pairs"), 2)
    yield Text(words.say("compared.pairs_lead"))
    columns = (
        Column(words.say("compared.pair"), 42),
        Column(words.say("compared.people"), 10, "right"),
        Column(words.say("compared.jaccard"), 18, "right"),
        Column(words.say("compared.correlation"), 16, "right"),
        Column(words.say("compared.chance"), 19, "right"),
        Column(words.say("compared.p"), 25, "right"),
    )
    closest = sorted(rows, key=lambda row: -(row.jaccard or 0.0))[:MOST_ROWS]
    yield Table(columns, tuple(_pair(source, row) for row in closest), ref="D")
    if len(rows) > MOST_ROWS:
        yield Text(words.say("compared.most", most=MOST_ROWS, all=len(rows)), "small")


def _pair(source: Source, row: QuestionPairRow) -> tuple[Cell, ...]:
    words = source.words
    known = row.correlation is not None
    low, high = (words.number("question_correlation", x) for x in (row.low, row.high))
    return (
        Cell(f"{clean(row.first)} · {clean(row.second)}", bold=True),
        Cell(str(row.people)),
        Cell(_share(source, row.jaccard)),
        Cell(words.number("question_correlation", row.correlation) if known else "–"),
        Cell(words.say("numbers.interval", low=low, high=high) if known else "–"),
        Cell(_luck(source, row.p_value, row.permutations)),
    )


def _luck(source: Source, p: float | None, times: int) -> str:
    """In how many of 1,000 tries chance would give as much."""
    words = source.words
    if p is None:
        return "–"
    least = 1 / (1 + times)
    of = marked_digits(numbers.count(words.number_words, 1000), "words", "compared.p_about")
    if p <= least + 1e-12:
        most = max(1, round(1000 * least + 0.4999))
        return words.say("compared.p_under", n=numbers.count(words.number_words, most), of=of)
    return words.say("compared.p_about", n=numbers.count(words.number_words, 1000 * p), of=of)


def _layers(source: Source) -> Iterator[Block]:
    words, layers = source.words, source.view.further.layers
    total = sum(layers)
    if not total:
        return
    several = sum(layers[1:]) / total
    rate = numbers.share(words.number_words, several)
    most = numbers.count(words.number_words, total)
    yield Text(
        words.say("compared.layers", rate=rate, ties=most), label=words.say("compared.layer")
    )


def _causes(source: Source, rows: tuple[CauseRow, ...]) -> Iterator[Block]:
    words = source.words
    asked = facts.question(words, rows[0].question)
    yield Heading(words.say("compared.causes"), 2)
    yield Text(words.say("compared.causes_lead", question=asked, people=rows[0].people))
    columns = (
        Column(words.say("compared.cause"), 40),
        Column(words.say("compared.adds"), 22, "right"),
        Column(words.say("compared.chance"), 24, "right"),
        Column(words.say("compared.p"), 26, "right"),
    )
    yield Table(columns, tuple(_cause(source, row) for row in rows), ref="C")
    yield Text(words.say("compared.causes_not"), "small")


def _cause(source: Source, row: CauseRow) -> tuple[Cell, ...]:
    words = source.words
    value, low, high = (words.number("added_chance", x) for x in (row.value, row.low, row.high))
    key = f"compared.{row.cause}"
    named = words.say(key) if words.has(key) else row.cause.replace("_", " ")
    return (
        Cell(named, bold=True),
        Cell(value),
        Cell(words.say("numbers.interval", low=low, high=high)),
        Cell(_luck(source, row.p_value, row.permutations)),
    )
