"""The same measures by plain networkx, as somebody would write them who has only that."""

from typing import Any

import networkx as nx

Graph = Any
ROLES = {(True, True): "coordinator", (True, False): "representative", (False, True): "gatekeeper"}


def people(graph: Graph) -> dict[str, dict[Any, Any]]:
    """Every column of people.csv that is a measure of the ties as answered."""
    both = nx.Graph(graph.to_undirected())
    return {
        "in_degree": dict(graph.in_degree()),
        "out_degree": dict(graph.out_degree()),
        "mutual": {v: sum(graph.has_edge(w, v) for w in graph.successors(v)) for v in graph},
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "betweenness_undirected": nx.betweenness_centrality(both, normalized=False),
        "constraint": nx.constraint(graph),
        "effective_size": nx.effective_size(both),
        "core_number": nx.core_number(both),
        "cut_point": dict.fromkeys(nx.articulation_points(both), True),
        "harmonic_closeness": nx.harmonic_centrality(graph),
        "pagerank": nx.pagerank(graph),
        "simmelian": simmelian(graph),
        "roles": roles(graph),
    }


def simmelian(graph: Graph) -> dict[Any, int]:
    """Mutual ties with a third person mutually tied to both."""
    mutual = graph.to_undirected(reciprocal=True)
    return {v: sum(bool(set(mutual[v]) & set(mutual[w])) for w in mutual[v]) for v in mutual}


def roles(graph: Graph) -> dict[Any, dict[str, int]]:
    """Gould-Fernandez counts by department, triad by triad."""
    home = nx.get_node_attributes(graph, "department")
    counts: dict[Any, dict[str, int]] = {v: {} for v in graph}
    for first, middle in graph.edges:
        for last in graph.successors(middle):
            if first != last and not graph.has_edge(first, last):
                role = _role(home.get(first), home.get(middle), home.get(last))
                counts[middle][role] = counts[middle].get(role, 0) + 1
    return counts


def _role(first: object, middle: object, last: object) -> str:
    other = "consultant" if first == last else "liaison"
    return ROLES.get((first == middle, middle == last), other)
