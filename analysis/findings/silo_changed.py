"""A unit that closed itself off since the last survey, or opened.

Idea: the contact of a unit with the others, against what its number of ties would give, then and
now, from the answers of the same people. It went down: the unit is more closed; up: more open.

Formula: O/E (as for a silo) in either wave, counted on ties from people who answered both to
people on both lists who did not move; told if it changed by 0.2 or more and beyond the interval
of a paired bootstrap over people, held to the number of units looked at.

When it misleads: people who answered once only are not in it; a unit that was put together anew
is compared by those who stayed; a busy month at either survey looks like a change.

References: Newman 2006 (the expectation); Snijders & Borgatti 1999 (the bootstrap).
"""

from collections.abc import Iterator

from analysis import advice
from analysis.findings import between
from analysis.model import Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study
from analysis.wave_rows import Change

KIND = "silo_changed"
SILO_BELOW = 0.5


def find(study: Study) -> Iterator[Outcome]:
    """Judge every unit that could be compared."""
    if refusal := between.refusal(study, KIND):
        yield refusal
        return
    rows = study.compared.changes.units
    told = [row for row in rows if row.told]
    for row in told:
        yield _finding(study, row)
    if not told:
        yield NotFound(KIND, "no_silo_changed", between.smallest(rows))


def _finding(study: Study, row: Change) -> Finding:
    return Finding(
        KIND,
        Subject("unit", unit_type=row.unit_type, unit=row.units[0]),
        study.compared.changes.relation,
        confidence=1 - row.q,
        severity=min(1.0, abs(row.change) * (1.2 if _is_silo(row) else 0.7)),
        evidence=(between.evidence(row, "outside_ratio_now"),),
        caveats=("may_be_meant",),
        recommendations=_actions(study, row),
    )


def _is_silo(row: Change) -> bool:
    return min(row.before, row.now) < SILO_BELOW


def _actions(study: Study, row: Change) -> tuple[Recommendation, ...]:
    """Introductions where a unit closed; where it opened, to keep what made it so."""
    if row.change > 0:
        return (Recommendation("keep_it_up", units=row.units),)
    ask = Recommendation("ask_what_changed", units=row.units)
    names, unit = study.main.units(row.unit_type)
    if row.now >= SILO_BELOW:
        return (ask,)
    return (*advice.introductions(study, unit == names.index(row.units[0])), ask)
