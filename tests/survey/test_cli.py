"""The command: what it prints, what it ends with, and that bad input is never a traceback."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.planted import plant, write
from survey import cli
from tests.survey.files import ANSWERS, ROSTER
from tests.survey.files import write as put

COMMANDS = (
    *(("analyse",), ("verify",), ("roster",), ("roster", "check"), ("demo",)),
    *(("serve",), ("worker",), ("purge",), ("doctor",), ("version",), ("export",), ("report",)),
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(part) for part in arguments])


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("firm")
    write(plant("silo", 1, people=36, response=1.0), folder)
    return folder


@pytest.fixture(scope="module")
def analysed(firm: Path) -> Result:
    out = firm / "out"
    return run("analyse", firm / "roster.csv", firm / "answers.csv", "--out", out, "--firm", "Ek")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: Sequence[str]) -> None:
    result = run(*command, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != ("roster",)], ids=" ".join)
def test_every_command_has_an_example(command: Sequence[str]) -> None:
    assert f"Example: tiewise {' '.join(command)}" in run(*command, "--help").output


def test_help_loads_no_slow_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from survey.cli import main; "
        "CliRunner().invoke(main, ['--help']); "
        "print([m for m in ('numpy', 'networkx', 'flask', 'reportlab', 'sqlalchemy', 'pandas') "
        "if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_analyse_says_what_was_found_and_where_the_files_lie(firm: Path, analysed: Result) -> None:
    assert analysed.exit_code == 0
    assert "36 people, 36 of whom answered (100 %)." in analysed.output
    assert "Found:" in analysed.output
    assert str(firm / "out" / "report.pdf") in analysed.output


def test_verify_agrees_with_what_was_just_made(firm: Path, analysed: Result) -> None:
    result = run("verify", firm / "out")

    assert result.exit_code == analysed.exit_code == 0
    assert "every figure is the same" in result.output


def test_verify_names_what_differs_and_ends_with_1(
    firm: Path, analysed: Result, tmp_path: Path
) -> None:
    for name in ("roster.csv", "answers.csv"):
        put(tmp_path, name, (firm / name).read_bytes())
    for path in (firm / "out").iterdir():
        put(tmp_path, path.name, path.read_bytes())
    put(tmp_path, "pairs.csv", "unit_type\n")

    result = run("verify", tmp_path, "--json")

    assert analysed.exit_code == 0
    assert result.exit_code == 1
    assert json.loads(result.output)["difference"].startswith("pairs.csv, row 1, column")


def test_analyse_for_managers_says_what_is_left_out(firm: Path, tmp_path: Path) -> None:
    result = run(
        *("analyse", firm / "roster.csv", firm / "answers.csv", "--out", tmp_path / "out"),
        *("--audience", "manager", "--no-pdf", "--questions", "information"),
    )

    assert result.exit_code == 0
    assert "Left out, because this audience may not see names" in result.output
    assert not (tmp_path / "out" / "people.csv").exists()


def test_analyse_prints_the_findings_as_json(firm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    result = run(
        *("analyse", firm / "roster.csv", firm / "answers.csv", "--out", out),
        *("--no-pdf", "--json", "--seed", "3"),
    )

    printed = json.loads(result.output)
    written = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert printed["findings"] == written["findings"]
    assert printed["files"]["findings.json"] == str(out / "findings.json")
    assert written["made"]["seed"] == 3


def test_a_good_roster_is_said_to_be_good(tmp_path: Path) -> None:
    result = run("roster", "check", put(tmp_path, "roster.csv", ROSTER))

    assert result.exit_code == 0
    assert "3 people" in result.output
    assert "can be used as it is" in result.output


def test_roster_check_says_how_columns_were_understood(tmp_path: Path) -> None:
    text = "Personalnummer;Vorname;Nachname;_intern\n1;Ann;Ek;x\n"

    result = run("roster", "check", put(tmp_path, "roster.csv", text))

    assert "Personalnummer is person_id" in result.output
    assert "_intern is left out" in result.output


def test_a_roster_that_contradicts_itself_ends_with_1_and_every_row(tmp_path: Path) -> None:
    path = put(tmp_path, "roster.csv", ROSTER + "E1,Other,Works\n")

    result = run("roster", "check", path)

    assert result.exit_code == 1
    assert "roster.csv, row 5, column person_id" in result.output
    assert "What to do: Give each person an id of their own" in result.output


def test_roster_check_as_json_lists_each_fault(tmp_path: Path) -> None:
    path = put(tmp_path, "roster.csv", ROSTER + "E1,Other,Works\n")

    said = json.loads(run("roster", "check", path, "--json").output)

    assert not said["usable"]
    assert said["faults"][0]["kind"] == "duplicate_people"


def test_what_a_cell_holds_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = put(tmp_path, "roster.csv", "person_id,name,level\nE1,Ann,\x1b[31mboss\n")

    assert "\x1b" not in run("roster", "check", path).output


BAD = {
    "no such file": ("nowhere.csv", "answers.csv", "there is no such file"),
    "a folder": (".", "answers.csv", "this is a folder, not a file"),
    "an empty roster": ("empty.csv", "answers.csv", "the file is empty"),
    "a picture": ("picture.csv", "answers.csv", "this is not a spreadsheet"),
    "swapped": ("answers.csv", "roster.csv", "there is no column person_id"),
    "no header": ("bare.csv", "answers.csv", "there is no column person_id"),
    "another firm": ("roster.csv", "strangers.csv", "the answers don't belong to this roster"),
    "no answers": ("roster.csv", "silence.csv", "there are no answers in the file"),
    "one id, two people": ("twice.csv", "answers.csv", "E1 is in the roster twice"),
}
FILES = {
    "roster.csv": ROSTER,
    "answers.csv": ANSWERS,
    "empty.csv": "",
    "picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00",
    "bare.csv": "E1,Ann Ek,Sales\n",
    "strangers.csv": "respondent_id,question,alter_id\nX1,coffee,X2\n",
    "silence.csv": "respondent_id,question,alter_id\n",
    "twice.csv": ROSTER + "E1,Other,Works\n",
}


@pytest.mark.parametrize(("roster", "answers", "what"), BAD.values(), ids=BAD)
def test_bad_input_is_a_problem_and_never_a_traceback(
    tmp_path: Path, roster: str, answers: str, what: str
) -> None:
    for name, content in FILES.items():
        put(tmp_path, name, content)

    result = run("analyse", tmp_path / roster, tmp_path / answers, "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith(f"Problem: {what}")
    assert "What to do:" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyse",),
        ("analyse", "a.csv", "b.csv"),
        ("analyse", "a.csv", "b.csv", "--out", "x", "--audience", "everybody"),
        ("analyse", "a.csv", "b.csv", "--out", "x", "--workers", "0"),
        ("demo", "--port", "99999"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: Sequence[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_language_that_there_is_not_is_a_problem(firm: Path, tmp_path: Path) -> None:
    result = run(
        *("analyse", firm / "roster.csv", firm / "answers.csv"),
        *("--out", tmp_path / "out", "--language", "../../etc"),
    )

    assert result.exit_code == 1
    assert result.stderr.startswith("Problem:")


def test_version_names_the_libraries() -> None:
    found = json.loads(run("version", "--json").output)

    assert {"tiewise", "python", "numpy", "networkx", "reportlab"} <= set(found)


def test_the_doctor_finds_this_machine_healthy(tmp_path: Path) -> None:
    result = run("doctor", "--instance", tmp_path / "site", "--json")

    assert [check["name"] for check in json.loads(result.output) if not check["ok"]] == []
    assert result.exit_code == 0
    assert not (tmp_path / "site").exists()


def test_the_doctor_says_what_is_wrong_with_the_settings(tmp_path: Path) -> None:
    path = put(tmp_path, "site.toml", 'colour = "red"\n')

    result = run("doctor", "--config", path)

    assert result.exit_code == 1
    assert "FAIL  settings" in result.output
