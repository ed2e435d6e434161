"""Work shared out gives the same results, whoever does it."""

from concurrent.futures import ThreadPoolExecutor

import networkx as nx

from analysis import Settings, analyse
from analysis.workers import processes, shared
from tests.analysis.test_findings import QUICK, network, three_departments


def double(number: int) -> int:
    return 2 * number


def test_results_come_in_the_order_of_the_items():
    with ThreadPoolExecutor(3) as executor:
        assert shared(double, range(40), executor) == [2 * k for k in range(40)]


def test_one_worker_needs_no_process():
    with processes(1) as executor:
        assert executor is None


def test_any_number_of_workers_gives_the_same_results():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])
    firm = network(graph, departments, silent=(3, 16, 29))

    alone = analyse(firm, QUICK)
    with ThreadPoolExecutor(2) as threads:
        in_threads = analyse(firm, QUICK, executor=threads)

    assert in_threads == alone


def test_processes_give_the_same_results_as_none():
    graph = nx.gnp_random_graph(36, 0.12, seed=3, directed=True)
    graph.nodes[4]["answered"] = False
    few = Settings(runs=4, draws=6, permutations=40, nulls=6)

    alone = analyse(graph, few)
    two = analyse(graph, Settings(runs=4, draws=6, permutations=40, nulls=6, workers=2))

    assert (two.people, two.findings, two.organisation) == (
        alone.people,
        alone.findings,
        alone.organisation,
    )
