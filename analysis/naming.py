"""What is known of each pair of people that bears on whether one names the other.

Everything is counted without the row of whoever would name: of the silent there is none. Shares
are beside the firm's and smoothed by one person who names as everybody does, so that "nobody of
twenty" weighs more than "nobody of two".
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.network import FloatArray, IntArray, Relation

CHART = ("department", "team")


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """One way of grouping people: who is where, and who is named from outside her unit.

    ``members`` is units × people, with an empty last row for people without a unit (unit -1);
    ``abroad`` how many people outside her unit name each person.
    """

    unit: IntArray
    members: sparse.csr_array
    asked: sparse.csr_array
    people: FloatArray
    answered: FloatArray
    abroad: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A relation made ready for its pairs to be looked at."""

    relation: Relation
    named_by: sparse.csr_array
    answered: FloatArray
    typical: float
    homes: tuple[Homes, ...]

    def share(self, named: FloatArray, possible: FloatArray) -> FloatArray:
        """Log of the share who name, beside the firm's; smoothed by one ordinary person."""
        many = np.maximum(possible, 0) + 1
        return np.log((np.maximum(named, 0) + self.typical) / (many * self.typical))


def known(relation: Relation) -> Known:
    """Count once what every pair needs: departments always, teams where there are any."""
    answered = relation.answered.astype(float)
    typical = float(relation.ties.sum() / max(answered.sum() * relation.size, 1))
    there = [name for name in CHART if relation.units(name)[1].max(initial=-1) >= 0]
    homes = tuple(_homes(relation, name) for name in there or CHART[:1])
    return Known(relation, relation.ties.T.tocsr(), answered, typical, homes)


def _homes(relation: Relation, unit_type: str) -> Homes:
    _, unit = relation.units(unit_type)
    has = np.flatnonzero(unit >= 0)
    shape = (int(unit.max(initial=-1)) + 2, relation.size)
    members = sparse.csr_array((np.ones(len(has)), (unit[has], has)), shape=shape)
    answered = relation.answered.astype(float)
    source, target = relation.arcs
    away = (unit[source] != unit[target]) | (unit[source] < 0)
    abroad = np.bincount(target[away], minlength=relation.size).astype(float)
    asked = (members @ sparse.diags_array(answered)).tocsr()
    return Homes(unit, members, asked, members.sum(axis=1), members @ answered, abroad)


def features(known: Known, rows: IntArray) -> FloatArray:
    """What is known of each pair (i in ``rows``, j): rows × people × features.

    constant · j names i · j's answer is there · j of i's department names i · same location ·
    either is the other's manager · how many name both · how many ways lead from j over another to
    i · how sought i is; then by department and by team what ``_by_unit`` says.
    """
    relation = known.relation
    into = known.named_by[rows]
    named_by, own = into.toarray(), relation.ties[rows].toarray()
    shape = named_by.shape
    columns = [
        np.ones(shape),
        named_by,
        np.broadcast_to(known.answered[None, :], shape),
        named_by * _same(relation.units("department")[1], rows),
        _same(relation.units("location")[1], rows),
        _boss(relation, rows),
        np.log1p((into @ relation.ties).toarray()),
        np.log1p((into @ known.named_by).toarray()),
        np.broadcast_to(_fame(known)[rows][:, None], shape),
    ]
    for homes in known.homes:
        columns += _by_unit(known, homes, rows, named_by, own)
    return np.stack(columns, axis=2)


def _same(unit: IntArray, rows: IntArray) -> FloatArray:
    alike: FloatArray = ((unit[rows][:, None] == unit) & (unit >= 0)).astype(float)
    return alike


def _boss(relation: Relation, rows: IntArray) -> FloatArray:
    position = {id_: i for i, id_ in enumerate(relation.roster.ids)}
    boss = np.array([position.get(p.manager_id or "", -1) for p in relation.roster.people])
    everyone = np.arange(relation.size)
    either = (boss[rows][:, None] == everyone) | (boss[None, :] == rows[:, None])
    linked: FloatArray = either.astype(float)
    return linked


def _fame(known: Known) -> FloatArray:
    """How often each is named beside the mean, on the log scale."""
    named = np.diff(known.named_by.indptr)
    fame: FloatArray = np.log((named + 1) / (named.mean() + 1))
    return fame


def _by_unit(
    known: Known, homes: Homes, rows: IntArray, back: FloatArray, own: FloatArray
) -> list[FloatArray]:
    """How open two people's units are to each other, as far as others show; 0 where it is one.

    same unit · who of i's unit names j, if it is hers too or not · who abroad names j; who abroad
    names i · ties from i's unit to j's · who of j's unit names i · and the products of the last but
    one with those before: in a unit that nobody leaves, nobody is expected to.
    """
    unit, ties = homes.unit, known.relation.ties
    same = _same(unit, rows)
    away, me, her = 1 - same, known.answered[rows][:, None], known.answered[None, :]
    own, back = own * (unit[rows] >= 0)[:, None], back * (unit >= 0)
    mine = homes.asked[unit[rows]] @ ties
    mates = homes.answered[unit[rows]][:, None] - me
    strangers = known.answered.sum() - homes.answered[unit]
    inside = known.share(mine.toarray() - own, mates - same * her)
    out_j = known.share(homes.abroad - own * away, strangers - me * away)
    out_i = known.share(
        homes.abroad[rows][:, None] - back * away, strangers[rows][:, None] - her * away
    )
    across = (mine @ homes.members.T).toarray() - own @ homes.members.T
    block = known.share(across[:, unit], mates * homes.people[unit])
    theirs = (known.named_by[rows] @ homes.members.T).toarray()[:, unit]
    reach = known.share(theirs - back, homes.answered[unit] - her)
    apart = [away * x for x in (inside, out_j, out_i, block, reach)]
    # By a quarter: as large as the others, so that the ridge holds them back alike.
    products = [away * x * y / 4 for x, y in ((out_j, block), (out_i, block), (out_i, out_j))]
    return [same, same * inside, *apart, *products]
