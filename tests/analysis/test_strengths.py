"""Strong ties are short ways: by hand and against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import engine, strengths
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import from_answers

SIXTY = 60  # divided by every strength from 1 to 5, so that networkx can reckon in whole numbers


def random_firm(seed: int, size: int = 25) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    there = rng.random((size, size)) < 0.15
    np.fill_diagonal(there, False)
    return sparse.csr_array(there * rng.integers(1, 6, (size, size)).astype(float))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_weighted_paths_are_those_of_networkx(seed):
    strength = random_firm(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(strength.shape[0]))
    for i, j in zip(*strength.nonzero(), strict=True):
        graph.add_edge(int(i), int(j), length=SIXTY // int(strength[i, j]))

    theirs = nx.betweenness_centrality(graph, normalized=False, weight="length")

    ours = strengths.weighted_betweenness(strength)
    assert ours == pytest.approx([theirs[v] for v in range(len(ours))], abs=1e-9)


def test_ties_all_alike_give_the_plain_paths():
    strength = random_firm(3)
    alike = sparse.csr_array((strength.data * 0 + 3, strength.indices, strength.indptr))

    ours = strengths.weighted_betweenness(alike)

    assert ours == pytest.approx(engine.betweenness((alike > 0).astype(float).tocsr()))


def test_two_strong_ties_are_nearer_than_a_weak_one():
    # a -> c is named once a year (1); a -> b -> c are daily (5): 2/5 is shorter than 1.
    strength = sparse.csr_array(np.array([[0, 5, 1], [0, 0, 5], [0, 0, 0]], dtype=float))

    assert strengths.weighted_betweenness(strength).tolist() == [0, 1, 0]


def test_the_strongest_answer_counts_where_several_questions_name_a_tie():
    roster = Roster(tuple(Person(x, x) for x in "ab"))
    said = (Tie("a", "b", "one", 2.0), Tie("a", "b", "two", 4.0))
    network = from_answers(roster, Answers(said, {"one": frozenset("a"), "two": frozenset("a")}))

    assert strengths.strengths(network, ("one", "two"), 0.0).toarray().tolist() == [[0, 4], [0, 0]]
    assert strengths.strengths(network, ("one",), 3.0).nnz == 0
