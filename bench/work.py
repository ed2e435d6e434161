"""The pieces of work that are timed, in the order in which they are told."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import community as community_louvain
import networkx as nx

from analysis import Settings, analyse, engine, measures
from analysis.planted import plant, write
from bench import cluster_work, engine_work, map_work, report_work, rivals, whole_work
from bench.firms import SEED, as_igraph, main_relation, network_of
from bench.measuring import Row, seconds

NETWORKX_UP_TO = 2000


def small_firm() -> Iterator[Row]:
    """150 people from two CSV files to findings and PDF."""
    relation = network_of(150).relation()
    graph = relation.graph()
    plain = seconds(lambda: rivals.people(graph))
    with tempfile.TemporaryDirectory() as folder:
        write(plant("silo", SEED, people=150, response=0.9), Path(folder))
        whole = seconds(lambda: _command(Path(folder)))
        record = json.loads((Path(folder) / "out" / "run.json").read_text(encoding="utf-8"))
    work = sum(record["seconds"].values())
    yield Row("150 people: from the shell to the files on disk, PDF and all", whole, target=2.0)
    yield Row("150 people: the work itself, by its own record", work, target=0.5)
    yield Row(
        "150 people: all of that against networkx's measures alone",
        whole,
        "networkx, measures of people.csv",
        plain,
    )


def _command(folder: Path) -> None:
    """``tiewise analyse`` in a process of its own."""
    command = [sys.executable, "-c", "from survey.cli import main; main()", "analyse"]
    files = [str(folder / name) for name in ("roster.csv", "answers.csv")]
    # Bytecode is kept, as it is wherever Tiewise is installed.
    kept = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    asked = [*command, *files, "--out", str(folder / "out")]
    subprocess.run(asked, check=True, capture_output=True, env=os.environ | kept)


def all_measures(people: int) -> Iterator[Row]:
    """Every measure of people.csv, against networkx and against igraph's betweenness alone."""
    relation = network_of(people).relation()
    graph, rival = relation.graph(), as_igraph(relation)
    ours = seconds(lambda: measures.people(relation))
    plain = seconds(lambda: rivals.people(graph), times=1)
    bare = seconds(lambda: rival.betweenness(directed=True))
    what = f"{people:,} people: every measure of people.csv"
    yield Row(what, ours, "networkx, the same measures", plain)
    yield Row(what, ours, "igraph, directed betweenness alone", bare)


def betweenness(people: int, target: float | None = None) -> Iterator[Row]:
    """Exact directed betweenness, against igraph and, where that ends in time, networkx."""
    relation = main_relation(people)
    rival = as_igraph(relation)
    ours = seconds(lambda: engine.betweenness(relation.ties))
    theirs = seconds(lambda: rival.betweenness(directed=True))
    what = f"{people:,} people: exact directed betweenness"
    yield Row(what, ours, "igraph", theirs, target)
    if people <= NETWORKX_UP_TO:
        graph = relation.graph()
        plain = seconds(lambda: nx.betweenness_centrality(graph, normalized=False), times=1)
        yield Row(what, ours, "networkx", plain)


def the_same_by_hand(people: int) -> Iterator[Row]:
    """An analysis with its runs, draws and nulls, against networkx and python-louvain for those.

    Theirs is timed once for each kind of work and multiplied: betweenness for every draw and every
    rewired firm, Louvain for every run; findings, sentences and tables are not in it.
    """
    chosen = Settings()
    network = network_of(people)
    graph = network.relation(("information",)).graph()
    ours = seconds(lambda: analyse(network, chosen), times=1)
    paths = seconds(lambda: nx.betweenness_centrality(graph, normalized=False), times=1)
    both = nx.Graph(graph.to_undirected())
    run = seconds(lambda: community_louvain.best_partition(both, random_state=SEED))
    theirs = rivals_time(chosen, paths, run) + seconds(lambda: rivals.people(graph), times=1)
    what = f"{people:,} people: a whole analysis with {chosen.draws} draws and {chosen.nulls} nulls"
    yield Row(what, ours, "networkx and python-louvain, one of each timed", theirs, target=0.01)


def rivals_time(chosen: Settings, paths: float, run: float) -> float:
    """How long all draws, nulls and runs take at that much for one."""
    return (chosen.draws + chosen.nulls) * paths + chosen.runs * run


def planting() -> Iterator[Row]:
    """A firm of 5,000 with known truth, against a random graph without any."""
    firm = plant("silo", SEED, people=5000)
    ties = len(firm.answers.ties)
    ours = seconds(lambda: plant("silo", SEED, people=5000))
    plain = seconds(lambda: nx.gnm_random_graph(5000, ties, seed=SEED, directed=True))
    what = f"5,000 people: a planted firm with {ties:,} answers"
    yield Row(what, ours, "networkx, as many ties at random", plain)


WORK: tuple[Callable[[], Iterator[Row]], ...] = (
    small_firm,
    lambda: all_measures(150),
    lambda: all_measures(500),
    lambda: betweenness(500),
    lambda: betweenness(2000),
    lambda: the_same_by_hand(150),
    lambda: the_same_by_hand(500),
    lambda: engine_work.leavers(500, target=0.001),
    lambda: engine_work.ensemble(2000),
    lambda: engine_work.nulls(2000),
    planting,
)
LARGE: tuple[Callable[[], Iterator[Row]], ...] = (
    lambda: engine_work.paths(10_000, target=0.4),
    lambda: engine_work.paths(100_000, target=0.25, share=100),
    lambda: engine_work.every_measure(10_000),
    lambda: cluster_work.two_workers(20_000),
    lambda: whole_work.with_networkx(2000),
    lambda: whole_work.with_igraph(10_000),
    lambda: whole_work.very_large(100_000),
    lambda: report_work.unit_editions(200),
    lambda: map_work.frames(5000),
    lambda: report_work.organisation_edition(3000),
)
