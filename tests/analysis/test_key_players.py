"""Sets that reach furthest or are missed most: by hand, by networkx, by trying them all."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import engine, key_players
from tests.analysis.small_networks import path, star


def matrix(graph: nx.Graph) -> sparse.csr_array:
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float, weight=None))


def by_networkx(graph: nx.Graph, people: tuple[int, ...]) -> float:
    steps = nx.multi_source_dijkstra_path_length(graph, set(people), weight=None)
    near = [1.0 if v in people else 1 / steps[v] if v in steps else 0.0 for v in graph]
    return sum(near) / len(near)


def test_the_middle_of_a_star_reaches_everybody_in_one_step():
    both = star().relation.both_ways

    assert key_players.reach(both, np.array([0])) == 1
    assert key_players.reach(both, np.array([1])) == pytest.approx((1 + 1 + 3 / 2) / 5)


def test_two_on_a_path_of_five_stand_a_step_from_everybody():
    # b and d of a - b - c - d - e, or a and d.
    assert key_players.furthest_reaching(path().relation.both_ways, 2).value == 1.0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 4))
def test_reach_is_that_of_networkx(seed, count):
    graph = nx.gnp_random_graph(18, 0.12, seed=seed)
    people = tuple(range(count))

    ours = key_players.reach(matrix(graph), np.array(people))

    assert ours == pytest.approx(by_networkx(graph, people))


@pytest.mark.parametrize("seed", range(6))
def test_greedy_and_exchanges_come_within_two_in_a_hundred_of_the_best(seed):
    graph = nx.gnp_random_graph(16, 0.15, seed=seed)
    best = max(by_networkx(graph, three) for three in combinations(range(16), 3))

    assert key_players.furthest_reaching(matrix(graph), 3).value >= 0.98 * best


def test_the_value_of_a_set_is_what_it_reaches():
    both = matrix(nx.karate_club_graph())

    found = key_players.furthest_reaching(both, 3)

    assert found.value == pytest.approx(key_players.reach(both, np.array(found.people)))


def test_the_middle_of_a_star_is_missed_most():
    both = star().relation.both_ways

    assert key_players.most_missed(both, 1, np.arange(5)) == key_players.KeyPlayers((0,), 1.0)


def test_the_most_missed_two_of_the_karate_club_are_nearly_the_best_two():
    both = matrix(nx.karate_club_graph())
    best = max(key_players.without_them(both, np.array(two)) for two in combinations(range(34), 2))

    assert key_players.most_missed(both, 2, np.arange(34)).value >= 0.97 * best


def test_only_those_with_most_contacts_are_tried_in_a_large_firm(monkeypatch):
    monkeypatch.setattr(key_players, "MOST_CANDIDATES", 10)
    both = matrix(nx.karate_club_graph())

    tried = key_players.candidates(both)

    degrees = np.diff(both.indptr)
    assert len(tried) == 10
    assert degrees[tried].min() >= np.sort(degrees)[-10]


def test_leaving_nobody_out_is_the_fragmentation_of_all():
    both = matrix(nx.karate_club_graph())

    alone = key_players.without_them(both, np.zeros(0, dtype=np.int64))

    assert alone == pytest.approx(engine.fragmentation(both))
