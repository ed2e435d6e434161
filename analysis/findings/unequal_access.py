"""A group of people with markedly fewer contacts than others of the same level.

Idea: by site, and by whatever else the roster gives (tenure band, contract, gender): does the
group have the same access to colleagues as others of its rank?

Formula: mean number of contacts (either way, all questions) of the group's respondents less that of
other respondents of the same levels; shuffled within levels 2,000 times, two-sided;
Benjamini-Hochberg over all groups; told if the group has at least a fifth fewer.

When it misleads: different work needs different contact; an attribute that goes with the kind of
work says nothing about the attribute.

References: Ibarra 1993; McPherson, Smith-Lovin & Cook 2001.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.privacy import SMALLEST_GROUP
from analysis.study import Study

KIND = "unequal_access"
FEWER_BY = 0.2
SHUFFLED = "same levels, groups shuffled"
WORK = ("department", "team")


def find(study: Study) -> Iterator[Outcome]:
    """Every group by an attribute that is not the work itself."""
    groups = [
        (name, unit, member)
        for name in study.unit_types
        if name not in WORK
        for unit, member in _groups(study, name)
    ]
    if not groups:
        yield NotSaid(KIND, "nothing_to_compare")
        return
    ours = np.array([_gap(study, member) for _, _, member in groups])
    contacts = _contacts(study)[study.whole.answered]
    few = ours < -FEWER_BY * contacts.mean()
    if not few.any():  # what chance would give is dear, and needed only where somebody has few
        yield NotFound(KIND, "access_alike", {"groups": len(groups)})
        return
    null = np.stack([_null(study, name)[unit] for name, unit, _ in groups], axis=1)
    units = {name: study.whole.units(name)[0] for name, _, _ in groups}
    low, high = chance.lower_tail(null, ours), chance.upper_tail(null, ours)
    p = np.minimum(1.0, 2 * np.minimum(low, high))
    q = chance.q_values(p)
    found = few & (q < 0.05)
    for k in np.flatnonzero(found):
        name, unit, member = groups[k]
        spread = np.quantile(null[:, k], [0.025, 0.975])
        numbers = [float(x) for x in (ours[k], *spread, p[k], q[k])]
        yield _finding(study, (name, units[name][unit]), member, numbers)
    if not found.any():
        yield NotFound(KIND, "access_alike", {"groups": len(groups)})


def _groups(study: Study, unit_type: str) -> list[tuple[int, BoolArray]]:
    """Groups with five respondents or more, and who is in them."""
    names, unit = study.whole.units(unit_type)
    members = [(g, (unit == g) & study.whole.answered) for g in range(len(names))]
    return [(g, member) for g, member in members if member.sum() >= SMALLEST_GROUP]


def _contacts(study: Study) -> IntArray:
    contacts: IntArray = np.diff(study.whole.both_ways.indptr).astype(np.int64)
    return contacts


def _beside_level(study: Study) -> FloatArray:
    """Contacts beyond the mean of respondents of the same level."""
    contacts, answered = _contacts(study).astype(float), study.whole.answered
    level = _levels(study)
    for value in np.unique(level):
        same = level == value
        if (same & answered).any():
            contacts[same] -= contacts[same & answered].mean()
    return contacts


def _levels(study: Study) -> IntArray:
    people = study.network.roster.people
    return np.array([p.level or 0 for p in people], dtype=np.int64)


def _gap(study: Study, member: BoolArray) -> float:
    return float(_beside_level(study)[member].mean())


def _null(study: Study, unit_type: str) -> dict[int, FloatArray]:
    """The gap of each group with groups dealt out again among respondents of each level."""
    rng = np.random.default_rng([study.settings.seed, 11])
    beside, level = _beside_level(study), _levels(study)
    unit = study.whole.units(unit_type)[1]
    answered = np.flatnonzero(study.whole.answered & (unit >= 0))
    strata = [answered[level[answered] == value] for value in np.unique(level[answered])]
    counts = np.bincount(unit[answered])
    gaps = np.zeros((study.shuffles, len(counts)))
    dealt = unit.copy()
    for k in range(study.shuffles):
        for people in strata:
            dealt[people] = rng.permutation(unit[people])
        sums = np.bincount(dealt[answered], weights=beside[answered], minlength=len(counts))
        gaps[k] = sums / np.maximum(counts, 1)
    return dict(enumerate(gaps.T))


def _finding(
    study: Study, group: tuple[str, str], member: BoolArray, numbers: list[float]
) -> Finding:
    gap, low, high, p, q = numbers
    contacts = _contacts(study)
    usual = float(contacts[study.whole.answered].mean())
    return Finding(
        KIND,
        Subject("unit", unit_type=group[0], unit=group[1]),
        study.whole.name,
        confidence=1 - p,
        severity=min(1.0, -gap / usual),
        evidence=(
            Evidence(
                "contacts_beside_level", gap, int(member.sum()), 0.0, low, high, p, q, SHUFFLED
            ),
            _contacts_each(float(contacts[member].mean()), int(member.sum()), numbers),
        ),
        caveats=("work_may_need_it",),
        recommendations=(Recommendation("look_into_access", units=(group[1],)),),
    )


def _contacts_each(mean: float, people: int, numbers: list[float]) -> Evidence:
    """The same gap as contacts each: what people of these levels have, and have by chance."""
    gap, low, high, p, q = numbers
    usual = mean - gap
    return Evidence("mean_contacts", mean, people, usual, usual + low, usual + high, p, q, SHUFFLED)
