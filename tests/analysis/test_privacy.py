"""The gate: what each audience may see, and that nobody gets round it."""

import pickle
from dataclasses import replace

import networkx as nx
import pytest

from analysis import ANALYST, MANAGER, Policy, View, analyse, view
from analysis.model import Evidence, Finding, Problem, Subject
from tests.analysis.test_findings import QUICK, network, three_departments


@pytest.fixture(scope="module")
def results():
    graph, departments = three_departments([(0, v) for v in (12, 15, 18, 24, 27, 30)])
    graph = nx.relabel_nodes(graph, {v: f"id-{v:02}" for v in graph})
    departments = {f"id-{v:02}": unit for v, unit in departments.items()}
    departments |= {"id-10": "Legal", "id-11": "Legal"}
    return analyse(network(graph, departments), QUICK)


def test_only_the_gate_makes_a_view(results):
    seen = view(results)

    with pytest.raises(TypeError):
        View(**{name: getattr(seen, name) for name in View.__slots__ if name != "_gate"})


def test_an_analyst_sees_who_it_is(results):
    assert "id-00" in [f.subject.id for f in view(results, ANALYST).findings]


def test_nothing_a_manager_sees_holds_anybodys_id(results):
    assert "id-" not in repr(view(results, MANAGER))


def test_a_manager_is_told_the_department_of_a_person_finding(results):
    person = [f for f in view(results, MANAGER).findings if f.subject.type == "person"]

    assert {f.subject.unit for f in person} == {"D0"}


def test_a_manager_sees_names_where_the_firm_chose_so(results):
    assert view(results, MANAGER, Policy(mode="named")).named


def test_nobody_sees_names_in_aggregate_mode(results):
    assert "id-" not in repr(view(results, ANALYST, Policy(mode="aggregate")))


def test_groups_under_k_are_dropped_and_counted(results):
    seen = view(results, MANAGER)

    assert "Legal" not in [row.unit for row in seen.units]
    assert "Legal" not in [row.to_unit for row in seen.pairs]
    assert seen.hidden["too_few"] == 1


def test_a_larger_k_hides_more(results):
    assert not view(results, MANAGER, Policy(k=13)).units


def test_a_name_below_the_confidence_is_dropped_and_counted(results):
    seen = view(results, ANALYST, Policy(confidence=1.0))

    assert not [f for f in seen.findings if f.subject.type == "person"]
    assert seen.hidden["not_sure"] > 0


@pytest.mark.parametrize(
    "wrong", [{"k": 4}, {"mode": "open"}, {"confidence": 0.2}, {"confidence": 1.5}]
)
def test_a_policy_that_would_publish_single_people_is_refused(wrong):
    with pytest.raises(Problem) as refused:
        Policy(**wrong)

    assert refused.value.mend


def test_a_manager_sees_nobodys_own_counts(results):
    seen = {e.measure for f in view(results, MANAGER).findings for e in f.evidence}

    assert "betweenness" in {e.measure for f in results.findings for e in f.evidence}
    assert "betweenness" not in seen


def test_a_person_finding_that_has_only_counts_is_dropped_for_managers_and_counted(results):
    alone = Evidence("depend_on_her_alone", 4.0, 36)
    risk = Finding("key_person_risk", Subject("person", id="id-00"), "tie", 0.9, 0.5, (alone,))
    more = replace(results, findings=(*results.findings, risk))

    seen = view(more, MANAGER)

    assert "key_person_risk" not in [f.kind for f in seen.findings]
    assert seen.hidden["person"] == view(results, MANAGER).hidden["person"] + 1


def test_a_view_that_was_sent_to_another_process_is_one_there_too(results):
    sent = pickle.loads(pickle.dumps(view(results)))  # noqa: S301 - our own, from the line before

    assert replace(sent, findings=()).findings == ()
