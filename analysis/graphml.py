"""The network as GraphML, for Gephi, igraph, R and whatever else reads it."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import networkx as nx

from analysis.model import Tie
from analysis.network import Network

# Characters that XML 1.0 has no way to hold.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(network: Network, questions: Sequence[str] = (), min_value: float = 0.0) -> str:
    """The ties as GraphML: people with their attributes, one edge from whoever names to whom.

    Each edge has the value of every chosen question in which the tie was named
    (``value_<question>``) and, as ``weight``, the highest of them; a higher value is a stronger
    tie, never a distance.
    """
    graph = network.relation(questions, min_value).graph()
    for tie in _ties(network, questions or network.questions, min_value):
        edge = graph.edges[tie.source, tie.target]
        edge[f"value_{tie.question}"] = tie.value
        edge["weight"] = max(tie.value, edge.get("weight", tie.value))
    for person in network.roster.people:
        facts = {"level": person.level, "manager_id": person.manager_id}
        graph.nodes[person.id].update({k: v for k, v in facts.items() if v is not None})
    text = io.BytesIO()
    writer = nx.readwrite.graphml.GraphMLWriter(prettyprint=True)
    writer.add_graph_element(_xml_safe(graph))
    writer.dump(text)
    return text.getvalue().decode("utf-8") + "\n"


def _ties(network: Network, questions: Sequence[str], min_value: float) -> Iterator[Tie]:
    """The ties that count, question by question."""
    ids, columns = network.roster.ids, (network.source, network.target, network.question)
    places = zip(*(column.tolist() for column in columns), network.value.tolist(), strict=True)
    for source, target, place, value in places:
        name = network.questions[place]
        if name in questions and source != target and value >= min_value and value > 0:
            yield Tie(ids[source], ids[target], name, value)


def _xml_safe(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """The same graph without characters that XML can't hold."""
    clean: nx.DiGraph[str] = nx.DiGraph()
    for node, facts in graph.nodes(data=True):
        clean.add_node(_xml(node), **{_xml(k): _xml(v) for k, v in facts.items()})
    for source, target, facts in graph.edges(data=True):
        clean.add_edge(_xml(source), _xml(target), **{_xml(k): v for k, v in facts.items()})
    return clean


def _xml(value: Any) -> Any:
    return NOT_XML.sub("", value) if isinstance(value, str) else value
