"""Views for one unit's manager and for one person: nothing about anybody else gets through."""

from dataclasses import replace
from functools import cache

import pytest

from analysis.model import Answers, Problem, Recommendation
from analysis.narrowing import OWN_TEAM, narrowed, reportable
from analysis.own_page import own_page
from analysis.planted import demo_firm
from analysis.privacy import MANAGER, Policy, View, view
from analysis.results import Results
from tests.reports.samples import demo


@cache
def firms_answers() -> Answers:
    return demo_firm(1).answers


def for_managers(results: Results, mode: str = "analyst") -> View:
    return view(results, MANAGER, Policy(mode=mode))  # type: ignore[arg-type]


def homes(unit: str) -> tuple[set[str], set[str]]:
    """Ids of those of a department, and of all others."""
    people = demo().roster.people
    mine = {p.id for p in people if p.attributes.get("department") == unit}
    return mine, {p.id for p in people} - mine


def units() -> list[str]:
    return [row.unit for row in reportable(for_managers(demo()))]


def test_units_of_one_kind_only_are_reported_on() -> None:
    kinds = {row.unit_type for row in reportable(for_managers(demo()))}

    assert kinds == {"department"}
    assert {row.unit_type for row in for_managers(demo()).units} > kinds


@pytest.mark.parametrize("unit", units())
def test_a_units_view_has_its_row_and_contacts_and_no_other_units_figures(unit: str) -> None:
    seen = narrowed(for_managers(demo()), unit)

    assert [row.unit for row in seen.units] == [unit]
    assert all(unit in (row.from_unit, row.to_unit) for row in seen.pairs)
    assert {f.subject.unit for f in seen.findings if f.subject.unit} <= {unit}
    assert all(unit in f.subject.units for f in seen.findings if f.subject.units)


@pytest.mark.parametrize("unit", units())
@pytest.mark.parametrize("mode", ["analyst", "named"])
def test_no_id_of_anybody_elsewhere_is_in_a_units_view(unit: str, mode: str) -> None:
    said = repr(narrowed(for_managers(demo(), mode), unit))
    mine, others = homes(unit)

    assert [id_ for id_ in others if id_ in said] == []
    assert any(id_ in said for id_ in mine) is (mode == "named")


def test_advice_that_names_somebody_elsewhere_loses_the_names_and_keeps_its_kind() -> None:
    mine, others = (sorted(ids) for ids in homes("Sales"))
    mixed = Recommendation("introduction", (mine[0], others[0]))
    silo = next(f for f in demo().findings if f.kind == "silo" and f.subject.unit == "Sales")
    changed = replace(demo(), findings=(replace(silo, recommendations=(mixed,)),))

    seen = narrowed(for_managers(changed, "named"), "Sales")

    assert [a.people for f in seen.findings for a in f.recommendations] == [()]
    assert [a.kind for f in seen.findings for a in f.recommendations] == ["introduction"]


def test_a_unit_in_which_nine_answered_has_no_report() -> None:
    few = tuple(
        replace(row, answered=OWN_TEAM - 1) if row.unit == "Sales" else row for row in demo().units
    )
    shown = for_managers(replace(demo(), units=few))

    assert "Sales" in [row.unit for row in shown.units]
    with pytest.raises(Problem, match="fewer than 10 people"):
        narrowed(shown, "Sales")


def test_a_larger_k_asks_for_more_than_ten() -> None:
    shown = view(demo(), MANAGER, Policy(k=15))

    assert {row.unit for row in reportable(shown)} == {
        row.unit for row in demo().units if row.unit_type == "department" and row.answered >= 15
    }


def test_a_unit_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(Problem, match=r"Name one of: .*Sales"):
        narrowed(for_managers(demo()), "Nowhere")


@pytest.mark.parametrize(("few", "left_out"), [(0, set()), (3, {"Customer Care"}), (8, set())])
def test_contact_with_a_few_who_are_not_shown_cannot_be_worked_out(
    few: int, left_out: set[str]
) -> None:
    shown = for_managers(demo())
    heard = sum(row.answered for row in shown.units if row.unit_type == "department")
    people = sum(row.people for row in shown.units if row.unit_type == "department")
    seen = narrowed(replace(shown, headcount=people + few, answered=heard + few), "Sales")
    others = {u for row in seen.pairs for u in (row.from_unit, row.to_unit)}

    assert set(units()) - others == left_out


def test_the_middle_unit_is_told_only_where_five_may_be_shown() -> None:
    four = [u for u in demo().units if u.unit_type == "department"][:4]
    whole, small = (
        narrowed(for_managers(replace(demo(), units=tuple(rows))), four[2].unit)
        for rows in (demo().units, four)
    )

    assert whole.about
    assert set(whole.about.middle) >= {"inside_share", "balance", "density"}
    assert small.about
    assert not small.about.middle


def test_the_firms_files_questions_and_faults_stay_out_of_a_units_view() -> None:
    seen = narrowed(for_managers(demo()), "Sales")

    assert not seen.faults
    assert not seen.further.questions
    assert not seen.people
    assert not seen.homes


def test_a_persons_page_holds_her_answers_and_the_names_that_she_gave() -> None:
    me = next(row.person_id for row in demo().people if row.out_degree > 3)
    named = {tie.target for tie in firms_answers().ties if tie.source == me}
    seen = own_page(demo(), firms_answers(), me)

    assert seen.own
    assert {id_ for _, ids in seen.own.answers for id_ in ids} == named
    assert set(seen.names) == named | {me}


def test_a_persons_page_is_the_same_whoever_named_her() -> None:
    me = next(row.person_id for row in demo().people if row.out_degree > 3)
    hers = tuple(tie for tie in firms_answers().ties if tie.source == me)
    others = tuple(t for t in firms_answers().ties if t.source != me)
    swapped = tuple(replace(t, source=_next_of(t.source, me)) for t in others)
    before = own_page(demo(), firms_answers(), me)
    after = own_page(demo(), replace(firms_answers(), ties=hers + swapped), me)

    assert before.own
    assert after.own
    assert before.own.answers == after.own.answers
    assert before.own.standings == after.own.standings


def _next_of(id_: str, me: str) -> str:
    """The next person of the roster who is not ``me``: the same number of answers, other hands."""
    ids = [other for other in demo().roster.ids if other != me]
    return ids[(ids.index(id_) + 1) % len(ids)]


def test_nobody_who_was_not_named_by_her_is_on_a_persons_page() -> None:
    me = next(row.person_id for row in demo().people if row.out_degree > 3)
    seen = own_page(demo(), firms_answers(), me)
    others = set(demo().roster.ids) - set(seen.names)

    assert others
    assert [id_ for id_ in others if id_ in repr(seen)] == []


def test_the_one_whom_most_name_is_in_the_highest_band() -> None:
    heard = [row for row in demo().people if row.answered]
    most = max(heard, key=lambda row: row.in_degree)
    own = own_page(demo(), firms_answers(), most.person_id).own

    assert own
    assert own.standings[0].low == own.standings[0].high == 2


def test_missing_answers_can_only_widen_the_bands() -> None:
    heard = [row for row in demo().people if row.answered]
    found = [own_page(demo(), firms_answers(), row.person_id).own for row in heard]

    assert all(s.low <= s.high for own in found if own for s in own.standings)
    assert any(own.standings[0].low < own.standings[0].high for own in found if own)
    assert all(own.standings[1].low == own.standings[1].high for own in found if own)


@pytest.mark.parametrize(
    ("policy", "person", "said"),
    [
        (Policy(mode="aggregate"), "heard", "mode is aggregate"),
        (Policy(), "silent", "nothing was answered"),
        (Policy(), "E999999", "no such person"),
    ],
)
def test_a_page_is_refused_where_there_must_be_none(policy: Policy, person: str, said: str) -> None:
    known = {
        "heard": next(row.person_id for row in demo().people if row.answered),
        "silent": next(row.person_id for row in demo().people if not row.answered),
    }

    with pytest.raises(Problem, match=said):
        own_page(demo(), firms_answers(), known.get(person, person), policy)


def test_a_page_is_refused_where_too_few_answered() -> None:
    few = replace(demo(), people=tuple(row for row in demo().people if row.answered)[:29])

    with pytest.raises(Problem, match="too few answered"):
        own_page(few, firms_answers(), few.people[0].person_id)


def test_whoever_has_withdrawn_her_answers_since_has_no_page() -> None:
    me = next(row.person_id for row in demo().people if row.answered)
    left = {q: heard - {me} for q, heard in firms_answers().answered.items()}

    with pytest.raises(Problem, match="nothing was answered"):
        own_page(demo(), replace(firms_answers(), answered=left), me)
