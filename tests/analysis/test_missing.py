"""Answers that never came: what is drawn for them, and how sure that makes us."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from analysis import missing
from analysis.network import Relation
from tests.analysis.test_chance import firm


def hide(relation: Relation, share: float, seed: int) -> Relation:
    silent = np.random.default_rng(seed).random(relation.size) < share
    keep = sparse.diags_array((~silent).astype(float))
    ties = (keep @ relation.ties).tocsr()
    ties.eliminate_zeros()
    return replace(relation, ties=ties, answered=~silent)


def test_nothing_is_drawn_where_everybody_answered():
    relation = firm(30, 0.2, 1)

    draws = missing.draw(relation, 10, 1)

    assert draws.complete
    assert (draws.networks[0] != relation.ties).nnz == 0


def test_what_was_answered_is_kept_in_every_draw():
    relation = hide(firm(40, 0.15, 1), 0.25, 2)
    rows = np.flatnonzero(relation.answered)

    draws = missing.draw(relation, 10, 1)

    assert all((ties[rows] != relation.ties[rows]).nnz == 0 for ties in draws.networks)


def test_nobody_is_drawn_to_name_herself():
    draws = missing.draw(hide(firm(40, 0.15, 1), 0.25, 2), 10, 1)

    assert all(ties.diagonal().sum() == 0 for ties in draws.networks)


def test_the_silent_name_about_as_many_as_others_do():
    whole = firm(80, 0.1, 1)

    draws = missing.draw(hide(whole, 0.25, 2), 40, 1)

    drawn = np.mean([ties.sum() for ties in draws.networks])
    assert drawn == pytest.approx(whole.ties.sum(), rel=0.05)


def test_the_same_seed_draws_the_same_answers():
    relation = hide(firm(40, 0.15, 1), 0.25, 2)

    first, second = (missing.draw(relation, 5, 7).networks for _ in range(2))

    assert all((a != b).nnz == 0 for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(("people", "top"), [(12, 3), (34, 3), (71, 7), (150, 10), (5000, 10)])
def test_the_top_is_a_tenth_within_three_and_ten(people, top):
    assert missing.top_size(people) == top


def test_people_level_with_the_last_of_the_top_are_in_it():
    assert missing.in_top(np.array([5, 3, 3, 1]), 2).tolist() == [True, True, True, False]


def test_nobody_is_at_the_top_of_nothing():
    assert not missing.in_top(np.zeros(8), 3).any()


def test_complete_answers_leave_no_doubt():
    draws = missing.draw(firm(40, 0.15, 1), 10, 1)

    broker, sought = missing.top_probabilities(draws, missing.paths(draws))

    assert set(np.unique(np.concatenate([broker, sought]))) == {0.0, 1.0}


@pytest.mark.slow
def test_nine_tenths_of_those_called_nearly_certain_are_at_the_top():
    stated, true = [], []
    for seed in range(8):
        whole = firm(100, 0.08 * (1 + seed % 3 / 2), seed)
        top = missing.top_probabilities(*_with_paths(missing.draw(whole, 1, 1)))[0] > 0
        draws = missing.draw(hide(whole, 0.2, seed), 60, seed)
        stated += missing.top_probabilities(*_with_paths(draws))[0].tolist()
        true += top.tolist()
    sure = np.array(stated) >= 0.9

    assert sure.sum() >= 10
    assert np.array(true)[sure].mean() >= 0.9


def _with_paths(draws: missing.Draws) -> tuple[missing.Draws, np.ndarray]:
    return draws, missing.paths(draws)
