"""Two teams that hardly go to each other, in either direction.

Idea: neither keeps to itself, but these two have far less to do with each other than the number of
teams that their people go to, and how sought each of the two is, would give.

Formula: both directions together, O/E < 0.4 with E from the fitted chances (``luck.fitted``), at
least 5 expected; p from the normal tail of a sum of independent choices, Benjamini-Hochberg over
all pairs judged. A pair of which one is a silo is explained by that.

When it misleads: two teams may have nothing to do with each other's work.

References: Rasch 1960; Benjamini & Hochberg 1995.
"""

from collections.abc import Iterator

import numpy as np
from scipy import special

from analysis import chance
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray
from analysis.teams import closed, luck
from analysis.teams.luck import Cells
from analysis.teams.model import TeamStudy

KIND = "missing_link"
MISSING_BELOW = 0.4
EXPECTED_NEEDED = 5.0
NUMBERS = "same numbers of choices, teams at random"


def find(study: TeamStudy) -> Iterator[Outcome]:
    """Judge every pair of teams of which enough answered."""
    cells = luck.cells(study)
    both = study.table + study.table.T
    expected, variance = cells.expected + cells.expected.T, cells.variance + cells.variance.T
    fit = study.judged & (closed.ratios(study, study.table)[0] >= closed.SILO_BELOW)
    enough = (expected >= EXPECTED_NEEDED) & fit[:, None] & fit[None, :]
    pairs = np.argwhere(np.triu(enough, 1))
    if not len(pairs):
        yield NotSaid(KIND, "too_few_expected", {"needed": EXPECTED_NEEDED})
        return
    first, second = pairs.T
    p = below(both[first, second], expected[first, second], variance[first, second])
    q = chance.q_values(p)
    missing = (both[first, second] < MISSING_BELOW * expected[first, second]) & (q < 0.05)
    kept = luck.filled(study, study.settings.seed)
    for k in np.flatnonzero(missing):
        chances = (float(luck.stepped(p[k])), float(luck.stepped(q[k])))
        yield _finding(study, cells, (int(first[k]), int(second[k])), chances, kept)
    if not missing.any():
        yield NotFound(KIND, "no_missing_link", {"pairs": len(pairs)})


def below(count: FloatArray, expected: FloatArray, variance: FloatArray) -> FloatArray:
    """Chance of at most ``count``: normal, half a count allowed for."""
    spread = np.sqrt(np.maximum(variance, luck.CLOSE))
    tail: FloatArray = special.ndtr((count + 0.5 - expected) / spread)
    return tail


def span(expected: float, variance: float) -> tuple[float, float, float]:
    """What is expected, and where 95 % of such counts lie, in whole people.

    Not more exactly: the sum of exact expectations is the exact sum of what was answered.
    """
    reach = 1.96 * float(np.sqrt(variance))
    found = (expected, max(0.0, expected - reach), expected + reach)
    middle, low, high = (float(round(each)) for each in found)
    return middle, low, high


def _finding(
    study: TeamStudy,
    cells: Cells,
    pair: tuple[int, int],
    numbers: tuple[float, float],
    kept: FloatArray,
) -> Finding:
    g, h = pair
    names = (study.teams[g], study.teams[h])
    people = int(study.sizes[g] + study.sizes[h])
    expected = float(cells.expected[g, h] + cells.expected[h, g])
    both = float(study.table[g, h] + study.table[h, g])
    scale = (cells.expected[g, h] * study.asked[g] / study.sizes[g]) + (
        cells.expected[h, g] * study.asked[h] / study.sizes[h]
    )
    survives = round(float(np.mean(kept[:, g, h] + kept[:, h, g] < MISSING_BELOW * scale)), 2)
    told, low, high = span(expected, float(cells.variance[g, h] + cells.variance[h, g]))
    ways = [_way(study, cells, (a, b), m) for a, b, m in ((g, h, "there"), (h, g, "back"))]
    return Finding(
        KIND,
        Subject("pair", unit_type=study.given.column, units=names),
        study.main,
        confidence=(1 - numbers[1]) * survives,
        severity=float(np.clip(1 - both / told, 0, 1)),
        evidence=(
            Evidence("goers_between", both, people, told, low, high, *numbers, NUMBERS),
            *ways,
            *_wishes(study, pair, people),
        ),
        caveats=("work_may_need_it",),
        recommendations=(Recommendation("bring_together", units=names),),
    )


def _way(study: TeamStudy, cells: Cells, way: tuple[int, int], which: str) -> Evidence:
    expected, low, high = span(float(cells.expected[way]), float(cells.variance[way]))
    value, people = float(study.table[way]), int(study.sizes[way[0]])
    return Evidence(f"goers_{which}", value, people, expected, low, high, against=NUMBERS)


def _wishes(study: TeamStudy, pair: tuple[int, int], people: int) -> tuple[Evidence, ...]:
    """How many of the two wish for more of each other, where enough do for it to be told."""
    g, h = pair
    wished = float(study.wished[g, h] + study.wished[h, g])
    return (Evidence("wish_for_more", wished, people),) if wished >= study.k else ()
