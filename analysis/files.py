"""Results as files that others read on: CSV tables, and the findings as JSON.

The same results give the same bytes. A text that a spreadsheet program would run as a formula
gets an apostrophe in front; numbers keep every digit.
"""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from analysis.further_rows import (
    CauseRow,
    Course,
    Further,
    QuestionPairRow,
    QuestionRow,
    Spread,
    ThresholdRow,
)
from analysis.model import Evidence, Fault, Finding, NotFound, NotSaid, Recommendation, Subject
from analysis.privacy import View
from analysis.results import PairRow, PersonRow, Results, UnitRow, row_dict

SCHEMA = "tiewise/findings/1"
FIGURES = (
    "people", "answered", "ties", "density", "reciprocity", "ei_index", "modularity",
    "modularity_expected",
)  # fmt: skip
COUNTS = frozenset({"people", "answered", "ties", "group_count"})
# With what a guarded text looks like, so that no two texts become one.
FORMULA = re.compile(r"'*[=+\-@\t\n＝＋－＠]")
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
PROBLEM_COLUMNS = (
    "kind", "file", "row", "column", "value", "what", "why", "mend", "taken", "people",
)  # fmt: skip

Cell = str | int | float | bool | None
Sentence = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Sentences:
    """How keys become sentences; without them findings keep their keys."""

    claim: Callable[[Finding], str]
    not_found: Callable[[NotFound], str]
    not_said: Callable[[NotSaid], str]
    caveat: Callable[[str], str]


KEYS = Sentences(
    claim=lambda finding: "",
    not_found=lambda outcome: outcome.why,
    not_said=lambda outcome: outcome.why,
    caveat=lambda key: key,
)


def people_csv(results: Results) -> str:
    """Measures a person, then what the roster says about her: level, department and the others."""
    measured = [row_dict(row) for row in results.people]
    columns = [*PersonRow.__dataclass_fields__]
    known = results.roster.unit_types
    groups = sorted(known, key=lambda key: (key != "department", known.index(key)))
    titles = {key: own_column(key, {*columns, "level", "manager_id", "name"}) for key in groups}
    rows = [
        {
            **row,
            "level": person.level,
            **{titles[key]: person.attributes.get(key) for key in groups},
            "manager_id": person.manager_id,
            "name": person.name,
        }
        for row, person in zip(measured, results.roster.people, strict=True)
    ]
    return table([*columns, "level", *titles.values(), "manager_id", "name"], rows)


def own_column(key: str, taken: Iterable[str]) -> str:
    """A name for an attribute's column that no measure has."""
    return f"roster_{key}" if key in {*taken} else key


def units_csv(rows: Sequence[UnitRow]) -> str:
    """One row a unit."""
    return table([*UnitRow.__dataclass_fields__], [row_dict(row) for row in rows])


def pairs_csv(rows: Sequence[PairRow]) -> str:
    """One row an ordered pair of units."""
    return table([*PairRow.__dataclass_fields__], [row_dict(row) for row in rows])


def questions_csv(rows: Sequence[QuestionRow]) -> str:
    """One row a question."""
    return table([*QuestionRow.__dataclass_fields__], [row_dict(row) for row in rows])


def question_pairs_csv(rows: Sequence[QuestionPairRow]) -> str:
    """One row a pair of questions."""
    return table([*QuestionPairRow.__dataclass_fields__], [row_dict(row) for row in rows])


def problems_csv(faults: Iterable[Fault]) -> str:
    """Every row of the input that was not taken as it stood, and why."""
    rows = [
        {key: getattr(fault, key) for key in PROBLEM_COLUMNS} | {"people": " ".join(fault.people)}
        for fault in faults
    ]
    return table(PROBLEM_COLUMNS, rows)


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """CSV text: comma, newline, quotes where needed, every text safe in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe(column) for column in columns])
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return text.getvalue()


def cell(value: Cell) -> str:
    """A value as a cell: yes or no, every digit of a number, nothing where there is nothing."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, str):
        return safe(value)
    return repr(float(value) + 0.0) if isinstance(value, float) else str(int(value))


def safe(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    risky = FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def unsafe(cell: str) -> str:
    """The text of a cell that ``safe`` made."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def findings_json(seen: Results | View, sentences: Sentences = KEYS) -> str:
    """``findings.json`` as text."""
    return json.dumps(findings_dict(seen, sentences), ensure_ascii=False, indent=1) + "\n"


def findings_dict(seen: Results | View, sentences: Sentences = KEYS) -> dict[str, Any]:
    """Everything that was found, as plain data.

    ``organisation`` has one key a figure; ``figures`` has the same with what each is compared
    with and how many people it rests on. ``problems`` counts the input rows by kind of fault.
    """
    return {
        "schema": SCHEMA,
        "organisation": _organisation(seen.organisation),
        "findings": [_finding(finding, sentences) for finding in seen.findings],
        "not_found": [_outcome(o, sentences.not_found) for o in seen.not_found],
        "not_said": [_outcome(o, sentences.not_said) for o in seen.not_said],
        "figures": [_evidence(evidence) for evidence in seen.organisation],
        "further": _further(seen.further),
        "problems": _counts(seen),
        "groups_stable": seen.groups_stable,
        "made": _made(seen),
        "changes": plain_tree(seen.changes.to_dict()) if seen.changes else None,
    }


def _organisation(figures: Iterable[Evidence]) -> dict[str, Any]:
    values: dict[str, float | None] = dict.fromkeys(FIGURES)
    values |= {figure.measure: figure.value for figure in figures}
    return {key: _figure(key, number(value)) for key, value in values.items()}


def _figure(key: str, value: float | None) -> float | int | None:
    return int(value) if key in COUNTS and value is not None else value


def number(value: float | None) -> float | None:
    """A number that JSON can hold."""
    return None if value is None or not math.isfinite(value) else float(value) + 0.0


def _finding(finding: Finding, sentences: Sentences) -> dict[str, Any]:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "subject": _subject(finding.subject),
        "claim": sentences.claim(finding),
        "relation": finding.relation,
        "confidence": number(finding.confidence),
        "severity": number(finding.severity),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "caveats": [sentences.caveat(key) for key in finding.caveats],
        "recommendations": [_recommendation(advice) for advice in finding.recommendations],
    }


def _subject(subject: Subject) -> dict[str, Any]:
    said: dict[str, Any] = {"type": subject.type}
    if subject.id:
        said["id"] = subject.id
    if subject.name:
        said["name"] = subject.name
    if subject.unit_type:
        said["unit_type"] = subject.unit_type
    if subject.unit:
        said["unit"] = subject.unit
    if subject.units:
        said["units"] = list(subject.units)
    if subject.people:
        said["people"] = list(subject.people)
    return said


def _evidence(evidence: Evidence) -> dict[str, Any]:
    keys = ("value", "expected", "low", "high", "p", "q")
    numbers = {key: number(getattr(evidence, key)) for key in keys}
    rest: dict[str, Any] = {"against": evidence.against, "people": evidence.people}
    if evidence.relation:
        rest["relation"] = evidence.relation
    return {"measure": evidence.measure, **numbers, **rest}


def _recommendation(advice: Recommendation) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": advice.kind, "people": list(advice.people)}
    if advice.units:
        said["units"] = list(advice.units)
    effect = advice.effect
    if effect:
        tried = {key: number(getattr(effect, key)) for key in ("before", "after", "random")}
        said["effect"] = {"measure": effect.measure, **tried}
    return said


def _outcome(outcome: NotFound | NotSaid, sentence: Sentence) -> dict[str, Any]:
    facts = {key: plain(value) for key, value in outcome.facts.items()}
    said = {"kind": outcome.kind, "why": sentence(outcome), "key": outcome.why}
    return {**said, "facts": facts} if facts else said


def plain(value: Any) -> Any:
    """A fact as JSON holds it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(part) for part in (sorted(value) if isinstance(value, set) else value)]
    return value if isinstance(value, str | int | bool | None) else str(value)


def plain_tree(value: Any) -> Any:
    """The same in JSON's words, all the way down."""
    if isinstance(value, dict):
        return {key: plain_tree(inner) for key, inner in value.items()}
    return [plain_tree(x) for x in value] if isinstance(value, list) else plain(value)


def _further(further: Further) -> dict[str, Any]:
    """What explains ties, how news spread, and figures at other thresholds."""
    return {
        "layers": list(further.layers),
        "causes": [_plain_row(row) for row in further.causes],
        "spread": _plain_row(further.spread) if further.spread else None,
        "steps": [plain(step) for step in further.steps],
        "thresholds": [_plain_row(row) for row in further.thresholds],
    }


def _plain_row(row: CauseRow | ThresholdRow | Spread | Course) -> dict[str, Any]:
    found = {column.name: getattr(row, column.name) for column in fields(row)}
    said = {key: plain(value) for key, value in found.items() if key != "courses"}
    if isinstance(row, Spread):
        said["courses"] = [_plain_row(course) for course in row.courses]
    return said


def _counts(seen: Results | View) -> dict[str, int]:
    if isinstance(seen, View):
        return dict(seen.faults)
    kinds = [fault.kind for fault in seen.faults]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _made(seen: Results | View) -> dict[str, Any]:
    made = seen.made
    keys = ("seed", "min_value", "main_question", "runs", "draws", "permutations", "treatment")
    facts = {key: plain(getattr(made, key)) for key in keys}
    columns = ("treatment", "rank_correlation", "top_found", "wins")
    tried = [{key: plain(getattr(score, key)) for key in columns} for score in made.treatments]
    return {
        **facts,
        "questions": list(made.questions),
        "versions": dict(made.versions),
        "treatments": tried,
    }
