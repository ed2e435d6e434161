"""Who names whom in a planted firm: habits, then walls, bridges and silences on top."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.planted.staff import FloatArray, IntArray, Staff

NOBODY: frozenset[int] = frozenset()
NO_PAIRS: IntArray = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Habits:
    """How people choose whom to go to.

    ``mean`` names a person; of these the shares ``team``, ``department`` and ``location`` are
    looked for there first and the rest anywhere, always by popularity. With probability
    ``manager`` somebody also names her manager. ``returned`` is the chance that a name is given
    back: 1/4 makes 40 % of the ties mutual.
    """

    mean: float = 7.0
    team: float = 0.08
    department: float = 0.12
    location: float = 0.08
    manager: float = 0.35
    returned: float = 0.25
    spread: float = 0.55


ORDINARY = Habits()
BLIND = Habits(team=0.0, department=0.0, location=0.0, manager=0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A firm in the making: each step gives a new one.

    ``pairs`` are ordinary ties (row: who, whom); ``fixed`` were planted and are always answered
    to the first question. ``heard`` must answer the survey, ``silent`` must not.
    """

    rng: np.random.Generator
    staff: Staff
    popularity: FloatArray
    pairs: IntArray
    fixed: IntArray = field(default_factory=NO_PAIRS.copy)
    heard: frozenset[int] = NOBODY
    silent: frozenset[int] = NOBODY

    @property
    def all_pairs(self) -> IntArray:
        """Ordinary and planted ties together."""
        return tidy(np.concatenate([self.pairs, self.fixed]))


def tidy(pairs: IntArray) -> IntArray:
    """Each pair once, nobody naming herself."""
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def sketch(rng: np.random.Generator, staff: Staff, habits: Habits = ORDINARY) -> Sketch:
    """A firm in which everybody follows the same habits and nothing is planted yet."""
    popularity = rng.lognormal(0.0, habits.spread, staff.size)
    return sketch_with(rng, staff, habits, popularity)


def sketch_with(
    rng: np.random.Generator, staff: Staff, habits: Habits, popularity: FloatArray
) -> Sketch:
    """The same where it is known how popular everybody is."""
    count = np.clip(rng.lognormal(np.log(habits.mean), 0.4, staff.size).round(), 3, 25)
    askers = np.repeat(np.arange(staff.size), count.astype(np.int64))
    luck = rng.random(len(askers))
    targets = among(rng, askers, np.zeros(staff.size, dtype=np.int64), popularity)
    floor = 0.0
    for share, home in (
        (habits.team, staff.team),
        (habits.department, staff.department),
        (habits.location, staff.location),
    ):
        near = among(rng, askers, home, popularity)
        targets = np.where((luck >= floor) & (luck < floor + share), near, targets)
        floor += share
    chosen = np.column_stack([askers, targets])
    up = _upwards(rng, staff, habits)
    pairs = tidy(np.concatenate([chosen, up]))
    return returned(Sketch(rng, staff, popularity, pairs), habits.returned)


def among(
    rng: np.random.Generator, askers: IntArray, group: IntArray, popularity: FloatArray
) -> IntArray:
    """For each asker somebody of the asker's own group, drawn by popularity."""
    order = np.argsort(group, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(popularity[order])])
    low = np.searchsorted(group[order], group[askers], side="left")
    high = np.searchsorted(group[order], group[askers], side="right")
    mark = total[low] + rng.random(len(askers)) * (total[high] - total[low])
    found = np.searchsorted(total, mark, side="right") - 1
    drawn: IntArray = order[np.clip(found, low, high - 1)].astype(np.int64)
    return drawn


def _upwards(rng: np.random.Generator, staff: Staff, habits: Habits) -> IntArray:
    """Ties to one's own manager."""
    asks = (staff.manager >= 0) & (rng.random(staff.size) < habits.manager)
    return np.column_stack([np.flatnonzero(asks), staff.manager[asks]])


def returned(firm: Sketch, share: float) -> Sketch:
    """The same with that share of the ties given back."""
    back = firm.pairs[firm.rng.random(len(firm.pairs)) < share][:, ::-1]
    return replace(firm, pairs=tidy(np.concatenate([firm.pairs, back])))


def walled(firm: Sketch, group: IntArray, leak: float = 0.0) -> Sketch:
    """The same with ties between groups turned back inside, all but a share ``leak`` of them.

    Without a leak each group is also held together by a ring, so that it has no weak spot of
    its own: whatever holds two groups together is then known. Somebody who is a group alone
    loses every tie.
    """
    source, target = firm.pairs.T
    turned = (group[source] != group[target]) & (firm.rng.random(len(source)) >= leak)
    inside = among(firm.rng, source[turned], group, firm.popularity)
    pairs = np.column_stack([source, target])
    pairs[turned, 1] = inside
    rings = [_ring(firm.rng, np.flatnonzero(group == g)) for g in np.unique(group)]
    held = tidy(np.concatenate([firm.fixed, *rings])) if leak == 0.0 else firm.fixed
    return replace(firm, pairs=tidy(pairs), fixed=held)


def _ring(rng: np.random.Generator, members: IntArray) -> IntArray:
    order = rng.permutation(members)
    return np.column_stack([order, np.roll(order, 1)])


def linked(firm: Sketch, pairs: Iterable[tuple[int, int]], *, heard: bool = True) -> Sketch:
    """The same with ``pairs`` planted; those who name somebody there must answer, if ``heard``."""
    planted = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    namers = frozenset(int(i) for i in planted[:, 0]) if heard else NOBODY
    return replace(firm, fixed=np.concatenate([firm.fixed, planted]), heard=firm.heard | namers)
