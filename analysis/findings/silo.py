"""A unit that keeps to itself far more than chance would.

Idea: a unit is a silo if fewer than half of the ties cross its border that would cross it if
everybody kept her number of ties each way but chose among all colleagues.

Formula: O/E = E / Ê with Ê = (out_g·in_rest + in_g·out_rest) / m, the degree-preserving
expectation; a silo if O/E < 0.50 and the chance of so few ties across with unit labels shuffled is
below .05 / (units × questions); strong below 0.33. Judged on respondents' nominations with
everybody nameable, each question by itself; told is the one in which the unit is most closed.

When it misleads: work may need it (a help desk, a laboratory); a unit under 5 people or with few
expected ties cannot be judged; a unit split over sites may keep to itself by site.

References: Krackhardt & Stern 1988 (E-I index); Newman 2006 (the expectation).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from analysis import advice, chance, missing
from analysis.chance import Shuffled
from analysis.findings import apart
from analysis.missing import Draws
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Subject
from analysis.network import BoolArray, FloatArray, IntArray, Relation
from analysis.study import UNIT_RESPONSE_NEEDED, Study

KIND = "silo"
SILO_BELOW = 0.5
PEOPLE_NEEDED = 5
EXPECTED_NEEDED = 5
ELSEWHERE = "outside_ratio_elsewhere"
DRAWS = 40
RATIOS = 400


def find(study: Study) -> Iterator[Outcome]:
    """Judge every formal unit that is large enough and has answered, question by question."""
    if not study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    asked = apart.questions(study)
    found = looked = False
    judged: set[bytes] = set()
    for unit_type in study.formal:
        new = _new(study.main, unit_type, judged)
        silent, large = _judged(study, study.main, unit_type, new)
        if silent.any():
            units = study.main.units(unit_type)[0]
            names = [units[g] for g in np.flatnonzero(silent)]
            yield NotSaid(KIND, "unit_response_too_low", {"units": names})
        looked |= bool(large.any())
        every = [f for r in asked for f in _silos(study, r, unit_type, new, len(asked))]
        for finding in apart.strongest(every):
            found = True
            yield _with_others(study, finding, asked)
    if not looked:
        yield NotSaid(KIND, "too_few_expected", {"units": []})
    elif not found:
        yield NotFound(KIND, "no_silo")


def _judged(
    study: Study, relation: Relation, unit_type: str, new: BoolArray
) -> tuple[BoolArray, BoolArray]:
    """Units large enough that answered too little, and those that answered enough."""
    _, unit = relation.units(unit_type)
    size, rate = size_and_response(study, unit, relation)
    _, expected = across(relation, unit_type)
    large = new & (size >= PEOPLE_NEEDED) & (expected >= EXPECTED_NEEDED)
    return large & (rate < UNIT_RESPONSE_NEEDED), large & (rate >= UNIT_RESPONSE_NEEDED)


def across(relation: Relation, unit_type: str) -> tuple[FloatArray, FloatArray]:
    """Ties across the border of each unit, and as many as are expected there."""
    units, unit = relation.units(unit_type)
    source, target = (unit[end] for end in relation.arcs)
    known = (source >= 0) & (target >= 0)
    source, target = source[known], target[known]
    leaving = source[source != target], target[source != target]
    outside = sum(np.bincount(end, minlength=len(units)) for end in leaving)
    return np.asarray(outside, float), chance.expected_across(source, target, len(units))


def _with_others(study: Study, finding: Finding, asked: Sequence[Relation]) -> Finding:
    """The finding with the other questions' figures beside it."""
    others = []
    for relation in asked:
        if relation.name == finding.relation:
            continue
        units, unit = relation.units(finding.subject.unit_type)
        g = units.index(finding.subject.unit)
        outside, expected = across(relation, finding.subject.unit_type)
        if expected[g] >= EXPECTED_NEEDED:
            value, people = float(outside[g] / expected[g]), int((unit == g).sum())
            null = _ratios(study, relation, finding.subject.unit_type)[:, g]
            figure = chance.evidence(ELSEWHERE, value, people, null, chance.SHUFFLED)
            p = float(chance.lower_tail(null, value))
            others.append(replace(figure, p=p, relation=relation.name))
    alike = any(figure.value < SILO_BELOW for figure in others)
    caveats = tuple(c for c in finding.caveats if not (alike and c == "one_question"))
    return replace(finding, evidence=(*finding.evidence, *others), caveats=caveats)


def _ratios(study: Study, relation: Relation, unit_type: str) -> FloatArray:
    """Observed over expected ties across each border, unit labels shuffled: shuffles × units."""
    tries = min(study.settings.permutations, RATIOS)
    shuffled = chance.shuffle_units(relation, unit_type, tries, study.settings.seed)
    usual = np.maximum(shuffled.outside_null.mean(axis=0), 1e-12)
    ratios: FloatArray = shuffled.outside_null / usual
    return ratios


def _new(relation: Relation, unit_type: str, judged: set[bytes]) -> BoolArray:
    """Which units are not the same people as one judged before (a department of one team)."""
    units, unit = relation.units(unit_type)
    members = [(unit == g).tobytes() for g in range(len(units))]
    new = np.array([people not in judged for people in members], dtype=bool)
    judged.update(members)
    return new


def size_and_response(
    study: Study, unit: IntArray, relation: Relation | None = None
) -> tuple[IntArray, FloatArray]:
    """People in each unit, and the share of those asked that answered (the main question)."""
    answered = (relation or study.main).answered
    units = int(unit.max()) + 1
    size = np.bincount(unit[unit >= 0], minlength=units)
    asked = np.bincount(unit[(study.asked | answered) & (unit >= 0)], minlength=units)
    heard = np.bincount(unit[answered & (unit >= 0)], minlength=units)
    return size, heard / np.maximum(asked, 1)


def _silos(
    study: Study, relation: Relation, unit_type: str, new: BoolArray, questions: int
) -> Iterator[Finding]:
    """Silos in one question. Units are only shuffled where some unit is closed enough."""
    outside, expected = across(relation, unit_type)
    ratio = outside / np.maximum(expected, 1e-9)
    closed = _judged(study, relation, unit_type, new)[1] & (ratio < SILO_BELOW)
    if not closed.any():
        return
    shuffled = _shuffled(study, relation, unit_type)
    p = chance.lower_tail(shuffled.outside_null, shuffled.outside)
    q = chance.q_values(p)
    looks = len(shuffled.units) * questions
    limit = max(0.05 / looks, 1 / (1 + len(shuffled.outside_null)))
    for g in np.flatnonzero(closed & (p <= limit)):
        survives = _survives(draws(study, relation), shuffled, int(g))
        yield Finding(
            KIND,
            Subject("unit", unit_type=unit_type, unit=shuffled.units[g]),
            relation.name,
            confidence=float((1 - p[g]) * survives),
            severity=float(np.clip(1 - ratio[g], 0, 1)),
            evidence=_evidence(shuffled, int(g), float(p[g]), float(q[g])),
            caveats=("work_may_need_it", "one_question"),
            recommendations=advice.introductions(study, shuffled.unit == g),
        )


def _shuffled(study: Study, relation: Relation, unit_type: str) -> Shuffled:
    if relation is study.main:
        return study.shuffled_main[unit_type]
    return chance.shuffle_units(relation, unit_type, study.shuffles, study.settings.seed)


def draws(study: Study, relation: Relation) -> Draws:
    """Completed networks of this question; fewer where it is not the main one."""
    if relation is study.main:
        return study.draws
    return missing.draw(relation, min(study.settings.draws, DRAWS), study.settings.seed)


def _survives(draws: Draws, shuffled: Shuffled, g: int) -> float:
    """Share of the completed networks in which the unit is still a silo."""
    kept = []
    for ties in draws.networks:
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
