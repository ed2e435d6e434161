"""GEXF 1.3, the format of Gephi. It holds no date, so that the same graph gives the same bytes."""

from collections.abc import Iterable, Mapping
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analysis.exports.graph import Fact, Graph, Part
from analysis.exports.graphml import xml

SPACE = "http://gexf.net/1.3"
TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double", str: "string"}
Columns = Mapping[str, tuple[str, str]]


def gexf(graph: Graph, notice: str) -> tuple[Part, ...]:
    """Nodes are keyed by id and labelled by name; every fact is an attribute."""
    root = Element("gexf", {"xmlns": SPACE, "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "Tiewise"
    SubElement(meta, "description").text = xml(notice)
    kind = {"defaultedgetype": "directed", "mode": "static"}
    body = SubElement(root, "graph", kind)
    columns = _declare(body, "node", (node.facts for node in graph.nodes))
    values = _declare(body, "edge", (edge.facts for edge in graph.edges))
    nodes, edges = SubElement(body, "nodes"), SubElement(body, "edges")
    for node in graph.nodes:
        item = SubElement(nodes, "node", {"id": xml(node.id), "label": xml(node.name)})
        _tell(item, columns, node.facts)
    for number, edge in enumerate(graph.edges):
        ends = {"source": xml(edge.source), "target": xml(edge.target)}
        weight = {"id": str(number), "weight": repr(edge.weight)}
        _tell(SubElement(edges, "edge", {**weight, **ends}), values, edge.facts)
    indent(root, " ")
    said = tostring(root, encoding="unicode")
    return (Part(".gexf", f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'),)


def _declare(body: Element, of: str, rows: Iterable[Mapping[str, Fact]]) -> Columns:
    """Name every attribute once with its type: text where rows differ."""
    kinds: dict[str, set[str]] = {}
    for key, value in chain.from_iterable(row.items() for row in rows):
        kinds.setdefault(key, set()).add(TYPES[type(value)])
    declared = SubElement(body, "attributes", {"class": of, "mode": "static"})
    columns = {}
    for number, (key, found) in enumerate(kinds.items()):
        type_ = _widest(found)
        columns[key] = (str(number), type_)
        title = {"id": str(number), "title": xml(key), "type": type_}
        SubElement(declared, "attribute", title)
    return columns


def _widest(found: set[str]) -> str:
    if found <= {"long", "double"}:
        return "double" if "double" in found else "long"
    return found.pop() if len(found) == 1 else "string"


def _tell(item: Element, columns: Columns, facts: Mapping[str, Fact]) -> None:
    if not facts:
        return
    values = SubElement(item, "attvalues")
    for key, value in facts.items():
        said = str(value).lower() if isinstance(value, bool) else str(value)
        SubElement(values, "attvalue", {"for": columns[key][0], "value": xml(said)})
