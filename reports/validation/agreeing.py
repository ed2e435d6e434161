"""Agreement with other programs, and treatments of missing answers, as tables."""

from collections.abc import Iterator, Sequence

from analysis.validation.pack import Validation
from analysis.validation.ranks import TREATMENTS, WAYS, Kept
from reports.blocks import Block, Bullets, Cell, Heading, Table, Text
from reports.validation import said, tabled
from reports.wording import Wording


def agreement(found: Validation, words: Wording) -> Iterator[Block]:
    """The worst difference of each measure."""
    part = found.agreement
    if part is None:
        return
    yield Text(words.say("validation.agreement.how"))
    yield tabled.table(
        words.get("validation.agreement.head"),
        (25, 13, 10, 9, 12, 23, 8),
        list(_rows(found, words)),
        "llrrrlr",
    )
    yield Heading(words.say("validation.agreement.different"), 2)
    yield Bullets(words.items("validation.agreement.definitions"))


def _rows(found: Validation, words: Wording) -> Iterator[tuple[str, ...]]:
    differences = found.agreement.differences if found.agreement else ()
    for check in found.agreement.checks if found.agreement else ():
        measure, against = check.subject.split(", ")
        mine = [d for d in differences if (d.measure, d.against) == (measure, against)]
        top = max(mine, key=lambda d: d.worst)
        exact = words.say("validation.agreement.exact")
        yield (
            measure,
            words.say(f"validation.agreement.{against}"),
            str(len(mine)),
            f"{check.tries:,}",
            said.small(top.worst) if top.worst else exact,
            top.network if top.worst else said.NONE,
            words.say(f"validation.verdicts.{check.verdict}"),
        )


def ranks(found: Validation, words: Wording) -> Iterator[Block]:
    """A table each for directed paths and for ties both ways; the best of a row is bold."""
    part = found.ranks
    if part is None:
        return
    yield Text(words.say("validation.ranks.how", hidings=found.plan.rank_hidings))
    yield Bullets(tuple(said.stated(check, words) for check in part.checks))
    for way in WAYS:
        yield Heading(words.say(f"validation.ranks.{way}"), 2)
        yield _ranks([row for row in part.rows if row.way == way], words)


def _ranks(rows: Sequence[Kept], words: Wording) -> Table:
    names = dict.fromkeys((row.network, row.people) for row in rows)
    lines = [[row for row in rows if (row.network, row.people) == name] for name in names]
    columns = tabled.columns(words.get("validation.ranks.head"), (34, 10, 14, 14, 14, 14), "lrrrrr")
    return Table(columns, tuple(_line(line) for line in lines))


def _line(line: Sequence[Kept]) -> tuple[Cell, ...]:
    best = max(row.mean for row in line)
    means = {row.treatment: row.mean for row in line}
    return (
        Cell(line[0].network, bold=True),
        Cell(str(line[0].people)),
        *(Cell(f"{means[name]:.2f}", bold=means[name] == best) for name in TREATMENTS),
    )
