"""Findings and actions as numbered lines, for every page that answers in short."""

from reports import charts, facts, numbers
from reports.agreed import Advised
from reports.blocks import Entry
from reports.source import Source, Told


def finding_entry(source: Source, number: int, item: Told, detail: int) -> Entry:
    """A finding that leads to its page; with notes at ``detail`` 2, in a few words at 0."""
    words, finding = source.words, item.finding
    chance = numbers.chance(words.number_words, finding.confidence)
    note = words.say(
        "answer.entry",
        kind=words.say(f"kinds.{finding.kind}.name"),
        sure=facts.sureness(words, finding.confidence),
        weight=facts.weight(words, finding.severity),
    )
    gauge = charts.gauge(finding.confidence, chance)
    claim = source.claim(finding) if detail else facts.short(words, finding, source.names)
    return Entry(
        str(number), claim, note if detail > 1 else "", item.anchor, gauge, words.get("page.see")
    )


def action_entry(source: Source, letter: str, advised: Advised, detail: int) -> Entry:
    """An action that leads to the plan; in a few words at ``detail`` 0."""
    tell = facts.advice if detail else facts.advice_in_short
    said = tell(source.words, advised.action, advised.finding, source.names)
    return Entry(letter, said, goal="plan")
