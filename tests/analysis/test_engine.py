"""The kernels for large firms give what the dense algebra, networkx and igraph give."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import engine, kernels


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


@given(st.integers(1, 60), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_compiled_betweenness_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)
    arrays = ties.indptr.astype(np.int64), ties.indices.astype(np.int64)
    nobody = np.zeros(size, dtype=np.int64)

    compiled = kernels.dependencies(*arrays, 0, size, nobody, False)

    assert compiled == pytest.approx(engine.betweenness(ties), rel=1e-9, abs=1e-9)


@given(st.integers(1, 60), st.floats(0, 0.3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_compiled_betweenness_between_units_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)
    arrays = ties.indptr.astype(np.int64), ties.indices.astype(np.int64)
    unit = np.random.default_rng(seed).integers(-1, 3, size)

    compiled = kernels.dependencies(*arrays, 0, size, unit, True)

    assert compiled == pytest.approx(engine.betweenness(ties, unit), rel=1e-9, abs=1e-9)


@given(st.integers(1, 200), st.floats(0, 0.1), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_bit_parallel_nearness_is_the_dense_one(size, density, seed):
    ties = ties_of(size, density, seed)

    compiled = kernels.inverse_steps(
        ties.indptr.astype(np.int64), ties.indices.astype(np.int64), 0, size
    )

    assert compiled == pytest.approx(engine.nearness(ties), rel=1e-9, abs=1e-12)


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

    assert kernels.dependencies.signatures
    assert kernels.inverse_steps.signatures
