"""Rosters: columns in any language, and every row that was not taken as it stood."""

import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analysis.model import Person
from survey.roster import RosterReading, read_roster
from tests.survey.files import ANSWERS, ROSTER, only, refused, write, xlsx

PLANTED = os.environ.get("TIEWISE_PLANTED", "")
WITH_MANAGERS = "person_id,name,manager_id,level,start_date\n"


def reading_of(folder: Path, text: str) -> RosterReading:
    return read_roster(write(folder, "roster.csv", text))


def people_of(folder: Path, text: str) -> tuple[Person, ...]:
    return reading_of(folder, text).roster.people


def test_a_roster_is_people_with_what_they_can_be_grouped_by(tmp_path: Path) -> None:
    text = (
        "person_id,name,email,department,level,manager_id,start_date,Cost Centre,_note\n"
        "E1,Ann Ek,ann@example.com,Sales,1,,2020-02-29,A7,secret\n"
        "E2,Bo Li,,Sales,2,E1,,,\n"
    )

    first, second = people_of(tmp_path, text)

    assert first == Person(
        "E1",
        "Ann Ek",
        {"department": "Sales", "Cost Centre": "A7"},
        1,
        None,
        date(2020, 2, 29),
        "ann@example.com",
    )
    assert second == Person("E2", "Bo Li", {"department": "Sales"}, 2, "E1")


@pytest.mark.parametrize(
    "header",
    [
        "employee_id,Full Name,Dept,Reports to,hire date",
        "Personalnummer,Vollständiger Name,Abteilung,Führungskraft,Eintrittsdatum",
        "Matricule,Nom complet,Département,Responsable,Date d’entrée",
        "ID empleado,Nombre completo,Departamento,Jefe,Fecha de ingreso",
        "الرقم الوظيفي,الاسم الكامل,القسم,المدير,تاريخ التعيين",
    ],
    ids=["English", "German", "French", "Spanish", "Arabic"],
)
def test_column_names_are_understood_in_every_shipped_language(tmp_path: Path, header: str) -> None:
    reading = reading_of(tmp_path, f"{header}\nE1,Ann,Sales,,2020-01-02\nE2,Bo,Sales,E1,\n")

    assert list(reading.headers.values()) == [
        *("person_id", "name", "department", "manager_id", "start_date"),
    ]
    assert reading.roster.people[1].manager_id == "E1"


def test_first_and_last_names_are_joined_where_there_is_no_column_of_names(tmp_path: Path) -> None:
    (person,) = people_of(tmp_path, "id,Vorname,Nachname\n1,Zoë,Müller\n")

    assert person.name == "Zoë Müller"


def test_a_workbook_gives_the_same_roster(tmp_path: Path) -> None:
    rows = [line.split(",") for line in ROSTER.splitlines()]

    reading = read_roster(xlsx(tmp_path / "roster.xlsx", rows))

    assert reading.roster == reading_of(tmp_path, ROSTER).roster


@pytest.mark.parametrize(
    ("header", "gone"), [("name,department", "person_id"), ("person_id,department", "name")]
)
def test_a_missing_column_is_named_with_the_columns_that_are_there(
    tmp_path: Path, header: str, gone: str
) -> None:
    problem = refused(reading_of, tmp_path, f"{header}\nx,y\n")

    assert problem.what == f"there is no column {gone}"
    assert problem.where == "roster.csv, row 1"
    assert header.replace(",", ", ") in problem.why
    assert gone in problem.mend


def test_answers_given_for_a_roster_are_recognised(tmp_path: Path) -> None:
    assert "looks like the answers" in refused(reading_of, tmp_path, ANSWERS).mend


def test_a_roster_of_nobody_is_refused(tmp_path: Path) -> None:
    problem = refused(reading_of, tmp_path, "person_id,name\n")

    assert problem.what == "there is nobody in the roster"


def test_the_same_row_twice_is_taken_once_and_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ROSTER + "E2,Bo Li,Sales\n")

    fault = only(reading.faults, "duplicate_people")

    assert (fault.row, fault.people, fault.fatal) == (5, ("E2",), False)
    assert reading.roster.ids == ("E1", "E2", "E3")


def test_two_people_with_one_id_stop_the_import(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ROSTER + "E2,Somebody Else,Works\n")

    (fault,) = reading.fatal

    assert fault.where == "roster.csv, row 5, column person_id"
    assert fault.why == "Row 3 says something else."


def test_spaces_around_an_id_are_taken_away_and_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "person_id,name\n\u00a0E1 ,Ann\n")

    assert reading.roster.ids == ("E1",)
    assert only(reading.faults, "id_case_or_space_variants").taken == "read as E1"


def test_somebody_without_an_id_is_left_out_and_without_a_name_gets_the_id(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "person_id,name\n,Ann\nE2,\n")

    assert [(p.id, p.name) for p in reading.roster.people] == [("E2", "E2")]
    assert only(reading.faults, "missing_person_id").row == 2
    assert only(reading.faults, "missing_name").people == ("E2",)


def test_an_unknown_manager_is_cleared_and_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, WITH_MANAGERS + "E1,Ann,,1,\nE2,Bo,E9,2,\n")

    assert reading.roster.people[1].manager_id is None
    assert only(reading.faults, "unknown_manager").value == "E9"


def test_a_manager_spelt_otherwise_is_found_and_that_is_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, WITH_MANAGERS + "E1,Ann,,1,\nE2,Bo, e1,2,\n")

    assert reading.roster.people[1].manager_id == "E1"
    assert only(reading.faults, "id_case_or_space_variants").column == "manager_id"


def test_everybody_on_a_cycle_of_managers_is_named_and_only_they(tmp_path: Path) -> None:
    rows = "E1,Ann,E2,1,\nE2,Bo,E3,1,\nE3,Cy,E1,1,\nE4,Di,E1,2,\n"

    reading = reading_of(tmp_path, WITH_MANAGERS + rows)

    cycle = [fault for fault in reading.faults if fault.kind == "manager_cycle"]
    assert [(fault.people, fault.row) for fault in cycle] == [
        (("E1",), 2),
        (("E2",), 3),
        (("E3",), 4),
    ]
    assert [p.manager_id for p in reading.roster.people] == [None, None, None, "E1"]


def test_who_reports_to_herself_is_a_cycle_of_one(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, WITH_MANAGERS + "E1,Ann,E1,1,\n")

    assert only(reading.faults, "manager_cycle").what == "E1 is their own manager"


def test_several_tops_are_said_and_kept(tmp_path: Path) -> None:
    rows = "E1,Ann,,1,\nE2,Bo,,1,\nE3,Cy,E1,2,\nE4,Di,E2,2,\n"

    reading = reading_of(tmp_path, WITH_MANAGERS + rows)

    tops = [fault for fault in reading.faults if fault.kind == "several_tops"]
    assert [(fault.people, fault.row) for fault in tops] == [(("E1",), 2), (("E2",), 3)]


@pytest.mark.parametrize("day", ["31/02/2024", "2024-02-30", "3.4.2020", "soon", "20240203"])
def test_what_is_no_clear_date_is_left_empty_and_said(tmp_path: Path, day: str) -> None:
    reading = reading_of(tmp_path, WITH_MANAGERS + f"E1,Ann,,1,{day}\n")

    assert reading.roster.people[0].start is None
    assert only(reading.faults, "bad_date").value == day


@pytest.mark.parametrize("level", ["boss", "0", "-1", "1.5"])
def test_what_is_no_level_is_left_empty_and_said(tmp_path: Path, level: str) -> None:
    reading = reading_of(tmp_path, WITH_MANAGERS + f"E1,Ann,,{level},\n")

    assert reading.roster.people[0].level is None
    assert only(reading.faults, "bad_level").value == level


@pytest.mark.parametrize(
    "line", ["Total;62;", "Summe;;", "TOTAL GÉNÉRAL :;2;", "المجموع;62;", "Total;1 %;x@y"]
)
def test_a_line_that_adds_the_others_up_is_nobody(tmp_path: Path, line: str) -> None:
    reading = reading_of(tmp_path, f"id;name;email\nE1;Ann;\nE2;Bo;\n{line}\n")

    assert [person.id for person in reading.roster.people] == ["E1", "E2"]
    assert only(reading.faults, "total_row").row == 4


def test_somebody_called_total_is_somebody(tmp_path: Path) -> None:
    assert len(people_of(tmp_path, "id,name\nE1,Total\nsum,Sum Wong\n")) == 2


@pytest.mark.parametrize("cell", ["not an address", "ann@", "a@x.test; b@x.test", "e3@"])
def test_what_is_no_address_is_left_empty_and_said(tmp_path: Path, cell: str) -> None:
    reading = reading_of(tmp_path, f"id,name,email\nE1,Ann,ann@bücher.example\nE2,Bo,{cell}\n")

    assert [person.email for person in reading.roster.people] == ["ann@bücher.example", ""]
    assert only(reading.faults, "bad_email").value == cell


@pytest.mark.parametrize("title", ["language", "Sprache", "Langue", "Idioma", "اللغة"])
def test_a_language_is_the_persons_own_and_no_group(tmp_path: Path, title: str) -> None:
    reading = reading_of(tmp_path, f"id,name,{title}\nE1,Ann,Deutsch\nE2,Bo,\n")

    assert [person.language for person in reading.roster.people] == ["Deutsch", ""]
    assert reading.roster.unit_types == ()


def test_a_roster_of_more_people_than_any_survey_has_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"E{i},P\n" for i in range(100_001))

    assert "100,000 rows" in refused(read_roster, write(tmp_path, "r.csv", f"id,name\n{rows}")).why


def test_a_file_full_of_nonsense_is_given_up_early(tmp_path: Path) -> None:
    rows = "".join(f"E{i},P {i},x,x,x\n" for i in range(20_000))
    file = write(tmp_path, "r.csv", f"id,name,email,level,start_date\n{rows}")

    assert refused(read_roster, file).what == "this does not look like a roster"


@pytest.mark.parametrize("word", ["no", "Nein", "non", "FALSE", "0", "لا"])
def test_no_is_understood_in_every_shipped_language(tmp_path: Path, word: str) -> None:
    (person,) = people_of(tmp_path, f"id,name,asked,listed,outside\n1,Ann,{word},yes,Acme\n")

    assert (person.asked, person.listed, person.outside) == (False, True, "Acme")


def test_what_is_neither_yes_nor_no_is_yes_and_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "id,name,asked\n1,Ann,perhaps\n")

    assert reading.roster.people[0].asked
    assert only(reading.faults, "bad_yes_no").value == "perhaps"


@pytest.mark.parametrize(
    "name", ["<b>Ann</b>", '=HYPERLINK("x")', "+1", "@cmd", "-2+3", "=?utf-8?q?x?=", "{{7*7}}"]
)
def test_a_name_that_could_run_is_kept_and_said(tmp_path: Path, name: str) -> None:
    quoted = name.replace('"', '""')

    reading = reading_of(tmp_path, f'id,name\n1,"{quoted}"\n')

    assert reading.roster.people[0].name == name
    assert only(reading.faults, "hostile_names").people == ("1",)


@pytest.mark.parametrize(
    "name", ["O’Brien-Søgaard", "Иван Петров", "山田 タロウ", "Nguyễn Thị Ánh"]
)
def test_a_name_in_one_script_is_nothing_to_remark_on(tmp_path: Path, name: str) -> None:
    assert reading_of(tmp_path, f"id,name\n1,{name}\n").faults == ()


def test_a_name_in_two_scripts_is_remarked_on(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "id,name\n1,Zoë 李小龙\n")

    assert only(reading.faults, "unicode_name").people == ("1",)


def test_namesakes_are_one_remark(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "id,name\n1,Ann Ek\n2,Bo\n3,ANN EK\n")

    assert only(reading.faults, "same_name").people == ("1", "3")


def test_a_hole_in_a_column_that_others_fill_is_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ROSTER + "E4,Di,\n")

    assert only(reading.faults, "missing_department").people == ("E4",)


def test_a_column_that_hardly_anybody_fills_has_no_holes(tmp_path: Path) -> None:
    rows = "".join(f"E{i},P{i},{'yes' if i == 1 else ''}\n" for i in range(9))

    assert reading_of(tmp_path, f"id,name,first aid\n{rows}").faults == ()


def test_of_two_columns_with_one_name_the_first_is_read(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "id,name,Name\n1,Ann,Bo\n")

    assert reading.roster.people[0] == Person("1", "Ann")
    assert only(reading.faults, "repeated_columns").column == "Name"


def test_invisible_characters_do_not_reach_a_name(tmp_path: Path) -> None:
    (person,) = people_of(tmp_path, "id,name\n1,\u202eAn\u200bn\x1b Ek\n")

    assert person.name == "Ann Ek"


@pytest.mark.skipif(not PLANTED, reason="TIEWISE_PLANTED does not name a folder with planted firms")
def test_the_faults_in_another_generators_roster_are_all_found() -> None:
    folder = Path(PLANTED) / "dirty"
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["facts"]

    faults = read_roster(folder / "roster.csv").faults

    found = {kind: [f.people[0] for f in faults if f.kind == kind] for kind in facts}
    for kind in ("missing_department", "hostile_names", "unknown_manager", "bad_date"):
        assert found[kind] == facts[kind]
    assert found["manager_cycle"] == facts["manager_cycle"]
    assert found["unicode_name"] == [facts["unicode_name"]]
    assert Counter(f.kind for f in faults if f.kind not in facts) == {"same_name": 4}
