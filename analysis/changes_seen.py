"""What may be seen of the changes between two waves, and by whom."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.model import Finding
from analysis.results import UnitRow
from analysis.wave_rows import Change, Changes

KINDS = ("silo_changed", "collaboration_changed", "load_changed", "leavers")
Units = set[tuple[str, str]]


def changes_seen(changes: Changes, k: int, named: bool, large: Units) -> Changes:
    """The changes as far as they may be shown.

    A figure rests on ``k`` people who answered both. Where nobody may be named the people who
    bear on it in one wave only are none or at least ``k``: what one to four of them said, or how
    often they were named, could else be worked out from the reports of two years.
    """

    def open_(once: tuple[int, int]) -> bool:
        return named or all(count == 0 or count >= k for count in once)

    def shown(row: Change) -> bool:
        there = all((row.unit_type, unit) in large for unit in row.units)
        return there and row.people >= k and open_(row.once)

    units = tuple(row for row in changes.units if shown(row))
    safe = {(row.unit_type, row.units[0]) for row in units}
    pairs = (row for row in changes.pairs if all((row.unit_type, u) in safe for u in row.units))
    whole = changes.turnover.both >= k and open_(changes.turnover.once)
    return replace(
        changes,
        ties=changes.ties if whole else None,
        whole=changes.whole if whole else (),
        units=units,
        pairs=tuple(pairs),
        names=changes.names if named else {},
        figures=changes.figures if changes.turnover.answered_before >= k else {},
        hidden=len(changes.units) - len(units),
    )


def may_be_told(
    finding: Finding, changes: Changes | None, k: int, names: Mapping[str, str]
) -> bool:
    """Whether a finding rests on changes that may be seen; any other kind may."""
    if finding.kind not in KINDS or changes is None:
        return True
    subject, left = finding.subject, changes.turnover.left
    if finding.kind == "leavers":
        return bool(names) or left >= k
    if subject.type == "organisation":
        return bool(changes.whole)
    rows = changes.units if subject.type == "unit" else changes.pairs
    units = (subject.unit,) if subject.type == "unit" else tuple(subject.units)
    return subject.type == "person" or any(
        (row.unit_type, row.units) == (subject.unit_type, units) for row in rows
    )


def of_unit(changes: Changes | None, row: UnitRow, others: set[str]) -> Changes | None:
    """The changes of one unit, and of its contact with ``others`` that may be shown."""
    if changes is None:
        return None
    mine = tuple(r for r in changes.units if (r.unit_type, r.units) == (row.unit_type, (row.unit,)))
    people = replace(
        changes.turnover,
        both=mine[0].people if mine else 0,
        once=mine[0].once if mine else (0, 0),
        people_before=0,
        people_now=row.people,
        answered_before=0,
        answered_now=row.answered,
        left=0,
        joined=0,
        moved=0,
    )
    pairs = tuple(
        r
        for r in changes.pairs
        if r.unit_type == row.unit_type
        and row.unit in r.units
        and {*r.units} - {row.unit} <= others
    )
    return replace(
        changes,
        turnover=people,
        ties=None,
        whole=(),
        units=mine,
        pairs=pairs,
        figures={},
        names={},
        hidden=0,
    )
