"""UCINET's DL with short labels and a key, because it cuts labels at 18 characters."""

import csv
import io

from analysis.exports.graph import Edge, Graph, Node, Part
from analysis.exports.pajek import key
from analysis.files import unsafe
from analysis.model import Problem

LONGEST = 18


def ucinet(graph: Graph, notice: str) -> tuple[Part, ...]:
    """An edge list with weights, nodes as N1, N2, …, and a key as CSV that says who they are."""
    known = [f"N{i}" for i in range(1, len(graph.nodes) + 1)]
    number = {node.id: i for i, node in enumerate(graph.nodes, 1)}
    lines = [
        f"dl n={len(known)}",
        "format = edgelist1",
        "labels:",
        *known,
        "data:",
        *(f"{number[e.source]} {number[e.target]} {e.weight!r}" for e in graph.edges),
    ]
    return (Part(".dl", "\n".join(lines) + "\n"), key(graph, known, notice))


def read_ucinet(text: str, key_text: str) -> Graph:
    """A DL file that ``ucinet`` wrote, with the ids and names of its key.

    Raises Problem where the file is no such DL file or the key belongs to another.
    """
    head, _, rest = text.partition("labels:\n")
    said, _, data = rest.partition("data:\n")
    labels = said.split()
    rows = {row["label"]: row for row in csv.DictReader(io.StringIO(key_text))}
    if not head.startswith("dl n=") or [*rows] != labels:
        mend = "Use the .dl and the .key.csv of one export."
        raise Problem("the DL file and the key do not belong together", mend=mend)
    nodes = tuple(Node(unsafe(rows[label]["id"]), unsafe(rows[label]["name"])) for label in labels)
    edges = tuple(_edge(line, nodes) for line in data.splitlines())
    return Graph(nodes, edges, "people", False)


def _edge(line: str, nodes: tuple[Node, ...]) -> Edge:
    source, target, weight = line.split()
    return Edge(nodes[int(source) - 1].id, nodes[int(target) - 1].id, float(weight))
