"""A planted firm and the truth about it: what must be found there, and what must not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.model import Answers, Roster

RENAMED = {"silo_increased": "silo_changed", "overload_relieved": "load_changed"}
TIE_RULE = 'any frequency, question "information" unless a finding names another'


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that is so, or is not so, in a planted firm.

    About a unit, a person, several ``people`` or (with none of them) about the whole firm or
    about anything of this ``kind``. ``what`` and ``value`` are for planted faults of the files:
    which fault, and how many or whose. ``rank`` 1: it must be the first of its kind.
    """

    kind: str
    unit_type: str = ""
    unit: str = ""
    person: str = ""
    people: tuple[str, ...] = ()
    what: str = ""
    value: Any = None
    rank: int | None = None
    severity: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As ``truth.json`` holds it; ``employee_id`` is the ``person_id`` of the roster."""
        said = {
            "unit_type": self.unit_type,
            "unit": self.unit,
            "employee_id": self.person,
            "ids": list(self.people),
            "what": self.what,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "rank": self.rank,
            "severity": self.severity,
        }
        facts = {key: value for key, value in said.items() if value not in ("", [], None)}
        return {"kind": self.kind, "note": self.note, **facts}


@dataclass(frozen=True, slots=True)
class Truth:
    """What is planted: ``expect`` must be found, ``forbid`` must not, ``facts`` are the numbers."""

    case: str
    seed: int
    expect: tuple[Claim, ...] = ()
    forbid: tuple[Claim, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As ``truth.json`` holds it."""
        return {
            "case": self.case,
            "seed": self.seed,
            "description": self.description,
            "tie_rule": TIE_RULE,
            "expect": [claim.to_dict() for claim in self.expect],
            "forbid": [claim.to_dict() for claim in self.forbid],
            "facts": dict(self.facts),
        }


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its answers and the truth about it."""

    roster: Roster
    answers: Answers
    truth: Truth


def read_truth(path: Path) -> Truth:
    """The truth of a firm that was written to files, by this generator or by another."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Truth(
        case=data["case"],
        seed=data["seed"],
        expect=tuple(_claim(entry) for entry in data["expect"]),
        forbid=tuple(_claim(entry) for entry in data["forbid"]),
        facts=data["facts"],
        description=data.get("description", ""),
    )


def _claim(entry: Mapping[str, Any]) -> Claim:
    value = entry.get("value")
    kind = entry["kind"].removesuffix("_unit")
    return Claim(
        kind=RENAMED.get(kind, kind),
        unit_type=entry.get("unit_type", ""),
        unit=entry.get("unit", ""),
        person=entry.get("employee_id", entry.get("person_id", "")),
        people=tuple(entry.get("ids", ())),
        what=entry.get("what", ""),
        value=tuple(value) if isinstance(value, list) else value,
        rank=entry.get("rank"),
        severity=entry.get("severity", ""),
        note=entry.get("note", ""),
    )
