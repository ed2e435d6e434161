"""Two teams of which one goes to the other and is hardly come to in return.

Idea: beyond what it does in general, and beyond how sought each of the two is.

Formula: of the namings between the two the share that goes the rarer way, against the share that
the fitted chances give; exact binomial tail, two-sided, Benjamini-Hochberg over pairs with at least
10 namings; told below half of the expectation.

When it misleads: a service team is meant to be come to; how often people come is not counted.

References: Wasserman & Faust 1994, chapter 13; Rasch 1960.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, tails
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.teams import luck
from analysis.teams.model import TeamStudy
from analysis.teams.unlinked import NUMBERS

KIND = "low_reciprocity"
NEEDED = 10
BELOW = 0.5


def find(study: TeamStudy) -> Iterator[Outcome]:
    """Judge every pair of teams with enough namings between them."""
    cells, table = luck.cells(study), study.table
    both = table + table.T
    fit = study.judged[:, None] & study.judged[None, :] & (both >= NEEDED)
    # The first of a pair is the one that the other is expected to come to no less than is so.
    less = table < table.T
    pairs = np.argwhere(fit & (less | ((table == table.T) & np.triu(np.ones_like(less), 1))))
    if not len(pairs):
        yield NotSaid(KIND, "too_few_expected", {"needed": NEEDED})
        return
    rare, other = pairs.T
    usual = cells.expected[rare, other] / np.maximum(
        cells.expected[rare, other] + cells.expected[other, rare], luck.CLOSE
    )
    share = table[rare, other] / both[rare, other]
    p = np.minimum(1, 2 * tails.binomial_up_to(table[rare, other], both[rare, other], usual))
    q = chance.q_values(p)
    low = (share < BELOW * usual) & (q < 0.05)
    for k in np.flatnonzero(low):
        chances = (float(luck.stepped(p[k])), float(luck.stepped(q[k])))
        numbers = [float(share[k]), round(float(usual[k]), 2), *chances]
        yield _finding(study, (int(other[k]), int(rare[k])), numbers)
    if not low.any():
        yield NotFound(KIND, "ties_are_returned", {"pairs": len(pairs)})


def _finding(study: TeamStudy, way: tuple[int, int], numbers: list[float]) -> Finding:
    share, usual, p, q = numbers
    g, h = way
    there, back = float(study.table[g, h]), float(study.table[h, g])
    low, high = (x / (there + back) for x in tails.binomial_range(round(there + back), usual))
    people = int(study.sizes[g] + study.sizes[h])
    return Finding(
        KIND,
        Subject("pair", unit_type=study.given.column, units=(study.teams[g], study.teams[h])),
        study.main,
        confidence=1 - p,
        severity=float(np.clip(1 - share / usual, 0, 1)) / 2,
        evidence=(
            Evidence("going_back_share", share, people, usual, low, high, p, q, NUMBERS),
            Evidence("goers_there", there, int(study.sizes[g])),
            Evidence("goers_back", back, int(study.sizes[h])),
        ),
        caveats=("may_be_the_job",),
        recommendations=(
            Recommendation("talk_about_giving_back", units=(study.teams[g], study.teams[h])),
        ),
    )
