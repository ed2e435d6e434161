"""The chart of who reports to whom beside the ties, and how hierarchical the ties are.

Krackhardt's four measures ask how far a network is an out-tree, the pure chart: 1, 1, 1, 1
(Krackhardt 1994).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analysis import engine
from analysis.network import BoolArray, IntArray, Relation

LARGEST_FOR_UPPER_BOUNDS = 400
MOST_KNOTS = 2000


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


def hierarchy(ties: sparse.csr_array) -> float | None:
    """Share of the pairs with a way in some direction that have it in one direction only.

    None where the firm falls into more than 2,000 knots: too dear to know.
    """
    knots = _knots(ties)
    if knots is None:
        return None
    weight = knots.people.astype(np.float64)
    mutual = float((weight * (weight - 1)).sum())
    one_way = 2 * float(weight @ knots.above @ weight)
    return 1.0 - mutual / (mutual + one_way) if mutual + one_way else 1.0


def efficiency(ties: sparse.csr_array) -> float:
    """1 less the share of ties beyond those that keep each piece together (arcs, as in R sna)."""
    _, counts = np.unique(engine.pieces(ties.maximum(ties.T).tocsr()), return_counts=True)
    needed = float((counts - 1).sum())
    most = float((counts * (counts - 1)).sum()) - needed
    return 1.0 - (float(ties.sum()) - needed) / most if most > 0 else 1.0


def lubness(ties: sparse.csr_array) -> float | None:
    """Share of pairs that have a least upper bound: a common superior below all other common ones.

    Arcs must run from superior to subordinate. None where the firm falls into more than 400 knots:
    too dear to know.
    """
    knots = _knots(ties)
    if knots is None or len(knots.people) > LARGEST_FOR_UPPER_BOUNDS:
        return None
    reach = knots.above | np.eye(len(knots.people), dtype=bool)
    lacking = most = 0.0
    for label in np.unique(knots.piece):
        inside = np.flatnonzero(knots.piece == label)
        people = knots.people[inside]
        lacking += _without_least_bound(reach[np.ix_(inside, inside)], people)
        most += float((people.sum() - 1) * (people.sum() - 2)) / 2
    return 1.0 - lacking / most if most > 0 else 1.0


def _without_least_bound(reach: BoolArray, people: IntArray) -> float:
    """How many pairs of one piece have no superior whom all their common superiors reach.

    Pairs inside a knot have each other; of pairs of knots all pairs of their people count.
    """
    number = reach.astype(np.float64)
    lacking = 0.0
    for v in range(len(reach) - 1):
        above = reach[:, [v]] & reach[:, v + 1 :]
        reached_by = number.T @ above
        least = above & (reached_by == above.sum(axis=0))
        lacking += float(people[v] * (people[v + 1 :] @ ~least.any(axis=0)))
    return lacking


@dataclass(frozen=True, slots=True, eq=False)
class _Knots:
    """People who all have a way to each other, taken together.

    ``people`` is how many are in each knot, ``above`` whether a way leads from one knot (row) to
    another, ``piece`` the connected piece that each lies in.
    """

    people: IntArray
    above: BoolArray
    piece: IntArray


def _knots(ties: sparse.csr_array) -> _Knots | None:
    """Nearly everybody is in one knot, so that little is left to reckon with; None if not."""
    count, label = csgraph.connected_components(ties, connection="strong")
    if count > MOST_KNOTS:
        return None
    rows = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    above = np.zeros((count, count), dtype=np.float32)
    above[label[rows], label[ties.indices]] = 1.0
    np.fill_diagonal(above, 1.0)
    while True:
        further = np.minimum(above @ above, 1.0)
        if (further == above).all():
            break
        above = further
    np.fill_diagonal(above, 0.0)
    piece = np.zeros(count, dtype=np.int64)
    piece[label] = engine.pieces(ties.maximum(ties.T).tocsr())
    return _Knots(np.bincount(label, minlength=count), above > 0, piece)


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
