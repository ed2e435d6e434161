"""How solid the answers are: both ends, odd ways of answering, another threshold."""

from collections.abc import Iterator

from analysis.further_rows import QuestionRow, ThresholdRow
from reports import facts, numbers
from reports.blocks import Block, Bullets, Cell, Column, Heading, Table, Text
from reports.plain import clean
from reports.source import Source

ODD = (
    "names_nearly_everybody",
    "names_many",
    "straight_liner",
    "answered_too_fast",
    "not_asked_answered",
)
MOST_ROWS = 10


def solid(source: Source) -> Iterator[Block]:
    """Confirmation by question, counts of odd answers, figures one step lower and higher."""
    words, further = source.words, source.view.further
    known = [row for row in further.questions if row.confirmed is not None]
    if not known and not further.thresholds:
        return
    yield Heading(words.say("solid.title"), 1, "solid", words.say("solid.kicker"))
    yield Text(words.say("solid.lead"), "lead")
    if known:
        yield Heading(words.say("solid.confirmed"), 2)
        yield Text(words.say("solid.confirmed_lead"))
        yield _confirmed(source, known)
    yield Heading(words.say("solid.odd"), 2)
    yield from _odd(source)
    if further.thresholds:
        yield from _thresholds(source)


def _confirmed(source: Source, rows: list[QuestionRow]) -> Table:
    words = source.words
    columns = (
        Column(words.say("compared.question"), 52),
        Column(words.say("compared.answered"), 14, "right"),
        Column(words.say("solid.both_say"), 16, "right"),
        Column(words.say("solid.interval"), 24, "right"),
        Column(words.say("solid.by_chance"), 16, "right"),
    )
    return Table(columns, tuple(_question(source, row) for row in rows), ref="V")


def _question(source: Source, row: QuestionRow) -> tuple[Cell, ...]:
    words = source.words
    value, low, high, chance = (
        "–" if x is None else numbers.share(words.number_words, x)
        for x in (row.confirmed, row.confirmed_low, row.confirmed_high, row.expected_confirmed)
    )
    return (
        Cell(facts.question(words, row.question), bold=True),
        Cell(str(row.answered)),
        Cell(value, bold=True),
        Cell(words.say("numbers.interval", low=low, high=high)),
        Cell(chance),
    )


def _odd(source: Source) -> Iterator[Block]:
    """Ways of answering that are to be read with care: counts, nobody's name."""
    words = source.words
    counts = {kind: source.view.faults.get(kind, 0) for kind in ODD}
    there = [(kind, n) for kind, n in counts.items() if n]
    if not there:
        yield Text(words.say("solid.odd_none"))
        return
    yield Bullets(tuple(_said(source, kind, n) for kind, n in there))
    yield Text(words.say("solid.no_blame"), "small")


def _said(source: Source, kind: str, count: int) -> str:
    said = facts.of_fault(source.words, kind, count)
    return f"{said['fault']} {said['effect']}"


def _thresholds(source: Source) -> Iterator[Block]:
    words, further = source.words, source.view.further
    lower, used, higher = (
        words.say("solid.no_step") if x is None else f"{x:g}" for x in further.steps
    )
    yield Heading(words.say("solid.thresholds"), 2)
    yield Text(words.say("solid.thresholds_lead", used=used))
    columns = (
        Column(words.say("scorecard.figure"), 62),
        Column(words.say("solid.lower", step=lower), 20, "right"),
        Column(words.say("solid.used", step=used), 20, "right"),
        Column(words.say("solid.higher", step=higher), 20, "right"),
    )
    shown = further.thresholds[:MOST_ROWS]
    yield Table(columns, tuple(_step(source, row) for row in shown), ref="T")
    if len(further.thresholds) > MOST_ROWS:
        yield Text(words.say("solid.more", most=MOST_ROWS, all=len(further.thresholds)), "small")


def _step(source: Source, row: ThresholdRow) -> tuple[Cell, ...]:
    words = source.words
    about = ""
    if row.finding:
        finding = next((f for f in source.view.findings if f.id == row.finding), None)
        about = facts.short(words, finding, source.names) if finding else clean(row.finding)
    lower, used, higher = (
        "–" if x is None else words.number(row.measure, x)
        for x in (row.lower, row.used, row.higher)
    )
    return (
        Cell(words.measure(row.measure), bold=True, small=about),
        Cell(lower),
        Cell(used, bold=True),
        Cell(higher),
    )
