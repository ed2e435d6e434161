"""Two units with far fewer ties between them than chance would give.

Idea: neither unit keeps to itself in general, but these two hardly know each other.

Formula: ties in both directions together, O/E < 0.25 with E = (out_g·in_h + out_h·in_g) / m, only
where 5 or more are expected in each direction; p from the Poisson distribution (wider than the
exact one), Benjamini-Hochberg over all pairs judged, each question by itself. Each direction is
shown beside the other. A pair of which one unit is a silo is explained by that and not told again.

When it misleads: two units may have nothing to do with each other's work; a unit under 70 %
response is not judged.

References: Newman 2006 (the expectation); Benjamini & Hochberg 1995.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis import chance, tails
from analysis.chance import Blocks
from analysis.findings import apart, silo
from analysis.missing import Draws
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray, IntArray, Relation
from analysis.study import UNIT_RESPONSE_NEEDED, Study

KIND = "missing_link"
MISSING_BELOW = 0.25
EXPECTED_NEEDED = 5
ELSEWHERE = "ties_between_elsewhere"


def find(study: Study) -> Iterator[Outcome]:
    """Judge every pair of departments that is large enough, question by question."""
    if "department" not in study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    looks = [_look(study, relation) for relation in apart.questions(study)]
    looked = sum(len(look.pairs) for look in looks)
    if not looked:
        yield NotSaid(KIND, "too_few_expected", {"needed": EXPECTED_NEEDED})
        return
    q = chance.q_values(np.concatenate([look.p for look in looks]))
    starts = np.cumsum([0, *(len(look.pairs) for look in looks)])
    every = []
    for look, start in zip(looks, starts[:-1], strict=True):
        own = q[start : start + len(look.pairs)]
        missing = (look.ties < MISSING_BELOW * look.expected) & (own < 0.05)
        if missing.any():
            drawn = silo.draws(study, look.relation)
            rest = Rest(_blocks(study, look.relation), _between(drawn, look.relation))
            every += [_finding(look, int(k), float(own[k]), rest) for k in np.flatnonzero(missing)]
    for finding in apart.strongest(every):
        yield _with_others(finding, looks)
    if not every:
        yield NotFound(KIND, "no_missing_link", {"pairs": looked})


def _elsewhere(look: "Look", k: int, people: int) -> Evidence:
    expected, p = float(look.expected[k]), float(look.p[k])
    low, high = tails.poisson_range(expected)
    ties, name = float(look.ties[k]), look.relation.name
    return Evidence(
        ELSEWHERE, ties, people, expected, low, high, p, None, chance.REWIRED, relation=name
    )


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The pairs of departments judged on one question: ties both ways, as expected, and p."""

    relation: Relation
    pairs: IntArray
    ties: FloatArray
    expected: FloatArray
    p: FloatArray


def _look(study: Study, relation: Relation) -> Look:
    """Pairs that have answered, expect enough ties both ways, and are no silos."""
    units, unit = relation.units("department")
    table, expected = _tables(unit, relation, len(units))
    outside, by_chance = silo.across(relation, "department")
    _, rate = silo.size_and_response(study, unit, relation)
    fit = (outside >= silo.SILO_BELOW * by_chance) & (rate >= UNIT_RESPONSE_NEEDED)
    enough = expected >= EXPECTED_NEEDED
    pairs = np.argwhere(np.triu(enough & enough.T & fit[:, None] & fit[None, :], 1))
    first, second = pairs.T
    both = table[first, second] + table[second, first]
    by_numbers = expected[first, second] + expected[second, first]
    return Look(relation, pairs, both, by_numbers, tails.poisson_up_to(both, by_numbers))


def _tables(unit: IntArray, relation: Relation, units: int) -> tuple[FloatArray, FloatArray]:
    """Units × units: ties, and as many as the same numbers would give."""
    source, target = (unit[end] for end in relation.arcs)
    known = (source >= 0) & (target >= 0)
    flat = np.bincount(source[known] * units + target[known], minlength=units**2)
    table = flat.reshape(units, units).astype(float)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1)
    return table, expected


def _with_others(finding: Finding, looks: list[Look]) -> Finding:
    """The finding with the other questions' figures beside it."""
    others = []
    for look in looks:
        units, unit = look.relation.units("department")
        pair = [units.index(name) for name in finding.subject.units]
        here = (look.pairs == sorted(pair)).all(axis=1) if len(look.pairs) else np.zeros(0, bool)
        if look.relation.name != finding.relation:
            people = int(np.isin(unit, pair).sum())
            others += [_elsewhere(look, int(k), people) for k in np.flatnonzero(here)]
    return replace(finding, evidence=(*finding.evidence, *others))


@dataclass(frozen=True, slots=True)
class Rest:
    """What every finding of one question rests on, worked out once."""

    blocks: Blocks
    between: tuple[FloatArray, ...]


def _finding(look: Look, k: int, q: float, rest: Rest) -> Finding:
    units, unit = look.relation.units("department")
    first, second = (int(g) for g in look.pairs[k])
    people, names = int(np.isin(unit, (first, second)).sum()), (units[first], units[second])
    ties, expected, p = float(look.ties[k]), float(look.expected[k]), float(look.p[k])
    low, high = tails.poisson_range(expected)
    blocks = rest.blocks
    return Finding(
        KIND,
        Subject("pair", unit_type="department", units=names),
        look.relation.name,
        confidence=(1 - p) * _survives(rest.between, look.pairs[k]),
        severity=float(np.clip(1 - ties / expected, 0, 1)),
        evidence=(
            Evidence("ties_between", ties, people, expected, low, high, p, q, chance.REWIRED),
            _direction("ties_forth", blocks, (first, second), people),
            _direction("ties_back", blocks, (second, first), people),
        ),
        caveats=("work_may_need_it", "one_question"),
        recommendations=(Recommendation("bring_together", units=names),),
    )


def _blocks(study: Study, relation: Relation) -> Blocks:
    if relation is study.main:
        return study.blocks
    return chance.block_counts(relation, "department")


def _direction(measure: str, blocks: Blocks, way: tuple[int, int], people: int) -> Evidence:
    return Evidence(
        measure,
        float(blocks.ties[way]),
        people,
        float(blocks.expected[way]),
        float(blocks.low[way]),
        float(blocks.high[way]),
        float(blocks.p[way]),
        None,
        chance.REWIRED,
    )


def _between(draws: Draws, relation: Relation) -> tuple[FloatArray, ...]:
    """Ties from unit to unit in each completed network; people without a unit stand last."""
    units, unit = relation.units("department")
    size = len(units) + 1
    home = np.where(unit < 0, len(units), unit)
    counted = []
    for arcs in (ties.tocoo() for ties in draws.networks):
        cell = home[arcs.row] * size + home[arcs.col]
        counted.append(np.bincount(cell, minlength=size * size).reshape(size, size).astype(float))
    return tuple(counted)


def _survives(between: tuple[FloatArray, ...], pair: IntArray) -> float:
    """Share of the completed networks in which the two still have as few ties."""
    return float(np.mean([_few(ties, pair) for ties in between]))


def _few(ties: FloatArray, pair: IntArray) -> bool:
    g, h = pair
    out, into = ties.sum(axis=1), ties.sum(axis=0)
    expected = (out[g] * into[h] + out[h] * into[g]) / max(ties.sum(), 1)
    return bool(ties[g, h] + ties[h, g] < MISSING_BELOW * expected)
