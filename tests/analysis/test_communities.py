"""Groups that ties show: the best of many runs, how stable, and against chance."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import communities, louvain, measures
from analysis.network import from_graph
from analysis.settings import Settings
from tests.analysis.small_networks import bridge


def test_two_triangles_with_a_bridge_are_two_groups():
    relation = bridge().relation

    groups = communities.find(relation, Settings(runs=10, nulls=20, seed=1))

    sizes = sorted(np.bincount(groups.labels).tolist())
    assert sizes == [relation.size // 2, relation.size // 2]


def test_two_cliques_are_claimed_as_stable_groups():
    graph = nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(12))
    graph.add_edge(0, 12)

    groups = communities.find(from_graph(graph).relation(), Settings(runs=20, nulls=40, seed=1))

    assert groups.stable
    assert groups.certainty.min() == 1.0


def test_a_random_firm_is_not_claimed_as_groups():
    graph = nx.gnp_random_graph(60, 0.12, seed=4)

    groups = communities.find(from_graph(graph).relation(), Settings(runs=20, nulls=40, seed=1))

    assert not groups.stable


def test_a_firm_without_ties_has_no_groups():
    graph = nx.empty_graph(8)

    groups = communities.find(from_graph(graph).relation(), Settings(runs=10, nulls=10, seed=1))

    assert groups.count == 0
    assert not groups.stable


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_modularity_agrees_with_networkx(seed):
    graph = nx.gnp_random_graph(20, 0.25, seed=seed)
    graph.add_edge(0, 1)
    labels = np.random.default_rng(seed).integers(0, 4, 20)
    sets = [set(np.flatnonzero(labels == g).tolist()) for g in range(4)]

    quality = measures.modularity(from_graph(graph).relation().both_ways, labels)

    assert quality == pytest.approx(nx.community.modularity(graph, sets), abs=1e-12)


def test_groupings_that_differ_in_names_only_agree_fully():
    first = np.array([0, 0, 1, 1, 2, 2])

    assert communities.agreement(first, np.array([5, 5, 3, 3, 0, 0])) == pytest.approx(1.0)


def test_the_expected_information_is_the_mean_over_all_shuffles():
    first, second = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    every = [_information(first, np.array(p)) for p in permutations(second.tolist())]

    sizes = np.bincount(first), np.bincount(second)

    assert communities._expected_information(
        *sizes, 5, communities.log_factorials(5)
    ) == pytest.approx(np.mean(every))


def _information(first: np.ndarray, second: np.ndarray) -> float:
    table = communities.contingency(first, second)
    people = len(first)
    return communities._mutual_information(table, table.sum(axis=1), table.sum(axis=0), people)


def test_groups_are_numbered_from_the_largest_on():
    labels = communities.by_size(np.array([7, 3, 3, 3, 7, 1]))

    assert labels.tolist() == [1, 0, 0, 0, 1, 2]


def test_the_same_seed_gives_the_same_groups():
    relation = from_graph(nx.gnp_random_graph(40, 0.15, seed=2)).relation()

    first, second = (
        communities.find(relation, Settings(runs=10, nulls=10, seed=3)) for _ in range(2)
    )

    assert first.labels.tolist() == second.labels.tolist()
    assert first.p == second.p


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_runs_side_by_side_are_local_optima(seed):
    both = from_graph(nx.gnp_random_graph(40, 0.12, seed=seed)).relation().both_ways

    found = louvain.side_by_side([both] * 3, [seed, seed + 1, seed + 2])

    assert all(no_move_helps(both, labels, 1e-4) for labels in found)


def no_move_helps(both, labels, slack):
    """Nobody raises modularity by joining another group alone."""
    quality, tries = measures.modularity(both, labels), []
    for v in range(both.shape[0]):
        for group in np.unique(labels):
            moved = labels.copy()
            moved[v] = group
            tries.append(measures.modularity(both, moved))
    return max(tries) <= quality + 2 * slack


def test_our_runs_find_no_worse_groups_than_python_louvain():
    graph = nx.planted_partition_graph(6, 12, 0.5, 0.06, seed=2)
    both = from_graph(graph).relation().both_ways
    theirs = [communities.by_python_louvain(both, k) for k in range(20)]

    ours = louvain.runs([both] * 20, range(20)), [louvain.compiled(both, k) for k in range(20)]

    least = np.mean([measures.modularity(both, x) for x in theirs])
    for found in ours:
        assert np.mean([measures.modularity(both, x) for x in found]) >= least - 1e-3


def test_runs_depend_on_their_own_seed_alone():
    both = from_graph(nx.gnp_random_graph(50, 0.1, seed=3)).relation().both_ways

    alone, among = louvain.runs([both], [7])[0], louvain.runs([both] * 3, [5, 6, 7])[2]

    assert alone.tolist() == among.tolist()


def test_the_results_say_whose_grouping_it_is():
    relation = bridge().relation

    groups = communities.find(relation, Settings(runs=4, nulls=4, seed=1))

    assert groups.method == communities.PYTHON_LOUVAIN
