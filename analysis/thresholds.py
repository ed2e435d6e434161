"""Whether figures stay when the weakest tie that counts is one step weaker or stronger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from analysis import chance, engine, measures
from analysis.further_rows import ThresholdRow
from analysis.model import Finding, Subject
from analysis.network import Network, Relation

MOST_ANSWERS = 12
MOST_FINDINGS = 12
PATHS_UP_TO = 600

Number = Callable[[Relation, Subject], float | None]


@dataclass(frozen=True, slots=True)
class Steps:
    """The weakest answer that counts: one step lower, as used, one step higher; None if none."""

    lower: float | None
    used: float
    higher: float | None


def steps(network: Network, questions: Sequence[str], min_value: float) -> Steps | None:
    """The answers next to the one in use; None where all answers are alike or there is no scale.

    More than 12 different answers are no scale but a count or a weight.
    """
    chosen = np.array([name in questions for name in network.questions], dtype=bool)
    found = np.unique(network.value[chosen[network.question] & (network.value > 0)])
    counted = found[found >= min_value]
    if not 2 <= len(found) <= MOST_ANSWERS or not len(counted):
        return None
    below = found[found < min_value]
    return Steps(
        float(below[-1]) if len(below) else None,
        float(counted[0]),
        float(counted[1]) if len(counted) > 1 else None,
    )


def rows(
    network: Network, questions: Sequence[str], at: Steps, findings: Sequence[Finding]
) -> tuple[ThresholdRow, ...]:
    """The firm's figures, then the main numbers of the first 12 findings, at each step.

    All as answered: nothing is drawn for those who did not answer, so that a number can differ a
    little from the one that the finding gives.
    """
    whole = Subject("organisation")
    every = cache(partial(_at_steps, network, at))
    asked = tuple(questions)
    found = [_row(every(asked), number, (name, whole, "")) for name, number in WHOLE.items()]
    for finding in findings[:MOST_FINDINGS]:
        if finding.kind in MAIN:
            name, number = MAIN[finding.kind]
            own = tuple(q for q in finding.relation.split(" + ") if q in network.questions)
            of = (name, finding.subject, finding.id)
            found.append(_row(every(own or asked), number, of))
    return tuple(row for row in found if row is not None)


AtSteps = tuple[Relation | None, Relation, Relation | None]


def _at_steps(network: Network, at: Steps, questions: tuple[str, ...]) -> AtSteps:
    """The ties of some questions with each step as the least."""
    lower, higher = (
        None if least is None else network.relation(questions, least)
        for least in (at.lower, at.higher)
    )
    return lower, network.relation(questions, at.used), higher


def _row(relations: AtSteps, number: Number, of: tuple[str, Subject, str]) -> ThresholdRow | None:
    name, subject, finding = of
    lower, used, higher = (None if r is None else number(r, subject) for r in relations)
    if used is None:
        return None
    return ThresholdRow(name, finding, relations[1].name, lower, used, higher)


def _outside_ratio(relation: Relation, subject: Subject) -> float | None:
    """Ties across the unit's border over those expected (O/E)."""
    names, unit = relation.units(subject.unit_type)
    if subject.unit not in names:
        return None
    rows, columns = relation.arcs
    known = (unit[rows] >= 0) & (unit[columns] >= 0)
    source, target, mine = unit[rows[known]], unit[columns[known]], names.index(subject.unit)
    expected = chance.expected_across(source, target, len(names))[mine]
    across = ((source == mine) ^ (target == mine)).sum()
    return float(across / expected) if expected > 0 else None


def _ties_between(relation: Relation, subject: Subject) -> float | None:
    names, unit = relation.units(subject.unit_type)
    if any(name not in names for name in subject.units):
        return None
    one, other = (names.index(name) for name in subject.units)
    source, target = (unit[ends] for ends in relation.arcs)
    there = (source == one) & (target == other) | (source == other) & (target == one)
    return float(there.sum())


def _position(relation: Relation, subject: Subject) -> int | None:
    ids = relation.roster.ids
    return ids.index(subject.id) if subject.id in ids else None


def _cut_off(relation: Relation, subject: Subject) -> float | None:
    person = _position(relation, subject)
    return None if person is None else float(len(engine.cut_off(relation.both_ways, person)))


def _named_by(relation: Relation, subject: Subject) -> float | None:
    person = _position(relation, subject)
    return None if person is None else float(measures.in_degree(relation)[person])


def _place(relation: Relation, subject: Subject) -> float | None:
    """Above how many in 100 she stands by shortest ways, ties taken both ways."""
    person = _position(relation, subject)
    if person is None or relation.size > PATHS_UP_TO:
        return None
    paths = measures.betweenness_undirected(relation)
    return float((paths < paths[person]).mean()) * 100


WHOLE: dict[str, Number] = {
    "ties": lambda relation, _: float(relation.ties.nnz),
    "mean_out_degree": lambda r, _: r.ties.nnz / max(int(r.answered.sum()), 1),
    "reciprocity": lambda r, _: measures.reciprocity(r) if r.ties.nnz else None,
    "ei_index": lambda relation, _: measures.ei_index(relation, "department"),
    "largest_piece_share": lambda r, _: float((engine.pieces(r.both_ways) == 0).mean()),
    "sought_top_share": lambda r, _: measures.top_share(measures.in_degree(r)),
}
MAIN: dict[str, tuple[str, Number]] = {
    "silo": ("outside_ratio", _outside_ratio),
    "missing_link": ("ties_between", _ties_between),
    "cut_point": ("people_cut_off", _cut_off),
    "bottleneck": ("place_by_paths", _place),
    "hidden_broker": ("place_by_paths", _place),
    "overload": ("in_degree", _named_by),
    "concentration": ("sought_top_share", WHOLE["sought_top_share"]),
}
