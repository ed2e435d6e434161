"""A view for one unit's manager, or for one person: deny first, then what is theirs.

Everything is empty unless it is named here, so that what is added to a View later stays out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from analysis.changes_seen import of_unit
from analysis.editions import OneUnit
from analysis.further_rows import Further
from analysis.model import Evidence, Finding, NotSaid, Problem, Recommendation
from analysis.privacy import View
from analysis.results import PairRow, UnitRow

OWN_TEAM = 10  # a manager knows the people: fewer answers would show what single ones said
ENOUGH_UNITS = 5
ORDER = ("department", "team", "location")
FIGURES = {
    "inside_share": ("expected_inside_share", "low", "high"),
    "outside_reach": ("expected_outside_reach", "reach_low", "reach_high"),
    "balance": ("expected_balance", "balance_low", "balance_high"),
    "density": ("expected_density", "density_low", "density_high"),
}


def narrowed(view: View, unit: str) -> View:
    """What the manager of ``unit`` may see of ``view``, which an audience was let through before.

    Her unit's row, its findings, and contact with other units that are large enough; of the firm
    the share who answered and the middle unit's figures, where five units or more may be shown.
    No other unit's row, finding or people. ``headcount``, ``answered`` and ``organisation`` are the
    unit's. Problem where there is no such unit, or fewer than 10 people of it answered.
    """
    row = _row(view, unit)
    mine = {id_ for id_, home in view.homes.items() if home.get(row.unit_type) == row.unit}
    rate = view.figure("response_rate")
    pairs = tuple(_pairs(view, row))
    others = {unit for pair in pairs for unit in (pair.from_unit, pair.to_unit)}
    return replace(
        view,
        headcount=row.people,
        answered=row.answered,
        names={id_: name for id_, name in view.names.items() if id_ in mine},
        people=(),
        units=(row,),
        pairs=pairs,
        organisation=_figures(row),
        findings=tuple(_own(f, mine) for f in view.findings if _about(f, row, mine)),
        not_said=tuple(_reasons(view.not_said, row.unit)),
        faults={},
        hidden={},
        homes={},
        further=Further(),
        about=_one_unit(view, row, rate.value if rate else view.answered / max(view.headcount, 1)),
        own=None,
        changes=of_unit(view.changes, row, others),
    )


def reportable(view: View) -> tuple[UnitRow, ...]:
    """The units of which an edition can be made, by name, all of one kind.

    One kind only (departments where there are two, else teams, sites, …): of units that overlap,
    what one report leaves out could be worked out from two.
    """
    count = Counter(row.unit_type for row in view.units)
    kinds = sorted((kind for kind in count if count[kind] >= 2), key=lambda k: (_order(k), k))
    enough = max(OWN_TEAM, view.policy.k)
    rows = (row for row in view.units if row.unit_type in kinds[:1] and row.answered >= enough)
    return tuple(sorted(rows, key=lambda row: row.unit))


def _order(unit_type: str) -> int:
    return ORDER.index(unit_type) if unit_type in ORDER else len(ORDER)


def _row(view: View, unit: str) -> UnitRow:
    there = {row.unit: row for row in reportable(view)}
    if unit in there:
        return there[unit]
    names = ", ".join(there)
    raise Problem(
        f"there can be no report on {unit!r}",
        why=f"No unit is called that, or fewer than {OWN_TEAM} people in it answered.",
        mend=f"Name one of: {names}." if names else "Ask more people, or report on the whole firm.",
    )


def _pairs(view: View, row: UnitRow) -> Iterable[PairRow]:
    """The unit's row and column of the matrix.

    Where those in no shown unit are fewer than k answers together, contact with them could be
    worked out from the unit's totals; so contact with the smallest other unit is left out as well.
    """
    alike = [other for other in view.units if other.unit_type == row.unit_type]
    outside = view.headcount - sum(other.people for other in alike)
    heard = view.answered - sum(other.answered for other in alike)
    others = sorted((o for o in alike if o.unit != row.unit), key=lambda o: (o.answered, o.unit))
    left_out = {o.unit for o in others[:1]} if outside and heard < view.policy.k else set()
    for pair in view.pairs:
        ends = (pair.from_unit, pair.to_unit)
        if pair.unit_type == row.unit_type and row.unit in ends and not left_out & {*ends}:
            yield pair


def _one_unit(view: View, row: UnitRow, response: float) -> OneUnit:
    """The unit beside the middle one: not where that would show another."""
    alike = [other for other in view.units if other.unit_type == row.unit_type]
    middle = {}
    for name in FIGURES:
        values = [v for other in alike if (v := getattr(other, name)) is not None]
        if len(values) >= ENOUGH_UNITS:
            middle[name] = float(median(values))
    return OneUnit(row.unit_type, row.unit, response, len(alike), middle)


def _figures(row: UnitRow) -> tuple[Evidence, ...]:
    """The unit's figures, each beside what shuffled units would give."""
    found = [Evidence("response_rate", row.answered / max(row.people, 1), row.people)]
    for name, chance in FIGURES.items():
        value = getattr(row, name)
        if value is not None:
            beside = (getattr(row, key) for key in chance)
            found.append(Evidence(name, value, row.people, *beside))
    return tuple(found)


def _about(finding: Finding, row: UnitRow, mine: set[str]) -> bool:
    """Whether a finding is about this unit, a pair of which it is one, or one of its people."""
    subject = finding.subject
    if subject.type == "partner":
        return bool(mine.intersection(subject.people))
    if subject.id:
        return subject.id in mine
    same = subject.unit_type == row.unit_type
    return same and row.unit in (subject.unit, *subject.units)


def _own(finding: Finding, mine: set[str]) -> Finding:
    """The finding without anybody of another unit; advice that names one keeps its kind only."""
    subject = finding.subject
    kept = tuple(id_ for id_ in subject.people if id_ in mine)
    advice = tuple(_advice(action, mine) for action in finding.recommendations)
    return replace(finding, subject=replace(subject, people=kept), recommendations=advice)


def _advice(action: Recommendation, mine: set[str]) -> Recommendation:
    return action if set(action.people) <= mine else replace(action, people=())


def _reasons(told: Sequence[NotSaid], unit: str) -> Iterable[NotSaid]:
    """Reasons that hold for the whole firm, and of those that list units, this one alone."""
    for outcome in told:
        listed = outcome.facts.get("units", ())
        if unit in listed:
            yield replace(outcome, facts={**outcome.facts, "units": [unit]})
        elif not listed:
            yield outcome
