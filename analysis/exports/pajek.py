"""Pajek's .net, with a key: labels there hold no quotes, and two nodes need two labels."""

from analysis import files
from analysis.exports.graph import Graph, Part, distinct

CUT = str.maketrans({'"': "'", "\\": "/"})


def pajek(graph: Graph, notice: str) -> tuple[Part, ...]:
    """Vertices in order with their labels, arcs with their weight, and a key as CSV.

    A label is the name in one line without quotes and backslashes; where two would be alike, each
    has its number as well. The key has every label beside the id and the name as they are.
    """
    known = labels(graph)
    number = {node.id: i for i, node in enumerate(graph.nodes, 1)}
    lines = [
        f"*Network {_line(notice)}",
        f"*Vertices {len(graph.nodes)}",
        *(f'{i} "{label}"' for i, label in enumerate(known, 1)),
        "*Arcs",
        *(f"{number[e.source]} {number[e.target]} {e.weight!r}" for e in graph.edges),
    ]
    # Pajek takes a file for UTF-8 only if it begins with this mark.
    return (Part(".net", "\ufeff" + "\n".join(lines) + "\n"), key(graph, known, notice))


def labels(graph: Graph) -> list[str]:
    """One label a node, no two alike."""
    plain = [_line(node.name) or "-" for node in graph.nodes]
    return distinct(plain, [str(i) for i in range(1, len(plain) + 1)])


def _line(text: str) -> str:
    """The text in one line, as it may stand between quotes."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.translate(CUT).split())


def key(graph: Graph, known: list[str], notice: str) -> Part:
    """Which label is whom: number, label, id, name; the notice stands in every row."""
    rows = [
        {"number": i, "label": label, "id": node.id, "name": node.name, "notice": notice}
        for i, (label, node) in enumerate(zip(known, graph.nodes, strict=True), 1)
    ]
    return Part(".key.csv", files.table(("number", "label", "id", "name", "notice"), rows))
