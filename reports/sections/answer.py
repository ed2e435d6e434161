"""The answer on one page: at most five findings and three actions, and how sure we are."""

from collections.abc import Iterator

from reports import facts, numbers
from reports.blocks import Block, Bullets, Fitted, Heading, Panel, Stat, Stats, Text
from reports.ledger import marked_digits
from reports.plain import isolated
from reports.sections.entries import action_entry, finding_entry
from reports.source import (
    MOST_ACTIONS,
    MOST_FINDINGS,
    Source,
    Told,
    about_data,
    actions,
    response,
    told,
    too_few_answered,
)


def answer(source: Source) -> Iterator[Block]:
    """Findings by what they weigh, first actions, and what the answers can carry, on one page.

    In full, or without notes, or in short, whichever fits.
    """
    found = told(source.view)
    yield Fitted(tuple(tuple(_page(source, found, detail)) for detail in (2, 1, 0)))


def _page(source: Source, found: tuple[Told, ...], detail: int) -> Iterator[Block]:
    words = source.words
    yield Heading(words.say("answer.title"), 1, "answer", words.say("answer.kicker"), alone=True)
    yield Text(_lead(source, found), "lead" if detail > 1 else "body")
    yield _stats(source, found)
    if found:
        yield Heading(words.say("answer.findings"), 2)
        for number, item in enumerate(found[:MOST_FINDINGS], 1):
            yield finding_entry(source, number, item, detail)
        yield from _further(source, found[MOST_FINDINGS:])
    elif source.view.not_found:
        yield Heading(words.say("silence.not_found"), 2)
        yield Bullets(tuple(words.reason("not_found", o) for o in source.view.not_found))
    yield Heading(words.say("answer.actions"), 2)
    yield from _actions(source, detail)
    yield Panel((Text(_how_sure(source), "note", words.say("answer.how_sure") + "."),), "brand")


def _lead(source: Source, found: tuple[Told, ...]) -> str:
    words = source.words
    page = words.say("silence.title")
    if not found:
        low = any(too_few_answered(f) for f in source.view.findings)
        key = "answer.lead_unsure" if low else "answer.lead_none"
        return words.say(key, client=source.client, page=page)
    shown = min(len(found), MOST_FINDINGS)
    return words.say(
        "answer.lead",
        client=source.client,
        n=shown,
        count=numbers.spelled(words.number_words, shown),
    )


def _stats(source: Source, found: tuple[Told, ...]) -> Stats:
    words, view, speech = source.words, source.view, source.words.number_words
    rate = response(view)
    stats = [
        Stat(
            numbers.share(speech, rate.value),
            words.say("answer.response"),
            words.say(
                "answer.response_note",
                answered=numbers.count(speech, view.answered),
                asked=numbers.count(speech, rate.people),
            ),
        )
    ]
    ties, each = view.figure("ties"), view.figure("mean_out_degree")
    if ties and each:
        note = words.say("answer.contacts_note", each=words.number("mean_out_degree", each.value))
        stats.append(Stat(numbers.count(speech, ties.value), words.say("answer.contacts"), note))
    teams = view.figure("teams_gone_to")
    if teams:
        value = words.number("teams_gone_to", teams.value)
        stats.append(Stat(value, words.say("answer.teams"), words.say("answer.teams_note")))
    if found:
        best = max(item.finding.confidence for item in found)
        stats.append(
            Stat(
                numbers.chance(speech, best),
                words.say("answer.sure"),
                words.say("answer.sure_note" if view.made.draws else "answer.sure_note_complete"),
            )
        )
    else:
        kinds = len(view.not_found) + len(view.not_said)
        stats.append(
            Stat(
                marked_digits("0", "count", "findings"),
                words.say("answer.sure_none"),
                words.say("answer.sure_none_note", kinds=kinds),
            )
        )
    return Stats(tuple(stats))


def _further(source: Source, rest: tuple[Told, ...]) -> Iterator[Block]:
    if rest:
        names = [facts.short(source.words, item.finding, source.names) for item in rest]
        yield Text(source.words.say("answer.further", list=source.words.listed(names, 4)), "note")


def _actions(source: Source, detail: int) -> Iterator[Block]:
    words = source.words
    first = actions(source.view)[:MOST_ACTIONS]
    if not first:
        yield Text(words.say("answer.actions_none"))
    for letter, advised in zip("ABC", first, strict=False):
        yield action_entry(source, letter, advised, detail)


def _how_sure(source: Source) -> str:
    words, view, speech = source.words, source.view, source.words.number_words
    rate = numbers.share(speech, response(view).value)
    low = [f for f in about_data(view) if f.kind == "low_response"]
    whole = next((f for f in low if too_few_answered(f)), None)
    if whole:
        needed = words.number("response_rate", whole.evidence[0].expected)
        return words.say("answer.how_sure_low", rate=rate, needed=needed)
    if response(view).value >= 1:
        return words.say("answer.how_sure_complete")
    said = words.say(
        "answer.how_sure_high", rate=rate, confidence=round(100 * view.policy.confidence)
    )
    units = [isolated(f.subject.unit) for f in low if f.subject.unit]
    if units:
        said += " " + words.say("answer.not_judged", units=words.listed(units))
    return said
