"""Files about partner firms: what is taken, and what is said of each row that is not."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.model import Person, Problem, Roster
from analysis.partners import BACKUP, MAIN, Dealing, Partner
from survey.cli import main
from survey.partners import amount, read_dealings, read_partners

ROSTER = Roster(tuple(Person(f"E{i}", f"Person {i}") for i in range(1, 5)))
PARTNERS = (Partner("P1", "Supplier X"), Partner("P2", "Firm Y"))
HEADER = "partner_id,name,type,sector,region,importance,annual_value\n"


def file(folder: Path, text: str, name: str = "partners.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_partner_is_read_with_all_that_the_list_states(tmp_path: Path) -> None:
    reading = read_partners(file(tmp_path, HEADER + "P1,Supplier X,supplier,food,North,3,125000\n"))

    assert reading.partners == (
        Partner("P1", "Supplier X", "supplier", "food", "North", 3.0, 125_000.0),
    )
    assert reading.faults == ()


def test_columns_in_other_languages_are_understood(tmp_path: Path) -> None:
    text = "Partnernummer;Firma;Branche;Bedeutung;Jahreswert\nP1;Müller AG;Handel;hoch;1.250.000\n"

    (partner,) = read_partners(file(tmp_path, text)).partners

    assert partner == Partner("P1", "Müller AG", "", "Handel", "", 3.0, 1_250_000.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1200", 1200), ("1,200", 1200), ("1.200,50", 1200.5), ("1,200.50", 1200.5)),
        *(("€ 1 200", 1200), ("12,5", 12.5), ("0", 0), ("-3", None), ("much", None)),
        *(("1.2.3", None), ("1e5", None), ("", None), ("٣", None)),
    ],
)
def test_amounts_are_read_however_thousands_are_set(text: str, value: float | None) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (",No id,,,,,\n", "missing_partner_id"),
        ("P1,,,,,,\n", "missing_partner_name"),
        ("P1," + "x" * 300 + ",,,,,\n", "long_partner_name"),
        ("P1,<b>X</b>,,,,,\n", "hostile_names"),
        ("P1,X,,,,,lots\n", "bad_partner_number"),
        ("P1,X,,,,-1,\n", "bad_partner_number"),
        ("P1,X,,,,,\nP1,X,,,,,\n", "duplicate_partners"),
    ],
)
def test_a_row_that_is_not_taken_as_it_stands_is_explained(
    rows: str, kind: str, tmp_path: Path
) -> None:
    reading = read_partners(file(tmp_path, HEADER + rows))

    assert [fault.kind for fault in reading.faults] == [kind]
    assert not reading.fatal
    assert reading.faults[0].mend


def test_two_partners_of_one_id_stop_the_import(tmp_path: Path) -> None:
    reading = read_partners(file(tmp_path, HEADER + "P1,X,,,,,\nP1,Y,,,,,\n"))

    assert [fault.row for fault in reading.fatal] == [3]


def test_a_list_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="there is no column name"):
        read_partners(file(tmp_path, "partner_id,sector\nP1,food\n"))


def dealings(folder: Path, rows: str) -> tuple:
    path = file(folder, "person_id,partner_id,role,strength,trust,value\n" + rows, "ties.csv")
    return read_dealings(path, ROSTER, PARTNERS)


def test_a_dealing_is_read_with_its_ratings(tmp_path: Path) -> None:
    told, faults = dealings(tmp_path, "E1,P1,backup,4,3,2\n")

    assert told.dealings == (Dealing("E1", "P1", BACKUP, 4.0, 3.0, 2.0),)
    assert faults == ()


def test_dealing_with_none_is_an_answer(tmp_path: Path) -> None:
    told, faults = dealings(tmp_path, "E1,P1,main,,,\nE2,,,,,\n")

    assert told.answered == {"E1", "E2"}
    assert [d.person for d in told.dealings] == ["E1"]
    assert faults == ()


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("E9,P1,main,,,\n", "unknown_respondents"),
        ("E1,P9,main,,,\n", "unknown_partners"),
        ("E1,p1,main,,,\n", "id_case_or_space_variants"),
        ("E1,P1,boss,,,\n", "bad_partner_role"),
        ("E1,P1,main,strong,,\n", "bad_partner_number"),
        ("E1,P1,main,,,\nE1,P1,main,,,\n", "duplicate_rows"),
    ],
)
def test_a_dealing_that_is_not_taken_as_it_stands_is_explained(
    rows: str, kind: str, tmp_path: Path
) -> None:
    _, faults = dealings(tmp_path, rows)

    assert [fault.kind for fault in faults] == [kind]


def test_of_two_rows_the_main_role_and_the_highest_rating_count(tmp_path: Path) -> None:
    told, _ = dealings(tmp_path, "E1,P1,backup,2,,\nE1,P1,main,1,3,\n")

    assert told.dealings == (Dealing("E1", "P1", MAIN, 2.0, 3.0, None),)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the four files, one row in them wrong, and their results in ``out``."""
    folder = tmp_path_factory.mktemp("partners")
    people = [f"E{i:02}" for i in range(40)]
    homes = {id_: "Sales" if i < 20 else "Works" for i, id_ in enumerate(people)}
    rows = "".join(f"{id_},Person {id_},{homes[id_]}\n" for id_ in people)
    file(folder, "person_id,name,department\n" + rows, "roster.csv")
    named = [(i, (i + step) % 40) for i in range(40) for step in (1, 2, 3)]
    rows = "".join(f"E{i:02},information,E{j:02},3\n" for i, j in named)
    file(folder, "respondent_id,question,alter_id,value\n" + rows, "answers.csv")
    file(folder, HEADER + "P1,Supplier X,,food,,3,500\nP2,Firm Y,,food,,1,100\n")
    dealt = {"P1": [7], "P2": [8, 9, 27]}
    ties = [f"E{i:02},{firm},main,4,,\n" for firm, who in dealt.items() for i in who]
    none = [f"E{i:02},,,,,\n" for i in range(40) if i not in (7, 8, 9, 27)]
    text = "person_id,partner_id,role,strength,trust,value\nE01,P9,main,,,\n"
    file(folder, text + "".join(ties + none), "ties.csv")
    run = ["analyse", *(str(folder / f) for f in ("roster.csv", "answers.csv"))]
    firms = ["--partners", str(folder / "partners.csv"), "--partner-ties", str(folder / "ties.csv")]
    done = CliRunner().invoke(main, [*run, *firms, "--out", str(folder / "out"), "--no-pdf"])

    assert done.exit_code == 0, done.output
    return folder


def test_the_command_finds_the_partner_that_one_person_knows(analysed: Path) -> None:
    found = json.loads((analysed / "out" / "findings.json").read_text(encoding="utf-8"))

    single = [f for f in found["findings"] if f["kind"] == "partner_single_contact"]
    assert [f["subject"]["id"] for f in single] == ["P1"]
    assert single[0]["claim"] == "Only one of us deals with Supplier X: Person E07."


def test_rows_of_partner_files_stand_in_problems_csv(analysed: Path) -> None:
    problems = (analysed / "out" / "problems.csv").read_text(encoding="utf-8")

    assert "unknown_partners,ties.csv,2,partner_id,P9" in problems


def test_results_with_partners_are_verified_from_all_four_files(analysed: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(analysed / "out")])

    assert done.exit_code == 0, done.output


def test_a_partner_file_that_was_changed_is_named(analysed: Path) -> None:
    ties = analysed / "ties.csv"
    before = ties.read_text(encoding="utf-8")
    ties.write_text(before.replace("E07,P1,main,4", "E06,P1,main,4"), encoding="utf-8")

    done = CliRunner().invoke(main, ["verify", str(analysed / "out")])
    ties.write_text(before, encoding="utf-8")

    assert done.exit_code == 1
    assert "partner ties file has changed" in done.output


def test_one_partner_file_without_the_other_is_refused(analysed: Path) -> None:
    run = ["analyse", *(str(analysed / f) for f in ("roster.csv", "answers.csv"))]
    run += ["--partners", str(analysed / "partners.csv"), "--out", str(analysed / "other")]

    assert CliRunner().invoke(main, run).exit_code == 2
