"""Whether both ends say the same: by hand, with its interval, beside chance."""

import networkx as nx
import numpy as np
import pytest

from analysis import reliability
from analysis.network import from_graph
from tests.analysis.small_networks import relation


def test_of_three_named_pairs_one_is_confirmed():
    said = relation("tie", "abcd", [("a", "b"), ("b", "a"), ("b", "c"), ("d", "a")])

    assert reliability.confirmed(said, 1).value == pytest.approx(1 / 3)


def test_whoever_did_not_answer_can_confirm_nothing():
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")])
    graph.nodes["c"]["answered"] = False

    found = reliability.confirmed(from_graph(graph).relation(), 1)

    assert (found.value, found.people) == (1, 2)


def test_nothing_named_is_nothing_confirmed():
    found = reliability.confirmed(relation("tie", "abc", []), 1)

    assert (found.value, found.low, found.expected) == (None, None, None)


def test_chance_confirms_few_and_the_interval_holds_the_share():
    rng = np.random.default_rng(1)
    graph = nx.gnp_random_graph(60, 0.05, seed=1).to_directed()
    one_way = [arc for arc in graph.edges if arc[0] < arc[1] and rng.random() < 0.5]
    graph.remove_edges_from(one_way)

    found = reliability.confirmed(from_graph(graph).relation(), 1)

    assert found.low < found.value < found.high
    assert found.expected < 0.15 < found.low


def test_the_share_is_what_reciprocity_says_of_pairs():
    graph = nx.gnp_random_graph(40, 0.1, seed=2, directed=True)
    edgewise = nx.overall_reciprocity(graph)

    share = reliability.confirmed(from_graph(graph).relation(), 1).value

    assert share == pytest.approx(edgewise / (2 - edgewise))


def test_that_none_was_confirmed_is_not_certain():
    # Wilson for 0 of 4 pairs: 1.96² / (4 + 1.96²).
    said = relation("tie", "abcde", [("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")])

    found = reliability.confirmed(said, 1)

    assert (found.low, found.high) == (0, pytest.approx(1.96**2 / (4 + 1.96**2)))
