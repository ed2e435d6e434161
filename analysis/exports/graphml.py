"""GraphML, for igraph, R, yEd, Cytoscape and whatever else reads it."""

import io
from typing import TYPE_CHECKING, Any

from analysis.exports.graph import Fact, Graph, Part
from analysis.graphml import NOT_XML

if TYPE_CHECKING:
    import networkx as nx


def graphml(graph: Graph, notice: str) -> tuple[Part, ...]:
    """Nodes with all that is known of them; ``weight`` grows with the strength of a tie."""
    from networkx.readwrite.graphml import GraphMLWriter

    text = io.BytesIO()
    writer = GraphMLWriter(prettyprint=True)
    writer.add_graph_element(_graph(graph, notice))
    writer.dump(text)
    return (Part(".graphml", text.getvalue().decode("utf-8") + "\n"),)


def _graph(graph: Graph, notice: str) -> "nx.DiGraph[str]":
    import networkx as nx

    made: nx.DiGraph[str] = nx.DiGraph(notice=xml(notice), holds_names=graph.named)
    for node in graph.nodes:
        made.add_node(xml(node.id), **_facts({**node.facts, "name": node.name}))
    for edge in graph.edges:
        facts: dict[str, Fact] = {**edge.facts, "weight": edge.weight}
        made.add_edge(xml(edge.source), xml(edge.target), **_facts(facts))
    return made


def _facts(facts: dict[str, Fact]) -> dict[str, Any]:
    return {xml(key): xml(value) for key, value in facts.items()}


def xml(value: Any) -> Any:
    """A value without characters that XML can't hold."""
    return NOT_XML.sub("", value) if isinstance(value, str) else value
