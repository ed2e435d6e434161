"""What the answers can carry: missing answers, small units, odd rows of the files."""

from collections.abc import Iterator

from analysis.model import Finding
from reports import facts
from reports.blocks import Block, Cell, Column, Heading, Table, Text
from reports.plain import isolated
from reports.source import Source, about_data, too_few_answered


def answers_and_files(source: Source) -> Iterator[Block]:
    """One table for all of it; nothing where there is nothing to say."""
    words, found = source.words, about_data(source.view)
    if not found:
        return
    yield Heading(words.say("data.title"), 2, "data")
    yield Text(words.say("data.lead"))
    columns = (
        Column(words.say("data.what"), 38),
        Column(words.say("data.does"), 36),
        Column(words.say("data.mend"), 34),
    )
    units = [f for f in found if f.kind == "low_response" and not too_few_answered(f)]
    few = [_few(source, units)] if len(units) > 1 else [_row(source, f) for f in units]
    rest = [f for f in found if f not in units]
    whole = [_row(source, f) for f in rest if too_few_answered(f)]
    yield Table(
        columns, (*whole, *few, *(_row(source, f) for f in rest if not too_few_answered(f)))
    )


def _few(source: Source, found: list[Finding]) -> tuple[Cell, ...]:
    """All units in which few answered, in one row: the same holds for each."""
    words = source.words
    first = found[0].evidence[0]
    rates = [
        words.say(
            "data.few_units_one",
            unit=isolated(f.subject.unit),
            rate=words.number("response_rate", f.evidence[0].value),
        )
        for f in found
    ]
    needed = words.number("response_rate", first.expected)
    claim = words.say("data.few_units", needed=needed, list=words.listed(rates, len(rates)))
    again = words.say("recommendations.remind.title_unnamed")
    return (Cell(claim, bold=True), Cell(words.say("data.few_units_means")), Cell(again))


def _row(source: Source, finding: Finding) -> tuple[Cell, ...]:
    words = source.words
    known = facts.of_finding(words, finding, source.names)
    whole = too_few_answered(finding)
    means = words.say(f"kinds.{finding.kind}.{'means_whole' if whole else 'means'}", **known)
    return (Cell(source.claim(finding), bold=True), Cell(means), Cell(_mend(source, finding)))


def _mend(source: Source, finding: Finding) -> str:
    words = source.words
    if finding.kind == "data_problem":
        return str(facts.of_finding(words, finding, source.names)["mend"])
    advised = [facts.advice(words, a, finding, source.names) for a in finding.recommendations]
    return " ".join(advised) or words.say("finding.no_action")
