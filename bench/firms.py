"""The firms that are timed."""

import igraph as ig
import numpy as np

from analysis.network import Network, Relation, from_answers
from analysis.planted import Firm, plant

SEED = 1


def firm_of(people: int) -> Firm:
    """An ordinary firm of this size, 5 % of it silent."""
    return plant("ordinary", SEED, people=people, response=0.95)


def network_of(people: int) -> Network:
    """Its network."""
    firm = firm_of(people)
    return from_answers(firm.roster, firm.answers)


def main_relation(people: int) -> Relation:
    """Its answers to the first question."""
    return network_of(people).relation(("information",))


def as_igraph(relation: Relation) -> ig.Graph:
    """The same as an igraph graph."""
    edges = np.column_stack(relation.arcs).tolist()
    return ig.Graph(n=relation.size, edges=edges, directed=True)
