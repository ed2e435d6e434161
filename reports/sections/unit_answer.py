"""One unit on one page: what stands out in it, what to do first, how sure we are."""

from collections.abc import Iterator

from reports import numbers
from reports.blocks import Block, Fitted, Heading, Panel, Stat, Stats, Text
from reports.sections.entries import action_entry, finding_entry
from reports.sections.of_unit import known, row_of
from reports.source import (
    MOST_ACTIONS,
    MOST_FINDINGS,
    Source,
    Told,
    actions,
    response,
    told,
)

NEEDED = 0.7


def unit_answer(source: Source) -> Iterator[Block]:
    """Figures, findings and first actions, in full or in short, whichever fits one page."""
    yield Fitted(tuple(tuple(_page(source, detail)) for detail in (2, 1, 0)))


def _page(source: Source, detail: int) -> Iterator[Block]:
    words, one, found = source.words, known(source), told(source.view)
    kicker = words.say("answer.kicker")
    yield Heading(words.say("editions.answer.title", **one), 1, "answer", kicker, alone=True)
    yield Text(_lead(source, found), "lead" if detail > 1 else "body")
    yield _stats(source)
    if found:
        yield Heading(words.say("answer.findings"), 2)
        for number, item in enumerate(found[:MOST_FINDINGS], 1):
            yield finding_entry(source, number, item, detail)
        rest = len(found) - MOST_FINDINGS
        if rest > 0:
            yield Text(words.say("editions.answer.more", n=rest), "note")
    yield Heading(words.say("answer.actions"), 2)
    yield from _actions(source, detail)
    yield Panel((Text(_how_sure(source), "note", words.say("answer.how_sure") + "."),), "brand")


def _lead(source: Source, found: tuple[Told, ...]) -> str:
    words, one = source.words, known(source)
    if not found:
        low = response(source.view).value < NEEDED
        return words.say(f"editions.answer.{'lead_low' if low else 'lead_none'}", **one)
    shown = min(len(found), MOST_FINDINGS)
    count = numbers.spelled(words.number_words, shown)
    return words.say("editions.answer.lead", n=shown, count=count, **one)


def _stats(source: Source) -> Stats:
    words, view, row, one = source.words, source.view, row_of(source), known(source)
    speech = words.number_words
    asked = numbers.count(speech, view.headcount)
    note = words.say(
        "answer.response_note", answered=numbers.count(speech, view.answered), asked=asked
    )
    rate = numbers.share(speech, response(view).value)
    stats = [Stat(rate, words.say("answer.response"), note)]
    if row.inside_share is not None:
        expected = words.number("inside_share", row.expected_inside_share)
        note = words.say("editions.answer.inside_note", expected=expected)
        share = words.number("inside_share", row.inside_share)
        stats.append(Stat(share, words.say("editions.answer.inside"), note))
    if row.outside_ratio is not None:
        note = words.say("editions.answer.outside_note", **one)
        ratio = words.number("outside_ratio", row.outside_ratio)
        stats.append(Stat(ratio, words.say("editions.answer.outside"), note))
    return Stats(tuple(stats))


def _actions(source: Source, detail: int) -> Iterator[Block]:
    words = source.words
    first = actions(source.view)[:MOST_ACTIONS]
    if not first:
        yield Text(words.say("answer.actions_none"))
    for letter, advised in zip("ABC", first, strict=False):
        yield action_entry(source, letter, advised, detail)


def _how_sure(source: Source) -> str:
    words, one, value = source.words, known(source), response(source.view).value
    speech = words.number_words
    if value >= 1:
        return words.say("editions.answer.how_sure_complete", **one)
    key = "high" if value >= NEEDED else "low"
    return words.say(
        f"editions.answer.how_sure_{key}",
        rate=numbers.share(speech, value),
        needed=numbers.share(speech, NEEDED),
        confidence=round(100 * source.view.policy.confidence),
        **one,
    )
