"""What chance would give: shuffled units, rewired ties, exact tails, many looks at once."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from analysis.model import Evidence
from analysis.network import BoolArray, FloatArray, IntArray, Relation

SHUFFLED = "same nominations, units shuffled"
REWIRED = "same nominations, partners at random"
TABLE_UP_TO = 3000
ROUNDS = 20  # rounds of m/2 proposals each: 10·m trials, below which a rewired firm is no null


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
    members = np.flatnonzero(unit >= 0)
    shape = (permutations, len(units))
    inside_null, outside_null = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    share_null = np.zeros(shape)
    dealt = unit.copy()
    for k in range(permutations):
        dealt[members] = rng.permutation(unit[members])
        inside_null[k], outside_null[k], _, share_null[k] = _border(
            dealt[rows], dealt[columns], len(units)
        )
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
    chance = stats.hypergeom(total, into[None, :], out[:, None])
    low, high = (chance.ppf(q) for q in (0.025, 0.975))
    tail = np.minimum(chance.cdf(ties), chance.sf(ties - 1))
    asked = np.bincount(unit[(unit >= 0) & relation.answered], minlength=size)
    people = np.bincount(unit[unit >= 0], minlength=size)
    possible = asked[:, None] * people[None, :] - np.diag(asked)
    expected = out[:, None] * into[None, :] / max(total, 1)
    return Blocks(ties, possible, expected, low, high, np.minimum(1.0, 2 * tail))


def rewired(ties: sparse.csr_array, seed: int, *, directed: bool = True) -> sparse.csr_array:
    """The same people with the same numbers of ties to and from each, otherwise at random.

    Pairs of ties exchange their ends (a→b, c→d become a→d, c→b) unless that makes a loop or a tie
    that is there already; ``ROUNDS`` rounds in which every tie takes part once.
    """
    size, rng = ties.shape[0], np.random.default_rng(seed)
    rows = np.repeat(np.arange(size), np.diff(ties.indptr)).astype(np.int64)
    columns = ties.indices.astype(np.int64)
    if not directed:
        once = rows < columns
        rows, columns = rows[once], columns[once]
    taken = _table_of(_keys(rows, columns, size, directed), size)
    for _ in range(ROUNDS):
        rows, columns = _exchange(rows, columns, taken, rng, directed)
    if not directed:
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    ones = np.ones(len(rows))
    out: sparse.csr_array = sparse.csr_array((ones, (rows, columns)), shape=(size, size))
    out.sort_indices()
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Which ties are there: a table over all pairs of people, or in large firms None.

    ``maker`` is room to note which exchange makes a tie, so that two cannot make the same one.
    """

    size: int
    table: BoolArray | None
    maker: IntArray | None


def _table_of(keys: IntArray, size: int) -> Taken:
    if size > TABLE_UP_TO:
        return Taken(size, None, None)
    table = np.zeros(size * size, dtype=bool)
    table[keys] = True
    return Taken(size, table, np.empty(size * size, dtype=np.int64))


def _exchange(
    rows: IntArray, columns: IntArray, taken: Taken, rng: np.random.Generator, directed: bool
) -> tuple[IntArray, IntArray]:
    """One round: ties are paired at random and each pair exchanges ends if it may."""
    if not directed:
        turn = rng.random(len(rows)) < 0.5
        rows, columns = np.where(turn, columns, rows), np.where(turn, rows, columns)
    half = len(rows) // 2
    order = rng.permutation(len(rows))
    first, second = order[:half], order[half : 2 * half]
    made = _keys(
        rows[order],
        columns[np.concatenate([second, first, order[2 * half :]])],
        taken.size,
        directed,
    )[: 2 * half]
    may = (rows[first] != columns[second]) & (rows[second] != columns[first])
    present = _keys(rows, columns, taken.size, directed)
    may &= _unused(made, present, taken).reshape(2, half).all(axis=0)
    both = np.concatenate([may, may])
    if taken.table is not None:
        taken.table[present[order[: 2 * half][both]]] = False
        taken.table[made[both]] = True
    columns = columns.copy()
    swap_first, swap_second = first[may], second[may]
    columns[swap_first], columns[swap_second] = columns[swap_second], columns[swap_first]
    return rows, columns


def _keys(rows: IntArray, columns: IntArray, size: int, directed: bool) -> IntArray:
    if directed:
        return rows * size + columns
    return np.minimum(rows, columns) * size + np.maximum(rows, columns)


def _unused(made: IntArray, present: IntArray, taken: Taken) -> BoolArray:
    """Which of the ties that exchanges would make are neither there nor made by a later one."""
    number = np.arange(len(made))
    if taken.table is not None and taken.maker is not None:
        taken.maker[made] = number
        free: BoolArray = (taken.maker[made] == number) & ~taken.table[made]
        return free
    _, where, times = np.unique(made, return_inverse=True, return_counts=True)
    present = np.sort(present)
    spot = np.minimum(np.searchsorted(present, made), max(len(present) - 1, 0))
    there = present[spot] == made if len(present) else np.zeros(len(made), dtype=bool)
    alone: BoolArray = (times[where] == 1) & ~there
    return alone
