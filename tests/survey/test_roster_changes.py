"""What a new roster would change, what its chart looks like, and rosters mended by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import Person, Problem, Roster
from survey import charts, store
from survey.charts import chart_of
from survey.roster import good_rows, roster_from
from survey.roster_changes import compare
from survey.sheets import Table
from survey.store import Database
from survey.store.roster_edits import (
    change_person,
    last_edit,
    remove_person,
    replace_roster,
    set_aliases,
    undo,
)
from tests.survey.conftest import START, add_survey, small_firm

ANN = Person("E1", "Ann", {"department": "Sales"}, email="ann@x.test")
BO = Person("E2", "Bo", {"department": "Sales"}, manager_id="E1")


def table(*rows: tuple[str, ...]) -> Table:
    return Table("people.csv", rows[0], 1, tuple(range(2, len(rows) + 1)), rows[1:], ())


def test_joiners_leavers_moves_and_new_names_are_told_apart() -> None:
    moved = Person("E1", "Ann", {"department": "Works"}, email="ann@x.test")
    new = Person("E3", "Cy", {"department": "Works"})
    found = compare(Roster((ANN, BO)), Roster((moved, new)))

    assert [p.id for p in found.joiners] == ["E3"]
    assert [p.id for p in found.leavers] == ["E2"]
    assert [(c.what, c.before, c.after) for c in found.moved] == [("department", "Sales", "Works")]
    assert not found.renamed


def test_a_new_name_is_no_leaver_and_joiner() -> None:
    found = compare(
        Roster((ANN,)), Roster((Person("E1", "Ann Ek", ANN.attributes, email=ANN.email),))
    )

    assert [(c.before, c.after) for c in found.renamed] == [("Ann", "Ann Ek")]
    assert not found.joiners
    assert not found.leavers


def test_somebody_with_a_new_id_is_suspected_to_be_the_same_person() -> None:
    found = compare(Roster((ANN, BO)), Roster((Person("N7", "Ann E.", {}, email="ANN@x.test"), BO)))

    assert [(old.id, new.id) for old, new in found.again] == [("E1", "N7")]


def test_namesakes_are_not_taken_for_one_person() -> None:
    before = Roster((Person("1", "Ann"), Person("2", "Ann")))
    found = compare(before, Roster((Person("3", "Ann"),)))

    assert found.again == ()


PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.sampled_from("abcdef"),
        name=st.sampled_from(("Ann", "Bo")),
        attributes=st.dictionaries(st.just("team"), st.sampled_from("xy"), max_size=1),
        level=st.sampled_from((None, 1, 2)),
        start=st.sampled_from((None, date(2020, 1, 1))),
        asked=st.booleans(),
    ),
    unique_by=lambda person: person.id,
    max_size=6,
).map(lambda people: Roster(tuple(people)))


@given(PEOPLE)
def test_a_roster_does_not_differ_from_itself(roster: Roster) -> None:
    assert not compare(roster, roster).any


@given(PEOPLE, PEOPLE)
def test_what_joins_one_way_leaves_the_other(one: Roster, other: Roster) -> None:
    there, back = compare(one, other), compare(other, one)

    assert {p.id for p in there.joiners} == {p.id for p in back.leavers}
    assert len(there.moved) == len(back.moved)
    assert len(there.joiners) - len(there.leavers) == len(other.people) - len(one.people)


def test_a_circle_is_said_in_names() -> None:
    reading = roster_from(
        table(
            ("person_id", "name", "manager_id"),
            ("1", "Ann", "2"),
            ("2", "Bo", "3"),
            ("3", "Cy", "1"),
            ("4", "Di", "1"),
        )
    )
    chart = chart_of(reading.roster, reading.faults)

    assert [tuple(p.name for p in circle) for circle in chart.circles] == [("Ann", "Bo", "Cy")]
    assert "Ann reports to Bo reports to Cy reports to Ann" in charts.said(chart)[0]


def test_two_circles_are_two() -> None:
    rows = (("1", "A", "2"), ("2", "B", "1"), ("3", "C", "4"), ("4", "D", "3"), ("5", "E", "1"))
    reading = roster_from(table(("person_id", "name", "manager_id"), *rows))
    chart = chart_of(reading.roster, reading.faults)

    assert [len(circle) for circle in chart.circles] == [2, 2]


def test_several_tops_are_named() -> None:
    people = (Person("1", "Ann"), Person("2", "Bo"), Person("3", "Cy", manager_id="1"))

    assert "2 people have no manager: Ann, Bo." in charts.said(chart_of(Roster(people)))[0]


def test_one_tree_needs_no_words() -> None:
    chart = chart_of(small_firm())

    assert charts.said(chart) == []
    assert chart.depth == 1


def test_good_rows_leave_out_everybody_who_contradicts_herself() -> None:
    reading = roster_from(
        table(
            ("person_id", "name", "manager_id"),
            ("1", "Ann", ""),
            ("2", "Bo", "1"),
            ("1", "Else", ""),
            ("3", "Cy", "2"),
        )
    )
    kept = good_rows(reading)

    assert [p.id for p in kept.roster.people] == ["2", "3"]
    assert kept.roster.by_id()["2"].manager_id is None
    assert not kept.fatal
    assert len(kept.faults) == len(reading.faults)


def test_an_alias_is_no_group_and_no_name() -> None:
    reading = roster_from(
        table(("person_id", "name", "alias"), ("1", "山田 花子", "Yamada Hanako"))
    )

    assert reading.aliases == {"1": "Yamada Hanako"}
    assert reading.roster.unit_types == ()


@pytest.fixture
def draft(db: Database) -> str:
    return add_survey(db).id


def aliases(db: Database, draft: str) -> list[str]:
    return [entry.alias for entry in store.entries_of(db, draft) if entry.alias]


def people(db: Database, draft: str) -> dict[str, Person]:
    return store.roster_of(db, draft).by_id()


def test_each_change_by_hand_is_undone_in_turn(db: Database, draft: str) -> None:
    before = store.roster_of(db, draft)
    change_person(db, draft, Person("N1", "Nu"), "Nu added")
    change_person(db, draft, Person("E1", "Zoë Berg", {"department": "Works"}), "Zoë changed", "E1")
    remove_person(db, draft, "E2", "E2 removed")
    assert {"N1"} <= set(people(db, draft))
    assert "E2" not in people(db, draft)
    assert [undo(db, draft) for _ in range(4)] == ["E2 removed", "Zoë changed", "Nu added", ""]

    assert store.roster_of(db, draft) == before


def test_removing_a_manager_leaves_her_people_without_one_and_undoing_brings_all_back(
    db: Database, draft: str
) -> None:
    before = store.roster_of(db, draft)
    remove_person(db, draft, "E0", "E0 removed")
    assert all(person.manager_id is None for person in people(db, draft).values())
    undo(db, draft)

    assert store.roster_of(db, draft) == before


def test_a_new_id_is_followed_by_those_who_report_to_it(db: Database, draft: str) -> None:
    before = store.roster_of(db, draft)
    change_person(db, draft, Person("TOP", "Top"), "renumbered", "E0")
    assert people(db, draft)["E5"].manager_id == "TOP"
    undo(db, draft)

    assert store.roster_of(db, draft) == before


def test_a_new_file_can_be_undone_with_its_other_names(db: Database, draft: str) -> None:
    before = store.roster_of(db, draft)
    set_aliases(db, draft, {"E3": "Mohammed"})
    replace_roster(db, draft, Roster((ANN, BO)), (), "the roster from new.csv")
    assert len(people(db, draft)) == 2
    assert not aliases(db, draft)
    undo(db, draft)

    assert store.roster_of(db, draft) == before
    assert aliases(db, draft) == ["Mohammed"]


def test_no_two_people_have_one_id(db: Database, draft: str) -> None:
    with pytest.raises(Problem, match="E2 already"):
        change_person(db, draft, Person("E2", "Else"), "added")
    with pytest.raises(Problem, match="E2 already"):
        change_person(db, draft, Person("E2", "Else"), "changed", "E1")

    assert last_edit(db, draft) == ""


def test_an_open_surveys_roster_stands(db: Database, draft: str) -> None:
    store.open_survey(db, draft, START)

    for change in (
        lambda: change_person(db, draft, ANN, "changed", "E1"),
        lambda: remove_person(db, draft, "E1", "removed"),
        lambda: replace_roster(db, draft, Roster((ANN,)), (), "new"),
        lambda: undo(db, draft),
    ):
        with pytest.raises(Problem, match="stands"):
            change()
