"""Pieces of work of the engine that are timed: leavers, groups, paths of large firms."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
from scipy import sparse
from sknetwork.clustering import Louvain

from analysis import Settings, communities, engine, measures, rewiring
from analysis.network import Relation
from bench.firms import SEED, as_igraph, main_relation
from bench.measuring import Row, seconds

TRIED_LEAVERS = 5
ENOUGH = 200


def leavers(people: int, target: float | None = None) -> Iterator[Row]:
    """What every leaver costs the others, against networkx leaving each out and counting again."""
    both = main_relation(people).both_ways
    graph = nx.from_scipy_sparse_array(both)
    ours = seconds(lambda: engine.leavers(both), times=5)
    plain = seconds(lambda: _left_out(graph), times=1) * people / TRIED_LEAVERS
    what = f"{people:,} people: the fragmentation that every leaver leaves behind, exactly"
    yield Row(what, ours, f"networkx, {TRIED_LEAVERS} leavers timed", plain, target)


def _left_out(graph: nx.Graph) -> None:
    for v in range(TRIED_LEAVERS):
        rest = graph.copy()
        rest.remove_node(v)
        nx.global_efficiency(rest)


def ensemble(people: int) -> Iterator[Row]:
    """A hundred runs, a hundred rewired firms, stability and certainty, against bare runs."""
    relation = main_relation(people)
    plain, graph = sparse.csr_matrix(relation.both_ways), as_igraph(relation).as_undirected()
    once = {
        "igraph's Leiden": seconds(lambda: graph.community_leiden("modularity", n_iterations=2)),
        "scikit-network's Louvain": seconds(
            lambda: Louvain(random_state=SEED, shuffle_nodes=True).fit_predict(plain)
        ),
    }
    fastest = min(once, key=lambda name: once[name])
    ours = seconds(lambda: communities.find(relation, Settings()), times=2)
    slow = seconds(lambda: communities.by_python_louvain(relation.both_ways, SEED), times=1)
    what = f"{people:,} people: 100 runs, 100 rewired firms, how far the runs agree"
    against = f"{ENOUGH} bare runs of {fastest}"
    yield Row(what, ours - slow, against, ENOUGH * once[fastest], target=1.5)
    yield Row(f"{what}, python-louvain's run beside it", ours, against, ENOUGH * once[fastest])


def nulls(people: int, count: int = 200) -> Iterator[Row]:
    """Rewired firms with everybody's numbers kept, against igraph's rewiring of as many trials."""
    ties = main_relation(people).ties
    graph = as_igraph(main_relation(people))
    ours = seconds(lambda: sum(1 for _ in rewiring.several(ties, count, SEED)))
    theirs = seconds(lambda: graph.copy().rewire(10 * ties.nnz), times=1) * count
    yield Row(f"{people:,} people: {count} rewired firms", ours, "igraph, one timed", theirs)


def paths(people: int, target: float, share: int = 1) -> Iterator[Row]:
    """Exact directed betweenness on one core; of every ``share``-th source where all take long."""
    relation = main_relation(people)
    graph, sources = as_igraph(relation), np.arange(0, people, share)
    with ThreadPoolExecutor(1) as one:
        engine.paths_from(relation.ties, sources[:64], executor=one)
        ours = seconds(lambda: engine.paths_from(relation.ties, sources, executor=one), times=2)
    theirs = seconds(lambda: graph.betweenness(sources=sources.tolist()), times=1)
    some = "" if share == 1 else f", from every {share}th person"
    what = f"{people:,} people: exact directed betweenness{some}, one core"
    yield Row(what, ours, "igraph", theirs, target)


def every_measure(people: int) -> Iterator[Row]:
    """All columns of people.csv on all cores, against igraph's betweenness alone."""
    relation: Relation = main_relation(people)
    graph = as_igraph(relation)
    ours = seconds(lambda: measures.people(relation), times=1)
    bare = seconds(lambda: graph.betweenness(directed=True), times=1)
    what = f"{people:,} people: every measure of people.csv, exact, all cores"
    yield Row(what, ours, "igraph, directed betweenness alone", bare, target=0.4)
