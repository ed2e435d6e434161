"""Two units with far fewer ties between them than chance would give.

Idea: neither unit keeps to itself in general, but these two hardly know each other.

Formula: ties in both directions together, O/E < 0.25 with E = (out_g·in_h + out_h·in_g) / m, only
where 5 or more are expected in each direction; p from the Poisson distribution (wider than the
exact one), Benjamini-Hochberg over all pairs judged. Each direction is shown beside the other.
A pair of which one unit is a silo is explained by that and not told again.

When it misleads: two units may have nothing to do with each other's work; a unit under 70 %
response is not judged.

References: Newman 2006 (the expectation); Benjamini & Hochberg 1995.
"""

from collections.abc import Iterator

import numpy as np
from scipy import stats

from analysis import chance
from analysis.chance import Blocks
from analysis.findings import silo
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import UNIT_RESPONSE_NEEDED, Study

KIND = "missing_link"
MISSING_BELOW = 0.25
EXPECTED_NEEDED = 5


def find(study: Study) -> Iterator[Outcome]:
    """Judge every pair of departments that is large enough."""
    if "department" not in study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    blocks = study.blocks
    pairs = _judged(study, blocks)
    if not len(pairs):
        yield NotSaid(KIND, "too_few_expected", {"needed": EXPECTED_NEEDED})
        return
    first, second = pairs.T
    ties = blocks.ties[first, second] + blocks.ties[second, first]
    expected = blocks.expected[first, second] + blocks.expected[second, first]
    p = stats.poisson.cdf(ties, expected)
    q = chance.q_values(p)
    missing = (ties < MISSING_BELOW * expected) & (q < 0.05)
    for k in np.flatnonzero(missing):
        yield _finding(study, blocks, pairs[k], (float(p[k]), float(q[k])))
    if not missing.any():
        yield NotFound(KIND, "no_missing_link", {"pairs": len(pairs)})


def _judged(study: Study, blocks: Blocks) -> IntArray:
    """Pairs of units that have answered, expect enough ties both ways, and are no silos."""
    fit = ~_silos(study) & _answered(study)
    enough = blocks.expected >= EXPECTED_NEEDED
    both = enough & enough.T & fit[:, None] & fit[None, :]
    return np.argwhere(np.triu(both, 1))


def _silos(study: Study) -> BoolArray:
    shuffled = study.shuffled_main["department"]
    ratio = shuffled.outside / np.maximum(shuffled.expected_outside, 1e-9)
    closed: BoolArray = ratio < silo.SILO_BELOW
    return closed


def _answered(study: Study) -> BoolArray:
    unit = study.shuffled_main["department"].unit
    _, rate = silo.size_and_response(study, unit)
    enough: BoolArray = rate >= UNIT_RESPONSE_NEEDED
    return enough


def _finding(study: Study, blocks: Blocks, pair: IntArray, tail: tuple[float, float]) -> Finding:
    shuffled = study.shuffled_main["department"]
    first, second = (int(g) for g in pair)
    people = int(np.isin(shuffled.unit, pair).sum())
    ties = blocks.ties[first, second] + blocks.ties[second, first]
    expected = float(blocks.expected[first, second] + blocks.expected[second, first])
    low, high = stats.poisson.interval(0.95, expected)
    return Finding(
        KIND,
        Subject(
            "pair", unit_type="department", units=(shuffled.units[first], shuffled.units[second])
        ),
        study.main.name,
        confidence=(1 - tail[0]) * _survives(study, pair),
        severity=float(np.clip(1 - ties / expected, 0, 1)),
        evidence=(
            Evidence(
                "ties_between",
                float(ties),
                people,
                expected,
                float(low),
                float(high),
                tail[0],
                tail[1],
                chance.REWIRED,
            ),
            _direction("ties_forth", blocks, (first, second), people),
            _direction("ties_back", blocks, (second, first), people),
        ),
        caveats=("work_may_need_it", "one_question"),
        recommendations=(
            Recommendation("bring_together", units=(shuffled.units[first], shuffled.units[second])),
        ),
    )


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


def _survives(study: Study, pair: IntArray) -> float:
    """Share of the completed networks in which the two still have as few ties."""
    unit = study.shuffled_main["department"].unit
    kept = [
        _few(unit[arcs.row], unit[arcs.col], pair)
        for arcs in (ties.tocoo() for ties in study.draws.networks)
    ]
    return float(np.mean(kept))


def _few(source: IntArray, target: IntArray, pair: IntArray) -> bool:
    g, h = pair
    ties = ((source == g) & (target == h)).sum() + ((source == h) & (target == g)).sum()
    out: FloatArray = np.array([(source == g).sum(), (source == h).sum()], dtype=float)
    into = np.array([(target == h).sum(), (target == g).sum()])
    return bool(ties < MISSING_BELOW * (out @ into) / max(len(source), 1))
