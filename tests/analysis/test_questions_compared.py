"""Questions apart and together, worked out by hand."""

import pytest

from analysis import questions_compared
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Network, from_answers

HOMES = {"a": "North", "b": "North", "c": "South", "d": "South", "e": "South"}


def network() -> Network:
    """help: ab ba ac cd; advice: ab ad; e answered help only, and named nobody."""
    people = tuple(Person(x, x, {"department": home}) for x, home in HOMES.items())
    named = {"help": "ab ba ac cd", "advice": "ab ad"}
    ties = [Tie(t[0], t[1], q) for q, pairs in named.items() for t in pairs.split()]
    heard = {"help": frozenset("abcde"), "advice": frozenset("abcd")}
    return from_answers(Roster(people), Answers(tuple(ties), heard))


EACH = questions_compared.relations(network(), ("help", "advice"), 0.0)


def test_each_question_is_counted_by_itself():
    first, second = questions_compared.rows(EACH, "department", 1)

    assert (first.question, first.answered, first.ties) == ("help", 5, 4)
    assert (second.mean_named, second.reciprocity) == (0.5, 0.0)
    assert first.reciprocity == 0.5


def test_e_i_of_a_question_stands_beside_shuffled_units():
    first = questions_compared.rows(EACH, "department", 1)[0]

    assert first.ei_index == pytest.approx((1 - 3) / 4)
    assert first.ei_low <= first.expected_ei <= first.ei_high


def test_shared_is_what_another_question_names_too():
    shared = [row.shared for row in questions_compared.rows(EACH, "department", 1)]

    assert shared == [1 / 4, 1 / 2]


def test_jaccard_is_both_over_either_among_those_who_answered_both():
    (pair,) = questions_compared.pairs(EACH, 99, 1)

    assert (pair.people, pair.both, pair.either) == (4, 1, 5)
    assert pair.jaccard == pytest.approx(1 / 5)


def test_without_permutations_there_is_no_correlation():
    (pair,) = questions_compared.pairs(EACH, 0, 1)

    assert (pair.correlation, pair.permutations) == (None, 0)
    assert pair.jaccard == pytest.approx(1 / 5)


def test_layers_count_ties_by_how_many_questions_name_them():
    # ab in both; ba, ac, cd, ad in one.
    assert questions_compared.layers(EACH) == (4, 1)


def test_nobody_has_a_unit_and_there_is_no_e_i():
    row = questions_compared.rows(EACH, "team", 1)[0]

    assert (row.ei_index, row.ei_low) == (None, None)


def test_permutations_become_fewer_in_large_firms_and_never_very_few():
    asked = [questions_compared.affordable(ties, 2000) for ties in (100, 1500, 15_000, 10**7)]

    assert asked == [2000, 2000, 200, 99]
