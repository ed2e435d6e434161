"""What a graph file may hold: people and who named whom, or else groups and how much in touch.

A map without names is not anonymous (department and counts name most of its dots), so where the
audience may not see who named whom the nodes are groups.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.network import Network
from analysis.privacy import View
from analysis.results import PairRow, UnitRow, row_dict

Fact = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Node:
    """A person or a group: a key, what it is called, and what is known of it."""

    id: str
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """From whoever names to whom: the strongest value, or between groups the number of ties."""

    source: str
    target: str
    weight: float
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """Directed, without loops. ``of`` says what the nodes are: people, or a kind of unit.

    ``named`` says whether it holds people's names and who named whom.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    of: str
    named: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export: how its name ends, and its text."""

    ending: str
    text: str


Writer = Callable[[Graph, str], tuple[Part, ...]]


def shows_ties(view: View) -> bool:
    """Whether this audience may see who named whom: analysts, where people may be named at all."""
    return view.named and view.audience.name == "analyst"


def shown(view: View, network: Network | None = None, unit_type: str = "department") -> Graph:
    """The network as far as ``view`` goes: people where it shows ties, groups everywhere else.

    ``network`` holds the answers; without it there are groups only. ``unit_type`` says by which
    attribute people are grouped. Ties inside a group are a fact of its node (``inside_ties``),
    never a loop.
    """
    if network is not None and shows_ties(view):
        return _people(view, network)
    return _groups(view, unit_type)


def _groups(view: View, kind: str) -> Graph:
    rows = [row for row in view.units if row.unit_type == kind]
    there = {row.unit for row in rows}
    edges = (_between(row) for row in view.pairs if row.unit_type == kind and _apart(row, there))
    return Graph(tuple(_group(row) for row in rows), tuple(edges), kind, False)


def _apart(row: PairRow, there: set[str]) -> bool:
    both = row.from_unit in there and row.to_unit in there
    return both and row.from_unit != row.to_unit and row.ties > 0


def _group(row: UnitRow) -> Node:
    return Node(row.unit, row.unit, _known(row_dict(row), ("unit",)))


def _between(row: PairRow) -> Edge:
    facts = _known(row_dict(row), ("unit_type", "from_unit", "to_unit"))
    return Edge(row.from_unit, row.to_unit, float(row.ties), facts)


def _known(row: Mapping[str, Any], without: Sequence[str]) -> dict[str, Fact]:
    """What a row says, without gaps and without what stands elsewhere."""
    return {
        key: value.item() if isinstance(value, np.generic) else value
        for key, value in row.items()
        if value is not None and key not in without
    }


def _people(view: View, network: Network) -> Graph:
    measured = {row.person_id: _known(row_dict(row), ("person_id",)) for row in view.people}
    nodes = []
    for person in network.roster.people:
        if person.id in view.names:
            facts = {"level": person.level, "manager_id": person.manager_id, **person.attributes}
            taken = measured.get(person.id, {})
            own = {f"roster_{k}" if k in {*taken, "name"} else k: v for k, v in facts.items()}
            nodes.append(Node(person.id, view.names[person.id], {**_known(own, ()), **taken}))
    there = {node.id for node in nodes}
    edges = (edge for edge in _ties(view, network) if {edge.source, edge.target} <= there)
    return Graph(tuple(nodes), tuple(edges), "people", True)


def _ties(view: View, network: Network) -> Iterator[Edge]:
    """The ties that the analysis counted, a pair once with its value in each question."""
    ids, names = network.roster.ids, network.questions
    weakest = view.made.min_value
    found: dict[tuple[int, int], dict[str, float]] = {}
    columns = (network.source, network.target, network.question, network.value)
    for source, target, asked, value in zip(*(c.tolist() for c in columns), strict=True):
        counts = names[asked] in view.made.questions and value >= weakest and value > 0
        if counts and source != target:
            values = found.setdefault((source, target), {})
            values[names[asked]] = max(value, values.get(names[asked], 0.0))
    for (source, target), values in sorted(found.items()):
        facts = {f"value_{question}": value for question, value in values.items()}
        yield Edge(ids[source], ids[target], max(values.values()), facts)


def distinct(names: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The names, no two alike: where several share one, each has its tag behind."""
    often = Counter(names)
    taken = {name for name, n in often.items() if n == 1}
    out = []
    for name, tag in zip(names, tags, strict=True):
        own = name if often[name] == 1 else f"{name} ({tag})"
        while own in taken and often[name] > 1:
            own += "'"
        taken.add(own)
        out.append(own)
    return out
