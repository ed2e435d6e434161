"""Each measure of a person against hand-worked answers, networkx and igraph."""

import math
from collections.abc import Mapping

import igraph as ig
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import measures
from analysis.network import Relation, from_answers
from analysis.planted import plant
from bench import rivals
from tests.analysis import small_networks
from tests.analysis.small_networks import SHELF, Sides, Worked, relation

LETTERS = "abcdefghijklmnop"
HOMES = ("North", "South", "West", "")


@st.composite
def digraphs(draw: st.DrawFn) -> Relation:
    """A firm of 1 to 16 people with any ties, in up to three departments."""
    people = LETTERS[: draw(st.integers(1, len(LETTERS)))]
    pairs = [(s, t) for s in people for t in people if s != t]
    arcs = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    homes = {id_: draw(st.sampled_from(HOMES)) for id_ in people}
    return relation("random", people, arcs, Sides(homes))


def as_igraph(firm: Relation) -> ig.Graph:
    rows, columns = firm.arcs
    edges = list(zip(rows.tolist(), columns.tolist(), strict=True))
    return ig.Graph(n=firm.size, edges=edges, directed=True)


def as_networkx(firm: Relation) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(firm.size))
    graph.add_edges_from(as_igraph(firm).get_edgelist())
    return graph


def in_order(values: Mapping[int, float]) -> list[float]:
    return [values[i] for i in range(len(values))]


def same(ours: object, theirs: object) -> None:
    """Equal to 1e-9 relative; undefined in the same places."""
    np.testing.assert_allclose(
        np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("worked", SHELF, ids=lambda worked: worked.relation.name)
def test_a_small_network_has_the_numbers_worked_out_by_hand(worked: Worked) -> None:
    found = measures.people(worked.relation)
    ids = worked.relation.roster.ids

    for measure, known in worked.numbers.items():
        same(found[measure], [known.get(id_, 0) for id_ in ids])


def test_the_medici_stand_between_47_and_a_half_pairs() -> None:
    marriages = small_networks.florentine_marriages().relation

    found = measures.betweenness_undirected(marriages)[marriages.roster.ids.index("Medici")]

    assert math.isclose(found, 47.5, rel_tol=1e-12)


@given(digraphs())
def test_degrees_count_who_names_and_who_is_named(firm: Relation) -> None:
    graph = as_networkx(firm)

    same(measures.in_degree(firm), in_order(dict(graph.in_degree())))
    same(measures.out_degree(firm), in_order(dict(graph.out_degree())))


@given(digraphs())
def test_mutual_ties_are_those_that_go_both_ways(firm: Relation) -> None:
    graph = as_networkx(firm)

    both = [sum(graph.has_edge(j, i) for j in graph.successors(i)) for i in graph]

    same(measures.mutual(firm), both)


@given(digraphs())
def test_directed_betweenness_equals_networkx_and_igraph(firm: Relation) -> None:
    found = measures.betweenness(firm)

    same(found, in_order(nx.betweenness_centrality(as_networkx(firm), normalized=False)))
    same(found, as_igraph(firm).betweenness(directed=True))


@given(digraphs())
def test_undirected_betweenness_counts_each_pair_once(firm: Relation) -> None:
    found = measures.betweenness_undirected(firm)
    graph = as_networkx(firm).to_undirected()

    same(found, in_order(nx.betweenness_centrality(graph, normalized=False)))
    same(found, as_igraph(firm).as_undirected().betweenness())


@given(digraphs())
def test_constraint_equals_igraph_where_there_are_contacts(firm: Relation) -> None:
    graph = as_igraph(firm)

    theirs = np.array(graph.constraint(), dtype=float)
    theirs[np.array(graph.degree()) == 0] = np.nan

    same(measures.constraint(firm), theirs)


@given(digraphs())
def test_constraint_equals_networkx_for_whoever_names_somebody(firm: Relation) -> None:
    graph = as_networkx(firm)
    askers = [i for i in graph if graph.out_degree(i)]

    theirs = nx.constraint(graph, nodes=askers)

    same(measures.constraint(firm)[askers], [theirs[i] for i in askers])


@given(digraphs())
def test_effective_size_equals_networkx_on_symmetrised_ties(firm: Relation) -> None:
    theirs = nx.effective_size(as_networkx(firm).to_undirected())

    same(measures.effective_size(firm), in_order(theirs))


@given(digraphs())
def test_core_numbers_equal_networkx_and_igraph(firm: Relation) -> None:
    found = measures.core_number(firm)

    same(found, in_order(nx.core_number(as_networkx(firm).to_undirected())))
    same(found, as_igraph(firm).as_undirected().coreness())


@given(digraphs())
def test_cut_points_are_the_articulation_points(firm: Relation) -> None:
    found = set(np.flatnonzero(measures.people(firm)["cut_point"]).tolist())

    assert found == set(nx.articulation_points(as_networkx(firm).to_undirected()))
    assert found == set(as_igraph(firm).as_undirected().articulation_points())


@given(digraphs())
def test_simmelian_ties_have_a_third_person_mutually_tied_to_both(firm: Relation) -> None:
    graph = as_networkx(firm).to_undirected(reciprocal=True)

    embedded = [sum(bool(set(graph[i]) & set(graph[j])) for j in graph[i]) for i in graph]

    same(measures.simmelian(firm), embedded)


@given(digraphs())
def test_roles_equal_a_count_over_every_open_triad(firm: Relation) -> None:
    found = measures.brokerage(firm)
    counted = {role: [0] * firm.size for role in measures.ROLES}
    for role, person in open_triads(firm):
        counted[role][person] += 1

    same(np.array(list(found.values())), np.array([counted[role] for role in found]))


def open_triads(firm: Relation) -> list[tuple[str, int]]:
    """Each open triad's role and the person in its middle, by looking at all of them."""
    names, unit = firm.units("department")
    graph = as_networkx(firm)
    triads = [
        (a, v, b)
        for a, v in graph.edges
        for b in graph.successors(v)
        if a != b and not graph.has_edge(a, b)
    ]
    return [(role_of(unit[a], unit[v], unit[b]), v) for a, v, b in triads] if names else []


def role_of(first: int, middle: int, last: int) -> str:
    """Gould and Fernandez' five, as their paper draws them."""
    if first == last:
        return "coordinator" if first == middle else "consultant"
    if first == middle:
        return "representative"
    return "gatekeeper" if middle == last else "liaison"


@given(digraphs())
def test_harmonic_closeness_is_how_easily_one_is_reached(firm: Relation) -> None:
    theirs = nx.harmonic_centrality(as_networkx(firm))

    same(measures.people(firm)["harmonic_closeness"], in_order(theirs))


@settings(deadline=None)
@given(digraphs())
def test_pagerank_equals_networkx_and_igraph(firm: Relation) -> None:
    found = measures.people(firm)["pagerank"]
    theirs = nx.pagerank(as_networkx(firm), tol=1e-13, max_iter=2000)

    np.testing.assert_allclose(found, in_order(theirs), rtol=1e-7)
    np.testing.assert_allclose(found, as_igraph(firm).pagerank(), rtol=1e-7)


@given(digraphs())
def test_reciprocity_equals_igraph_when_all_answered(firm: Relation) -> None:
    theirs = as_igraph(firm).reciprocity()

    same(measures.reciprocity(firm), 0.0 if math.isnan(theirs) else theirs)


@given(digraphs())
def test_density_is_the_share_of_possible_ties(firm: Relation) -> None:
    same(measures.density(firm), nx.density(as_networkx(firm)))


@given(digraphs(), st.randoms(use_true_random=False))
def test_measures_do_not_depend_on_the_order_of_the_roster(firm: Relation, chance: object) -> None:
    order = list(range(firm.size))
    chance.shuffle(order)  # type: ignore[attr-defined]
    people = [firm.roster.ids[i] for i in order]
    arcs = [(firm.roster.ids[s], firm.roster.ids[t]) for s, t in zip(*firm.arcs, strict=True)]
    homes = {p.id: p.attributes.get("department", "") for p in firm.roster.people}

    shuffled = measures.people(relation("shuffled", people, arcs, Sides(homes)))

    for measure, values in measures.people(firm).items():
        same(shuffled[measure], np.asarray(values)[order])


def test_what_the_benchmark_times_beside_us_gives_the_same_numbers() -> None:
    firm = plant("ordinary", 1, people=60)
    network = from_answers(firm.roster, firm.answers).relation()
    ours, theirs = measures.people(network), rivals.people(network.graph())
    roles, cuts = theirs.pop("roles"), theirs.pop("cut_point")
    ids = network.roster.ids

    for measure in theirs.keys() - {"pagerank"}:
        same(ours[measure], [theirs[measure][id_] for id_ in ids])
    for role in measures.ROLES:
        same(ours[role], [roles[id_].get(role, 0) for id_ in ids])
    same(ours["cut_point"], [cuts.get(id_, False) for id_ in ids])
