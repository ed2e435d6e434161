"""The measures of people.csv once more, by networkx and from their definitions, to compare with.

Written for being read, not for speed, and sharing no line with the measures that it judges.
"""

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

Graph = Any
Values = Mapping[Any, float]
ROLES = {(True, True): "coordinator", (True, False): "representative", (False, True): "gatekeeper"}


def people(graph: Graph) -> dict[str, Values]:
    """Every column of people.csv that is a measure of the ties as answered."""
    both = nx.Graph(graph.to_undirected())
    cut = set(nx.articulation_points(both))
    every: dict[str, Values] = {
        "in_degree": dict(graph.in_degree()),
        "out_degree": dict(graph.out_degree()),
        "mutual": {v: sum(graph.has_edge(w, v) for w in graph.successors(v)) for v in graph},
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "betweenness_undirected": nx.betweenness_centrality(both, normalized=False),
        "constraint": nx.constraint(strengths(graph), weight="weight"),
        "effective_size": nx.effective_size(both),
        "core_number": nx.core_number(both),
        "cut_point": {v: float(v in cut) for v in graph},
        "harmonic_closeness": nx.harmonic_centrality(graph),
        "pagerank": nx.pagerank(graph, tol=1e-14, max_iter=10_000),
        "simmelian": simmelian(graph),
    }
    counts = roles(graph)
    names = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
    return every | {role: {v: counts[v].get(role, 0) for v in graph} for role in names}


def strengths(graph: Graph) -> Graph:
    """a_ij + a_ji as a weight: networkx leaves out whoever only is named in directed graphs."""
    both = nx.Graph()
    both.add_nodes_from(graph)
    for u, v in graph.edges:
        both.add_edge(u, v, weight=1 + graph.has_edge(v, u))
    return both


def simmelian(graph: Graph) -> Values:
    """Mutual ties with a third person mutually tied to both."""
    mutual = graph.to_undirected(reciprocal=True)
    return {v: sum(any(True for _ in nx.common_neighbors(mutual, v, w)) for w in mutual[v])
            for v in mutual}  # fmt: skip


def roles(graph: Graph) -> dict[Any, dict[str, int]]:
    """Gould and Fernandez' counts by department, triad by triad; none where nobody has one."""
    home = nx.get_node_attributes(graph, "department")
    counts: dict[Any, dict[str, int]] = {v: {} for v in graph}
    triads = (
        (first, middle, last)
        for first, middle in graph.edges
        for last in graph.successors(middle)
        if home and last != first and not graph.has_edge(first, last)
    )
    for triad in triads:
        role = _role(*(home.get(v) for v in triad))
        counts[triad[1]][role] = counts[triad[1]].get(role, 0) + 1
    return counts


def _role(first: object, middle: object, last: object) -> str:
    other = "consultant" if first == last else "liaison"
    return ROLES.get((first == middle, middle == last), other)


def modularity(graph: Graph, group: Mapping[Any, int]) -> float:
    """Newman and Girvan's Q of a grouping, both ways."""
    groups: dict[int, set[Any]] = {}
    for v in graph:
        groups.setdefault(group[v], set()).add(v)
    both = nx.Graph(graph.to_undirected())
    of: Callable[..., float] = nx.community.modularity
    return of(both, list(groups.values()))
