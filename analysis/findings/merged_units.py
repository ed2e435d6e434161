"""Departments that work as one group although the chart keeps them apart.

Idea: told only where groups are stable and beat chance.

Formula: two or more departments of 5 people or more of each of which at least 70 % are in one and
the same group (counting people whose group is certain in 4 of 5 runs).

Chance: departments dealt out again to the same people (of certain group), 200 times; told if
no pair shares a group as much in 95 of 100 deals.

When it misleads: few departments against few groups must merge somewhere; a shared site or boss
explains it.

References: Peel, Larremore & Clauset 2017.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analysis import chance
from analysis.communities import contingency
from analysis.findings.split_unit import departments_by_group
from analysis.model import Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray, IntArray
from analysis.study import Study

KIND = "merged_units"
SHARE = 0.7
PEOPLE = 5
DEALS = 200


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
    pairs = [
        (g, h, group)
        for group in range(table.shape[1])
        for g, h in pairwise(np.flatnonzero(inside[:, group]).tolist())
    ]
    null = _dealt(table, study.settings.seed) if pairs else np.zeros(0)
    found = False
    for g, h, group in pairs:
        least = float(min(share[g, group], share[h, group]))
        if chance.upper_tail(null, least) < 0.05:
            found = True
            yield _finding(study, (units[g], units[h]), (least, int(size[g] + size[h])), null)
    if not found:
        yield NotFound(KIND, "units_stay_apart")


def _dealt(table: IntArray, seed: int) -> FloatArray:
    """The largest share that any two departments have in one group, departments dealt out anew."""
    rng = np.random.default_rng([seed, 17])
    size = table.sum(axis=1)
    group = np.repeat(np.arange(table.shape[1]), table.sum(axis=0))
    home = np.repeat(np.arange(len(size)), size)
    judged = size >= PEOPLE
    out = np.zeros(DEALS)
    for k in range(DEALS):
        dealt = contingency(rng.permutation(home), group, table.shape)
        share = (dealt / np.maximum(size, 1)[:, None])[judged]
        out[k] = np.sort(share, axis=0)[-2].max()
    return out


def _finding(
    study: Study, units: tuple[str, str], shared: tuple[float, int], null: FloatArray
) -> Finding:
    share, people = shared
    return Finding(
        KIND,
        Subject("pair", unit_type="department", units=units),
        study.whole.name,
        confidence=study.groups.stability
        * (1 - max(study.groups.p, float(chance.upper_tail(null, share)))),
        severity=share / 2,
        evidence=(
            chance.evidence("shared_group_share", share, people, null, chance.SHUFFLED),
            study.groups.evidence,
        ),
        caveats=("may_be_meant",),
        recommendations=(Recommendation("look_at_the_line", units=units),),
    )
