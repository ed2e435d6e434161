"""What crosses the borders of units: by hand, corrected for who answered, against chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import balance
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers


def firm(units: dict[str, str], ties: str, silent: str = "") -> Relation:
    """``units`` like {"A": "abc"}; ``ties`` like "ab ba"; ``silent`` did not answer."""
    home = {person: unit for unit, people in units.items() for person in people}
    people = tuple(Person(x, x, {"department": unit}) for x, unit in home.items())
    heard = frozenset(home) - set(silent)
    named = tuple(Tie(t[0], t[1], "tie") for t in ties.split() if t[0] in heard)
    return from_answers(Roster(people), Answers(named, {"tie": heard})).relation()


def rates(relation: Relation) -> balance.Rates:
    names, label = relation.units("department")
    return balance.rates(relation, label, len(names))


def test_rates_are_shares_of_what_could_be():
    # A asks B twice of 2 x 3 possible ways, B asks A once; in A both name each other.
    found = rates(firm({"A": "ab", "B": "cde"}, "ac ad ca ab ba cd"))

    assert found.asks.tolist() == pytest.approx([2 / 6, 1 / 6])
    assert found.asked.tolist() == pytest.approx([1 / 6, 2 / 6])
    assert found.dense.tolist() == pytest.approx([1, 1 / 6])
    assert found.balance.tolist() == pytest.approx([1 / 3, 2 / 3])


def test_others_in_touch_are_counted_once_however_many_know_them():
    found = rates(firm({"A": "ab", "B": "cde"}, "ac bc ad"))

    assert found.wide.tolist() == pytest.approx([2 / 3, 1])


def test_a_unit_in_which_few_answered_does_not_seem_to_ask_nobody():
    # Everybody names everybody of the other unit; c and d of B stay silent.
    every = " ".join(x + y for x in "ab" for y in "cdef") + " "
    every += " ".join(y + x for x in "ab" for y in "cdef")

    found = rates(firm({"A": "ab", "B": "cdef"}, every, silent="cd"))

    assert found.balance.tolist() == pytest.approx([0.5, 0.5])


def test_a_unit_in_which_nobody_answered_has_no_rate_of_asking():
    found = rates(firm({"A": "ab", "B": "cd"}, "ac", silent="cd"))

    assert np.isnan(found.asks[1])
    assert np.isnan(found.balance[1])


def random_firm(seed: int, size: int = 40, units: int = 4) -> Relation:
    rng = np.random.default_rng(seed)
    people = tuple(Person(f"p{i}", "", {"department": f"u{i % units}"}) for i in range(size))
    there = np.argwhere(rng.random((size, size)) < 0.1)
    ties = tuple(Tie(f"p{i}", f"p{j}", "tie") for i, j in there if i != j)
    heard = frozenset(person.id for person in people)
    return from_answers(Roster(people), Answers(ties, {"tie": heard})).relation()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_what_is_asked_is_what_is_answered(seed):
    relation = random_firm(seed)
    label = relation.units("department")[1]
    found, size = rates(relation), np.bincount(label)

    possible = size * (relation.size - size)
    assert (found.asks * possible).sum() == pytest.approx((found.asked * possible).sum())


def test_units_dealt_at_random_mostly_lie_in_the_range_of_chance():
    inside = []
    for seed in range(12):
        borders = balance.borders(random_firm(seed), "department", seed)
        for beside in (borders.balance, borders.dense, borders.wide):
            inside += ((beside.value >= beside.low) & (beside.value <= beside.high)).tolist()

    assert np.mean(inside) > 0.88


def test_a_unit_that_everybody_asks_is_beyond_chance():
    relation = random_firm(1)
    label = relation.units("department")[1]
    extra = relation.ties.tolil()
    extra[np.ix_(label != 0, label == 0)] = 1
    asked = Relation("tie", relation.roster, extra.tocsr(), relation.answered)

    borders = balance.borders(asked, "department", 1)

    assert borders.balance.value[0] > borders.balance.high[0]


def shaped(inside: float) -> str:
    """The shape of a unit of 10 among 60 whose members each know five others of their own."""
    rng = np.random.default_rng(1)
    ties = rng.random((60, 60)) < 0.04
    ties[:10, :10] = rng.random((10, 10)) < inside
    for i in range(10):
        ties[i, 10 + 5 * i : 15 + 5 * i] = True
    people = tuple(Person(f"p{i:02}", "", {"department": f"u{i // 10}"}) for i in range(60))
    named = tuple(Tie(f"p{i:02}", f"p{j:02}", "tie") for i, j in np.argwhere(ties) if i != j)
    answers = Answers(named, {"tie": frozenset(p.id for p in people)})
    relation = from_answers(Roster(people), answers).relation()
    return balance.borders(relation, "department", 1).shape[0]


@pytest.mark.parametrize(("inside", "shape"), [(0.9, "efficient"), (0.0, "inventive")])
def test_close_knit_and_loose_units_that_reach_out_are_told_apart(inside, shape):
    assert shaped(inside) == shape


def test_chance_keeps_the_sizes_of_units():
    label = np.array([0, 0, 1, 2, -1, 2])

    for dealt in balance.dealt(label, 5, 1):
        assert np.bincount(dealt + 1).tolist() == np.bincount(label + 1).tolist()
        assert dealt[4] == -1
