"""The chart beside the ties, and Krackhardt's measures on trees worked out by hand."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import chart, cores
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers


def matrix(graph: nx.DiGraph) -> sparse.csr_array:
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float))


TREE = nx.DiGraph([(0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6)])


def test_a_pure_chart_scores_one_on_all_four():
    tree = matrix(TREE)

    assert chart.connectedness(tree) == 1
    assert chart.hierarchy(tree) == 1
    assert chart.efficiency(tree) == 1
    assert chart.lubness(tree) == 1


def test_a_circle_has_no_hierarchy():
    assert chart.hierarchy(matrix(nx.cycle_graph(5, nx.DiGraph))) == 0


def test_two_pairs_are_connected_for_a_third():
    # 2 of the 6 pairs of four people have a way.
    assert chart.connectedness(matrix(nx.DiGraph([(0, 1), (2, 3)]))) == pytest.approx(1 / 3)


def test_everybody_naming_everybody_is_no_efficiency():
    assert chart.efficiency(matrix(nx.complete_graph(6, nx.DiGraph))) == 0


def test_two_bosses_over_two_people_have_no_least_bound():
    # 2 and 3 have the bosses 0 and 1, neither under the other; so have 0 and 1 none at all.
    bound = chart.lubness(matrix(nx.DiGraph([(0, 2), (0, 3), (1, 2), (1, 3)])))

    assert bound == pytest.approx(1 - 2 / 3)


def firm(ties: str) -> Relation:
    """a leads b, b leads c and d; everybody answered; ``ties`` like "ca" (c names a)."""
    lines = {"a": None, "b": "a", "c": "b", "d": "b"}
    people = tuple(Person(id_, id_, manager_id=boss) for id_, boss in lines.items())
    named = tuple(Tie(*tie, "tie") for tie in ties.split())
    return from_answers(Roster(people), Answers(named, {"tie": frozenset(lines)})).relation()


def test_going_past_the_boss_is_naming_only_the_boss_of_the_boss():
    relation = firm("ca db da")

    ours = chart.compare(relation)

    assert (ours.may_bypass, ours.bypass, ours.straight) == (2, 1, 0)


def test_a_line_is_used_if_either_end_names_the_other():
    relation = firm("bc ab")

    ours = chart.compare(relation)

    assert (ours.lines, ours.used) == (3, 2)
    assert ours.on_chart == 1


def test_a_clique_with_pendants_is_its_own_core():
    graph = nx.complete_graph(6)
    graph.add_edges_from((v, v + 6) for v in range(6))

    core = cores.core_of(matrix(graph.to_directed()))

    assert np.flatnonzero(core.members).tolist() == list(range(6))


def test_the_fit_is_the_correlation_of_the_two_patterns():
    graph = nx.gnp_random_graph(20, 0.3, seed=1)
    core = cores.core_of(matrix(graph.to_directed()))
    upper = np.triu_indices(20, 1)
    pattern = np.outer(core.members, core.members)[upper].astype(float)

    r = np.corrcoef(nx.to_numpy_array(graph)[upper], pattern)[0, 1]

    assert core.fit == pytest.approx(r)


def test_no_ties_make_no_core():
    assert cores.core_of(sparse.csr_array((5, 5))).fit == 0


def test_a_large_firm_climbs_to_the_same_fit_by_moves(monkeypatch):
    graph = nx.complete_graph(8)
    graph.add_edges_from((v % 8, v) for v in range(8, 40))
    ties = matrix(graph.to_directed())
    exact = cores.core_of(ties)
    monkeypatch.setattr(cores, "EXCHANGE_UP_TO", 0)

    by_moves = cores.core_of(ties)

    assert by_moves.fit == pytest.approx(exact.fit)
    assert by_moves.members.tolist() == exact.members.tolist()


@given(st.integers(1, 30), st.floats(0, 0.2), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_hierarchy_is_the_share_of_one_way_pairs(size, density, seed):
    graph = nx.gnp_random_graph(size, density, seed=seed, directed=True)
    reach = nx.to_numpy_array(nx.transitive_closure(graph, reflexive=False), dtype=bool)
    np.fill_diagonal(reach, False)
    either = (reach | reach.T).sum()

    expected = 1 - (reach & reach.T).sum() / either if either else 1.0

    assert chart.hierarchy(matrix(graph)) == pytest.approx(expected)
