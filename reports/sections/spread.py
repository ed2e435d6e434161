"""How news would spread, from three kinds of start: an illustration."""

from collections.abc import Iterator

from analysis.further_rows import Course, Spread
from reports import numbers
from reports.blocks import Block, Cell, Column, Figure, Heading, Table, Text
from reports.curves import Axes, Curve, curves
from reports.ledger import marked_digits
from reports.source import Source
from reports.style import CONTENT_WIDTH

TWO_STARTS = 2


def spread(source: Source) -> Iterator[Block]:
    """What it would take, a picture, a table, and what it is not."""
    words, shown = source.words, source.view.further.spread
    if shown is None:
        return
    yield Heading(words.say("spread.title"), 1, "spread", words.say("spread.kicker"))
    yield Text(_lead(source, shown), "lead")
    yield _picture(source, shown)
    yield _table(source, shown)
    if shown.best:
        names = words.listed([source.names.get(id_, id_) for id_ in shown.best])
        yield Text(words.say("spread.best_names", names=names), label=words.say("spread.who"))
    yield Text(words.say("spread.not"), "note")
    yield Text(
        words.say(
            "spread.how",
            n=shown.seeds,
            chance=numbers.share(words.number_words, shown.probability),
            runs=shown.runs,
            people=shown.people,
        ),
        "small",
    )


def _named(source: Source, course: Course, shown: Spread) -> str:
    n = numbers.spelled(source.words.number_words, shown.seeds)
    return source.words.say(f"spread.{course.start}", count=n)


def _lead(source: Source, shown: Spread) -> str:
    words = source.words
    half = {course.start: course.half for course in shown.courses}
    best = half.get("best")
    facts = {"count": numbers.spelled(words.number_words, shown.seeds), "steps": best}
    if best is None:
        return words.say("spread.lead_never", **facts)
    facts["steps"] = numbers.count(words.number_words, best)
    return words.say(_compared(best, half), **facts)


def _compared(best: float, half: dict[str, float | None]) -> str:
    """Which sentence fits: who takes longer than those who were chosen."""
    slower = [k for k, x in half.items() if k != "best" and (x is None or x > best)]
    if not slower:
        return "spread.lead_same"
    alone = len(slower) == 1 and len(half) > TWO_STARTS
    return f"spread.lead_faster_{slower[0]}" if alone else "spread.lead_faster"


def _picture(source: Source, shown: Spread) -> Figure:
    words = source.words
    lines = [Curve(_named(source, course, shown), course.heard) for course in shown.courses]
    longest = max(len(line.shares) for line in lines)
    lines = [
        Curve(line.name, line.shares + line.shares[-1:] * (longest - len(line.shares)))
        for line in lines
    ]
    marked = tuple((x, _axis(numbers.share(words.number_words, x))) for x in (0.0, 0.5, 0.9, 1.0))
    picture = curves(lines, Axes(marked, words.say("spread.steps")), CONTENT_WIDTH)
    alt = " ".join(_in_words(source, course, shown) for course in shown.courses)
    return Figure(picture, alt, words.say("spread.caption"))


def _axis(said: str) -> str:
    return marked_digits(said, "place", "axis")


def _in_words(source: Source, course: Course, shown: Spread) -> str:
    return source.words.say(
        "spread.alt",
        start=_named(source, course, shown),
        half=_steps(source, course.half),
        most=_steps(source, course.nine_tenths),
    )


def _steps(source: Source, steps: float | None) -> str:
    words = source.words
    if steps is None:
        return words.say("spread.never")
    return numbers.count(words.number_words, steps)


def _table(source: Source, shown: Spread) -> Table:
    words = source.words
    columns = (
        Column(words.say("spread.start"), 34),
        Column(words.say("spread.to_half"), 20, "right"),
        Column(words.say("spread.to_most"), 20, "right"),
        Column(words.say("spread.in_the_end"), 20, "right"),
        Column(words.say("spread.reach"), 26, "right"),
    )
    rows = tuple(_row(source, course, shown) for course in shown.courses)
    return Table(columns, rows, ref="N")


def _row(source: Source, course: Course, shown: Spread) -> tuple[Cell, ...]:
    words = source.words
    return (
        Cell(_named(source, course, shown), bold=True),
        Cell(_range(source, course.half, course.half_low, course.half_high)),
        Cell(_range(source, course.nine_tenths, course.nine_tenths_low, course.nine_tenths_high)),
        Cell(numbers.share(words.number_words, course.in_the_end)),
        Cell(words.number("reach_of_start", course.reach)),
    )


def _range(source: Source, middle: float | None, low: float | None, high: float | None) -> str:
    """3 (2 to 4); a single number where all runs agree."""
    words = source.words
    if middle is None or low == high:
        return _steps(source, middle)
    if high is None:
        ends = words.say("spread.or_more", steps=_steps(source, low))
    else:
        ends = words.say("numbers.interval", low=_steps(source, low), high=_steps(source, high))
    return f"{_steps(source, middle)} ({ends})"
