"""Networks in which everybody's answer is known: planted firms, classics, and any others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx
import numpy as np

from analysis import treatments
from analysis.network import Network, Relation, from_answers, from_graph
from analysis.planted import CASES, Case, plant

GROUPS = ("planted", "classic", "given")
RESPONSE_NEEDED = 0.65
SMALLEST = 30
SIZES = (60, 100, 150, 200, 80)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A complete network: where from (``group``, ``name``) and its ties.

    ``directed`` False: every tie goes both ways by construction. ``reference`` holds what other
    programs found, by column of people.csv, in the order of the roster.
    """

    group: str
    name: str
    relation: Relation
    directed: bool = True
    reference: Mapping[str, Sequence[float | None]] = field(default_factory=dict)


def about_structure(case: Case) -> bool:
    """Whether what is planted can be found at any size and response: not "tiny" and the like."""
    return case.people >= SMALLEST and case.response >= RESPONSE_NEEDED


def planted(count: int, seed: int) -> tuple[Known, ...]:
    """So many firms of all cases and of 60 to 200 people: the answers of all who answered."""
    cases = [case for case in CASES if about_structure(case)]
    return tuple(
        _planted(cases[k % len(cases)], seed + k, SIZES[k % len(SIZES)]) for k in range(count)
    )


def _planted(case: Case, seed: int, people: int) -> Known:
    firm = plant(case, seed, people=max(people, case.smallest), response=1.0)
    network = from_answers(firm.roster, firm.answers)
    relation = treatments.respondents(network.relation(network.questions[:1]))
    return Known("planted", f"{case.name}, {relation.size} people", relation)


def classics() -> tuple[Known, ...]:
    """The classic networks that networkx brings along; all undirected.

    Zachary's karate club, Padgett's Florentine families, the women of Davis' Southern clubs (tied
    where they met at four events or more), the characters of Les Misérables.
    """
    met = nx.davis_southern_women_graph()
    women = nx.bipartite.weighted_projected_graph(met, met.graph["top"])
    women = nx.Graph((u, v) for u, v, often in women.edges(data="weight") if often >= 4)
    graphs = {
        "karate club": nx.karate_club_graph(),
        "Florentine families": nx.florentine_families_graph(),
        "Southern women": women,
        "Les Misérables": nx.les_miserables_graph(),
    }
    return tuple(_classic(name, graph) for name, graph in graphs.items())


def _classic(name: str, graph: nx.Graph) -> Known:
    """Everybody answered; the club's two sides stand for departments."""
    plain = nx.Graph()
    for node in sorted(graph, key=str):
        club = graph.nodes[node].get("club", "")
        plain.add_node(str(node), **({"department": club} if club else {}))
    plain.add_edges_from((str(u), str(v)) for u, v in graph.edges)
    return Known("classic", name, from_graph(plain).relation(), directed=False)


def as_network(relation: Relation) -> Network:
    """A network of this one question."""
    source, target = relation.arcs
    return Network(
        relation.roster,
        (relation.name,),
        source,
        target,
        np.zeros(len(source), dtype=np.int64),
        np.ones(len(source)),
        relation.answered[None, :],
    )


def with_silence(relation: Relation, response: float, seed: int) -> Relation:
    """The same as if only a share ``response`` of the people, taken at random, had answered."""
    rng = np.random.default_rng([seed, 77])
    count = round((1 - response) * relation.size)
    return treatments.hide(relation, rng.choice(relation.size, count, replace=False))
