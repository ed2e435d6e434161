"""A planted firm as the files that the analysis reads: roster, answers, truth."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.model import Person
from analysis.planted.firms import Firm, Truth

ROSTER_HEADER = (
    "person_id", "name", "email", "department", "team", "location", "level", "manager_id",
    "start_date",
)  # fmt: skip
ANSWERS_HEADER = ("respondent_id", "question", "alter_id", "value")
Rows = list[list[str]]


def write(firm: Firm, folder: Path) -> None:
    """Write ``roster.csv``, ``answers.csv`` and ``truth.json`` into ``folder``."""
    write_sheets(roster_rows(firm), answer_rows(firm), folder)
    write_truth(firm.truth, folder)


def roster_rows(firm: Firm) -> Rows:
    """The roster, one row a person, without the header."""
    return [_roster_row(person) for person in firm.roster.people]


def answer_rows(firm: Firm) -> Rows:
    """The answers; somebody who answered and named nobody has a row without an alter."""
    ties = firm.answers.ties
    rows = [[t.source, t.question, t.target, f"{t.value:g}"] for t in ties]
    named = {(t.source, t.question) for t in ties}
    for question, people in firm.answers.answered.items():
        silent = sorted(id_ for id_ in people if (id_, question) not in named)
        rows.extend([id_, question, "", ""] for id_ in silent)
    return rows


def write_sheets(roster: Iterable[Sequence[str]], answers: Rows, folder: Path) -> None:
    """Write both sheets with their headers."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "roster.csv", [ROSTER_HEADER, *roster])
    _write(folder / "answers.csv", [ANSWERS_HEADER, *answers])


def write_truth(truth: Truth, folder: Path) -> None:
    """Write ``truth.json``."""
    text = json.dumps(truth.to_dict(), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _roster_row(person: Person) -> list[str]:
    homes = [person.attributes.get(key, "") for key in ("department", "team", "location")]
    return [
        person.id,
        person.name,
        person.email,
        *homes,
        "" if person.level is None else str(person.level),
        person.manager_id or "",
        person.start.isoformat() if person.start else "",
    ]


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
