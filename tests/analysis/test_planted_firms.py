"""The generator gives whole, believable firms, and files that hold them."""

import csv
import json
from collections import Counter
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from analysis.model import Problem
from analysis.planted import CASES, Case, Firm, plant, read_truth, write, write_dirty

SEEDS = range(4)
OWN_RATES = ("low_response_unit",)  # one department answers otherwise there
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_seed = pytest.mark.parametrize("seed", SEEDS)


def graph_of(firm: Firm, question: str = "information") -> nx.DiGraph:
    """Who named whom in answer to one question."""
    graph = nx.DiGraph()
    graph.add_nodes_from(firm.roster.ids)
    graph.add_edges_from((t.source, t.target) for t in firm.answers.ties if t.question == question)
    return graph


def rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file below its header."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]


@each_case
def test_the_same_seed_gives_the_same_firm(case: Case) -> None:
    assert plant(case, 3) == plant(case.name, 3)


@each_case
def test_another_seed_gives_another_firm(case: Case) -> None:
    assert plant(case, 3).answers != plant(case, 4).answers


@each_case
def test_a_case_can_be_planted_in_the_smallest_firm_it_allows(case: Case) -> None:
    firm = plant(case, 1, people=case.smallest)

    assert len(firm.roster.people) == case.smallest


@each_case
def test_a_case_can_be_planted_in_a_large_firm(case: Case) -> None:
    firm = plant(case, 1, people=1200, response=0.8)

    assert len(firm.roster.people) == 1200


def test_a_firm_of_five_thousand_has_all_its_people_and_ties() -> None:
    firm = plant("silo", 1, people=5000)

    assert len(firm.roster.people) == 5000
    assert graph_of(firm).number_of_edges() > 30_000


def test_a_firm_too_small_for_the_case_is_refused() -> None:
    with pytest.raises(Problem, match="at least 40 people"):
        plant("two_silos", 1, people=20)


def test_in_a_firm_of_twenty_rankings_of_people_are_not_to_be_told() -> None:
    truth = plant("hidden_broker", 1, people=20).truth

    assert [claim.kind for claim in truth.expect] == ["cut_point", "silo"]
    assert truth.facts["not_said"] == ["hidden_broker"]


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Problem, match="no_structure"):
        plant("volcano", 1)


@each_case
def test_nobody_names_herself_or_anybody_twice(case: Case) -> None:
    ties = plant(case, 2).answers.ties

    assert all(t.source != t.target for t in ties)
    assert max(Counter((t.source, t.target, t.question) for t in ties).values()) == 1


@each_case
def test_only_people_who_answered_name_somebody(case: Case) -> None:
    answers = plant(case, 2).answers

    assert all(t.source in answers.answered[t.question] for t in answers.ties)


@each_case
def test_values_run_from_two_to_five(case: Case) -> None:
    assert {t.value for t in plant(case, 2).answers.ties} <= {2.0, 3.0, 4.0, 5.0}


@each_case
@pytest.mark.parametrize("response", [0.95, 0.7])
def test_as_many_answer_as_was_asked_for(case: Case, response: float) -> None:
    firm = plant(case, 1, people=200, response=response)
    share = len(firm.answers.answered["information"]) / 200

    assert share == pytest.approx(firm.truth.facts["response_rate"])
    assert case.name in OWN_RATES or share == pytest.approx(response, abs=0.011)


@each_case
def test_everybody_but_the_top_has_a_manager_above_her(case: Case) -> None:
    people = plant(case, 5).roster.by_id()
    top = [p for p in people.values() if p.manager_id is None]

    assert len(top) == 1
    assert all(
        (p.level or 0) > (people[p.manager_id].level or 0)
        for p in people.values()
        if p.manager_id is not None
    )


@each_case
def test_names_and_addresses_are_all_different(case: Case) -> None:
    people = plant(case, 5).roster.people

    assert len({p.name for p in people}) == len(people)
    assert len({p.email for p in people}) == len(people)
    assert all(p.email.isascii() for p in people)


@each_seed
def test_about_two_in_five_ties_are_returned(seed: int) -> None:
    assert nx.reciprocity(graph_of(plant("ordinary", seed))) == pytest.approx(0.4, abs=0.08)


@each_seed
def test_problem_solving_is_mostly_a_part_of_information(seed: int) -> None:
    firm = plant("ordinary", seed)
    first, second = graph_of(firm), graph_of(firm, "problem_solving")

    both = sum(first.has_edge(*tie) for tie in second.edges)

    assert 0.85 < both / second.number_of_edges() < 1
    assert second.number_of_edges() < first.number_of_edges()


@each_seed
def test_people_differ_in_how_many_name_them(seed: int) -> None:
    named = np.array([d for _, d in graph_of(plant("no_structure", seed)).in_degree()])

    assert named.std() > 1.3 * np.sqrt(named.mean())


def test_written_files_hold_the_whole_firm(tmp_path: Path) -> None:
    firm = plant("isolated", 1)

    write(firm, tmp_path)
    answers = rows(tmp_path / "answers.csv")

    assert len(rows(tmp_path / "roster.csv")) == 120
    assert {row[0] for row in answers} == firm.answers.answered["information"]
    assert sum(1 for row in answers if row[2]) == len(firm.answers.ties)


def test_a_written_truth_reads_back(tmp_path: Path) -> None:
    firm = plant("disconnected", 1)

    write(firm, tmp_path)

    assert read_truth(tmp_path / "truth.json") == firm.truth


def test_the_truth_has_the_keys_that_its_readers_expect() -> None:
    truth = plant("hidden_broker", 1).truth.to_dict()

    assert set(truth) >= {"case", "seed", "expect", "forbid", "facts", "tie_rule"}
    assert set(truth["expect"][0]) >= {"kind", "employee_id", "rank"}
    assert json.loads(json.dumps(truth)) == truth


@each_seed
def test_spoilt_files_hold_every_fault_that_the_truth_counts(seed: int, tmp_path: Path) -> None:
    truth = write_dirty(plant("ordinary", seed, people=90), tmp_path)
    roster = {row[0]: row for row in rows(tmp_path / "roster.csv")}
    answers = rows(tmp_path / "answers.csv")
    said = {claim.what: claim.value for claim in truth.expect}

    assert sum(row[0] == row[2] for row in answers) == said["self_nominations"]
    assert sum(row[0] not in roster for row in answers) == said["unknown_respondents"]
    assert sum(row[2].startswith("X") for row in answers) == said["unknown_alters"]
    assert sum(n - 1 for n in Counter(map(tuple, (r[:3] for r in answers if r[2]))).values()) == 7
    assert [i for i, r in roster.items() if not r[3]] == list(said["missing_department"])
    assert {roster[i][7] for i in said["manager_cycle"]} == set(said["manager_cycle"])


def test_no_person_suffers_two_faults_of_the_roster(tmp_path: Path) -> None:
    truth = write_dirty(plant("ordinary", 1, people=90), tmp_path)
    struck = [
        person
        for claim in truth.expect
        if claim.what != "straight_liner" and not isinstance(claim.value, int)
        for person in ((claim.value,) if isinstance(claim.value, str) else claim.value)
    ]

    assert len(struck) == len(set(struck))


@each_case
def test_the_documentation_tells_of_every_case(case: Case) -> None:
    text = (Path(__file__).parents[2] / "docs" / "planted-firms.md").read_text(encoding="utf-8")

    assert f"`{case.name}`" in text
    assert case.summary
