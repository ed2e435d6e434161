"""The kernels for large firms give what the dense algebra, networkx and igraph give."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import cutting, engine, kernels


def ties_of(size: int, density: float, seed: int) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    dense = (rng.random((size, size)) < density).astype(float)
    np.fill_diagonal(dense, 0)
    return sparse.csr_array(dense)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody counts as a large firm, parted into small parts."""
    monkeypatch.setattr(engine, "DENSE_UP_TO", 0)
    monkeypatch.setattr(engine, "PART", 37)


@given(st.integers(1, 150), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_compiled_betweenness_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)

    compiled = engine.paths_from(ties, np.arange(size))

    assert compiled == pytest.approx(engine.betweenness(ties), rel=1e-9, abs=1e-9)


@given(st.integers(1, 150), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_compiled_betweenness_between_units_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)
    unit = np.random.default_rng(seed).integers(-1, 3, size)

    compiled = engine.paths_from(ties, np.arange(size), unit)

    assert compiled == pytest.approx(engine.betweenness(ties, unit), rel=1e-9, abs=1e-9)


@given(st.integers(1, 200), st.floats(0, 0.1), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_bit_parallel_nearness_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)

    compiled = engine.nearness(ties, np.arange(size))

    assert compiled == pytest.approx(engine.nearness(ties), rel=1e-9, abs=1e-12)


def brute_leavers(both: sparse.csr_array) -> list[float]:
    people = range(both.shape[0])
    return [engine.fragmentation(engine.without(both, v)) for v in people]


def both_ways(size: int, density: float, seed: int) -> sparse.csr_array:
    ties = ties_of(size, density / 2, seed)
    return ties.maximum(ties.T).tocsr()


@given(st.integers(3, 80), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_every_leaver_is_what_leaving_her_out_gives(size, density, seed):
    both = both_ways(size, density, seed)

    assert engine.leavers(both) == pytest.approx(brute_leavers(both), rel=1e-12, abs=1e-12)


@given(st.integers(3, 80), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_every_leaver_by_dominators_is_what_leaving_her_out_gives(size, density, seed):
    both = both_ways(size, density, seed)

    by_dominators = engine.leavers(both, np.arange(size))

    assert by_dominators == pytest.approx(brute_leavers(both), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    "graph", [nx.cycle_graph(40), nx.path_graph(40), nx.star_graph(20), nx.barbell_graph(6, 5)]
)
def test_leavers_of_a_plain_shape_are_found_by_dominators_too(graph):
    both = sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float))

    by_dominators = engine.leavers(both, np.arange(len(graph)))

    assert by_dominators == pytest.approx(brute_leavers(both), rel=1e-12, abs=1e-12)


def test_some_sources_estimate_every_leaver():
    both = both_ways(400, 0.03, 5)
    some = np.random.default_rng(1).choice(400, 200, replace=False)

    rise = engine.leavers(both, some) - engine.fragmentation(both, some)

    exact = engine.leavers(both) - engine.fragmentation(both)
    assert np.corrcoef(rise, exact)[0, 1] > 0.9
    assert np.median(rise) == pytest.approx(np.median(exact), rel=0.2)


def test_a_large_firm_agrees_with_igraph():
    ties = ties_of(900, 0.01, 1)
    graph = igraph.Graph(n=900, edges=list(zip(*ties.nonzero(), strict=True)), directed=True)

    assert engine.betweenness(ties) == pytest.approx(graph.betweenness(), rel=1e-9)
    near = graph.harmonic_centrality(mode="in", normalized=False)
    assert engine.nearness(ties) == pytest.approx(near, rel=1e-9)


def test_a_long_line_has_as_many_levels_as_people(compiled):
    line = sparse.csr_array(nx.to_scipy_sparse_array(nx.path_graph(300, nx.DiGraph)))

    middle = engine.betweenness(line.astype(float))[150]

    assert middle == 150 * 149


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_bits(compiled, pool):
    ties = ties_of(150, 0.05, 3)
    alone = engine.betweenness(ties)

    with pool(2) as executor:
        shared = engine.betweenness(ties, executor=executor)

    assert np.array_equal(alone, shared)


def test_people_numbered_otherwise_have_the_same_paths(compiled):
    ties = ties_of(120, 0.05, 4)
    order = np.random.default_rng(1).permutation(120)

    turned = engine.betweenness(ties[order][:, order].tocsr())

    assert turned == pytest.approx(engine.betweenness(ties)[order], rel=1e-9, abs=1e-9)


def test_warming_compiles_everything():
    kernels.warm()

    compiled = [getattr(kernels, name) for name in kernels.__all__ if name != "warm"]
    assert all(kernel.signatures for kernel in compiled)


def articulation(both: sparse.csr_array) -> set[int]:
    return set(nx.articulation_points(nx.from_scipy_sparse_array(both)))


@pytest.mark.parametrize("large", [True, False])
@given(st.integers(1, 40), st.floats(0, 0.15), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_one_search_finds_how_many_each_cuts_off(large, size, density, seed):
    both = both_ways(size, density, seed)
    mine = engine.pieces(both)

    lost = kernels.held(both.indptr, both.indices) if large else cutting.everybodys_loss(both)

    assert {v for v in range(size) if lost[v]} == articulation(both)
    for v in range(size):
        rest = engine.pieces(engine.without(both, v))
        left = rest[np.delete(mine, v) == mine[v]]
        assert lost[v] == len(left) - np.bincount(left, minlength=1).max(initial=0)
