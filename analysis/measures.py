"""Numbers about a person and about the whole; each with formula, source and its traps.

Every function takes a Relation (or its matrix) and gives one value a person, in roster order.
"""

from collections.abc import Mapping
from concurrent.futures import Executor

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.network import FloatArray, IntArray, Relation

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def in_degree(relation: Relation) -> IntArray:
    """How many people name her."""
    return _counts(relation.ties.sum(axis=0))


def out_degree(relation: Relation) -> IntArray:
    """How many people she names; 0 and meaningless where she did not answer."""
    return _counts(relation.ties.sum(axis=1))


def mutual(relation: Relation) -> IntArray:
    """How many people she names who name her too."""
    return _counts(relation.ties.multiply(relation.ties.T).sum(axis=1))


def betweenness(relation: Relation, executor: Executor | None = None) -> FloatArray:
    """Shortest directed paths through her, not normalised (Freeman 1977; Brandes 2001).

    0 by construction for whoever did not answer: use draws (``missing``) before naming brokers.
    """
    return engine.betweenness(relation.ties, executor=executor)


def betweenness_undirected(relation: Relation, executor: Executor | None = None) -> FloatArray:
    """The same on the symmetrised ties, each pair counted once."""
    return engine.betweenness(relation.both_ways, executor=executor) / 2


def constraint(relation: Relation) -> FloatArray:
    """Burt's constraint: how far her contacts are in touch with each other; NaN if she has none.

    c_i = sum_j (p_ij + sum_q p_iq p_qj)^2 over contacts j in either direction, with
    p_ij = (a_ij + a_ji) / sum_k (a_ik + a_ki) (Burt 1992). High is closed in, low is spanning.
    """
    both = (relation.ties + relation.ties.T).tocsr()
    total = np.asarray(both.sum(axis=1)).ravel()
    share = (sparse.diags_array(1.0 / np.where(total > 0, total, 1.0)) @ both).tocsr()
    reach = (share + share @ share).multiply(both > 0)
    value = np.asarray(reach.multiply(reach).sum(axis=1)).ravel()
    value[total == 0] = np.nan
    return value


def effective_size(relation: Relation) -> FloatArray:
    """How many of her contacts are not already in touch: n - 2t/n (Borgatti 1997); NaN if none.

    n contacts in either direction, t ties among them, on the symmetrised ties.
    """
    both = relation.both_ways
    contacts = np.asarray(both.sum(axis=1)).ravel()
    twice = np.asarray((both @ both).multiply(both).sum(axis=1)).ravel()
    size = contacts - twice / np.where(contacts > 0, contacts, 1.0)
    size[contacts == 0] = np.nan
    return size


def core_number(relation: Relation) -> IntArray:
    """The largest k with which she is in a group all of whom have k contacts in it (Seidman)."""
    return engine.core_numbers(relation.both_ways)


def simmelian(relation: Relation) -> IntArray:
    """How many Simmelian ties she has: mutual, with a third person mutually tied to both.

    Krackhardt 1998.
    """
    mutual_ties = relation.ties.multiply(relation.ties.T).tocsr()
    third = (mutual_ties @ mutual_ties).multiply(mutual_ties)
    return _counts((third > 0).sum(axis=1))


def brokerage(relation: Relation, unit_type: str = "department") -> dict[str, IntArray]:
    """Gould-Fernandez roles: a→v→b without a→b, counted by whose unit each of the three is in.

    coordinator all three one unit; consultant a and b one unit, v another; gatekeeper a outside;
    representative b outside; liaison three units (Gould & Fernandez 1989). People without a unit
    are taken together as one; all zero where nobody has one.
    """
    names, unit = relation.units(unit_type)
    if not names:
        return {role: np.zeros(relation.size, dtype=np.int64) for role in ROLES}
    rows, columns = relation.arcs
    same = unit[rows] == unit[columns]
    inside = _arcs(relation.size, rows[same], columns[same])
    across = _arcs(relation.size, rows[~same], columns[~same])
    open_in = _open_triads(relation.ties, inside, inside) - _returned(inside)
    between = _open_triads(relation.ties, across, across) - _returned(across)
    consultant = _one_unit(inside, across, unit, len(names)) - _returned(across)
    return {
        "coordinator": open_in,
        "consultant": consultant,
        "gatekeeper": _open_triads(relation.ties, across, inside),
        "representative": _open_triads(relation.ties, inside, across),
        "liaison": between - consultant,
    }


def _arcs(size: int, rows: IntArray, columns: IntArray) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))


def _open_triads(
    ties: sparse.csr_array, first: sparse.csr_array, second: sparse.csr_array
) -> IntArray:
    """a→v in ``first``, v→b in ``second``, no a→b in ``ties``; a = b still counted."""
    every = _counts(first.sum(axis=0)) * _counts(second.sum(axis=1))
    return every - _counts(first.multiply(ties @ second.T).sum(axis=0))


def _returned(arcs: sparse.csr_array) -> IntArray:
    """Mutual arcs of each person: the triads whose two ends are one person."""
    return _counts(arcs.multiply(arcs.T).sum(axis=1))


def _one_unit(
    inside: sparse.csr_array, across: sparse.csr_array, unit: IntArray, units: int
) -> IntArray:
    """Open triads through her whose two ends share a unit that is not hers."""
    home = _arcs(len(unit), np.arange(len(unit)), np.where(unit < 0, units, unit))[:, : units + 1]
    every = (across.T @ home).multiply(across @ home).sum(axis=1)
    return _counts(every) - _counts(across.multiply(inside @ across.T).sum(axis=0))


def _counts(values: object) -> IntArray:
    counts: IntArray = np.rint(np.asarray(values)).astype(np.int64).ravel()
    return counts


def people(
    relation: Relation,
    known: Mapping[str, np.ndarray] | None = None,
    executor: Executor | None = None,
) -> dict[str, IntArray | FloatArray | np.ndarray]:
    """Every measure of a person that needs no chance and no draws, by column name.

    ``known`` paths are taken as they are; others are counted, shared out over ``executor``.
    """
    known = known or {}
    directed = known.get("betweenness")
    both = known.get("betweenness_undirected")
    return {
        "in_degree": in_degree(relation),
        "out_degree": out_degree(relation),
        "mutual": mutual(relation),
        "betweenness": betweenness(relation, executor) if directed is None else directed,
        "betweenness_undirected": betweenness_undirected(relation, executor)
        if both is None
        else both,
        "constraint": constraint(relation),
        "effective_size": effective_size(relation),
        "core_number": core_number(relation),
        "cut_point": engine.cut_points(relation.both_ways),
        **brokerage(relation),
        "harmonic_closeness": engine.nearness(relation.ties),
        "pagerank": engine.pagerank(relation.ties),
        "simmelian": simmelian(relation),
    }


def density(relation: Relation) -> float:
    """Share of the possible ties among those who answered that are there; 0 if under two."""
    among = respondents_only(relation)
    size = among.shape[0]
    return float(among.sum()) / (size * (size - 1)) if size > 1 else 0.0


def reciprocity(relation: Relation) -> float:
    """Share of the ties among those who answered that are returned (edgewise); 0 without ties."""
    among = respondents_only(relation)
    return float(among.multiply(among.T).sum() / among.sum()) if among.nnz else 0.0


def respondents_only(relation: Relation) -> sparse.csr_array:
    """The ties among those who answered: the only ones that can be missing both ways."""
    who = np.flatnonzero(relation.answered)
    among: sparse.csr_array = relation.ties[who][:, who]
    return among


def ei_index(relation: Relation, unit_type: str) -> float | None:
    """(external - internal) / ties over ties whose both ends have a unit (Krackhardt & Stern 1988).

    -1 all inside units, +1 all across. It moves with the number and size of units: read it against
    its expectation only.
    """
    _, unit = relation.units(unit_type)
    rows, columns = relation.arcs
    known = (unit[rows] >= 0) & (unit[columns] >= 0)
    if not known.any():
        return None
    inside = float((unit[rows] == unit[columns])[known].mean())
    return 1 - 2 * inside


def top_share(counts: IntArray, share: float = 0.05) -> float:
    """Share of all nominations that go to the most-named ``share`` of people (rounded up)."""
    if not counts.sum():
        return 0.0
    top = int(np.ceil(share * len(counts)))
    return float(np.sort(counts)[::-1][:top].sum() / counts.sum())


def gini(counts: IntArray) -> float:
    """Gini coefficient: 0 if all have as many, near 1 if one has all."""
    if not counts.sum():
        return 0.0
    ordered = np.sort(counts).astype(float)
    rank = np.arange(1, len(counts) + 1)
    return float((2 * rank - len(counts) - 1) @ ordered / (len(counts) * ordered.sum()))


def modularity(both_ways: sparse.csr_array, labels: IntArray) -> float:
    """Newman-Girvan Q of a grouping: inside ties beyond what the same degrees would give."""
    total = both_ways.sum()
    if not total:
        return 0.0
    rows = np.repeat(np.arange(both_ways.shape[0]), np.diff(both_ways.indptr))
    inside = both_ways.data[labels[rows] == labels[both_ways.indices]].sum()
    degree = np.bincount(labels, weights=np.asarray(both_ways.sum(axis=1)).ravel())
    return float(inside / total - ((degree / total) ** 2).sum())
