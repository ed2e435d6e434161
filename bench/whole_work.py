"""Whole analyses that are timed, from files in memory to files on disk, in processes of their own.

``python -m bench.whole_work PEOPLE DRAWS`` runs one and prints its seconds and its peak of memory.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

from analysis import Settings
from bench.firms import as_igraph, firm_of, main_relation
from bench.measuring import Row, seconds
from survey import pipeline

MEGABYTES = 1024


def with_networkx(people: int) -> Iterator[Row]:
    """Everything with PDF, against networkx's betweenness alone."""
    graph = main_relation(people).graph()
    plain = seconds(lambda: nx.betweenness_centrality(graph, normalized=False), times=1)
    for draws, target in ((100, 0.6), (0, 0.2)):
        took, _ = _apart(people, draws)
        what = f"{people:,} people: the whole analysis with files and PDF, {draws} draws"
        yield Row(what, took, "networkx, directed betweenness alone", plain, target)


def with_igraph(people: int) -> Iterator[Row]:
    """Everything with PDF, against igraph's betweenness alone."""
    graph = as_igraph(main_relation(people))
    bare = seconds(lambda: graph.betweenness(directed=True), times=1)
    for draws, target in ((100, 3.0), (0, 0.8)):
        took, _ = _apart(people, draws)
        what = f"{people:,} people: the whole analysis with files and PDF, {draws} draws"
        yield Row(what, took, "igraph, directed betweenness alone", bare, target)


def very_large(people: int) -> Iterator[Row]:
    """Everything with PDF, estimated with a stated error: seconds and memory."""
    took, memory = _apart(people, 100)
    what = f"{people:,} people: the whole analysis with files and PDF, errors stated"
    yield Row(what, took, target=180.0)
    yield Row(f"{what}: peak of memory, GB for seconds", memory / MEGABYTES, target=2.0)


def _apart(people: int, draws: int) -> tuple[float, float]:
    """Seconds and megabytes of a run in a process of its own, kernels compiled before."""
    command = [sys.executable, "-m", "bench.whole_work", str(people), str(draws)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    said = json.loads(told.splitlines()[-1])
    return said["seconds"], said["megabytes"]


def main() -> None:
    """One run, timed."""
    from analysis import kernels

    people, draws = (int(word) for word in sys.argv[1:])
    firm = firm_of(people)
    options = pipeline.Options(settings=Settings(draws=draws))
    job = pipeline.Inputs(roster=firm.roster, answers=firm.answers, options=options)
    kernels.warm()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        pipeline.run(job, Path(folder) / "out")
        took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTES
    print(json.dumps({"seconds": took, "megabytes": peak}))


if __name__ == "__main__":
    main()
