"""What the answers can carry: missing answers, small units, odd rows of the files."""

from collections.abc import Iterator

from analysis.model import Finding
from reports import facts
from reports.blocks import Block, Cell, Column, Heading, Table, Text
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
    yield Table(columns, tuple(_row(source, finding) for finding in found))


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
