"""What chance gives: rewiring, shuffling, exact tails, many looks at once."""

from collections import Counter
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from analysis import chance, measures, rewiring
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

    rewired = rewiring.rewired(ties, seed)

    assert (rewired.sum(axis=0) == ties.sum(axis=0)).all()
    assert (rewired.sum(axis=1) == ties.sum(axis=1)).all()
    assert rewired.diagonal().sum() == 0
    assert rewired.data.max(initial=1) == 1


@given(st.integers(2, 25), st.floats(0, 0.6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_an_undirected_rewiring_keeps_contacts_and_symmetry(size, density, seed):
    both = firm(size, density, seed).both_ways

    rewired = rewiring.rewired(both, seed, directed=False)

    assert (rewired.sum(axis=0) == both.sum(axis=0)).all()
    assert (rewired != rewired.T).nnz == 0


@given(st.integers(2, 40), st.floats(0, 0.6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_a_large_firm_rewired_keeps_everybodys_numbers(size, density, seed):
    ties = firm(size, density, seed).ties

    rewired = next(rewiring._compiled(ties, seed, True))

    assert (rewired.sum(axis=0) == ties.sum(axis=0)).all()
    assert (rewired.sum(axis=1) == ties.sum(axis=1)).all()
    assert rewired.diagonal().sum() == 0
    assert len(set(zip(*rewired.nonzero(), strict=True))) == ties.nnz


@given(st.integers(2, 40), st.floats(0, 0.6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_a_large_firm_rewired_both_ways_keeps_contacts_and_symmetry(size, density, seed):
    both = firm(size, density, seed).both_ways

    rewired = next(rewiring._compiled(both, seed, False))

    assert (rewired.sum(axis=0) == both.sum(axis=0)).all()
    assert (rewired != rewired.T).nnz == 0
    assert rewired.diagonal().sum() == 0


WAYS = pytest.mark.parametrize("way", [rewiring._compiled, rewiring._by_rounds])


@WAYS
@pytest.mark.parametrize("directed", [True, False])
def test_rewiring_forgets_where_ties_were(way, directed):
    relation = firm(60, 0.1, 3)
    ties = relation.ties if directed else relation.both_ways

    kept = next(way(ties, 1, directed)).multiply(ties).sum() / ties.sum()

    assert kept < 0.3


def test_every_firm_with_these_numbers_is_as_likely():
    # A circle of four rewired: 9 ways to name one other person each and be named by one.
    circle = sparse.csr_array(np.roll(np.eye(4), 1, axis=1))
    firms = chain_of(rewiring._compiled, circle, True, 1800)

    seen = Counter(tuple(ties.indices.tolist()) for ties in firms)

    assert len(seen) == 9
    assert stats.chisquare(list(seen.values())).pvalue > 0.001


def chain_of(way, ties, directed, count):
    """Firms far enough apart to be independent even where there are four ties."""
    return list(islice(way(ties, 1, directed), 0, 5 * count, 5))


@WAYS
def test_a_chain_of_firms_gives_what_firms_rewired_anew_give(way):
    ties = firm(40, 0.15, 3).ties
    chained = [_returned(t) for t in islice(way(ties, 1, True), 300)]
    anew = [_returned(next(way(ties, 100 + k, True))) for k in range(300)]

    assert stats.ks_2samp(chained, anew).pvalue > 0.001
    assert abs(np.corrcoef(chained[1:], chained[:-1])[0, 1]) < 0.2


def _returned(ties: sparse.csr_array) -> float:
    return float(ties.multiply(ties.T).sum())


def test_both_ways_of_rewiring_give_the_same_distribution():
    ties = firm(40, 0.15, 3).both_ways
    triangles = [
        [float((t @ t).multiply(t).sum()) for t in islice(way(ties, 1, False), 300)]
        for way in (rewiring._compiled, rewiring._by_rounds)
    ]

    assert stats.ks_2samp(*triangles).pvalue > 0.001


def test_several_firms_are_as_many_as_asked_for_and_begin_with_the_single_one():
    ties = firm(30, 0.2, 1).ties

    firms = list(rewiring.several(ties, 23, 4))

    assert len(firms) == 23
    assert (firms[0] != rewiring.rewired(ties, 4)).nnz == 0


def test_the_closed_form_of_ties_across_is_the_mean_of_rewired_firms():
    relation = firm(60, 0.12, 5)
    _, unit = relation.units("department")
    rewired = [rewiring.rewired(relation.ties, k).tocoo() for k in range(60)]
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


def test_large_firms_count_shuffled_units_as_small_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    dealt = rng.integers(-1, 4, (7, 50)).astype(np.int16)
    arcs = rng.integers(0, 50, 200), rng.integers(0, 50, 200)
    small = chance._borders(dealt, arcs, 4)
    monkeypatch.setattr(chance, "DENSE_UP_TO", 0)

    large = chance._borders(dealt, arcs, 4)

    assert all(np.array_equal(one, other) for one, other in zip(small, large, strict=True))
