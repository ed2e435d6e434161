"""News on ties: by hand, against a plain cascade, and what the summary says."""

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from analysis import diffusion
from analysis.network import from_graph
from tests.analysis.small_networks import path

ALWAYS = np.uint64(2**64 - 1)


def matrix(graph: nx.Graph) -> sparse.csr_array:
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float, weight=None))


def begun(size: int, *people: int) -> np.ndarray:
    words = np.zeros(size, dtype=np.uint64)
    words[list(people)] = ALWAYS
    return words


def test_news_that_always_gets_through_takes_a_step_a_tie():
    both = path().relation.both_ways

    shares = diffusion.cascade(both, begun(5, 0), np.full(both.nnz, ALWAYS))

    assert shares[:5].mean(axis=1).tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


def test_news_that_never_gets_through_stays_where_it_is():
    both = path().relation.both_ways

    shares = diffusion.cascade(both, begun(5, 2), np.zeros(both.nnz, dtype=np.uint64))

    assert shares[-1].tolist() == [0.2] * diffusion.RUNS


def plain_cascade(both: sparse.csr_array, start: int, carries: np.ndarray) -> list[float]:
    """One run the slow way: ``carries`` says for each stored tie whether telling succeeds."""
    rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    arcs = [(int(i), int(j)) for i, j, c in zip(rows, both.indices, carries, strict=True) if c]
    known, fresh, shares = {start}, {start}, []
    while fresh:
        shares.append(len(known) / both.shape[0])
        fresh = {j for i, j in arcs if i in fresh} - known
        known |= fresh
    return shares


@pytest.mark.parametrize("run", [0, 5, 13, 40, 63])
def test_every_bit_is_a_run_of_its_own(run):
    both = matrix(nx.gnp_random_graph(30, 0.12, seed=2))
    live = diffusion._live(both.nnz, np.random.default_rng(1))

    ours = diffusion.cascade(both, begun(30, 3), live)[:, run]

    carries = (live >> np.uint64(run)) & np.uint64(1)
    plain = plain_cascade(both, 3, carries.astype(bool))
    assert ours[: len(plain)].tolist() == pytest.approx(plain)
    assert set(ours[len(plain) :].tolist()) <= {plain[-1]}


def test_telling_succeeds_as_often_as_stated():
    live = diffusion._live(4000, np.random.default_rng(1))

    share = np.unpackbits(live.view(np.uint8)).mean()

    assert share == pytest.approx(diffusion.PROBABILITY, abs=0.005)


def firm(size: int = 60):
    return from_graph(nx.gnp_random_graph(size, 0.12, seed=1)).relation()


def test_well_chosen_people_reach_further_than_anybody():
    courses = {c.start: c for c in diffusion.spread(firm(), np.arange(10), 1).courses}

    assert courses["best"].reach > courses["random"].reach
    assert courses["best"].heard[1] > courses["random"].heard[1]


def test_the_steps_to_half_are_the_median_run():
    shares = np.array([[0.1] * 4, [0.6, 0.2, 0.6, 0.2], [0.7, 0.6, 0.7, 0.3]])

    assert diffusion._steps_to(shares, 0.5)[0] == 1
    assert diffusion._steps_to(shares, 0.95) == (None, None, None)


def test_too_few_managers_are_left_out():
    found = diffusion.spread(firm(), np.arange(3), 1)

    assert [c.start for c in found.courses] == ["best", "random"]


def test_nothing_is_shown_for_a_handful_of_people():
    assert diffusion.spread(firm(12), np.arange(6), 1) is None


def test_the_same_seed_tells_the_same_story():
    assert diffusion.spread(firm(), np.arange(9), 4) == diffusion.spread(firm(), np.arange(9), 4)
