"""What the validation pack tells, in order: what came of it first, failures before the rest."""

from collections import Counter
from collections.abc import Iterator

from analysis.validation.pack import Validation
from reports.blocks import Block, Bullets, Cell, Column, Heading, Panel, Poster, Table, Text
from reports.marks import Circle, Line, Mark, Picture
from reports.style import BRAND_MID, PAGE_WIDTH
from reports.validation import parts, said
from reports.wording import Wording


def document(found: Validation, words: Wording) -> tuple[Block, ...]:
    """The whole document as blocks."""
    return (*_cover(found, words), *_answer(found, words), *_parts(found, words), *_limits(words))


def _parts(found: Validation, words: Wording) -> Iterator[Block]:
    for name, section in parts.PARTS.items():
        if getattr(found, name) is not None:
            yield Heading(words.say(f"validation.parts.{name}"), 1, name)
            yield from section(found, words)


def _cover(found: Validation, words: Wording) -> Iterator[Block]:
    count = Counter(check.verdict for check in found.checks)
    extent = "quick" if found.plan.quick else "full"
    numbers = {verdict: count[verdict] for verdict in ("held", "missed", "cant_tell")}
    facts = {
        "bars": words.say("validation.facts.bars_value", **numbers),
        "extent": words.say(f"validation.facts.{extent}"),
        "seed": str(found.plan.seed),
        "version": f"Tiewise {found.versions['tiewise']}",
    }
    yield Poster(
        kicker=words.say("validation.kicker"),
        title=words.say("validation.title"),
        subtitle=words.say("validation.subtitle"),
        facts=tuple((words.say(f"validation.facts.{k}"), value) for k, value in facts.items()),
        notice=words.say("validation.notice"),
        art=_art(),
    )


def _art() -> Picture:
    """A reliability diagram without words."""
    marks: list[Mark] = [Line(320, 250, 540, 60, "#8DB7CC", 1.2)]
    for k, off in enumerate((4, -9, 7, -4, 10, -6, 3, -5, 2)):
        x, y = 335 + 24.0 * k, 237 - 20.7 * k + off
        marks += [
            Line(x, y - 30 + 2 * k, x, y + 30 - 2 * k, BRAND_MID, 1.0),
            Circle(x, y, 6, "#2C6787", "#8DB7CC", 1.0),
        ]
    return Picture(PAGE_WIDTH, 300, tuple(marks))


def _answer(found: Validation, words: Wording) -> Iterator[Block]:
    yield Heading(words.say("validation.answer.title"), 1, "answer")
    yield _verdict(found, words)
    if found.plan.quick:
        yield Text(words.say("validation.answer.quick"), "note")
    yield _overview(found, words)
    yield Heading(words.say("validation.answer.tested"), 2)
    yield Bullets(tuple(_tested(found, words)))
    yield Text(words.say("validation.answer.run", command=command(found)))
    listed = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    yield Text(words.say("validation.answer.versions", versions=listed), "small")


def _verdict(found: Validation, words: Wording) -> Panel:
    """The bars that were missed, one by one; then how many could not be told."""
    missed, every = found.missed, len(found.checks)
    unsure = sum(check.verdict == "cant_tell" for check in found.checks)
    last = [Text(words.say("validation.answer.cant_tell", count=unsure), "note")] if unsure else []
    if not missed:
        held = sum(check.verdict == "held" for check in found.checks)
        first = Text(words.say("validation.answer.none", all=every, held=held), "lead")
        return Panel((first, *last), "brand")
    lead = words.say("validation.answer.missed", count=len(missed), all=every)
    said_ = tuple(said.stated(check, words) for check in missed)
    return Panel((Text(lead, "lead"), Bullets(said_), *last), "alert")


def _overview(found: Validation, words: Wording) -> Table:
    head = words.get("validation.answer.head")
    shares = (24, 44, 9, 10, 13)
    columns = tuple(
        Column(title, share, "left" if i < 2 else "right")
        for i, (title, share) in enumerate(zip(head, shares, strict=True))
    )
    names = dict.fromkeys(check.part for check in found.checks)
    return Table(columns, tuple(_overview_row(found, name, words) for name in names))


def _overview_row(found: Validation, part: str, words: Wording) -> tuple[Cell, ...]:
    count = Counter(check.verdict for check in found.checks if check.part == part)
    return (
        Cell(words.say(f"validation.parts.{part}"), bold=True),
        Cell(words.say(f"validation.wanted.{part}")),
        Cell(str(count["held"])),
        Cell(str(count["missed"]), bold=bool(count["missed"])),
        Cell(str(count["cant_tell"])),
    )


def _tested(found: Validation, words: Wording) -> Iterator[str]:
    yield words.say("validation.answer.generator")
    yield words.say("validation.answer.classics")
    if found.networks:
        names = "; ".join(found.networks)
        yield words.say("validation.answer.others", names=names)
    if found.firms:
        yield words.say("validation.answer.firms", names=", ".join(found.firms))
    yield words.say("validation.answer.intervals")


def command(found: Validation) -> str:
    """What to type to get the same again."""
    plan = found.plan
    parts_ = ",".join(plan.parts)
    every = len(parts.PARTS) == len(plan.parts)
    options = [
        f"--seed {plan.seed}",
        "--quick" if plan.quick else "",
        "" if every else f"--only {parts_}",
        "--networks DIR" if found.networks else "",
        "--planted DIR" if found.firms else "",
    ]
    return " ".join(["tiewise validate", *(option for option in options if option)])


def _limits(words: Wording) -> Iterator[Block]:
    yield Heading(words.say("validation.limits.title"), 1, "limits")
    yield Bullets(words.items("validation.limits.points"))
    yield Text(words.say("validation.limits.references"), "small")
