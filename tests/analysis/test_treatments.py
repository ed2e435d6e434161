"""Hiding respondents to learn which treatment of missing answers does best."""

import numpy as np
import pytest

from analysis import missing, treatments
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
