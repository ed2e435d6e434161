"""Two units of which one asks the other and is hardly asked back.

Idea: help that flows one way. Not wrong in itself, but the asking side is easily overlooked.

Formula: of the people of two departments who answered, the share of ties between the departments
that are returned, against the share of all ties between departments that are; exact binomial lower
tail, Benjamini-Hochberg over pairs with at least 10 ties; told below half of the expectation.

When it misleads: a service unit is meant to be asked; ranks differ between units.

References: Wasserman & Faust 1994, chapter 13; Rao & Bandyopadhyay 1987.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, tails, treatments
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray, IntArray
from analysis.study import Study

KIND = "low_reciprocity"
TIES_NEEDED = 10
BELOW = 0.5
ACROSS = "all ties between departments"


def find(study: Study) -> Iterator[Outcome]:
    """Judge every pair of departments with enough ties between people who answered."""
    if "department" not in study.formal:
        yield NotSaid(KIND, "unit_type_missing")
        return
    units, ties, returned = _between(study)
    total, back = np.triu(ties, 1).sum(), np.triu(returned, 1).sum()
    pairs = np.argwhere(np.triu(ties >= TIES_NEEDED, 1))
    if not len(pairs) or not back:
        yield NotSaid(KIND, "too_few_expected", {"needed": TIES_NEEDED})
        return
    usual = float(back / total)
    first, second = pairs.T
    # A returned tie is two ties: what is independent is the pair of people.
    tried = ties[first, second] - returned[first, second] / 2
    p = tails.binomial_up_to(returned[first, second] / 2, tried, usual / (2 - usual))
    q = chance.q_values(p)
    share = returned[first, second] / ties[first, second]
    low = (share < BELOW * usual) & (q < 0.05)
    for k in np.flatnonzero(low):
        numbers = ties[tuple(pairs[k])], share[k], usual, p[k], q[k]
        names = (units[pairs[k][0]], units[pairs[k][1]])
        yield _finding(study, names, [float(x) for x in numbers])
    if not low.any():
        yield NotFound(KIND, "ties_are_returned", {"pairs": len(pairs)})


def _between(study: Study) -> tuple[tuple[str, ...], FloatArray, FloatArray]:
    """Units, and per pair (both directions together) the ties and those that are returned."""
    units, unit = study.main.units("department")
    asked = study.main.answered & (unit >= 0)
    who = np.flatnonzero(asked)
    among = study.main.ties[who][:, who]
    mutual = among.multiply(among.T).tocoo()
    ties = _table(unit[who], among.tocoo().row, among.tocoo().col, len(units))
    return units, ties + ties.T, 2 * _table(unit[who], mutual.row, mutual.col, len(units))


def _table(unit: IntArray, rows: IntArray, columns: IntArray, units: int) -> FloatArray:
    flat = np.bincount(unit[rows] * units + unit[columns], minlength=units * units)
    table: FloatArray = flat.reshape(units, units).astype(float)
    return table


def _finding(study: Study, names: tuple[str, str], numbers: list[float]) -> Finding:
    ties, share, usual, p, q = numbers
    _, unit = study.main.units("department")
    known = study.main.units("department")[0]
    inside = np.isin(unit, [known.index(name) for name in names])
    people = int((study.main.answered & inside).sum())
    low, high = (x / ties for x in tails.binomial_range(round(ties), usual))
    return Finding(
        KIND,
        Subject("pair", unit_type="department", units=names),
        study.main.name,
        confidence=1 - p,
        severity=float(np.clip(1 - share / usual, 0, 1)) / 2,
        evidence=(
            Evidence("returned_share", share, people, usual, float(low), float(high), p, q, ACROSS),
            _ties_between(study, (known.index(names[0]), known.index(names[1])), people),
        ),
        caveats=("may_be_the_job", "one_question"),
        recommendations=(Recommendation("talk_about_giving_back", units=names),),
    )


def _ties_between(study: Study, pair: tuple[int, int], people: int) -> Evidence:
    """How many ties there are between the two, against the same numbers dealt out at random."""
    blocks = chance.block_counts(treatments.respondents(study.main), "department")
    ways = (pair, pair[::-1])
    value, expected, low, high = (
        float(sum(table[way] for way in ways))
        for table in (blocks.ties, blocks.expected, blocks.low, blocks.high)
    )
    return Evidence("ties_between", value, people, expected, low, high, against=chance.REWIRED)
