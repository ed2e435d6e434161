"""The chart of who reports to whom beside the ties, and how hierarchical the ties are.

Krackhardt's four measures ask how far a network is an out-tree, the pure chart: 1, 1, 1, 1
(Krackhardt 1994).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.network import BoolArray, IntArray, Relation

LARGEST_FOR_UPPER_BOUNDS = 400


def bosses(relation: Relation) -> IntArray:
    """Each person's manager as a position in the roster, -1 for none."""
    position = {id_: i for i, id_ in enumerate(relation.roster.ids)}
    people = relation.roster.people
    return np.array([position.get(p.manager_id or "", -1) for p in people], dtype=np.int64)


def connectedness(ties: sparse.csr_array) -> float:
    """Share of pairs of people who have a way to each other, direction left aside."""
    size = ties.shape[0]
    if size < 2:
        return 1.0
    _, counts = np.unique(engine.pieces(ties.maximum(ties.T).tocsr()), return_counts=True)
    return float((counts * (counts - 1)).sum() / (size * (size - 1)))


def hierarchy(ties: sparse.csr_array) -> float:
    """Share of the pairs with a way in some direction that have it in one direction only."""
    reach = reachable(ties)
    either = reach | reach.T
    np.fill_diagonal(either, False)
    both = reach & reach.T
    np.fill_diagonal(both, False)
    return 1.0 - float(both.sum()) / float(either.sum()) if either.any() else 1.0


def efficiency(ties: sparse.csr_array) -> float:
    """1 less the share of ties beyond those that keep each piece together (arcs, as in R sna)."""
    _, counts = np.unique(engine.pieces(ties.maximum(ties.T).tocsr()), return_counts=True)
    needed = float((counts - 1).sum())
    most = float((counts * (counts - 1)).sum()) - needed
    return 1.0 - (float(ties.sum()) - needed) / most if most > 0 else 1.0


def lubness(ties: sparse.csr_array) -> float | None:
    """Share of pairs that have a least upper bound: a common superior below all other common ones.

    Arcs must run from superior to subordinate. None above 400 people, where it costs too much.
    """
    size = ties.shape[0]
    if size > LARGEST_FOR_UPPER_BOUNDS:
        return None
    reach = reachable(ties)
    np.fill_diagonal(reach, True)
    piece = engine.pieces(ties.maximum(ties.T).tocsr())
    lacking = most = 0.0
    for label in np.unique(piece):
        inside = np.flatnonzero(piece == label)
        lacking += _without_least_bound(reach[np.ix_(inside, inside)])
        most += (len(inside) - 1) * (len(inside) - 2) / 2
    return 1.0 - lacking / most if most > 0 else 1.0


def _without_least_bound(reach: BoolArray) -> int:
    """How many pairs of one piece have no superior whom all their common superiors reach."""
    number = reach.astype(np.float64)
    lacking = 0
    for v in range(len(reach) - 1):
        above = reach[:, [v]] & reach[:, v + 1 :]
        reached_by = number.T @ above
        least = above & (reached_by == above.sum(axis=0))
        lacking += int((~least.any(axis=0)).sum())
    return lacking


def reachable(ties: sparse.csr_array) -> BoolArray:
    """Whether there is a way from each person (row) to each other along the ties."""
    there: BoolArray = engine.distances(ties) > 0
    return there


@dataclass(frozen=True, slots=True)
class AgainstChart:
    """Reporting lines and ties: how many lines are used, and how many people go past their boss.

    ``lines`` between people of whom one answered at least; ``used`` of them with a tie either way;
    ``may_bypass`` people who answered and whose boss has a boss; ``bypass`` of them who name the
    boss's boss and not the boss, ``straight`` the other way round; ``on_chart`` share of all ties
    that follow a line.
    """

    lines: int
    used: int
    may_bypass: int
    bypass: int
    straight: int
    on_chart: float


def compare(relation: Relation) -> AgainstChart:
    """The chart against the ties as answered."""
    ties, boss = relation.ties, bosses(relation)
    who = np.flatnonzero(boss >= 0)
    known = relation.answered[who] | relation.answered[boss[who]]
    who = who[known]
    both = ties.maximum(ties.T).tocsr()
    used = _named(both, who, boss[who])
    second = np.where(boss[who] >= 0, boss[boss[who]], -1)
    may = (second >= 0) & relation.answered[who]
    junior, first, top = who[may], boss[who][may], second[may]
    to_top, to_boss = _named(ties, junior, top), _named(ties, junior, first)
    past, straight = (to_top & ~to_boss).sum(), (to_boss & ~to_top).sum()
    arcs = 2 * used.sum() / max(both.nnz, 1)
    return AgainstChart(
        len(who), int(used.sum()), len(junior), int(past), int(straight), float(arcs)
    )


def _named(ties: sparse.csr_array, source: IntArray, target: IntArray) -> BoolArray:
    if not len(source):
        return np.zeros(0, dtype=bool)
    there: BoolArray = np.asarray(ties[source, target]).ravel() > 0
    return there
