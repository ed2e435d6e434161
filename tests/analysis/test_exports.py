"""Graph files: read back by other programs, the same bytes twice, and names only where allowed."""

import csv
import io
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import ANALYST, MANAGER, Policy, Settings, analyse, view
from analysis.exports import FORMATS, Edge, Graph, Node, read_ucinet, shown
from analysis.model import Answers, Person, Problem, Roster, Tie
from analysis.network import Network, from_answers
from analysis.privacy import View

NOTICE = "Holds names."
HOSTILE = (
    '=HYPERLINK("http://x")', '<b>"Ann" \\ & Co', "Łukasz\tŻółć", "محمد", "Ann Ek", "Ann Ek",
    "a\u202eb", "*Arcs", "% comment", "-",
)  # fmt: skip
QUICK = Settings(runs=5, draws=5, permutations=50, nulls=5)


def firm() -> Network:
    """Two departments of eight and one of three; everybody names the next two, twice a question."""
    homes = ["Sales & Co"] * 8 + ["Works"] * 8 + ["Tiny"] * 3
    people = tuple(
        Person(
            f"E{i}", HOSTILE[i] if i < len(HOSTILE) else f"Person {i}", {"department": home},
            level=1 + i % 3, manager_id="E0" if i else None,
        )
        for i, home in enumerate(homes)
    )  # fmt: skip
    size = len(people)
    ties = [
        Tie(f"E{i}", f"E{(i + step) % size}", question, float(step))
        for i in range(size)
        for step in (1, 2)
        for question in ("information", "energy")
    ]
    everybody = frozenset(p.id for p in people)
    return from_answers(
        Roster(people), Answers(tuple(ties), {"information": everybody, "energy": everybody})
    )


@pytest.fixture(scope="module")
def network() -> Network:
    return firm()


@pytest.fixture(scope="module")
def views(network: Network) -> Mapping[str, View]:
    results = analyse(network, QUICK)
    return {
        "analyst": view(results, ANALYST, Policy()),
        "manager": view(results, MANAGER, Policy()),
        "manager, named": view(results, MANAGER, Policy("named")),
        "aggregate": view(results, ANALYST, Policy("aggregate")),
    }


@pytest.fixture
def people(views: Mapping[str, View], network: Network) -> Graph:
    return shown(views["analyst"], network)


@pytest.fixture
def groups(views: Mapping[str, View], network: Network) -> Graph:
    return shown(views["manager"], network)


def written(name: str, graph: Graph, folder: Path) -> Path:
    part = FORMATS[name](graph, NOTICE)[0]
    path = folder / f"network{part.ending}"
    path.write_bytes(part.text.encode())
    return path


def test_an_analyst_gets_people_and_who_named_whom(people: Graph) -> None:
    assert (people.named, people.of) == (True, "people")
    assert len(people.nodes) == 19
    assert len(people.edges) == 38


@pytest.mark.parametrize("audience", ["manager", "manager, named", "aggregate"])
def test_whoever_may_not_see_ties_gets_groups_of_five_answers_or_more(
    views: Mapping[str, View], network: Network, audience: str
) -> None:
    graph = shown(views[audience], network)

    assert not graph.named
    assert [node.id for node in graph.nodes] == ["Sales & Co", "Works"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("audience", ["manager", "aggregate"])
def test_no_file_for_them_holds_a_persons_name_or_id(
    views: Mapping[str, View], network: Network, audience: str, name: str
) -> None:
    texts = [part.text for part in FORMATS[name](shown(views[audience], network), "none")]
    held = [
        person.name
        for person in network.roster.people
        for text in texts
        if len(person.name) > 1 and person.name in text and person.name != "*Arcs"
    ]

    assert held == []
    assert not any(f"E{i}" in text for i in range(10) for text in texts)


def test_a_tie_has_its_strongest_value_and_that_of_each_question(people: Graph) -> None:
    tie = next(e for e in people.edges if (e.source, e.target) == ("E0", "E2"))

    assert tie.weight == 2.0
    assert tie.facts == {"value_information": 2.0, "value_energy": 2.0}


def test_ties_between_groups_are_counted_once_a_person_pair(groups: Graph) -> None:
    # E6 and E7 of Sales name E8 and E9 of Works: E6→E8, E7→E8, E7→E9.
    assert {(e.source, e.target): e.weight for e in groups.edges} == {("Sales & Co", "Works"): 3.0}


def test_only_questions_and_values_that_the_analysis_counted_are_in_it(network: Network) -> None:
    settings = Settings(
        questions=("energy",), min_value=2, runs=5, draws=5, permutations=50, nulls=5
    )
    graph = shown(view(analyse(network, settings), ANALYST), network)

    assert len(graph.edges) == 19
    assert {key for edge in graph.edges for key in edge.facts} == {"value_energy"}


def test_networkx_reads_graphml_back_whole(people: Graph, tmp_path: Path) -> None:
    found = nx.read_graphml(written("graphml", people, tmp_path))

    assert _names(found, "name") == {n.id: n.name for n in people.nodes}
    assert _weights(found) == {(e.source, e.target): e.weight for e in people.edges}
    assert found.graph["notice"] == NOTICE


def test_igraph_reads_graphml_back_whole(people: Graph, tmp_path: Path) -> None:
    found = igraph.Graph.Read_GraphML(str(written("graphml", people, tmp_path)))

    assert found.vs["id"] == [n.id for n in people.nodes]
    assert found.vs["department"] == [n.facts["department"] for n in people.nodes]
    assert sorted(found.es["weight"]) == sorted(e.weight for e in people.edges)


def test_networkx_reads_gexf_back_whole(people: Graph, tmp_path: Path) -> None:
    found = nx.read_gexf(written("gexf", people, tmp_path))

    assert _names(found, "label") == {n.id: n.name for n in people.nodes}
    assert _weights(found) == {(e.source, e.target): e.weight for e in people.edges}
    assert found.nodes["E3"]["in_degree"] == 2
    assert found.nodes["E3"]["answered"] is True


def test_networkx_reads_pajek_back_with_the_key(people: Graph, tmp_path: Path) -> None:
    path = written("pajek", people, tmp_path)
    found = nx.read_pajek(path, encoding="utf-8")
    rows = csv.DictReader(io.StringIO(FORMATS["pajek"](people, NOTICE)[1].text))
    key = dict(zip(found.nodes, (row["id"] for row in rows), strict=True))
    weights = {(key[a], key[b]): w for a, b, w in found.edges(data="weight")}

    assert [*map(key.get, found.nodes)] == [n.id for n in people.nodes]
    assert weights == {(e.source, e.target): e.weight for e in people.edges}


def test_igraph_reads_pajek_back(people: Graph, tmp_path: Path) -> None:
    found = igraph.Graph.Read_Pajek(str(written("pajek", people, tmp_path)))
    ids = [n.id for n in people.nodes]

    assert [(ids[a], ids[b]) for a, b in found.get_edgelist()] == [
        (e.source, e.target) for e in people.edges
    ]


def test_igraph_reads_ucinet_back(people: Graph, tmp_path: Path) -> None:
    found = igraph.Graph.Read_DL(str(written("ucinet", people, tmp_path)))
    ids = [n.id for n in people.nodes]
    weights = {
        (ids[e.source], ids[e.target]): w for e, w in zip(found.es, found.es["weight"], strict=True)
    }

    assert weights == {(e.source, e.target): e.weight for e in people.edges}


@pytest.mark.parametrize("which", ["people", "groups"])
def test_our_reader_reads_ucinet_back_with_the_key(
    which: str, request: pytest.FixtureRequest
) -> None:
    graph: Graph = request.getfixturevalue(which)
    dl, key = FORMATS["ucinet"](graph, NOTICE)
    found = read_ucinet(dl.text, key.text)

    assert [(n.id, n.name) for n in found.nodes] == [(n.id, n.name) for n in graph.nodes]
    assert [(e.source, e.target, e.weight) for e in found.edges] == [
        (e.source, e.target, e.weight) for e in graph.edges
    ]


def test_a_key_of_another_export_is_refused(people: Graph, groups: Graph) -> None:
    with pytest.raises(Problem, match="do not belong together"):
        read_ucinet(FORMATS["ucinet"](people, "")[0].text, FORMATS["ucinet"](groups, "")[1].text)


def test_no_label_for_ucinet_is_longer_than_eighteen_characters(people: Graph) -> None:
    text = FORMATS["ucinet"](people, NOTICE)[0].text

    assert max(len(line) for line in text.splitlines()[3:22]) <= 18


def test_no_cell_of_a_list_is_a_formula(people: Graph) -> None:
    rows = [
        row
        for part in FORMATS["csv"](people, NOTICE)[:2]
        for row in csv.reader(io.StringIO(part.text))
    ]
    risky = {cell for row in rows for cell in row if cell[:1] in "=+@" and cell}

    assert risky == set()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_whether_it_holds_names(name: str, people: Graph) -> None:
    assert any(NOTICE in part.text for part in FORMATS[name](people, NOTICE))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str, views: Mapping[str, View]) -> None:
    again = [FORMATS[name](shown(views["analyst"], firm()), NOTICE) for _ in range(2)]

    assert again[0] == again[1]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=6))
def test_any_names_whatever_keep_pajek_and_ucinet_whole(names: list[str]) -> None:
    nodes = tuple(Node(f"P{i}", name.replace("\x00", "")) for i, name in enumerate(names))
    ends = itertools.pairwise(nodes)
    graph = Graph(nodes, tuple(Edge(a.id, b.id, 1.5) for a, b in ends), "people", True)
    net, key = FORMATS["pajek"](graph, "")
    labels = [row["label"] for row in csv.DictReader(io.StringIO(key.text))]
    dl = FORMATS["ucinet"](graph, "")

    assert len({*labels}) == len(nodes)
    assert len(nx.parse_pajek(net.text.splitlines()).nodes) == len(nodes)
    assert [n.id for n in read_ucinet(dl[0].text, dl[1].text).nodes] == [n.id for n in nodes]


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_names_whatever_keep_xml_whole(names: list[str]) -> None:
    nodes = tuple(Node(f"P{i}", name, {"team": name, "n": i}) for i, name in enumerate(names))
    graph = Graph(nodes, (), "people", True)
    gexf, graphml = (FORMATS[form](graph, "")[0].text for form in ("gexf", "graphml"))

    assert len(nx.read_gexf(io.BytesIO(gexf.encode())).nodes) == len(nodes)
    assert len(nx.parse_graphml(graphml).nodes) == len(nodes)


def _names(graph: Any, key: str) -> dict[str, str]:
    return dict(graph.nodes(data=key))


def _weights(graph: Any) -> dict[tuple[str, str], float]:
    return {(a, b): w for a, b, w in graph.edges(data="weight")}
