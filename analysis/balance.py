"""Units side by side by what crosses their border: who is asked and who asks, and how widely.

All rates are per person who could have answered, so that a unit in which few answered does not
look as if it asked nobody. Chance deals the unit labels out again to the same people.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.network import FloatArray, IntArray, Relation

MOST_SHUFFLES = 60
LEAST_SHUFFLES = 20
ARCS = 5_000_000
NORMAL = 1.96


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Rates a unit (the last axis): shares of what would be possible, NaN where nothing is.

    ``asks`` is how many of the possible ties from the unit's respondents to the others are there;
    ``asked`` the same from the others' respondents to the unit; ``dense`` inside the unit;
    ``wide`` the share of the others with whom anybody of the unit is in touch, either way.
    """

    asks: FloatArray
    asked: FloatArray
    dense: FloatArray
    wide: FloatArray

    @property
    def balance(self) -> FloatArray:
        """Asked over asked plus asking: 0.5 gives as much as it takes; above, it is asked more."""
        total = self.asks + self.asked
        share: FloatArray = np.divide(
            self.asked, total, out=np.full(total.shape, np.nan), where=total > 0
        )
        return share


def rates(relation: Relation, label: IntArray, units: int) -> Rates:
    """The rates of each unit; ``label`` is each person's unit, -1 for none."""
    return _rates(_counting(relation), label, units)


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    """What does not change from shuffle to shuffle: ties one way, ties both ways, who answered."""

    ties: tuple[IntArray, IntArray]
    both: tuple[IntArray, IntArray]
    answered: FloatArray


def _counting(relation: Relation) -> _Counting:
    both = relation.both_ways
    ends = np.repeat(np.arange(relation.size), np.diff(both.indptr)), both.indices
    return _Counting(relation.arcs, ends, relation.answered.astype(np.float64))


def _rates(known: _Counting, label: IntArray, units: int) -> Rates:
    moved = np.where(label < 0, units, label)
    people, heard = _counts(moved, units), _counts(moved, units, known.answered)
    source, target = (moved[ends] for ends in known.ties)
    outgoing, incoming = _counts(source, units), _counts(target, units)
    inside = _counts(source[source == target], units)
    others, others_heard = len(label) - people, known.answered.sum() - heard
    return Rates(
        _share(outgoing - inside, heard * others),
        _share(incoming - inside, others_heard * people),
        _share(inside, heard * (people - 1)),
        _share(_touched(known.both, moved, units), others),
    )


def _counts(label: IntArray, units: int, weights: FloatArray | None = None) -> FloatArray:
    counts: FloatArray = np.bincount(label, weights, minlength=units + 1)[:units].astype(np.float64)
    return counts


def _touched(both: tuple[IntArray, IntArray], label: IntArray, units: int) -> FloatArray:
    """How many people outside each unit are in touch with anybody in it."""
    rows, columns = both
    across = label[rows] != label[columns]
    table = np.zeros((len(label), units + 1), dtype=bool)
    table[columns[across], label[rows][across]] = True
    touched: FloatArray = table.sum(axis=0)[:units].astype(np.float64)
    return touched


def _share(found: FloatArray, possible: FloatArray) -> FloatArray:
    gap = np.full(found.shape, np.nan)
    share: FloatArray = np.divide(found, possible, out=gap, where=possible > 0)
    return share


def dealt(label: IntArray, times: int, seed: int) -> Iterator[IntArray]:
    """The labels dealt out again among those who have one, ``times`` over."""
    rng = np.random.default_rng([seed, len(label), times])
    members = np.flatnonzero(label >= 0)
    for _ in range(times):
        out = label.copy()
        out[members] = rng.permutation(label[members])
        yield out


def shuffles_for(relation: Relation) -> int:
    """How many shuffles are affordable: 60, fewer (never under 20) above 50,000 ties."""
    return int(np.clip(ARCS // (relation.ties.nnz + 1), LEAST_SHUFFLES, MOST_SHUFFLES))


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A figure a unit beside chance; NaN where undefined.

    The 95 % range is the mean and 1.96 standard deviations of the shuffles.
    """

    value: FloatArray
    expected: FloatArray
    low: FloatArray
    high: FloatArray


def beside(value: FloatArray, null: FloatArray) -> Beside:
    """A value a unit beside shuffles × units; shuffles in which it is not defined are left out."""
    there = ~np.isnan(null)
    count = np.maximum(there.sum(axis=0), 1)
    mean = np.where(there, null, 0.0).sum(axis=0) / count
    spread = np.sqrt(
        (np.where(there, null - mean, 0.0) ** 2).sum(axis=0) / np.maximum(count - 1, 1)
    )
    gap = np.isnan(value) | ~there.any(axis=0)
    ends = (np.where(gap, np.nan, mean + k * spread) for k in (0.0, -NORMAL, NORMAL))
    expected, low, high = ends
    return Beside(value, expected, np.maximum(low, 0.0), np.minimum(high, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """What crosses the border of each unit beside chance, and its shape where it has one.

    ``shape`` is ``efficient`` (denser inside and in touch with more of the others than chance
    gives), ``inventive`` (sparser inside, and as wide) or empty.
    """

    balance: Beside
    dense: Beside
    wide: Beside
    shape: tuple[str, ...]


def borders(relation: Relation, unit_type: str, seed: int) -> Borders:
    """Every unit of this type beside shuffled labels.

    The shapes are the team signatures of Leonardi & Contractor 2018. Most units are dense inside
    and narrow outside, so most have no shape; that is no fault.
    """
    units, label = relation.units(unit_type)
    found = rates(relation, label, len(units))
    known, times = _counting(relation), shuffles_for(relation)
    every = [_rates(known, labels, len(units)) for labels in dealt(label, times, seed)]
    balance, dense, wide = (
        beside(getattr(found, name), np.array([getattr(r, name) for r in every]))
        for name in ("balance", "dense", "wide")
    )
    shape = tuple(_shape(dense, wide, g) for g in range(len(units)))
    return Borders(balance, dense, wide, shape)


def _shape(dense: Beside, wide: Beside, g: int) -> str:
    if not wide.value[g] > wide.high[g]:
        return ""
    if dense.value[g] > dense.high[g]:
        return "efficient"
    return "inventive" if dense.value[g] < dense.low[g] else ""
