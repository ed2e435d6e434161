"""A unit that keeps to itself far more than chance would.

Idea: a unit is a silo if fewer than half of the ties cross its border that would cross it if
everybody kept her number of ties each way but chose among all colleagues.

Formula: O/E = E / Ê with Ê = (out_g·in_rest + in_g·out_rest) / m, the degree-preserving
expectation; a silo if O/E < 0.50 and the chance of so few ties across with unit labels shuffled is
below .05 / units; strong below 0.33. Judged on respondents' nominations with everybody nameable.

When it misleads: work may need it (a help desk, a laboratory); a unit under 5 people or with few
expected ties cannot be judged; a unit split over sites may keep to itself by site.

References: Krackhardt & Stern 1988 (E-I index); Newman 2006 (the expectation).
"""

from collections.abc import Iterator

import numpy as np

from analysis import advice, chance
from analysis.chance import Shuffled
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import UNIT_RESPONSE_NEEDED, Study

KIND = "silo"
SILO_BELOW = 0.5
PEOPLE_NEEDED = 5
EXPECTED_NEEDED = 5


def find(study: Study) -> Iterator[Outcome]:
    """Judge every formal unit that is large enough and has answered."""
    if not study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    found = looked = False
    judged: set[bytes] = set()
    for unit_type in study.formal:
        shuffled = study.shuffled_main[unit_type]
        size, rate = size_and_response(study, shuffled.unit)
        large = (size >= PEOPLE_NEEDED) & (shuffled.expected_outside >= EXPECTED_NEEDED)
        large &= _new(shuffled, judged)
        silent = large & (rate < UNIT_RESPONSE_NEEDED)
        if silent.any():
            names = [shuffled.units[g] for g in np.flatnonzero(silent)]
            yield NotSaid(KIND, "unit_response_too_low", {"units": names})
        looked |= bool((large & ~silent).any())
        for finding in _silos(study, unit_type, large & ~silent):
            found = True
            yield finding
    if not looked:
        yield NotSaid(KIND, "too_few_expected", {"units": []})
    elif not found:
        yield NotFound(KIND, "no_silo")


def _new(shuffled: Shuffled, judged: set[bytes]) -> BoolArray:
    """Which units are not the same people as one judged before (a department of one team)."""
    members = [(shuffled.unit == g).tobytes() for g in range(len(shuffled.units))]
    new = np.array([people not in judged for people in members], dtype=bool)
    judged.update(members)
    return new


def size_and_response(study: Study, unit: IntArray) -> tuple[IntArray, FloatArray]:
    """People in each unit, and the share of those asked that answered."""
    units = int(unit.max()) + 1
    size = np.bincount(unit[unit >= 0], minlength=units)
    asked = np.bincount(unit[study.asked & (unit >= 0)], minlength=units)
    answered = np.bincount(unit[study.main.answered & (unit >= 0)], minlength=units)
    return size, answered / np.maximum(asked, 1)


def _silos(study: Study, unit_type: str, judged: BoolArray) -> Iterator[Finding]:
    shuffled = study.shuffled_main[unit_type]
    ratio = shuffled.outside / np.maximum(shuffled.expected_outside, 1e-9)
    p = chance.lower_tail(shuffled.outside_null, shuffled.outside)
    q = chance.q_values(p)
    limit = max(0.05 / len(shuffled.units), 1 / (1 + len(shuffled.outside_null)))
    for g in np.flatnonzero(judged & (ratio < SILO_BELOW) & (p <= limit)):
        survives = _survives(study, shuffled, int(g))
        yield Finding(
            KIND,
            Subject("unit", unit_type=unit_type, unit=shuffled.units[g]),
            study.main.name,
            confidence=float((1 - p[g]) * survives),
            severity=float(np.clip(1 - ratio[g], 0, 1)),
            evidence=_evidence(shuffled, int(g), float(p[g]), float(q[g])),
            caveats=("work_may_need_it", "one_question"),
            recommendations=advice.introductions(study, shuffled.unit == g),
        )


def _survives(study: Study, shuffled: Shuffled, g: int) -> float:
    """Share of the completed networks in which the unit is still a silo."""
    kept = []
    for ties in study.draws.networks:
        arcs = ties.tocoo()
        source, target = shuffled.unit[arcs.row], shuffled.unit[arcs.col]
        known = (source >= 0) & (target >= 0)
        source, target = source[known], target[known]
        across = ((source == g) != (target == g)).sum()
        kept.append(
            across < SILO_BELOW * chance.expected_across(source, target, len(shuffled.units))[g]
        )
    return float(np.mean(kept))


def _evidence(shuffled: Shuffled, g: int, p: float, q: float) -> tuple[Evidence, ...]:
    people = int((shuffled.unit == g).sum())
    share = shuffled.inside[g] / max(int(shuffled.outgoing[g]), 1)
    mean, low, high = (x[g] for x in chance.interval(shuffled.outgoing_share_null))
    expected = float(shuffled.expected_outside[g])
    _, few, many = (x[g] for x in chance.interval(shuffled.outside_null))
    return (
        Evidence(
            "inside_share",
            float(share),
            people,
            float(mean),
            float(low),
            float(high),
            p,
            q,
            chance.SHUFFLED,
        ),
        Evidence(
            "outside_ratio",
            float(shuffled.outside[g] / expected),
            people,
            1.0,
            float(few / expected),
            float(many / expected),
            p,
            q,
            chance.SHUFFLED,
        ),
        Evidence(
            "outside_ties",
            float(shuffled.outside[g]),
            people,
            expected,
            float(few),
            float(many),
            p,
            q,
            chance.SHUFFLED,
        ),
    )
