"""What has changed since the last survey: units then and now, figures, ties, who came and went."""

from collections.abc import Iterator, Sequence

from analysis.wave_rows import Change, Changes
from reports import facts, numbers
from reports.blocks import Block, Bullets, Cell, Column, Figure, Heading, Table, Text
from reports.ledger import marked_digits
from reports.plain import bare, isolated
from reports.slopes import Ends, Slope, slopes
from reports.source import Source
from reports.style import CONTENT_WIDTH

SILO_BELOW = 0.5
MOST_SLOPES, MOST_ROWS, MOST_PAIRS = 12, 12, 6
NAMES = {"outside_ratio": "outside_ratio_now", "mean_out_degree": "contacts_each"}
SHARES = ("share", "ratio")


def changes(source: Source) -> Iterator[Block]:
    """Nothing where there was no earlier survey."""
    words, found = source.words, source.view.changes
    if found is None:
        return
    yield Heading(words.say("changes.title"), 1, "changes", words.say("changes.kicker"))
    yield Text(_lead(source, found), "lead")
    yield Text(_about(source, found), "small")
    yield from slope(source, found.units, CONTENT_WIDTH)
    rows = (*found.whole, *most_changed(found.units), *_pairs(found.pairs))
    if rows:
        yield Heading(words.say("changes.figures"), 2)
        yield table(source, rows)
        yield Text(words.say("changes.how"), "small")
    yield from _not_shown(source, found)
    yield from _ties(source, found)
    yield Heading(words.say("changes.people"), 2)
    yield Text(_people(source, found))
    yield from _refused(source, found)


def _lead(source: Source, found: Changes) -> str:
    words = source.words
    if not found.relation:
        return words.say("changes.none")
    if not found.whole and not found.units and found.hidden == 0:
        return words.say("changes.too_few")
    return words.say("changes.lead", both=found.turnover.both)


def _about(source: Source, found: Changes) -> str:
    """Which survey, and which question."""
    words = source.words
    title = isolated(found.title) or (words.date(found.on) if found.on else "")
    said = [words.say("changes.last", title=title)] if title else []
    if found.relation:
        asked = facts.question(words, found.relation)
        said.append(words.say("changes.question", question=asked))
    return " ".join(said)


def most_changed(rows: Sequence[Change]) -> tuple[Change, ...]:
    """Units of the chart: those that changed first, then by name; at most so many."""
    first = [row for row in rows if row.unit_type == rows[0].unit_type] if rows else []
    chosen = sorted(first, key=lambda row: (not row.told, -abs(row.change)))[:MOST_ROWS]
    others = [row for row in rows if row.told and row not in first]
    return (*sorted(chosen, key=lambda row: (not row.told, row.units)), *others)


def _pairs(rows: Sequence[Change]) -> Sequence[Change]:
    """The pairs of units that changed most."""
    return sorted((row for row in rows if row.told), key=lambda row: -abs(row.change))[:MOST_PAIRS]


def slope(source: Source, rows: Sequence[Change], width: float) -> Iterator[Block]:
    """The contact of units with the others then and now, as one line each."""
    words = source.words
    shown = [row for row in rows if row.unit_type == rows[0].unit_type]
    if len(shown) < 2:
        return
    kind = facts.unit_type(words, shown[0].unit_type)
    shown = sorted(shown, key=lambda row: -abs(row.change))[:MOST_SLOPES]
    lines = [_line(source, row) for row in shown]
    line = marked_digits(words.number("outside_ratio_now", SILO_BELOW), "words", "silo")
    ends = Ends(words.say("changes.slope_then"), words.say("changes.slope_now"), SILO_BELOW, line)
    listed = "; ".join(
        words.say("changes.slope_one", unit=each.name, before=each.said[0], now=each.said[1])
        for each in lines
    )
    yield Heading(words.say("changes.units", type=kind), 2)
    alt = bare(words.say("changes.slope_alt", list=listed))
    yield Figure(slopes(lines, ends, width), alt, words.say("changes.slope_caption"))


def _line(source: Source, row: Change) -> Slope:
    before, now = (source.words.number("outside_ratio_now", x) for x in (row.before, row.now))
    return Slope(isolated(row.units[0]), row.before, row.now, (before, now), row.told)


def table(source: Source, rows: Sequence[Change]) -> Table:
    """Each figure before, now, its change, where that lies, and what could have been seen."""
    words = source.words
    columns = (
        Column(words.say("changes.figure"), 33),
        Column(words.say("changes.before"), 12, "right"),
        Column(words.say("changes.now"), 8, "right"),
        Column(words.say("changes.change"), 16, "right"),
        Column(words.say("changes.between"), 18, "right"),
        Column(words.say("changes.seen"), 16, "right"),
        Column(words.say("changes.verdict"), 27),
    )
    return Table(columns, tuple(_row(source, row) for row in rows), ref="E")


def _row(source: Source, row: Change) -> tuple[Cell, ...]:
    words, name = source.words, NAMES.get(row.measure, row.measure)
    units = [isolated(unit) for unit in row.units]
    called = words.measure(name)
    if len(units) == 2:
        called, small = words.say("changes.pair", first=units[0], second=units[1]), called
    else:
        called, small = (units[0], called) if units else (called, "")
    low, high = (amount(source, name, x) for x in (row.low, row.high))
    return (
        Cell(called, bold=True, small=small),
        Cell(words.number(name, row.before)),
        Cell(words.number(name, row.now), bold=True),
        Cell(amount(source, name, row.change, unit=True), bold=row.told),
        Cell(words.say("numbers.interval", low=low, high=high)),
        Cell(amount(source, name, row.seen, signed=False, unit=True)),
        Cell(words.say(f"changes.{_verdict(row)}")),
    )


def _verdict(row: Change) -> str:
    if row.told:
        return "more" if row.change > 0 else "less"
    return "small" if abs(row.change) > row.half else "even"


def amount(
    source: Source, name: str, value: float, *, signed: bool = True, unit: bool = False
) -> str:
    """A difference as it is printed, shares in points of 100."""
    words, form = source.words, str(source.words.get(f"measures.{name}.format"))
    share = form in SHARES
    said = numbers.format_number(
        words.number_words, "count" if share else form, abs(value) * (100 if share else 1)
    )
    zero = not any(digit in "123456789" for digit in said)
    sign = "" if not signed or zero else "+" if value > 0 else str(words.get("numbers.minus"))
    plain = f"{sign}{said}"
    return numbers.kept(words.say("changes.points", value=plain)) if share and unit else plain


def _not_shown(source: Source, found: Changes) -> Iterator[Block]:
    words = source.words
    if found.relation and not found.whole and found.hidden:
        yield Text(words.say("changes.hidden_whole"), "note")
    if found.hidden:
        yield Text(words.say("changes.hidden", count=found.hidden), "note")


def _ties(source: Source, found: Changes) -> Iterator[Block]:
    words, ties = source.words, found.ties
    if ties is None:
        return
    all_ = ties.kept + ties.dissolved + ties.created
    counts = {"kept": ties.kept, "dissolved": ties.dissolved, "created": ties.created}
    said = {key: numbers.count(words.number_words, value) for key, value in counts.items()}
    share = numbers.share(words.number_words, ties.jaccard)
    all_said = numbers.count(words.number_words, all_)
    yield Heading(words.say("changes.ties"), 2)
    yield Text(words.say("changes.ties_said", all=all_said, share=share, **said))


def _people(source: Source, found: Changes) -> str:
    """Who came and who went, in numbers that let nobody be singled out."""
    words, people = source.words, found.turnover
    k = source.view.policy.k

    def few(count: int) -> str:
        hide = not source.view.named and 0 < count < k
        return words.say("changes.few", k=k) if hide else numbers.count(words.number_words, count)

    answers = words.say(
        "changes.answers_said",
        answered=people.answered_now,
        people=people.people_now,
        answered_before=people.answered_before,
        people_before=people.people_before,
    )
    went = words.say(
        "changes.turnover_said",
        joined=few(people.joined),
        left=few(people.left),
        moved=few(people.moved),
        type=facts.unit_type(words, found.unit_type),
    )
    return f"{answers} {went}"


def _refused(source: Source, found: Changes) -> Iterator[Block]:
    words = source.words
    if not found.refused:
        return
    yield Heading(words.say("changes.refused"), 2)
    yield Bullets(
        tuple(
            words.say(
                "changes.refused_one",
                question=facts.question(words, name),
                why=words.say(f"changes.{why}"),
            )
            for name, why in found.refused.items()
        )
    )
