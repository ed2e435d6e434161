"""Numbers of a printed report are found again, one by one, or the report is refused."""

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from analysis import Settings
from analysis.model import Problem
from analysis.planted import plant, write
from analysis.privacy import MANAGER
from survey import pipeline, printed, showing, telling
from survey.cli import main
from survey.pipeline import Options
from survey.verify import edition_of, verify

QUICK = Settings(seed=1, runs=10, draws=10, permutations=100, nulls=10)


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm of 60 with results for its analyst (in English) and its managers (in Arabic)."""
    folder = tmp_path_factory.mktemp("printed")
    write(plant("silo", 1, people=60, response=0.9), folder)
    for name, options in {
        "analyst": Options(settings=QUICK),
        "manager": Options(settings=QUICK, audience=MANAGER, language="ar"),
    }.items():
        read = pipeline.from_files(folder / "roster.csv", folder / "answers.csv", options)
        pipeline.run(replace(read, firm="Ek & Orr", title="Spring 2026"), folder / name)
    return folder


@pytest.fixture
def out(firms: Path, tmp_path: Path) -> Path:
    """The analyst's results once more, to be spoilt."""
    shutil.copytree(firms, tmp_path / "firm")
    return tmp_path / "firm" / "analyst"


@pytest.mark.parametrize("audience", ["analyst", "manager"])
def test_every_number_of_an_honest_report_is_accounted_for(firms: Path, audience: str) -> None:
    verdict = verify(firms / audience)

    assert verdict.difference == ""
    assert verdict.checked[0].kinds["value"] > 150


def altered(report: Path, old: bytes, new: bytes, times: int = 1) -> None:
    """The report with some letters of a page's content changed, and nothing else."""
    plain = report.with_suffix(".plain")
    how = ("qpdf", "--qdf", "--object-streams=disable")
    subprocess.run([*how, report, plain], check=True)
    content = plain.read_bytes()
    assert old in content
    report.write_bytes(content.replace(old, new, times))
    plain.unlink()


def test_a_changed_digit_on_a_page_is_named_with_page_and_text(out: Path) -> None:
    altered(out / "report.pdf", b"55 of 60 people", b"54 of 60 people")

    said = verify(out).difference

    assert said.startswith("report.pdf, page 1: '54' in ")
    assert said.endswith("nobody accounts for this number")


def test_a_number_in_words_that_was_changed_is_named(out: Path) -> None:
    numbers = printed.read(out / "report_numbers.json").numbers
    entry = next(n for n in numbers if n["text"].isalpha() and n["kind"] == "value")
    altered(out / "report.pdf", entry["text"].encode(), b"x" * len(entry["text"]), 99)

    assert f"page {entry['page']}" in verify(out).difference


def test_a_line_beside_a_number_that_was_changed_is_named(out: Path) -> None:
    altered(out / "report.pdf", b"55 of 60 people who answered", b"55 of 60 sheep! who answered")

    assert "a line should read '55 of 60 people who answered" in verify(out).difference


def test_a_list_that_says_another_number_than_the_results_is_named(out: Path) -> None:
    file = out / "report_numbers.json"
    said = file.read_text(encoding="utf-8")
    book = printed.read(file)
    entry = next(n for n in book.numbers if n["kind"] == "value" and n["form"] == "share")
    line = json.dumps(entry, ensure_ascii=False)
    file.write_text(said.replace(line, line.replace(entry["text"], "1 %")), encoding="utf-8")

    fault = printed.first_fault(printed.read(file), out)

    assert entry["id"] in fault
    assert "findings.json" in fault


def test_a_result_changed_behind_the_report_is_named_by_the_printed_number(out: Path) -> None:
    file = out / "findings.json"
    found = json.loads(file.read_text(encoding="utf-8"))
    found["findings"][0]["evidence"][0]["value"] = 0.123
    file.write_text(json.dumps(found), encoding="utf-8")

    fault = printed.first_fault(printed.read(out / "report_numbers.json"), out)

    assert "findings.json findings 0 evidence 0 value is 0.123" in fault


def test_a_cut_report_is_named(out: Path) -> None:
    report = out / "report.pdf"
    with pypdfium2.PdfDocument(report) as document:
        last = len(document)
    subprocess.run(["qpdf", report, "--pages", ".", "1-3", "--", out / "cut.pdf"], check=True)
    shutil.move(out / "cut.pdf", report)

    assert last > 3
    assert "page 4 is gone" in verify(out).difference


def as_on_a_site(out: Path) -> None:
    """As a run of the site leaves it: with no input files."""
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    (out / "run.json").write_text(json.dumps({**record, "inputs": []}), encoding="utf-8")


def test_a_run_without_input_files_is_checked_as_far_as_it_can_be_and_says_so(out: Path) -> None:
    as_on_a_site(out)

    verdict = verify(out)

    assert (verdict.difference, verdict.recomputed) == ("", False)
    assert "nothing was recomputed" in telling.verdict(verdict, out)


def test_a_changed_report_of_a_run_without_input_files_is_named(out: Path) -> None:
    as_on_a_site(out)
    altered(out / "report.pdf", b"55 of 60 people", b"56 of 60 people")

    assert "'56' in" in verify(out).difference


def test_a_changed_table_of_a_run_without_input_files_is_named(out: Path) -> None:
    as_on_a_site(out)
    with (out / "people.csv").open("a", encoding="utf-8") as file:
        file.write("\n")

    assert verify(out).difference == "people.csv: it is not the file that was recorded"


def test_an_id_leads_to_its_evidence(out: Path) -> None:
    said = showing.show(out, "F1.1")

    assert "F1.1a" in said
    assert "findings.json findings 0 evidence 0 value" in said
    assert "rests on" in said
    assert "roster.csv" in said


def test_an_id_that_nobody_prints_is_a_problem(out: Path) -> None:
    with pytest.raises(Problem, match="F99"):
        showing.show(out, "F99")


def test_the_command_says_what_stands_behind_an_id(out: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(out), "--show", "S1"])

    assert done.exit_code == 0
    assert "S1a" in done.output


def test_the_command_ends_with_1_where_a_printed_number_was_changed(out: Path) -> None:
    altered(out / "report.pdf", b"55 of 60 people", b"51 of 60 people")

    done = CliRunner().invoke(main, ["verify", str(out)])

    assert done.exit_code == 1
    assert "report.pdf, page 1: '51'" in done.output.replace("\n", " ")


@pytest.mark.parametrize("edition", [("unit", "--unit"), ("person", "--person")])
def test_a_report_made_later_is_held_against_the_results(
    out: Path, edition: tuple[str, str]
) -> None:
    about = {"unit": largest_unit(out), "person": first_person(out)}[edition[0]]
    files = {"--out": out / "later.pdf", "--numbers": out / "later.json"}
    given = [str(part) for pair in files.items() for part in pair]
    made = ["report", str(out), "--edition", edition[0], edition[1], about, *given]
    assert CliRunner().invoke(main, made).exit_code == 0

    held = ["--report", str(files["--out"]), "--numbers", str(files["--numbers"])]
    done = CliRunner().invoke(main, ["verify", str(out), *held])

    assert "later.pdf: " in done.output
    assert done.exit_code == 0


def largest_unit(out: Path) -> str:
    rows = csv.DictReader((out / "units.csv").read_text(encoding="utf-8").splitlines())
    departments = [row for row in rows if row["unit_type"] == "department"]
    return max(departments, key=lambda row: int(row["answered"]))["unit"]


def first_person(out: Path) -> str:
    rows = csv.DictReader((out / "people.csv").read_text(encoding="utf-8").splitlines())
    return next(row["person_id"] for row in rows if row["answered"] == "yes")


def test_a_report_without_its_list_is_a_problem() -> None:
    with pytest.raises(Problem, match="belong together"):
        edition_of(Path("a.pdf"), None)
