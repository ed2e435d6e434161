"""Departments that work as one group although the chart keeps them apart.

Idea: told only where groups are stable and beat chance.

Formula: two or more departments of 5 people or more of each of which at least 70 % are in one and
the same group (counting people whose group is certain in 4 of 5 runs).

When it misleads: few departments against few groups must merge somewhere; a shared site or boss
explains it.

References: Peel, Larremore & Clauset 2017.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analysis.findings.split_unit import departments_by_group
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.study import Study

KIND = "merged_units"
SHARE = 0.7
PEOPLE = 5


def find(study: Study) -> Iterator[Outcome]:
    """Every pair of departments that share a group."""
    if "department" not in study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    if not study.groups.stable:
        yield NotSaid(KIND, "no_stable_groups", {"stability": study.groups.stability})
        return
    units, table = departments_by_group(study)
    size = table.sum(axis=1)
    share = table / np.maximum(size, 1)[:, None]
    inside = (share >= SHARE) & (size >= PEOPLE)[:, None]
    found = False
    for group in range(table.shape[1]):
        members = np.flatnonzero(inside[:, group])
        for g, h in pairwise(members.tolist()):
            found = True
            least = float(min(share[g, group], share[h, group]))
            yield _finding(study, (units[g], units[h]), least, int(size[g] + size[h]))
    if not found:
        yield NotFound(KIND, "units_stay_apart")


def _finding(study: Study, units: tuple[str, str], share: float, people: int) -> Finding:
    return Finding(
        KIND,
        Subject("pair", unit_type="department", units=units),
        study.whole.name,
        confidence=study.groups.stability * (1 - study.groups.p),
        severity=share / 2,
        evidence=(
            Evidence(
                "shared_group_share",
                share,
                people,
                1 / max(study.groups.count, 1),
                against="people spread evenly over the groups",
            ),
            Evidence("group_stability", study.groups.stability, study.size),
        ),
        caveats=("may_be_meant",),
        recommendations=(Recommendation("look_at_the_line", units=units),),
    )
