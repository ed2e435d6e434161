"""What every finder must do, and what each must say on networks worked out by hand."""

import inspect
import sys
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from analysis import Settings, analyse
from analysis.findings import FINDERS, find_all
from analysis.model import Answers, Fault, Finding, NotFound, NotSaid, Person, Roster, Tie
from analysis.network import Network, from_answers, from_graph
from analysis.study import Study
from tests.analysis.test_chance import firm

QUICK = Settings(runs=5, draws=10, permutations=400, nulls=40)


def network(graph: nx.Graph, departments: dict | None = None, silent: tuple = ()) -> Network:
    for v in graph:
        graph.nodes[v]["answered"] = v not in silent
        if departments:
            graph.nodes[v]["department"] = departments[v]
    return from_graph(graph)


def study(graph: nx.Graph, departments: dict | None = None, silent: tuple = ()) -> Study:
    return Study(network(graph, departments, silent), QUICK)


def kinds(found: tuple) -> list[str]:
    return [finding.kind for finding in found]


def three_departments(links: list[tuple[int, int]]) -> tuple[nx.Graph, dict]:
    """Three circles of 12 in which everybody knows the next four; ``links`` between them."""
    graph = nx.disjoint_union_all([nx.circulant_graph(12, [1, 2, 3, 4]) for _ in range(3)])
    graph.add_edges_from(links)
    return graph, {v: f"D{v // 12}" for v in graph}


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_a_kind_says_idea_formula_limits_and_reference(finder):
    words = inspect.getdoc(sys.modules[finder.find.__module__])

    for part in ("Idea:", "Formula:", "When it misleads:", "References:"):
        assert part in words


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_every_kind_is_silent_where_nobody_names_anybody(finder):
    graph = nx.empty_graph(40)

    outcomes = list(finder.find(study(graph, {v: f"D{v // 20}" for v in graph})))

    assert outcomes
    found = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    assert kinds(found) in ([], ["isolated"])


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_every_kind_always_says_what_came_of_looking(finder):
    graph, departments = three_departments([(0, 12), (12, 24)])

    outcomes = list(finder.find(study(graph, departments)))

    assert outcomes
    assert all(isinstance(outcome, Finding | NotFound | NotSaid) for outcome in outcomes)
    assert {outcome.kind for outcome in outcomes} == {finder.kind}


def test_findings_do_not_depend_on_names_or_order():
    graph, departments = three_departments([(0, 12), (12, 24), (0, 24)])
    plain = network(graph, departments)
    order = np.random.default_rng(1).permutation(36)
    shuffled = Roster(tuple(plain.roster.people[v] for v in order))
    ids = plain.roster.ids
    ties = tuple(
        Tie(ids[s], ids[t], "tie") for s, t in zip(plain.source, plain.target, strict=True)
    )

    first = find_all(Study(plain, QUICK))
    second = find_all(Study(from_answers(shuffled, Answers(ties, {"tie": frozenset(ids)})), QUICK))

    assert {f.id for f in first.findings} == {f.id for f in second.findings}


def test_an_island_department_is_a_silo_and_disconnected():
    graph, departments = three_departments([(0, 12), (1, 13), (2, 14), (5, 17)])

    found = find_all(study(graph, departments)).findings

    assert "D2" in [f.subject.unit for f in found if f.kind == "silo"]
    apart = next(f for f in found if f.kind == "disconnected")
    assert set(apart.subject.people) == {str(v) for v in range(24, 36)}


def test_departments_that_mean_nothing_are_no_silos():
    relation = firm(60, 0.12, 3)
    graph = relation.graph()

    found = find_all(Study(from_graph(graph), QUICK))

    assert "silo" not in kinds(found.findings)
    assert "no_silo" in [outcome.why for outcome in found.not_found]


def test_the_only_link_between_departments_is_cut_point_and_bottleneck():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])

    found = find_all(study(graph, departments)).findings

    first = {f.kind: f.subject.id for f in reversed(found) if f.subject.type == "person"}
    assert first["cut_point"] == "0"
    assert first["bottleneck"] == "0"


def test_what_she_cuts_off_is_counted():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])

    cut = next(f for f in find_all(study(graph, departments)).findings if f.kind == "cut_point")

    figures = {e.measure: e.value for e in cut.evidence}
    assert figures["units_separated"] == 2
    assert figures["people_cut_off"] == 23  # D0 without her, and one of the others


def test_a_stand_in_makes_her_leaving_hurt_less_than_random_ties_would():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])

    cut = next(f for f in find_all(study(graph, departments)).findings if f.kind == "cut_point")

    effect = cut.recommendations[0].effect
    assert effect.after < effect.random <= effect.before


def test_a_popular_person_with_substitutes_is_no_bottleneck():
    graph = nx.gnp_random_graph(60, 0.2, seed=1)
    graph.add_edges_from((0, v) for v in range(1, 50))

    found = find_all(study(graph, {v: f"D{v % 3}" for v in graph})).findings

    assert "bottleneck" not in kinds(found)


def test_nobody_is_ranked_under_thirty_people():
    graph = nx.barbell_graph(12, 1)

    found = find_all(study(graph, {v: f"D{v // 13}" for v in graph}))

    refused = {outcome.kind for outcome in found.not_said}
    assert {"bottleneck", "hidden_broker"} <= refused
    assert not {"bottleneck", "hidden_broker"} & set(kinds(found.findings))


def test_whoever_did_not_answer_is_never_isolated():
    graph = nx.circulant_graph(30, [1, 2, 3])
    graph.add_nodes_from([30, 31])

    found = find_all(study(graph, silent=(31,))).findings

    isolated = next(f for f in found if f.kind == "isolated")
    assert isolated.subject.people == ("30",)


def test_a_unit_with_few_answers_is_said_and_not_judged():
    graph, departments = three_departments([(0, 12), (1, 13), (2, 14), (5, 17)])

    found = find_all(study(graph, departments, silent=tuple(range(24, 30))))

    low = [f.subject.unit for f in found.findings if f.kind == "low_response"]
    assert low == ["D2"]
    assert "D2" not in [f.subject.unit for f in found.findings if f.kind == "silo"]
    assert ["D2"] in [o.facts.get("units") for o in found.not_said if o.kind == "silo"]


def test_below_two_thirds_of_answers_nobody_is_singled_out():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])

    found = find_all(study(graph, departments, silent=tuple(range(1, 36, 2))))

    assert {f.subject.type for f in found.findings} <= {"unit", "organisation"}
    assert ("organisation", "low_response") in [(f.subject.type, f.kind) for f in found.findings]


def test_a_tiny_unit_is_too_small_to_report_without_a_count_of_its_answers():
    graph, departments = three_departments([(0, 12), (12, 24)])
    departments |= {0: "Legal", 1: "Legal", 2: "Legal"}

    small = [
        f for f in find_all(study(graph, departments)).findings if f.kind == "too_small_to_report"
    ]

    assert [f.subject.unit for f in small] == ["Legal"]
    assert small[0].evidence[0].value == 5


def test_faults_are_counted_by_kind():
    fault = Fault(
        "bad_date", "roster.csv", 3, "start_date", "31/02/2024", "w", "y", "m", "t", ("1",)
    )
    plain = network(nx.complete_graph(5))

    found = find_all(Study(plain, QUICK, (fault, replace(fault, row=4, people=("2",))))).findings

    problem = next(f for f in found if f.kind == "data_problem")
    assert problem.evidence[0].measure == "bad_date"
    assert problem.evidence[0].value == 2
    assert problem.subject.people == ("1", "2")


def test_somebody_who_names_everybody_is_no_bottleneck():
    graph = nx.disjoint_union(nx.circulant_graph(20, [1, 2]), nx.circulant_graph(20, [1, 2]))
    both = graph.to_directed()
    both.add_edges_from((0, v) for v in range(1, 40))
    fault = Fault("names_nearly_everybody", "a", 1, "c", "v", "w", "y", "m", "t", ("0",))
    plain = network(both, {v: f"D{v // 20}" for v in both})

    found = find_all(Study(plain, QUICK, (fault,)))

    assert "0" not in [f.subject.id for f in found.findings if f.kind == "bottleneck"]


def test_severity_and_confidence_lie_in_nought_to_one():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])

    results = analyse(network(graph, departments, silent=(7, 20)), QUICK)

    assert results.findings
    assert all(0 <= f.severity <= 1 and 0 <= f.confidence <= 1 for f in results.findings)


def test_a_boss_is_not_a_hidden_broker():
    graph, departments = three_departments([(0, 12), (0, 24)])
    plain = network(graph, departments)
    people = tuple(
        Person(p.id, p.name, p.attributes, manager_id="0" if p.id in ("1", "2") else None)
        for p in plain.roster.people
    )

    found = find_all(Study(replace(plain, roster=Roster(people)), QUICK)).findings

    assert "0" not in [f.subject.id for f in found if f.kind == "hidden_broker"]


def test_nobody_who_carries_most_already_is_asked_to_meet_more_people():
    graph, departments = three_departments([(0, 12), (1, 13), (2, 14), (5, 17), (0, 14), (0, 16)])
    plain = study(graph, departments)
    busy = {plain.network.roster.ids[v] for v in np.flatnonzero(plain.top[0] >= 0.5)}

    found = [f for f in find_all(plain).findings if f.kind == "silo"]

    assert busy
    assert not busy & {id_ for f in found for r in f.recommendations for id_ in r.people}
