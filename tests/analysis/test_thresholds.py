"""Figures one step weaker and one step stronger."""

import pytest

from analysis import thresholds
from analysis.model import Answers, Evidence, Finding, Person, Roster, Subject, Tie
from analysis.network import Network, from_answers

VALUES = {"ab": 1, "bc": 2, "cd": 3, "da": 3, "ac": 4, "ca": 4}


def network(values: dict[str, float] | None = None) -> Network:
    people = tuple(Person(x, x, {"department": "NS"[x > "b"]}) for x in "abcd")
    said = tuple(Tie(t[0], t[1], "q", float(v)) for t, v in (values or VALUES).items())
    return from_answers(Roster(people), Answers(said, {"q": frozenset("abcd")}))


@pytest.mark.parametrize(
    ("least", "steps"),
    [(0.0, (None, 1, 2)), (2.0, (1, 2, 3)), (2.5, (2, 3, 4)), (4.0, (3, 4, None))],
)
def test_the_steps_are_the_answers_next_to_the_one_in_use(least, steps):
    found = thresholds.steps(network(), ("q",), least)

    assert (found.lower, found.used, found.higher) == steps


def test_more_than_twelve_answers_are_no_scale():
    people = tuple(Person(f"p{i}", "") for i in range(20))
    said = tuple(Tie(f"p{i}", f"p{i + 1}", "q", 1.0 + i) for i in range(13))
    firm = from_answers(Roster(people), Answers(said, {"q": frozenset(p.id for p in people)}))

    assert thresholds.steps(firm, ("q",), 0.0) is None


def rows(findings: tuple[Finding, ...] = ()) -> dict[str, tuple[float | None, float, float | None]]:
    at = thresholds.steps(network(), ("q",), 2.0)
    found = thresholds.rows(network(), ("q",), at, findings)
    return {f"{r.finding}{r.measure}": (r.lower, r.used, r.higher) for r in found}


def test_the_figures_of_the_whole_are_those_at_each_step():
    assert rows()["ties"] == (6, 5, 4)
    assert rows()["mean_out_degree"] == (1.5, 1.25, 1.0)


def finding(kind: str, subject: Subject) -> Finding:
    return Finding(kind, subject, "q", 0.9, 0.5, (Evidence("x", 1, 4),))


def test_the_number_of_a_finding_is_that_of_its_subject():
    about = finding("overload", Subject("person", id="a"))

    assert rows((about,))["overload-ain_degree"] == (2, 2, 2)


def test_a_unit_is_measured_by_what_crosses_its_border():
    # Of the five ties from 2 on, bc da ac ca cross; out and in of N: 2 and 2 of 5.
    about = finding("silo", Subject("unit", unit_type="department", unit="N"))

    used = rows((about,))["silo-department-noutside_ratio"][1]
    assert used == pytest.approx(4 / (2 * 3 / 5 + 2 * 3 / 5))


def test_ties_of_a_pair_are_counted_in_both_directions():
    about = finding("missing_link", Subject("pair", unit_type="department", units=("N", "S")))

    assert rows((about,))["missing_link-department-n-sties_between"] == (4, 4, 3)


def test_a_subject_that_is_not_there_has_no_row():
    gone = finding("silo", Subject("unit", unit_type="department", unit="West"))

    assert not any(key.startswith("silo") for key in rows((gone,)))


def test_where_all_answers_are_alike_there_is_no_step():
    assert thresholds.steps(network({"ab": 1.0, "bc": 1.0}), ("q",), 0.0) is None
