"""Ties as graphs: thresholds, questions, who answered, and every way in."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from analysis import Settings, analyse
from analysis.model import Answers, Person, Problem, Roster, Tie
from analysis.network import as_network, from_answers

ROSTER = Roster(tuple(Person(id_, id_.upper()) for id_ in "abcd"))
ANSWERS = Answers(
    (Tie("a", "b", "information", 5), Tie("b", "a", "information", 2), Tie("a", "c", "trust", 0)),
    {"information": frozenset("abc"), "trust": frozenset("a")},
)


def arcs(relation) -> set[str]:
    ids = relation.roster.ids
    return {ids[i] + ids[j] for i, j in zip(*relation.arcs, strict=True)}


def test_a_tie_counts_from_the_smallest_value_on():
    assert arcs(from_answers(ROSTER, ANSWERS).relation(min_value=3)) == {"ab"}


def test_never_is_an_answer_and_not_a_tie():
    relation = from_answers(ROSTER, ANSWERS).relation(("trust",))

    assert arcs(relation) == set()
    assert relation.answered.tolist() == [True, False, False, False]


def test_questions_together_are_their_union():
    assert arcs(from_answers(ROSTER, ANSWERS).relation()) == {"ab", "ba"}


def test_an_unknown_question_is_a_problem_that_names_those_there_are():
    with pytest.raises(Problem, match="information, trust"):
        from_answers(ROSTER, ANSWERS).relation(("gossip",))


def test_a_graph_and_its_tables_are_the_same_network():
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    people = pd.DataFrame({"person_id": list("abc"), "name": list("abc")})
    told = pd.DataFrame(
        {
            "respondent_id": list("abc"),
            "question": "tie",
            "alter_id": ["b", "c", ""],
        }
    )

    first, second = as_network(graph), as_network((people, told))

    assert arcs(first.relation()) == arcs(second.relation()) == {"ab", "bc"}
    assert first.answered.tolist() == second.answered.tolist()


def test_a_relation_turns_into_a_networkx_graph_and_back():
    relation = from_answers(ROSTER, ANSWERS).relation()

    again = as_network(relation.graph()).relation()

    assert arcs(again) == arcs(relation)
    assert np.array_equal(again.answered, relation.answered)


def test_nobody_having_answered_is_a_problem():
    with pytest.raises(Problem, match="nobody answered"):
        analyse(from_answers(ROSTER, Answers((), {"information": frozenset()})), Settings())


def test_results_come_as_frames():
    results = analyse(nx.complete_graph(6, nx.DiGraph), Settings(runs=2, permutations=10, nulls=5))

    frame = results.to_frame()

    assert frame["in_degree"].tolist() == [5] * 6
    assert list(frame.columns[:3]) == ["person_id", "answered", "in_degree"]


def test_two_runs_give_equal_results():
    graph = nx.gnp_random_graph(40, 0.1, seed=1, directed=True)
    for v in (3, 9, 20, 31):
        graph.nodes[v]["answered"] = False
    quick = Settings(runs=5, draws=10, permutations=50, nulls=10)

    assert analyse(graph, quick) == analyse(graph, quick)
