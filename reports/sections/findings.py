"""One page a finding: claim, evidence, what else it could mean, how sure, what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.model import Effect, Evidence, Finding
from reports import charts, facts, numbers
from reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Columns,
    Entry,
    Figure,
    Fitted,
    Heading,
    Panel,
    Table,
    Text,
)
from reports.ledger import marked_digits
from reports.sections.evidence import WIDE, picture
from reports.sections.scorecard import picture_cell, range_of
from reports.source import MOST_FINDINGS, Source, Told, told
from reports.style import CONTENT_WIDTH
from reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a finding's page there is room for."""

    effect: Literal["drawn", "said", "left out"] = "drawn"
    steps: bool = True


# What gives way first where the page is full.
SHOWN = (
    Shown(),
    Shown("said"),
    Shown("drawn", False),
    Shown("said", False),
    Shown("left out", False),
)


MOST_LISTED = 24  # lighter findings that have a line; two pages at most


def findings(source: Source) -> Iterator[Block]:
    """The weightiest findings, a page each, then the others in a list."""
    found = told(source.view)
    pages = [_page(source, number, item) for number, item in enumerate(found[:MOST_FINDINGS], 1)]
    yield from (Fitted(page) for page in pages[:-1])
    if len(found) <= MOST_FINDINGS:
        yield from (Fitted(page) for page in pages[-1:])
    else:
        yield _last(source, pages[-1], found)


def _page(source: Source, number: int, item: Told) -> tuple[tuple[Block, ...], ...]:
    """A finding in full, and in less and less, so that one page can hold it."""
    head = tuple(_head(source, number, item))
    seen = Heading(source.words.say("finding.evidence"), 2)
    drawn = (seen, *picture(source, item.finding))
    row = Columns(drawn, (_sure(source, item.finding),), WIDE)
    tails = [tuple(_tail(source, item.finding, shown, f"F{number}.")) for shown in SHOWN]
    return tuple((*head, row, *tail) for tail in tails)


def _last(source: Source, page: tuple[tuple[Block, ...], ...], found: Sequence[Told]) -> Fitted:
    """The lighter findings below the last page's, where they fit, else on a page with all."""
    words, rest = source.words, found[MOST_FINDINGS:]
    below = (
        Heading(words.say("finding.others"), 2, "others"),
        _others(source, rest, MOST_FINDINGS + 1),
    )
    key, listed = ("others", rest) if len(rest) > MOST_FINDINGS else ("all", found)
    facts_ = {"most": MOST_LISTED, "all": len(listed)}
    more = (Text(words.say("finding.others_most", **facts_), "small"),)
    apart = (
        Heading(words.say(f"finding.{key}"), 1, "others", words.say("answer.kicker")),
        Text(words.say(f"finding.{key}_lead"), "lead"),
        _others(source, listed[:MOST_LISTED], 1 + len(found) - len(listed)),
        *(more if len(listed) > MOST_LISTED else ()),
    )
    return Fitted((*((*choice, *below) for choice in page), (Fitted(page), *apart)))


def _head(source: Source, number: int, item: Told) -> Iterator[Block]:
    words, finding = source.words, item.finding
    kind = words.say(f"kinds.{finding.kind}.name").upper()
    place = marked_digits(str(number), "place", "finding")
    kicker = words.say("finding.kicker", number=place, kind=kind)
    ref = f"F{number}"
    yield Heading(source.claim(finding), 1, item.anchor, kicker, long=True, ref=ref)
    yield Text(facts.means(words, finding, source.names))
    for other in item.also:
        yield Text(words.say("finding.merged", claim=source.claim(other)), "note")


def _tail(source: Source, finding: Finding, shown: Shown, ref: str) -> Iterator[Block]:
    words = source.words
    yield _numbers(source, finding, ref)
    yield Text(_compared(source, finding), "small")
    effects = [a.effect for a in finding.recommendations if facts.shows(words, a.effect)]
    other, drop = tuple(_else(source, finding)), _drop(source, finding)
    effect = effects[0] if effects else None
    if effect and shown.effect == "drawn":
        yield Columns((*other, drop), tuple(_effect(source, effect)), 0.5)
    else:
        yield from (*other, drop)
    yield from _do(source, finding, shown.steps)
    if effect and shown.effect == "said":
        yield Text(_change(source, effect), "note")


def _numbers(source: Source, finding: Finding, ref: str) -> Table:
    words = source.words
    columns = (
        Column(words.say("finding.measure"), 42),
        Column(words.say("finding.found"), 11, "right"),
        Column(words.say("finding.expected"), 12, "right"),
        Column(words.say("finding.range"), 17, "right"),
        Column(words.say("scorecard.picture"), 31),
    )
    # How often it held stands under "How sure we are".
    shown = [e for e in finding.evidence if not e.measure.startswith("p_")]
    return Table(columns, tuple(_number(source, e) for e in shown), ref=ref)


def _number(source: Source, evidence: Evidence) -> tuple[Cell, ...]:
    shown = facts.of_evidence(source.words, evidence)
    compared = evidence.expected is not None
    return (
        Cell(source.words.measure(evidence.measure), bold=True, small=shown["asked"]),
        Cell(shown["value"], bold=True),
        Cell(shown["expected"] if compared else "–"),
        Cell(range_of(source, evidence) or "–"),
        picture_cell(source, evidence, CONTENT_WIDTH * 0.26),
    )


def _compared(source: Source, finding: Finding) -> str:
    """What the figures rest on, what they are compared with, and how unlikely chance makes them."""
    words = source.words
    first = finding.evidence[0]
    rests = words.say(
        "finding.rests_value", people=first.people, question=facts.question(words, finding.relation)
    )
    said = [rests]
    against = list(dict.fromkeys(e.against for e in finding.evidence if e.against))
    if against:
        plain = [facts.against(words, text) for text in against]
        said.append(words.say("finding.compared", against=words.listed(plain)))
    if first.p is not None:
        said.append(_chance(source, first.p))
    return " ".join(said)


def _chance(source: Source, p: float) -> str:
    """How often chance alone would give as much, in whole numbers."""
    words = source.words
    if p >= 0.02:
        return words.say("finding.chance_some", p=numbers.tries(words.number_words, p))
    of = numbers.one_in(words.number_words, p)
    return words.say("finding.chance", p=words.get("numbers.words")[1], of=of)


def _else(source: Source, finding: Finding) -> Iterator[Block]:
    words = source.words
    known = facts.of_finding(words, finding, source.names)
    yield Heading(words.say("finding.else"), 2)
    yield Bullets(words.items(f"kinds.{finding.kind}.else", **known))


def _drop(source: Source, finding: Finding) -> Text:
    """What answer or observation would make us take the claim back."""
    words = source.words
    known = facts.of_finding(words, finding, source.names)
    what = words.say(f"kinds.{finding.kind}.drop", **known)
    return Text(words.say("finding.drop_if", what=what), label=f"{words.say('finding.drop')}.")


def _sure(source: Source, finding: Finding) -> Panel:
    words = source.words
    chance = numbers.chance(words.number_words, finding.confidence)
    sure = facts.sureness(words, finding.confidence)
    complete = "" if source.view.made.draws else "_complete"
    said = words.say(f"finding.sure_chance{complete}", chance=chance, words=sure)
    blocks: list[Block] = [
        Heading(words.say("finding.sure"), 3),
        Figure(
            charts.gauge(finding.confidence, ""),
            words.say("sure.named", words=sure, chance=chance),
        ),
        Text(said, "note"),
    ]
    caveats = tuple(words.caveat(key) for key in finding.caveats)
    if caveats:
        blocks.append(Bullets(caveats, role="note"))
    return Panel(tuple(blocks), "brand")


def _do(source: Source, finding: Finding, steps: bool) -> Iterator[Block]:
    words = source.words
    yield Heading(words.say("finding.do"), 2)
    if not finding.recommendations:
        yield Text(words.say("finding.no_action"))
    for letter, action in zip("ABCDE", finding.recommendations, strict=False):
        said = facts.advice(words, action, finding, source.names)
        step = facts.first_step(words, action, finding, source.names)
        yield Entry(letter, said, words.say("plan.first", text=step) if steps else "")
    tried = [a.effect for a in finding.recommendations if a.effect]
    if finding.recommendations and not any(facts.shows(words, effect) for effect in tried):
        yield Text(words.say("finding.no_difference" if tried else "finding.no_effect"), "small")


def _change(source: Source, effect: Effect) -> str:
    """What an action changed when it was tried, in words."""
    words = source.words
    return words.say(f"measures.{effect.measure}.effect", **_amounts(words, effect))


def _amounts(words: Wording, effect: Effect) -> dict[str, str]:
    amounts = {"before": effect.before, "after": effect.after, "random": effect.random}
    return {name: words.number(effect.measure, value) for name, value in amounts.items()}


def _effect(source: Source, effect: Effect) -> Iterator[Block]:
    words = source.words
    shown = _amounts(words, effect)
    rows = (
        (words.say("finding.before"), effect.before, shown["before"]),
        (words.say("finding.after"), effect.after, shown["after"]),
        (words.say("finding.random"), effect.random, shown["random"]),
    )
    said = words.say("finding.effect_alt", measure=words.measure(effect.measure), **shown)
    yield Heading(words.say("finding.change"), 2)
    yield Text(_change(source, effect), "note")
    yield Figure(charts.before_after(rows, CONTENT_WIDTH * 0.43), said)


def _others(source: Source, rest: Sequence[Told], first: int) -> Table:
    words = source.words
    columns = (
        Column(words.say("finding.others_finding"), 46),
        Column(words.say("finding.others_sure"), 20),
        Column(words.say("finding.others_do"), 40),
    )
    rows = tuple(_other(source, item.finding) for item in rest)
    return Table(columns, rows, ref="F", first=first)


def _other(source: Source, finding: Finding) -> tuple[Cell, ...]:
    words = source.words
    chance = numbers.chance(words.number_words, finding.confidence)
    advised = [facts.advice(words, a, finding, source.names) for a in finding.recommendations[:1]]
    return (
        Cell(source.claim(finding), small=words.say(f"kinds.{finding.kind}.name")),
        Cell(facts.sureness(words, finding.confidence), small=chance),
        Cell(advised[0] if advised else words.say("finding.no_action")),
    )
