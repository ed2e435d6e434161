"""Plain lists as CSV: ties in one file, nodes in another."""

from collections.abc import Iterable, Mapping

from analysis import files
from analysis.exports.graph import Fact, Graph, Part


def lists(graph: Graph, notice: str) -> tuple[Part, ...]:
    """A row a tie with both names; beside it a row a node; and a note on what they hold."""
    named = {node.id: node.name for node in graph.nodes}
    ties = [
        {
            "source": edge.source,
            "target": edge.target,
            "source_name": named[edge.source],
            "target_name": named[edge.target],
            "weight": edge.weight,
            **edge.facts,
        }
        for edge in graph.edges
    ]
    nodes = [{"id": node.id, "name": node.name, **node.facts} for node in graph.nodes]
    ends = ("source", "target", "source_name", "target_name", "weight")
    return (
        Part(".csv", _table(ends, ties)),
        Part(".nodes.csv", _table(("id", "name"), nodes)),
        Part(".about.txt", notice + "\n"),
    )


def _table(first: tuple[str, ...], rows: list[dict[str, Fact]]) -> str:
    columns = (*first, *(key for key in columns_of(rows) if key not in first))
    return files.table(columns, ({**dict.fromkeys(columns), **row} for row in rows))


def columns_of(rows: Iterable[Mapping[str, Fact]]) -> tuple[str, ...]:
    """Every key that any row has, in order of first appearance."""
    return tuple(dict.fromkeys(key for row in rows for key in row))
