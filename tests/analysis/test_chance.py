"""What chance gives: rewiring, shuffling, exact tails, many looks at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from analysis import chance, measures
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers
from tests.analysis.small_networks import bridge


def firm(size: int, density: float, seed: int, units: int = 3) -> Relation:
    rng = np.random.default_rng(seed)
    ids = [f"p{i:03}" for i in range(size)]
    people = tuple(Person(id_, id_, {"department": f"u{i % units}"}) for i, id_ in enumerate(ids))
    named = np.argwhere(rng.random((size, size)) < density)
    ties = tuple(Tie(ids[i], ids[j], "tie") for i, j in named if i != j)
    return from_answers(Roster(people), Answers(ties, {"tie": frozenset(ids)})).relation()


@given(st.integers(2, 25), st.floats(0, 0.6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_a_rewired_firm_keeps_everybodys_numbers(size, density, seed):
    ties = firm(size, density, seed).ties

    rewired = chance.rewired(ties, seed)

    assert (rewired.sum(axis=0) == ties.sum(axis=0)).all()
    assert (rewired.sum(axis=1) == ties.sum(axis=1)).all()
    assert rewired.diagonal().sum() == 0
    assert rewired.data.max(initial=1) == 1


@given(st.integers(2, 25), st.floats(0, 0.6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_an_undirected_rewiring_keeps_contacts_and_symmetry(size, density, seed):
    both = firm(size, density, seed).both_ways

    rewired = chance.rewired(both, seed, directed=False)

    assert (rewired.sum(axis=0) == both.sum(axis=0)).all()
    assert (rewired != rewired.T).nnz == 0


def test_rewiring_forgets_where_ties_were():
    ties = firm(60, 0.1, 3).ties

    kept = chance.rewired(ties, 1).multiply(ties).sum() / ties.sum()

    assert kept < 0.25


def test_the_closed_form_of_ties_across_is_the_mean_of_rewired_firms():
    relation = firm(60, 0.12, 5)
    _, unit = relation.units("department")
    rewired = [chance.rewired(relation.ties, k).tocoo() for k in range(60)]
    across = np.mean([_border(unit, arcs, 0) for arcs in rewired])
    rows, columns = relation.arcs

    expected = chance.expected_across(unit[rows], unit[columns], 3)[0]

    assert across == pytest.approx(expected, rel=0.06)


def _border(unit: np.ndarray, arcs: sparse.coo_array, g: int) -> int:
    return int(((unit[arcs.row] == g) != (unit[arcs.col] == g)).sum())


def test_shuffled_units_give_the_exact_mean_of_inside_ties():
    relation = firm(30, 0.2, 1)
    shuffled = chance.shuffle_units(relation, "department", 4000, 1)
    pairs_inside = 3 * 10 * 9 / (30 * 29)

    inside = shuffled.inside_null.sum(axis=1).mean() / relation.ties.sum()

    assert inside == pytest.approx(pairs_inside, rel=0.01)


def test_the_observed_ei_index_is_that_of_the_measure():
    relation = bridge().relation

    if relation.units("department")[0]:
        shuffled = chance.shuffle_units(relation, "department", 10, 1)
        total = relation.ties.sum()

        assert 1 - 2 * shuffled.inside.sum() / total == measures.ei_index(relation, "department")


def test_q_values_follow_benjamini_and_hochberg():
    # Sorted .01 .02 .03 .2 times 4/rank: .04 .04 .04 .2
    q = chance.q_values(np.array([0.2, 0.01, 0.03, 0.02]))

    assert q == pytest.approx([0.2, 0.04, 0.04, 0.04])


def test_a_tail_never_says_impossible():
    assert chance.lower_tail(np.ones((99, 1)), 0.0) == pytest.approx([0.01])


def test_block_counts_are_dealt_like_cards():
    relation = firm(30, 0.2, 2)

    blocks = chance.block_counts(relation, "department")

    out, into = blocks.ties.sum(axis=1), blocks.ties.sum(axis=0)
    exact = stats.hypergeom(blocks.ties.sum(), into[1], out[0])
    assert blocks.expected[0, 1] == pytest.approx(exact.mean())
    assert blocks.low[0, 1] == exact.ppf(0.025)
    assert blocks.ties.sum() == relation.ties.sum()


def test_nobody_can_name_herself_so_possible_leaves_the_diagonal_out():
    blocks = chance.block_counts(firm(30, 0.2, 2), "department")

    assert blocks.possible[0, 0] == 90
    assert blocks.possible[0, 1] == 100
