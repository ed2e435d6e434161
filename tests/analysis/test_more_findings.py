"""Each further kind of finding is found where it was planted, and not in the firm without it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from analysis.findings import FINDERS
from analysis.findings import overload as overload_of
from analysis.model import Answers, Finding, Person, Roster, Tie
from analysis.network import from_answers
from analysis.settings import Settings
from analysis.study import Study

QUICK = Settings(runs=10, draws=5, permutations=400, nulls=40)
PEOPLE = 80


def plain(across: float = 0.06) -> nx.DiGraph:
    """Four departments of twenty; everybody names about seven, mostly at home."""
    rng = np.random.default_rng(1)
    unit = np.arange(PEOPLE) // 20
    near = unit[:, None] == unit[None, :]
    named = rng.random((PEOPLE, PEOPLE)) < np.where(near, 0.17, across)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from((int(i), int(j)) for i, j in np.argwhere(named) if i != j)
    return graph


def study(graph: nx.DiGraph, change: Callable[[int, Person], Person] | None = None) -> Study:
    people = [
        Person(f"p{v:02}", f"Person {v}", {"department": f"D{v // 20}"}, level=4)
        for v in range(PEOPLE)
    ]
    if change:
        people = [change(v, person) for v, person in enumerate(people)]
    ties = tuple(Tie(f"p{s:02}", f"p{t:02}", "information") for s, t in sorted(graph.edges))
    answers = Answers(ties, {"information": frozenset(p.id for p in people)})
    return Study(from_answers(Roster(tuple(people)), answers), QUICK)


def found(kind: str, looked_at: Study) -> list[Finding]:
    finder = next(f for f in FINDERS if f.kind == kind)
    return [outcome for outcome in finder.find(looked_at) if isinstance(outcome, Finding)]


def missing_link() -> Study:
    graph = plain(across=0.12)
    graph.remove_edges_from([(s, t) for s, t in graph.edges if {s // 20, t // 20} == {0, 1}])
    return study(graph)


def overload() -> Study:
    graph = plain()
    graph.add_edges_from((v, 5) for v in range(PEOPLE) if v % 2 and v != 5)
    return study(graph)


def key_person_risk() -> Study:
    graph = plain()
    for v in range(21, 28):
        graph.remove_edges_from(list(graph.out_edges(v)))
        graph.add_edge(v, 20)
    return study(graph)


def concentration() -> Study:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from((v, star) for v in range(PEOPLE) for star in range(4) if v != star)
    graph.add_edges_from((v, (v + 1) % PEOPLE) for v in range(PEOPLE))
    return study(graph)


def low_reciprocity() -> Study:
    graph = plain()
    across = [(s, t) for s, t in graph.edges if s // 20 != t // 20]
    graph.add_edges_from((t, s) for s, t in across if {s // 20, t // 20} != {2, 3})
    one_way = [(s, t) for s, t in across if {s // 20, t // 20} == {2, 3}]
    graph.remove_edges_from(one_way)
    graph.add_edges_from((40 + k % 20, 60 + (3 * k) % 20) for k in range(40))
    return study(graph)


def cliques(sizes: tuple[int, ...]) -> nx.DiGraph:
    graph = nx.disjoint_union_all([nx.complete_graph(n) for n in sizes])
    graph.add_edges_from((v, (v + 11) % PEOPLE) for v in range(0, PEOPLE, 7))
    return graph.to_directed()


def split_unit() -> Study:
    return study(cliques((10, 10, 20, 20, 20)))


def merged_units() -> Study:
    return study(cliques((40, 20, 20)))


def chain_of_command(v: int, person: Person) -> Person:
    """The head of each department leads five, of whom each leads some of the others."""
    head = v // 20 * 20
    if v == head:
        return person
    boss = head if v - head <= 5 else head + 1 + (v - head) % 5
    return replace(person, manager_id=f"p{boss:02}")


def hierarchy_bypass() -> Study:
    graph = plain()
    for v in range(PEOPLE):
        if v % 20 > 5:
            graph.add_edge(v, v // 20 * 20)
            graph.remove_edges_from([(v, v // 20 * 20 + 1 + (v % 20) % 5)])
    return study(graph, chain_of_command)


def core_periphery() -> Study:
    graph = nx.disjoint_union(nx.complete_graph(20), nx.circulant_graph(60, [1, 2]))
    graph.add_edges_from((v, v % 20) for v in range(20, PEOPLE))
    return study(graph.to_directed())


def unequal_access() -> Study:
    graph = plain()
    few = [v for v in range(PEOPLE) if v % 4 == 0]
    inside = list(graph.in_edges(few)) + list(graph.out_edges(few))
    graph.remove_edges_from(inside[: int(0.7 * len(inside))])

    def placed(v: int, person: Person) -> Person:
        site = "Annex" if v % 4 == 0 else "House"
        return replace(person, attributes={**person.attributes, "location": site})

    return study(graph, placed)


def peripheral() -> Study:
    graph = plain()
    graph.remove_edges_from(list(graph.in_edges([v for v in range(PEOPLE) if v % 8 == 0])))
    return study(graph)


def new_starter_not_connected() -> Study:
    graph = plain()
    new = [3, 23, 43, 63]
    graph.remove_edges_from([*graph.in_edges(new), *graph.out_edges(new)])

    def hired(v: int, person: Person) -> Person:
        return replace(person, start=date(2026, 5, 1) if v in new else date(2020, 1, 1))

    return study(graph, hired)


PLANTED = {
    case.__name__: case
    for case in (
        missing_link, overload, key_person_risk, concentration, low_reciprocity, split_unit,
        merged_units, hierarchy_bypass, core_periphery, unequal_access, peripheral,
        new_starter_not_connected,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_what_was_planted_is_found(kind):
    assert found(kind, PLANTED[kind]())


@pytest.mark.parametrize("kind", PLANTED)
def test_nothing_of_the_kind_is_found_in_the_firm_without_it(kind):
    assert not found(kind, study(plain(), chain_of_command))


def test_the_missing_link_is_between_the_two_departments():
    assert [f.subject.units for f in found("missing_link", missing_link())] == [("D0", "D1")]


def test_the_one_whom_half_of_the_firm_asks_is_overloaded():
    assert [f.subject.id for f in found("overload", overload())] == ["p05"]


def test_demand_alone_is_no_overload_where_people_were_asked_whom_they_want_more():
    plain_study = overload()
    network = plain_study.network
    asked = replace(
        network,
        questions=(*network.questions, "more_access"),
        answered=np.vstack([network.answered, network.answered]),
    )

    assert not found("overload", Study(asked, QUICK))


def test_seven_people_depend_on_one_alone():
    risk = found("key_person_risk", key_person_risk())[0]

    assert risk.subject.id == "p20"
    assert risk.evidence[0].value == 7


def test_the_department_of_two_cliques_is_the_split_one():
    assert [f.subject.unit for f in found("split_unit", split_unit())] == ["D0"]


def test_the_two_departments_of_one_clique_are_merged():
    assert [f.subject.units for f in found("merged_units", merged_units())] == [("D0", "D1")]


def test_the_annex_has_less_access():
    assert [f.subject.unit for f in found("unequal_access", unequal_access())] == ["Annex"]


def test_new_colleagues_are_counted_and_not_listed_as_subjects():
    new = found("new_starter_not_connected", new_starter_not_connected())[0]

    assert new.subject.type == "organisation"
    assert new.evidence[1].value == 4


def test_an_outlier_is_judged_as_grubbs_did():
    named = np.array([5, 6, 7, 8, 9, 7, 6, 8, 7, 60])
    scaled = np.log1p(named)
    away = (scaled.max() - scaled.mean()) / scaled.std(ddof=1)

    by_hand = 10 * stats.t.sf(away * np.sqrt(80 / (81 - 10 * away**2)), 8)

    assert overload_of.outlying(named)[9] == pytest.approx(by_hand)
    assert (overload_of.outlying(named)[:9] == 1).all()


def test_two_outliers_do_not_hide_each_other():
    named = np.array([5, 6, 7, 8, 9, 7, 6, 8, 7, 5, 6, 8] * 4 + [60, 62])

    assert (overload_of.outlying(named) < 0.05).nonzero()[0].tolist() == [48, 49]


def test_where_all_are_named_alike_nobody_is_an_outlier():
    assert (overload_of.outlying(np.full(30, 7)) == 1).all()


@pytest.mark.slow
def test_hardly_one_uneven_firm_in_twenty_has_somebody_overloaded():
    rng = np.random.default_rng(4)
    firms = [rng.poisson(8 * rng.lognormal(0, 0.55, 100)) for _ in range(400)]

    alarms = sum((overload_of.outlying(named) < 0.05).any() for named in firms)

    assert alarms <= 20


def test_somebody_whom_people_want_to_reach_more_is_overloaded_when_named_much():
    before = overload()
    fans = tuple(Tie(f"p{v:02}", "p05", "more_access") for v in range(10, 30))
    ties = tuple(
        Tie(before.network.roster.ids[s], before.network.roster.ids[t], "information")
        for s, t in zip(before.network.source, before.network.target, strict=True)
    )
    everybody = frozenset(before.network.roster.ids)
    heard = {"information": everybody, "more_access": everybody}
    asked = from_answers(before.network.roster, Answers(ties + fans, heard))

    (finding,) = found("overload", Study(asked, QUICK))

    figures = {e.measure: e for e in finding.evidence}
    assert finding.subject.id == "p05"
    assert figures["wanted_more"].value == 20
    assert figures["wanted_more"].p < 0.001


def test_a_popular_boss_of_bosses_is_not_a_bypass():
    graph = plain()
    graph.add_edges_from((v, 0) for v in range(1, PEOPLE))

    assert not found("hierarchy_bypass", study(graph, chain_of_command))
