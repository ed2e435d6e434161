"""Closed in one question and open in another: told once, by the question where it is strongest."""

import networkx as nx
import numpy as np
import pytest

from analysis.findings import FINDERS, apart
from analysis.model import Answers, Evidence, Finding, Person, Roster, Subject, Tie
from analysis.network import from_answers
from analysis.settings import Settings
from analysis.study import Study

QUICK = Settings(runs=5, draws=5, permutations=1000, nulls=20)
PEOPLE, UNITS = 80, 4
IDS = tuple(f"p{v:02}" for v in range(PEOPLE))


def open_firm(seed: int) -> nx.DiGraph:
    return nx.gnp_random_graph(PEOPLE, 0.12, seed=seed, directed=True)


def without(graph: nx.DiGraph, first: set[int], second: set[int]) -> nx.DiGraph:
    """The ties between these two groups of units gone, both ways."""
    home = PEOPLE // UNITS
    ways = {(a, b) for a in first for b in second} | {(b, a) for a in first for b in second}
    graph.remove_edges_from([(s, t) for s, t in graph.edges if (s // home, t // home) in ways])
    return graph


def closed(unit: int, seed: int) -> nx.DiGraph:
    return without(open_firm(seed), {unit}, set(range(UNITS)) - {unit})


def study(**questions: nx.DiGraph) -> Study:
    people = tuple(
        Person(IDS[v], IDS[v], {"department": f"D{v * UNITS // PEOPLE}"}) for v in range(PEOPLE)
    )
    ties = tuple(
        Tie(IDS[s], IDS[t], name) for name, graph in questions.items() for s, t in graph.edges
    )
    heard = dict.fromkeys(questions, frozenset(IDS))
    return Study(from_answers(Roster(people), Answers(ties, heard)), QUICK)


def found(kind: str, looked_at: Study) -> list[Finding]:
    finder = next(f for f in FINDERS if f.kind == kind)
    return [outcome for outcome in finder.find(looked_at) if isinstance(outcome, Finding)]


def test_a_unit_closed_in_another_question_is_told_with_that_question():
    (silo,) = found("silo", study(information=open_firm(1), energy=closed(2, 2)))

    assert (silo.subject.unit, silo.relation) == ("D2", "energy")


def test_what_the_other_questions_give_stands_beside_it():
    (silo,) = found("silo", study(information=open_firm(1), energy=closed(2, 2)))

    beside = {e.relation: e.value for e in silo.evidence if e.measure == "outside_ratio_elsewhere"}

    assert set(beside) == {"information"}
    assert beside["information"] == pytest.approx(1, abs=0.15)


def test_a_unit_closed_in_all_questions_is_told_once_by_the_main_one():
    (silo,) = found("silo", study(energy=closed(2, 2), information=closed(2, 1)))

    assert silo.relation == "information"
    assert "one_question" not in silo.caveats


def test_a_unit_closed_in_one_question_only_is_told_with_that_caveat():
    (silo,) = found("silo", study(information=closed(2, 1), energy=open_firm(2)))

    assert "one_question" in silo.caveats


def test_two_units_may_be_closed_in_different_questions():
    silos = found("silo", study(information=closed(0, 1), energy=closed(2, 2)))

    assert {(f.subject.unit, f.relation) for f in silos} == {
        ("D0", "information"),
        ("D2", "energy"),
    }


def test_a_link_missing_in_another_question_is_told_with_that_question():
    looked_at = study(information=open_firm(1), energy=without(open_firm(2), {0}, {3}))

    (link,) = found("missing_link", looked_at)

    beside = [e for e in link.evidence if e.measure == "ties_between_elsewhere"]
    assert (link.subject.units, link.relation) == (("D0", "D3"), "energy")
    assert [e.relation for e in beside] == ["information"]
    assert beside[0].low <= beside[0].value <= beside[0].high


def test_wishes_are_no_contact():
    looked_at = study(information=open_firm(1), more_access=closed(2, 2))

    assert [relation.name for relation in apart.questions(looked_at)] == ["information"]
    assert found("silo", looked_at) == []


def test_the_most_severe_question_is_told_and_the_first_of_nearly_equal_ones():
    def of(relation: str, severity: float) -> Finding:
        subject = Subject("unit", unit_type="department", unit="D1")
        return Finding("silo", subject, relation, 0.9, severity, (Evidence("x", 1.0, 9),))

    assert apart.strongest([of("a", 0.81), of("b", 0.84)])[0].relation == "a"
    assert apart.strongest([of("a", 0.61), of("b", 0.84)])[0].relation == "b"


@pytest.mark.slow
def test_looking_at_five_questions_finds_no_more_silos_in_firms_without_any():
    rng = np.random.default_rng(5)
    seeds = rng.integers(0, 10_000, (40, 5)).tolist()
    names = ("information", "energy", "access", "support", "ideas")

    firms = (study(**dict(zip(names, map(open_firm, row), strict=True))) for row in seeds)

    assert sum(bool(found("silo", firm) or found("missing_link", firm)) for firm in firms) <= 2
