"""``tiewise report``: three editions from a folder or the site, each gated for its reader."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.model import Problem
from analysis.planted import plant, write
from analysis.results import Results
from survey import cli, exporting, reporting
from survey.pipeline import Inputs
from survey.reporting import Wanted
from tests.reports.conftest import words_of


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(part) for part in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm of 60, analysed for analysts."""
    folder = tmp_path_factory.mktemp("firm")
    write(plant("silo", 1, people=60, response=0.95), folder)
    job = ("analyse", folder / "roster.csv", folder / "answers.csv", "--no-pdf")
    assert run(*job, "--out", folder / "out", "--firm", "Ek").exit_code == 0
    return folder / "out"


@pytest.fixture(scope="module")
def source(folder: Path) -> tuple[Inputs, Results]:
    return exporting.from_folder(folder)


def answered(source: tuple[Inputs, Results]) -> str:
    return next(row.person_id for row in source[1].people if row.answered and row.out_degree > 2)


def names(source: tuple[Inputs, Results]) -> list[str]:
    return [person.name for person in source[1].roster.people]


def test_a_units_report_names_nobody_though_the_analysis_was_for_analysts(
    source: tuple[Inputs, Results], tmp_path: Path
) -> None:
    unit = reporting.units(*source)[0]

    made = reporting.report(*source, Wanted("unit", unit=unit), tmp_path / "unit.pdf")

    said = words_of(made.path)
    assert not made.named
    assert f"How {unit} works with the rest of Ek" in said
    assert [name for name in names(source) if name in said] == []


def test_every_unit_that_is_listed_can_be_reported_on(
    source: tuple[Inputs, Results], tmp_path: Path
) -> None:
    units = reporting.units(*source)
    made = [
        reporting.report(*source, Wanted("unit", unit=unit), tmp_path / f"{i}.pdf")
        for i, unit in enumerate(units)
    ]

    assert len(made) > 1
    assert all(report.path.stat().st_size > 10_000 for report in made)


def test_a_persons_page_says_whose_it_is(source: tuple[Inputs, Results], tmp_path: Path) -> None:
    me = answered(source)
    name = source[1].roster.by_id()[me].name

    made = reporting.report(*source, Wanted("person", person=me), tmp_path / "me.pdf")

    assert made.named
    assert f"Your page, {name}" in words_of(made.path)


def test_the_organisation_edition_is_the_report_of_the_analysis(
    source: tuple[Inputs, Results], tmp_path: Path
) -> None:
    made = reporting.report(*source, Wanted(), tmp_path / "all.pdf")

    assert made.named
    assert "How Ek works together" in words_of(made.path)


@pytest.mark.parametrize("edition", ["organisation", "unit", "person"])
def test_the_same_results_give_the_same_bytes(
    source: tuple[Inputs, Results], tmp_path: Path, edition: str
) -> None:
    about = {"unit": reporting.units(*source)[0], "person": answered(source)}
    wanted = Wanted(edition, **{k: v for k, v in about.items() if k == edition})  # type: ignore[arg-type]
    first, second = (
        reporting.report(*source, wanted, tmp_path / f"{i}.pdf").path.read_bytes() for i in "ab"
    )

    assert first == second


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("unit",), "not said which unit"),
        (("person",), "not said which person"),
        (("organisation", "Sales"), "takes no unit"),
        (("unit", "Sales", "E1"), "takes no person"),
    ],
)
def test_an_edition_that_does_not_fit_what_is_named_is_a_problem(
    given: Sequence[str], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        Wanted(*given)  # type: ignore[arg-type]


def test_the_command_writes_one_file_and_says_what_it_holds(
    folder: Path, source: tuple[Inputs, Results], tmp_path: Path
) -> None:
    out, unit = tmp_path / "unit.pdf", reporting.units(*source)[0]

    result = run("report", folder, "--edition", "unit", "--unit", unit, "--out", out, "--json")

    facts = json.loads(result.stdout)
    assert facts == {"file": str(out), "names": False, "holds": "Holds no names of people."}
    assert [path.name for path in tmp_path.iterdir()] == ["unit.pdf"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "there is no such folder"), ("a/b", "there is no such survey")],
)
def test_what_is_not_there_is_said(tmp_path: Path, name: str, said: str) -> None:
    where = ("--out", tmp_path / "x.pdf", "--instance", tmp_path / "site")
    result = run("report", name, *where)

    assert result.exit_code == 1
    assert said in result.output


def test_a_refused_page_leaves_no_file(source: tuple[Inputs, Results], tmp_path: Path) -> None:
    silent = next(row.person_id for row in source[1].people if not row.answered)

    with pytest.raises(Problem, match="has no page"):
        reporting.report(*source, Wanted("person", person=silent), tmp_path / "x.pdf")

    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_a_problem(
    source: tuple[Inputs, Results], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(Problem, match="the report can't be written"):
        reporting.report(*source, Wanted(), tmp_path / "file" / "x.pdf")
