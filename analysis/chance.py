"""What chance would give: shuffled units, rewired ties, exact tails, many looks at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import tails
from analysis.engine import DENSE_UP_TO
from analysis.model import Evidence
from analysis.network import FloatArray, IntArray, Relation
from analysis.rewiring import rewired

__all__ = ["rewired"]  # with everything below

SHUFFLED = "same nominations, units shuffled"
CELLS_AT_ONCE = 2_000_000
SPREAD = "as many nominations spread at random"
REWIRED = "same nominations, partners at random"


@dataclass(frozen=True, slots=True, eq=False)
class Shuffled:
    """Ties inside and across the border of each unit, as observed and with labels shuffled.

    ``inside`` and ``outside`` are observed counts per unit (outside: one end in the unit);
    ``inside_null`` and ``outside_null`` are shuffles × units; ``ei_null`` is the firm's E-I in
    each shuffle. ``expected_outside`` is the closed-form degree-preserving expectation.
    """

    units: tuple[str, ...]
    unit: IntArray
    inside: IntArray
    outside: IntArray
    outgoing_inside: IntArray
    outgoing: IntArray
    expected_outside: FloatArray
    inside_null: IntArray
    outside_null: IntArray
    outgoing_share_null: FloatArray
    ei_null: FloatArray


def shuffle_units(relation: Relation, unit_type: str, permutations: int, seed: int) -> Shuffled:
    """Deal the unit labels out again to the same people, who keep their nominations.

    Only people who have a unit take part. The statistic is recounted ``permutations`` times.
    """
    units, unit = relation.units(unit_type)
    rows, columns = relation.arcs
    known = (unit[rows] >= 0) & (unit[columns] >= 0)
    rows, columns = rows[known], columns[known]
    rng = np.random.default_rng([seed, len(units)])
    at_once = max(1, CELLS_AT_ONCE // max(relation.size, len(rows)))
    parts = [
        _borders(_dealt(unit, min(at_once, permutations - k), rng), (rows, columns), len(units))
        for k in range(0, permutations, at_once)
    ]
    inside_null, outside_null, share_null = (np.concatenate(x) for x in zip(*parts, strict=True))
    inside, outside, outgoing, _ = _border(unit[rows], unit[columns], len(units))
    total = max(len(rows), 1)
    return Shuffled(
        units,
        unit,
        inside,
        outside,
        inside,
        outgoing,
        expected_across(unit[rows], unit[columns], len(units)),
        inside_null,
        outside_null,
        share_null,
        1 - 2 * inside_null.sum(axis=1) / total,
    )


def _border(
    source: IntArray, target: IntArray, units: int
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Per unit: ties inside, ties across the border, ties out of it, share of those inside."""
    inside = np.bincount(source[source == target], minlength=units)
    outgoing = np.bincount(source, minlength=units)
    incoming = np.bincount(target, minlength=units)
    share = inside / np.where(outgoing > 0, outgoing, 1)
    return inside, outgoing + incoming - 2 * inside, outgoing, share


def _dealt(unit: IntArray, times: int, rng: np.random.Generator) -> NDArray[np.int16]:
    """The units of those who have one dealt out anew: times × people."""
    dealt = np.tile(unit.astype(np.int16), (times, 1))
    members = np.flatnonzero(unit >= 0)
    dealt[:, members] = rng.permuted(dealt[:, members], axis=1)
    return dealt


def _borders(
    dealt: NDArray[np.int16], arcs: tuple[IntArray, IntArray], units: int
) -> tuple[IntArray, IntArray, FloatArray]:
    """``_border`` for each dealing, counting people rather than ties where that will do."""
    inside, outgoing, incoming = _counted(dealt, arcs, units)
    return inside, outgoing + incoming - 2 * inside, inside / np.maximum(outgoing, 1)


def _counted(
    dealt: NDArray[np.int16], arcs: tuple[IntArray, IntArray], units: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Ties inside each unit, out of it and into it, dealings × units.

    By a compiled kernel where there are many people.
    """
    source, target = arcs
    if dealt.shape[1] > DENSE_UP_TO:
        from analysis import kernels

        inside, out, into = kernels.borders(dealt, source, target, units)
        return inside, out, into
    spread = np.ascontiguousarray(dealt.T)  # a tie's end is a row of dealings
    at = spread[source]
    same = (at == spread[target]) & (at >= 0)
    cell = (at + units * np.arange(len(dealt)))[same]
    inside = np.bincount(cell, minlength=units * len(dealt)).reshape(-1, units)
    out, into = (np.bincount(end, minlength=dealt.shape[1]) for end in arcs)
    return inside, _dealt_to(dealt, out, units), _dealt_to(dealt, into, units)


def _dealt_to(dealt: NDArray[np.int16], often: IntArray, units: int) -> IntArray:
    """What each person brings along, added up by unit: dealings × units."""
    known = dealt >= 0
    cell = (dealt + units * np.arange(len(dealt))[:, None])[known]
    brought = np.broadcast_to(often, dealt.shape)[known]
    counts = np.bincount(cell, weights=brought, minlength=units * len(dealt))
    return counts.astype(np.int64).reshape(-1, units)


def expected_across(source: IntArray, target: IntArray, units: int) -> FloatArray:
    """Ties expected across each unit's border if everybody kept her numbers: degree-preserving.

    (out_g · in_rest + in_g · out_rest) / m, within 6 % of the mean of rewired firms.
    """
    total = max(len(source), 1)
    out = np.bincount(source, minlength=units).astype(float)
    into = np.bincount(target, minlength=units).astype(float)
    expected: FloatArray = (out * (total - into) + into * (total - out)) / total
    return expected


def lower_tail(null: IntArray | FloatArray, observed: IntArray | FloatArray | float) -> FloatArray:
    """Chance of a value as low as the observed one: (1 + count) / (1 + draws), by column."""
    p: FloatArray = (1 + (null <= observed).sum(axis=0)) / (1 + len(null))
    return p


def upper_tail(null: IntArray | FloatArray, observed: IntArray | FloatArray | float) -> FloatArray:
    """Chance of a value as high as the observed one: (1 + count) / (1 + draws), by column."""
    p: FloatArray = (1 + (null >= observed).sum(axis=0)) / (1 + len(null))
    return p


def interval(null: IntArray | FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean and 95 % interval of each column of a null distribution."""
    low, high = np.quantile(null, [0.025, 0.975], axis=0)
    return np.asarray(null).mean(axis=0), low, high


def evidence(
    measure: str, value: float, people: int, null: IntArray | FloatArray, against: str
) -> Evidence:
    """A figure beside what chance gave in each try: mean, 95 % interval, upper tail."""
    mean, low, high = (float(x) for x in interval(null))
    p = float(upper_tail(null, value))
    return Evidence(measure, float(value), people, mean, low, high, p, None, against)


def spread_evenly(named: IntArray, times: int, seed: int) -> Iterator[IntArray]:
    """As many nominations fallen on everybody with equal chance, ``times`` over.

    One at a time: all together they would fill the memory in large firms.
    """
    rng, people = np.random.default_rng([seed, 5]), len(named)
    alike = np.full(people, 1 / max(people, 1))
    return (rng.multinomial(int(named.sum()), alike) for _ in range(times))


def q_values(p_values: FloatArray) -> FloatArray:
    """Benjamini & Hochberg 1995: the share of false alarms if this and all smaller p are taken."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Ties from each unit to each other against what the same numbers would give."""

    ties: IntArray
    possible: IntArray
    expected: FloatArray
    low: FloatArray
    high: FloatArray
    p: FloatArray


def block_counts(relation: Relation, unit_type: str) -> Blocks:
    """Units × units: ties, possible ties, expectation d_out·d_in/m with exact interval and p.

    The unit's ``d_out`` nominations fall on the ``d_in`` of all m that are of the other unit as
    cards are dealt (hypergeometric): the configuration model in closed form. p is two-sided
    (twice the smaller tail). Non-respondents cannot name, so only their being named counts.
    """
    units, unit = relation.units(unit_type)
    rows, columns = relation.arcs
    known = (unit[rows] >= 0) & (unit[columns] >= 0)
    source, target, size = unit[rows][known], unit[columns][known], len(units)
    ties = np.bincount(source * size + target, minlength=size * size).reshape(size, size)
    total, out, into = len(source), ties.sum(axis=1), ties.sum(axis=0)
    chance = tails.hands(total, out, into, ties)
    tail = np.minimum(chance.or_fewer, chance.or_more)
    asked = np.bincount(unit[(unit >= 0) & relation.answered], minlength=size)
    people = np.bincount(unit[unit >= 0], minlength=size)
    possible = asked[:, None] * people[None, :] - np.diag(asked)
    expected = out[:, None] * into[None, :] / max(total, 1)
    return Blocks(ties, possible, expected, chance.low, chance.high, np.minimum(1.0, 2 * tail))
