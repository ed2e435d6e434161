"""What the generator plants is really there, judged without the analysis."""

import networkx as nx
import numpy as np
import pytest

from analysis.planted import Firm, demo_firm, plant
from tests.analysis.test_planted_firms import each_seed, graph_of


def everything(firm: Firm) -> nx.DiGraph:
    return nx.compose(graph_of(firm), graph_of(firm, "problem_solving"))


def expected(firm: Firm, kind: str) -> list[str]:
    return [c.person or c.unit for c in firm.truth.expect if c.kind == kind]


def home(firm: Firm, unit_type: str = "department") -> dict[str, str]:
    return {p.id: p.attributes.get(unit_type, "") for p in firm.roster.people}


def outside_ratio(firm: Firm, unit: str, unit_type: str = "department") -> float:
    """Ties across the border over the degree-preserving expectation, tie by tie."""
    graph, homes = graph_of(firm), home(firm, unit_type)
    members = {id_ for id_ in graph if homes[id_] == unit}
    across = sum((s in members) != (t in members) for s, t in graph.edges)
    out, into = (sum(d for id_, d in degree if id_ in members) for degree in
                 (graph.out_degree(), graph.in_degree()))  # fmt: skip
    ties = graph.number_of_edges()
    return float(across * ties / (out * (ties - into) + into * (ties - out)))


def cut_off_by(graph: nx.DiGraph, person: str) -> list[set[str]]:
    """The pieces that are left without her, the largest first."""
    rest = graph.to_undirected()
    rest.remove_node(person)
    return sorted(nx.connected_components(rest), key=len, reverse=True)


@each_seed
def test_without_structure_units_have_as_many_outside_ties_as_chance_gives(seed: int) -> None:
    firm = plant("no_structure", seed, people=400, response=1.0)

    assert all(
        outside_ratio(firm, unit) == pytest.approx(1.0, abs=0.1)
        for unit in firm.truth.facts["outside_ratio"]
    )


@pytest.mark.parametrize("case", ["silo", "silo_small", "silo_large", "two_silos"])
@each_seed
def test_a_planted_silo_has_few_ties_across_its_border_and_the_others_have_not(
    case: str, seed: int
) -> None:
    firm = plant(case, seed)
    closed = expected(firm, "silo")
    ratio = {unit: outside_ratio(firm, unit) for unit in firm.truth.facts["outside_ratio"]}

    assert closed
    assert all((ratio[unit] < 0.4) if unit in closed else (ratio[unit] > 0.5) for unit in ratio)


@pytest.mark.parametrize(
    ("case", "unit_type"), [("team_silo", "team"), ("location_silo", "location")]
)
@each_seed
def test_a_silo_by_team_or_place_leaves_the_departments_open(
    case: str, unit_type: str, seed: int
) -> None:
    firm = plant(case, seed)

    assert outside_ratio(firm, expected(firm, "silo")[0], unit_type) < 0.4
    assert min(outside_ratio(firm, unit) for unit in set(home(firm).values())) > 0.5


@pytest.mark.parametrize("people", [15, 40, 700])
@each_seed
def test_a_silo_is_one_at_every_size(people: int, seed: int) -> None:
    firm = plant("silo", seed, people=people)

    assert outside_ratio(firm, expected(firm, "silo")[0]) < 0.4


@each_seed
def test_the_ratio_in_the_truth_is_the_one_counted_tie_by_tie(seed: int) -> None:
    firm = plant("silo", seed)

    assert firm.truth.facts["outside_ratio"] == {
        unit: pytest.approx(outside_ratio(firm, unit)) for unit in set(home(firm).values())
    }


@pytest.mark.parametrize("case", ["bottleneck", "nonresponding_bottleneck"])
@each_seed
def test_without_the_bottleneck_the_departments_fall_apart(case: str, seed: int) -> None:
    firm = plant(case, seed)
    homes = home(firm)
    pieces = cut_off_by(everything(firm), expected(firm, "bottleneck")[0])

    assert len(pieces) >= len(set(homes.values()))
    assert all(len({homes[id_] for id_ in piece}) == 1 for piece in pieces)


@each_seed
def test_the_silent_bottleneck_is_named_from_every_other_department(seed: int) -> None:
    firm = plant("nonresponding_bottleneck", seed)
    person, homes = expected(firm, "bottleneck")[0], home(firm)

    namers = {homes[t.source] for t in firm.answers.ties if t.target == person}

    assert person not in firm.answers.answered["information"]
    assert namers | {homes[person]} == set(homes.values())


@each_seed
def test_the_hidden_broker_is_junior_little_named_and_the_only_link(seed: int) -> None:
    firm = plant("hidden_broker", seed)
    person = expected(firm, "hidden_broker")[0]
    unit = expected(firm, "silo")[0]

    cut_off = cut_off_by(everything(firm), person)[1:]

    assert firm.roster.by_id()[person].level == 5
    assert graph_of(firm).in_degree(person) == firm.truth.facts["broker_in_degree"]
    assert cut_off == [{id_ for id_, where in home(firm).items() if where == unit} - {person}]


@each_seed
def test_each_planted_cut_point_cuts_off_its_team_and_no_head_cuts_off_three(seed: int) -> None:
    firm = plant("cut_points", seed)
    heads = [c.person for c in firm.truth.forbid if c.kind == "cut_point"]

    for person in expected(firm, "cut_point"):
        assert len(cut_off_by(everything(firm), person)[1]) >= 4
    for person in heads:
        assert sum(len(piece) for piece in cut_off_by(everything(firm), person)[1:]) < 3


@each_seed
def test_each_popular_expert_is_sought_most_and_cuts_off_nobody(seed: int) -> None:
    firm = plant("popular_but_replaceable", seed)
    graph, experts = graph_of(firm), firm.truth.facts["experts"]
    sought = [id_ for id_, _ in sorted(graph.in_degree(), key=lambda pair: -pair[1])]

    assert set(sought[:2]) == set(experts)
    assert all(len(cut_off_by(graph, person)[0]) >= graph.order() - 2 for person in experts)


@each_seed
def test_isolated_people_answered_and_have_no_tie_in_either_direction(seed: int) -> None:
    firm = plant("isolated", seed)
    alone = expected(firm, "isolated")

    assert len(alone) >= 2
    assert set(alone) <= firm.answers.answered["information"]
    assert all(everything(firm).degree(person) == 0 for person in alone)


@each_seed
def test_a_disconnected_department_is_one_piece_without_a_tie_to_the_rest(seed: int) -> None:
    firm = plant("disconnected", seed, response=1.0)
    away = set(firm.truth.expect[0].people)

    pieces = list(nx.connected_components(everything(firm).to_undirected()))

    assert len(pieces) == 2
    assert away in pieces


@each_seed
def test_in_one_department_under_half_answer_and_elsewhere_most(seed: int) -> None:
    firm = plant("low_response_unit", seed)
    homes, heard = home(firm), firm.answers.answered["information"]
    rates = {
        unit: np.mean([id_ in heard for id_, where in homes.items() if where == unit])
        for unit in set(homes.values())
    }

    low = rates.pop(expected(firm, "low_response")[0])

    assert low < 0.5
    assert min(rates.values()) > 0.75


@each_seed
def test_when_the_popular_are_silent_they_are_the_most_named(seed: int) -> None:
    firm = plant("popular_silence", seed)
    graph, heard = graph_of(firm), firm.answers.answered["information"]

    named: dict[bool, list[int]] = {True: [], False: []}
    for person, degree in graph.in_degree():
        named[person in heard].append(degree)

    assert np.mean(named[False]) > 1.4 * np.mean(named[True])


@each_seed
def test_the_demo_firm_is_120_people_of_whom_84_percent_answered(seed: int) -> None:
    firm = demo_firm(seed)

    assert len(firm.roster.people) == 120
    assert firm.truth.facts["response_rate"] == pytest.approx(0.84, abs=0.005)


@each_seed
def test_the_demo_firm_has_what_its_truth_says(seed: int) -> None:
    firm = demo_firm(seed)
    graph = everything(firm)
    research = {id_ for id_, unit in home(firm).items() if unit == "Research"}
    broker = expected(firm, "hidden_broker")[0]

    assert outside_ratio(firm, "Sales") < 0.33
    assert research - {broker} in cut_off_by(graph, broker)
    assert all(graph.degree(person) == 0 for person in expected(firm, "isolated"))


def test_the_demo_roster_has_holes_as_rosters_have() -> None:
    people = demo_firm(1).roster.people

    assert sum("location" not in p.attributes for p in people) == 3
    assert sum(p.start is None for p in people) == 5
