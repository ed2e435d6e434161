"""A department whose people belong to different groups of the ties.

Idea: told only where groups are stable and beat chance; units are not ground truth.

Formula: at least two groups hold a quarter (and 5 people) of the department each, the largest
less than 60 %, counting people whose group is certain in 4 of 5 runs. Chance is in the groups: they
are only spoken of if rewired firms do not look as grouped.

When it misleads: a department of two sites or two crafts is meant to be split.

References: Peel, Larremore & Clauset 2017; Vinh, Epps & Bailey 2010.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis import beside
from analysis.communities import contingency
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import IntArray
from analysis.study import Study

KIND = "split_unit"
PART = 0.25
PEOPLE = 5
LARGEST_UNDER = 0.6
CERTAIN = 0.8


def find(study: Study) -> Iterator[Outcome]:
    """Every department that is clearly split, if there are groups to speak of."""
    if "department" not in study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    if not study.groups.stable:
        yield NotSaid(KIND, "no_stable_groups", {"stability": study.groups.stability})
        return
    units, table = departments_by_group(study)
    found = False
    for g, row in enumerate(table):
        parts = (row >= PEOPLE) & (row >= PART * row.sum())
        if parts.sum() >= 2 and row.max() < LARGEST_UNDER * row.sum():
            found = True
            yield _finding(study, units[g], row, table)
    if not found:
        yield NotFound(KIND, "units_hold_together")


def departments_by_group(study: Study) -> tuple[tuple[str, ...], IntArray]:
    """Departments × groups: people whose group is certain (in 4 of 5 runs)."""
    units, unit = study.whole.units("department")
    sure = (unit >= 0) & (study.groups.certainty >= CERTAIN)
    shape = len(units), int(study.groups.labels.max()) + 1
    return units, contingency(unit[sure], study.groups.labels[sure], shape)


def _parts(table: IntArray) -> IntArray:
    """How many groups hold a quarter, and five people, of each department."""
    large = (table >= PEOPLE) & (table >= PART * table.sum(axis=1, keepdims=True))
    return np.asarray(large.sum(axis=1))


def _finding(study: Study, unit: str, row: IntArray, table: IntArray) -> Finding:
    share, people = float(row.max() / row.sum()), int(row.sum())
    known = table[table.sum(axis=1) >= PEOPLE]
    shares = known.max(axis=1) / known.sum(axis=1)
    parts = float(_parts(row[None, :])[0])
    return Finding(
        KIND,
        Subject("unit", unit_type="department", unit=unit),
        study.whole.name,
        confidence=study.groups.stability * (1 - study.groups.p),
        severity=1 - share,
        evidence=(
            _among("groups_in_unit", parts, people, _parts(known)),
            _among("largest_group_share", share, people, shares),
            study.groups.evidence,
        ),
        caveats=("may_be_meant",),
        recommendations=(Recommendation("look_at_the_line", units=(unit,)),),
    )


def _among(measure: str, value: float, people: int, every: np.ndarray) -> Evidence:
    """Beside the departments of this firm; the people are this department's."""
    return replace(
        beside.among_all(measure, value, every, beside.MIDDLE_UNIT), people=people, p=None
    )
