"""The network that a View may show, in the formats of other programs.

graph = shown(seen, network)                 # people only where the audience may see who named whom
parts = FORMATS["gexf"](graph, notice)       # the file, and what has to lie beside it
"""

from analysis.exports.gexf import gexf
from analysis.exports.graph import Edge, Graph, Node, Part, Writer, shown, shows_ties
from analysis.exports.graphml import graphml
from analysis.exports.lists import lists
from analysis.exports.pajek import pajek
from analysis.exports.ucinet import read_ucinet, ucinet

FORMATS: dict[str, Writer] = {
    "graphml": graphml,
    "gexf": gexf,
    "pajek": pajek,
    "ucinet": ucinet,
    "csv": lists,
}

__all__ = [
    "FORMATS",
    "Edge",
    "Graph",
    "Node",
    "Part",
    "Writer",
    "read_ucinet",
    "shown",
    "shows_ties",
]
