"""What today's answers can carry, what more would unlock, and whom to chase first.

For the time while a survey is open. Whether something is there is not looked at: only whether it
could be said if it were. A kind opens at the same gates that the finders use.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis import missing
from analysis.findings import FINDERS
from analysis.network import FloatArray
from analysis.study import RANK_FROM, RESPONSE_NEEDED, UNIT_RESPONSE_NEEDED, Study

SMALLEST_UNIT = 5
DRAWS = 5
DRAWN_UP_TO = 300


@dataclass(frozen=True, slots=True)
class UnitNeed:
    """A department of which figures need ``more`` answers to come."""

    unit: str
    asked: int
    answered: int
    more: int


@dataclass(frozen=True, slots=True)
class Publishable:
    """Whether a kind of finding could be said with today's answers, and if not, why not.

    ``why`` is a key of a sentence, as in NotSaid, empty if it could. ``more`` answers from anywhere
    would open it; None where no answer can, because the firm or the roster is as it is. ``units``
    are departments that stay shut for themselves, those nearest to opening first.
    """

    kind: str
    now: bool
    why: str = ""
    more: int | None = 0
    units: tuple[UnitNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Chase:
    """Somebody who has not answered, how much her answers would move, and whom they would open.

    ``worth`` only orders people. ``opens`` is her department, if it still lacks answers.
    """

    person_id: str
    worth: float
    opens: str = ""


def publishable(study: Study) -> tuple[Publishable, ...]:
    """Every kind in the order of the report, and whether today's answers could carry it."""
    return tuple(_gate(finder.kind)(study, finder.kind) for finder in FINDERS)


def units_in_need(study: Study) -> tuple[UnitNeed, ...]:
    """Departments of five people or more below 70 %, those first that need fewest answers."""
    names, unit = study.main.units("department")
    needs = []
    for g, name in enumerate(names):
        asked = study.asked & (unit == g)
        heard = int(study.main.answered[asked].sum())
        more = _missing_to(UNIT_RESPONSE_NEEDED, int(asked.sum()), heard)
        if asked.sum() >= SMALLEST_UNIT and more:
            needs.append(UnitNeed(name, int(asked.sum()), heard, more))
    return tuple(sorted(needs, key=lambda need: (need.more, need.unit)))


def chase_first(study: Study, most: int = 20) -> tuple[Chase, ...]:
    """Those whose answers would change most at the top of the firm, best first.

    In firms of more than 300 people nothing is drawn: whoever is named most widely is first.
    Only people who were asked.
    """
    worth = np.where(study.asked & ~study.main.answered, _worth(study), -1.0)
    order = np.argsort(-worth, kind="stable")[:most]
    opens = {need.unit for need in units_in_need(study)}
    people = study.network.roster.people
    home = [people[v].attributes.get("department", "") for v in order]
    return tuple(
        Chase(people[v].id, float(worth[v]), unit if unit in opens else "")
        for v, unit in zip(order, home, strict=True)
        if worth[v] >= 0
    )


def _worth(study: Study) -> FloatArray:
    if study.size > DRAWN_UP_TO:
        return missing.sought_widely(study.main)
    draws = missing.draw(study.main, DRAWS, study.settings.seed)
    return missing.sought_widely(study.main) if draws.complete else missing.worth_asking(draws)


def _missing_to(share: float, asked: int, answered: int) -> int:
    """How many more answers make this share; 1e-9 so that 0.7 of 10 is 7."""
    return max(0, math.ceil(share * asked - 1e-9) - answered)


def _always(study: Study, kind: str) -> Publishable:
    return Publishable(kind, True)


def _people(study: Study, kind: str) -> Publishable:
    """Anything about single people: 65 % of the firm."""
    asked, heard = int(study.asked.sum()), int(study.main.answered.sum())
    more = _missing_to(RESPONSE_NEEDED, asked, heard)
    return Publishable(kind, not more, "response_too_low" if more else "", more)


def _ranking(study: Study, kind: str) -> Publishable:
    """Who is at the top: 30 people, and 65 % of them."""
    return _people(study, kind) if study.size >= RANK_FROM else _size(study, kind)


def _size(study: Study, kind: str) -> Publishable:
    enough = study.size >= RANK_FROM
    return Publishable(kind, True) if enough else _never(kind, "too_few_people_to_rank")


def _units(study: Study, kind: str) -> Publishable:
    """Closed units: 70 % of a unit, or of two for what lies between them; the others stay shut."""
    if "department" not in study.formal:
        return _never(kind, "unit_type_missing")
    names, unit = study.main.units("department")
    large = np.bincount(unit[study.asked & (unit >= 0)], minlength=len(names)) >= SMALLEST_UNIT
    needs = units_in_need(study)
    short = (2 if kind == "missing_link" else 1) - (int(large.sum()) - len(needs))
    if short > len(needs):
        return _never(kind, "too_few_expected")
    more = sum(need.more for need in needs[: max(short, 0)])
    return Publishable(kind, short <= 0, "" if short <= 0 else "unit_response_too_low", more, needs)


def _departments(study: Study, kind: str) -> Publishable:
    """What only needs departments on the roster."""
    there = "department" in study.formal
    return Publishable(kind, True) if there else _never(kind, "unit_type_missing")


def _partners(study: Study, kind: str) -> Publishable:
    """Partners: where they were asked about, 65 % of the people."""
    asked = bool(study.partners.partners)
    return _people(study, kind) if asked else _never(kind, "no_partners_asked")


def _never(kind: str, why: str) -> Publishable:
    return Publishable(kind, False, why, None)


GATES: tuple[tuple[Callable[[Study, str], Publishable], tuple[str, ...]], ...] = (
    (_units, ("silo", "missing_link")),
    (_ranking, ("bottleneck", "hidden_broker")),
    (
        _people,
        (
            *("overload", "cut_point", "key_person_risk", "disconnected", "isolated"),
            *("peripheral", "hierarchy_bypass"),
        ),
    ),
    (_partners, ("partner_single_contact", "partner_dependence")),
    (_size, ("concentration", "core_periphery")),
    (_departments, ("split_unit", "merged_units", "low_reciprocity")),
)


def _gate(kind: str) -> Callable[[Study, str], Publishable]:
    return next((gate for gate, kinds in GATES if kind in kinds), _always)
