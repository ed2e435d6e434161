"""``tiewise export``: ten forms of the same results, from a folder or from the site, gated."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.planted import plant, write
from survey import cli, exporting
from survey.web import findings


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(part) for part in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm of 30, analysed for analysts."""
    folder = tmp_path_factory.mktemp("firm")
    firm = plant("silo", 1, people=30, response=1.0)
    write(firm, folder)
    job = ("analyse", folder / "roster.csv", folder / "answers.csv", "--no-pdf")
    assert run(*job, "--out", folder / "out", "--firm", "Ek").exit_code == 0
    return folder / "out"


@pytest.fixture(scope="module")
def source(folder: Path) -> tuple[object, object]:
    return exporting.from_folder(folder)


def names(folder: Path) -> list[str]:
    rows = (folder.parent / "roster.csv").read_text("utf-8").splitlines()[1:]
    return [row.split(",")[1] for row in rows]


def test_the_command_knows_every_form_that_there_is() -> None:
    assert set(cli.EXPORTS) == set(exporting.FORMS)


def test_the_site_offers_every_form_once_and_the_documentation_explains_each() -> None:
    page = Path(cli.__file__).parent.parent / "docs" / "exports.md"
    rows = re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)

    assert sorted(rows) == sorted(exporting.FORMS)
    assert sorted(form for form, _, _ in findings.FORMS) == sorted(exporting.FORMS)


@pytest.mark.parametrize("form", exporting.FORMS)
def test_every_form_says_whether_it_names_people(source: tuple, form: str) -> None:
    job, results = source
    for audience, named in (("analyst", True), ("manager", False)):
        made = exporting.export(exporting.for_audience(job, audience), results, form)

        assert made.named is named
        assert made.notice.startswith("Holds names" if named else "Holds no names")


@pytest.mark.parametrize("form", exporting.FORMS)
def test_the_same_results_give_the_same_bytes(source: tuple, form: str) -> None:
    assert exporting.export(*source, form) == exporting.export(*source, form)


@pytest.mark.parametrize("form", ["graphml", "gexf", "pajek", "ucinet", "csv", "json", "html"])
def test_no_text_for_managers_holds_a_persons_name(source: tuple, folder: Path, form: str) -> None:
    job, results = source
    made = exporting.export(exporting.for_audience(job, "manager"), results, form)
    said = b"\n".join(content for _, content in made.files).decode("utf-8")

    assert [name for name in names(folder) if name in said] == []


def test_a_folder_is_exported_as_one_file_and_what_belongs_to_it(
    folder: Path, tmp_path: Path
) -> None:
    result = run("export", folder, "--format", "ucinet", "--out", tmp_path / "net.dl", "--json")
    facts = json.loads(result.stdout)

    assert [Path(path).name for path in facts["files"]] == ["net.dl", "net.key.csv"]
    assert facts["names"] is True
    assert (tmp_path / "net.dl").read_text("utf-8").startswith("dl n=30")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.dl", "net.key.csv"]


def test_the_command_says_what_the_file_holds(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    result = run("export", folder, "--format", "html", "--out", out, "--audience", "manager")

    assert result.exit_code == 0
    assert "Holds no names of people" in result.output
    assert re.search("<h2[^>]*>The map of departments", out.read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "there is no such folder"), ("a/b", "there is no such survey")],
)
def test_what_is_not_there_is_said(tmp_path: Path, name: str, said: str) -> None:
    where = ("--out", tmp_path / "x.csv", "--instance", tmp_path / "site")
    result = run("export", name, "--format", "csv", *where)

    assert result.exit_code == 1
    assert said in result.output


def test_a_file_that_cannot_be_written_is_a_problem(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = run("export", folder, "--format", "csv", "--out", tmp_path / "file" / "x.csv")

    assert result.exit_code == 1
    assert "the export can't be written" in result.output


def test_json_holds_findings_tables_and_the_network(source: tuple) -> None:
    said = json.loads(exporting.export(*source, "json").files[0][1])

    assert said["schema"] == "tiewise/export/1"
    assert said["holds_names"] is True
    assert len(said["network"]["nodes"]) == 30
    assert {"findings", "units", "pairs", "not_said", "made"} <= set(said)
