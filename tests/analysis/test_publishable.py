"""What today's answers could carry, what more would open, and whom to chase."""

import networkx as nx
import numpy as np
import pytest

from analysis import Settings
from analysis.findings import FINDERS, find_all
from analysis.network import from_graph
from analysis.publishable import UnitNeed, chase_first, publishable, units_in_need
from analysis.study import Study

QUICK = Settings(runs=5, draws=5, permutations=100, nulls=10)


def study(silent: tuple[int, ...] = (), size: int = 40, departments: int = 2) -> Study:
    """Departments of equal size in a random firm."""
    graph = nx.gnp_random_graph(size, 0.2, seed=2, directed=True)
    for v in graph:
        graph.nodes[v]["answered"] = v not in silent
        if departments:
            graph.nodes[v]["department"] = f"D{v * departments // size}"
    return Study(from_graph(graph), QUICK)


def of(kind: str, looked_at: Study):
    return next(entry for entry in publishable(looked_at) if entry.kind == kind)


def test_every_kind_is_told_of_in_the_order_of_the_report():
    assert [entry.kind for entry in publishable(study())] == [finder.kind for finder in FINDERS]


def test_with_all_answers_everything_can_be_said():
    told = [entry for entry in publishable(study()) if not entry.kind.startswith("partner_")]

    assert all(entry.now and entry.more == 0 and not entry.why for entry in told)


def test_where_nobody_is_asked_about_partners_no_answer_will_tell_of_them():
    single = of("partner_single_contact", study())

    assert (single.now, single.why, single.more) == (False, "no_partners_asked", None)


def test_below_two_thirds_of_the_answers_it_says_how_many_more_open_what_is_about_people():
    half = study(silent=tuple(range(0, 40, 2)))

    broker = of("hidden_broker", half)

    assert (broker.now, broker.why, broker.more) == (False, "response_too_low", 6)  # 26 of 40


def test_as_many_more_answers_do_open_it():
    enough = study(silent=tuple(range(0, 28, 2)))

    assert enough.main.answered.sum() == 26
    assert of("hidden_broker", enough).now


def test_no_answer_opens_a_ranking_in_a_firm_too_small():
    broker = of("bottleneck", study(size=20))

    assert (broker.now, broker.why, broker.more) == (False, "too_few_people_to_rank", None)


def test_a_department_below_seven_in_ten_is_named_with_what_it_lacks():
    few = study(silent=tuple(range(10)))

    assert units_in_need(few) == (UnitNeed("D0", 20, 10, 4),)
    assert of("silo", few).now
    assert of("silo", few).units == units_in_need(few)
    assert (of("missing_link", few).now, of("missing_link", few).more) == (False, 4)


def test_without_departments_nothing_about_them_can_be_said():
    assert of("silo", study(departments=0)).why == "unit_type_missing"


@pytest.mark.parametrize("silent", [(), tuple(range(0, 40, 2)), tuple(range(16))])
def test_what_cannot_be_said_of_people_is_what_the_finders_refuse(silent):
    looked_at = study(silent)

    refused = {o.kind for o in find_all(looked_at).not_said if o.why == "response_too_low"}

    assert refused == {e.kind for e in publishable(looked_at) if e.why == "response_too_low"}


def test_only_the_silent_are_chased_and_the_most_worth_while_first():
    silent = (0, 3, 21, 30)
    chased = chase_first(study(silent))

    assert {entry.person_id for entry in chased} == {str(v) for v in silent}
    assert [entry.worth for entry in chased] == sorted((e.worth for e in chased), reverse=True)


def test_whoever_opens_her_department_is_marked():
    chased = chase_first(study((*tuple(range(10)), 30)))

    assert {entry.opens for entry in chased if int(entry.person_id) < 20} == {"D0"}
    assert [entry.opens for entry in chased if entry.person_id == "30"] == [""]


def test_nobody_is_chased_where_all_answered():
    assert chase_first(study()) == ()


def test_in_a_large_firm_whoever_is_named_most_widely_is_chased_first():
    rng = np.random.default_rng(1)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(400))
    graph.add_edges_from((int(a), int(b)) for a, b in rng.integers(0, 400, (1500, 2)) if a != b)
    graph.add_edges_from((v, 7) for v in range(100, 200))
    nx.set_node_attributes(graph, {v: v > 9 for v in graph}, "answered")

    first = chase_first(Study(from_graph(graph), QUICK))[0]

    assert first.person_id == "7"
