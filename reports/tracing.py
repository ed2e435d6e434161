"""A view whose numbers know in which file of the run, and where in it, they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from analysis.editions import OneUnit
from analysis.further_rows import Further
from analysis.model import Evidence, Finding
from analysis.privacy import View
from analysis.results import PersonRow, Results, UnitRow
from analysis.wave_rows import Change, Changes
from reports.lineage import at, known, traced

FOUND, RUN = "findings.json", "run.json"
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Files:
    """What the files of the run were written from: the results, or the view where names may not
    be seen.
    """

    written: Results | View


def with_lineage(view: View, files: Files) -> View:
    """The same view; nothing in it is worth more or less than before."""
    written = files.written
    home = _home(view)
    return replace(
        view,
        headcount=traced(view.headcount, at(*home, "people")),
        answered=traced(view.answered, at(*home, "answered")),
        about=_about(view, written),
        policy=known(view.policy, RUN, "policy"),
        units=tuple(known(row, "units.csv", row.unit_type, row.unit) for row in view.units),
        pairs=tuple(
            known(row, "pairs.csv", row.unit_type, row.from_unit, row.to_unit) for row in view.pairs
        ),
        people=_people(view),
        organisation=tuple(_figure(e, view, written) for e in view.organisation),
        findings=tuple(_finding(f, written.findings) for f in view.findings),
        not_found=_listed(view.not_found, written.not_found, "not_found"),
        not_said=_listed(view.not_said, written.not_said, "not_said"),
        faults=known(dict(view.faults), FOUND, "problems"),
        made=known(view.made, FOUND, "made"),
        further=_further(view.further, written.further),
        changes=_changes(view.changes, written.changes),
    )


def _home(view: View) -> tuple[str, ...]:
    """Where it stands how many people there are, and how many answered."""
    if view.about:
        return ("units.csv", view.about.unit_type, view.about.unit)
    return (FOUND, "organisation")


def _about(view: View, written: Results | View) -> OneUnit | None:
    """What is known beside a unit's own figures: the firm's response, and the middle unit."""
    one = view.about
    if one is None:
        return None
    rates = [i for i, e in enumerate(written.organisation) if e.measure == "response_rate"]
    response = traced(one.response, at(FOUND, "figures", rates[0], "value")) if rates else None
    shown = ("units.csv", one.unit_type, view.policy.k)
    middle = {name: traced(x, ("middle", *shown, name)) for name, x in one.middle.items()}
    units = traced(one.units, ("shown", *shown))
    return replace(one, response=response or one.response, middle=middle, units=units)


def _listed(shown: Iterable[Any], written: Sequence[Any], key: str) -> tuple[Any, ...]:
    """Entries of a list of findings.json, each with its place there."""
    return tuple(
        known(one, FOUND, key, written.index(one)) if one in written else one for one in shown
    )


def _finding(finding: Finding, written: Sequence[Finding]) -> Finding:
    """A finding with its place; one that was narrowed is found by what it says."""
    alike = (i for i, other in enumerate(written) if other == finding)
    close = (
        i
        for i, other in enumerate(written)
        if other.kind == finding.kind and {*finding.evidence} <= {*other.evidence}
    )
    place = next(alike, None)
    place = next(close, None) if place is None else place
    if place is None:
        return finding
    found: Finding = known(finding, FOUND, "findings", place)
    evidence = tuple(
        known(e, FOUND, "findings", place, "evidence", written[place].evidence.index(e))
        for e in finding.evidence
    )
    return replace(found, evidence=evidence)


def _figure(evidence: Evidence, view: View, written: Results | View) -> Evidence:
    """A figure of the whole; of one unit, its place in the unit's row."""
    if evidence in written.organisation:
        found: Evidence = known(evidence, FOUND, "figures", written.organisation.index(evidence))
        return found
    row = view.units[0] if view.about and view.units else None
    return evidence if row is None else _of_row(evidence, row)


def _of_row(evidence: Evidence, row: UnitRow) -> Evidence:
    """Each number of it by the column of the unit's row that holds it."""
    columns = {f.name: getattr(row, f.name) for f in fields(row)}
    found = {}
    if evidence.measure == "response_rate":
        own = known(row, "units.csv", row.unit_type, row.unit)
        return replace(evidence, value=own.answered / own.people, people=own.people)
    for name in ("value", "expected", "low", "high", "people"):
        value = getattr(evidence, name)
        column = next((c for c, held in columns.items() if _same(held, value)), "")
        if column:
            found[name] = traced(value, at("units.csv", row.unit_type, row.unit, column))
    return replace(evidence, **found)


def _same(held: Any, value: Any) -> bool:
    numbers = isinstance(held, int | float) and not isinstance(held, bool)
    return numbers and value is not None and held == value


def _people(view: View) -> tuple[PersonRow, ...]:
    """Only those whom findings are about: the report prints figures of nobody else."""
    about = {f.subject.id for f in view.findings if f.subject.id}
    few = {*sorted(about)[:MOST_PEOPLE]}
    return tuple(
        known(row, "people.csv", row.person_id) if row.person_id in few else row
        for row in view.people
    )


def _further(shown: Further, written: Further) -> Further:
    """What stands behind the figures; questions and their pairs have tables of their own."""
    return replace(
        shown,
        causes=_within(shown.causes, written.causes, "causes"),
        thresholds=_within(shown.thresholds, written.thresholds, "thresholds"),
        questions=tuple(known(row, "questions.csv", row.question) for row in shown.questions),
        question_pairs=tuple(
            known(row, "question_pairs.csv", row.first, row.second) for row in shown.question_pairs
        ),
        layers=known(shown.layers, FOUND, "further", "layers"),
        steps=known(shown.steps, FOUND, "further", "steps"),
        spread=known(shown.spread, FOUND, "further", "spread"),
    )


def _changes(shown: Changes | None, written: Changes | None) -> Changes | None:
    """What has changed since the last survey, each figure with its place."""
    if shown is None or written is None:
        return shown
    place, rows = (FOUND, "changes"), written.rows

    def change(row: Change) -> Change:
        found: Change = known(row, *place, "figures", rows.index(row))
        return replace(found, half=row.half, once=row.once)  # these are not in the file

    return replace(
        shown,
        turnover=known(shown.turnover, *place, "turnover"),
        ties=known(shown.ties, *place, "ties"),
        whole=tuple(map(change, shown.whole)),
        units=tuple(map(change, shown.units)),
        pairs=tuple(map(change, shown.pairs)),
        figures=known(dict(shown.figures), *place, "last_survey"),
    )


def _within(shown: Sequence[Any], written: Sequence[Any], key: str) -> tuple[Any, ...]:
    return tuple(
        known(row, FOUND, "further", key, written.index(row)) if row in written else row
        for row in shown
    )
