"""Hiding respondents to learn which treatment of missing answers does best."""

import networkx as nx
import numpy as np
import pytest

from analysis import Settings, analyse, missing, treatments
from tests.analysis.test_chance import firm
from tests.analysis.test_missing import hide


def test_only_answers_are_held_against_answers():
    relation = hide(firm(50, 0.12, 1), 0.3, 2)

    whole = treatments.respondents(relation)

    assert whole.size == relation.answered.sum()
    assert whole.answered.all()


def test_hidden_people_keep_being_named():
    relation = firm(40, 0.15, 1)

    hidden = treatments.hide(relation, np.array([0, 1]))

    assert hidden.ties[[0, 1]].sum() == 0
    assert hidden.ties[:, 0].sum() == relation.ties[2:, 0].sum()


def test_every_treatment_is_scored_and_the_best_stands_first():
    scores = treatments.hold_out(firm(60, 0.1, 1), 0.2, repeats=2, draws=5)

    assert {score.treatment for score in scores} == set(treatments.TREATMENTS)
    totals = [score.rank_correlation + score.top_found for score in scores]
    assert totals == sorted(totals, reverse=True)


def test_drawing_directed_answers_beats_leaving_rows_empty():
    scores = {s.treatment: s for s in treatments.hold_out(firm(80, 0.08, 2), 0.25, draws=10)}

    assert scores["imputed"].rank_correlation > scores["as_named"].rank_correlation


def test_too_few_answers_teach_nothing():
    assert treatments.hold_out(firm(15, 0.3, 1), 0.2) == ()


def test_only_the_silent_are_worth_chasing():
    relation = hide(firm(50, 0.1, 1), 0.25, 2)

    worth = missing.worth_asking(missing.draw(relation, 5, 1))

    assert worth[relation.answered].max() == 0
    assert worth[~relation.answered].max() > 0


def test_nobody_is_chased_where_all_answered():
    assert missing.worth_asking(missing.draw(firm(40, 0.1, 1), 5, 1)).max() == 0


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_scores_are_shares(share):
    scores = treatments.hold_out(firm(50, 0.12, 3), share, repeats=2, draws=5)

    assert all(0 <= score.top_found <= 1 for score in scores)
    assert all(-1 <= score.rank_correlation <= 1 for score in scores)


def score(treatment: str, mean: float, wins: float) -> treatments.Score:
    return treatments.Score(treatment, mean, mean, wins)


def test_another_treatment_is_taken_only_where_it_is_clearly_and_nearly_always_better():
    usual = score("imputed", 0.7, 0)

    assert treatments.choose([usual, score("reciprocal", 0.8, 1)]) == "reciprocal"
    assert treatments.choose([usual, score("reciprocal", 0.8, 0.8)]) == "imputed"
    assert treatments.choose([usual, score("reciprocal", 0.72, 1)]) == "imputed"
    assert treatments.choose([]) == "imputed"


def test_drawn_networks_are_taken_as_they_are():
    draws = missing.draw(hide(firm(50, 0.1, 1), 0.25, 2), 5, 1)

    assert treatments.completed(draws, "imputed", 1) is draws


def test_other_treatments_stay_unsure_by_hiding_as_many_again():
    relation = hide(firm(50, 0.1, 1), 0.25, 2)
    draws = missing.draw(relation, 6, 1)

    filled = treatments.completed(draws, "as_named", 1).networks

    speaking = [(np.diff(ties.indptr) > 0).sum() for ties in filled]
    again = round(relation.answered.sum() * (~relation.answered).mean())
    assert len(filled) == 6
    assert max(speaking) <= relation.answered.sum() - again
    assert len({ties.indices.tobytes() for ties in filled}) == 6


def test_the_analysis_says_how_each_treatment_did():
    graph = nx.gnp_random_graph(60, 0.1, seed=3, directed=True)
    nx.set_node_attributes(graph, {v: v % 5 > 0 for v in graph}, "answered")

    made = analyse(graph, Settings(runs=5, draws=5, permutations=100, nulls=10)).made

    assert {s.treatment for s in made.treatments} == set(treatments.TREATMENTS)
    assert made.treatment == treatments.choose(made.treatments)


def test_where_nobody_is_silent_no_treatment_is_tried():
    made = analyse(nx.gnp_random_graph(40, 0.1, seed=3), Settings(runs=5, nulls=10)).made

    assert (made.treatment, made.treatments) == ("complete", ())
