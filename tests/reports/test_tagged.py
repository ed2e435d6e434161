"""The structure that a screen reader follows."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from reports import fonts
from reports.tagged import Tag, TaggedCanvas
from tests.reports import checker


def structure(file: Path) -> str:
    """What poppler reads out of the structure tree."""
    command = ["pdfinfo", "-struct-text", str(file)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def kinds(file: Path) -> set[str]:
    """The kinds of elements in it."""
    command = ["pdfinfo", "-struct", str(file)]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return set(re.findall(r"^\s*(\w+)(?: \(|:|$)", told, re.MULTILINE))


def test_every_kind_of_element_is_there(drawn: dict[str, Path]) -> None:
    wanted = {
        "Document",
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Link",
    }

    assert wanted - kinds(drawn["demo"]) == set()


def test_the_document_says_title_language_and_that_it_is_tagged(report: Path) -> None:
    told = subprocess.run(["pdfinfo", str(report)], capture_output=True, check=True).stdout.decode()

    assert "Tagged:          yes" in told
    assert "Title:           How Northwind Instruments works together" in told
    assert b"/Lang (en)" in report.read_bytes()


def test_headings_never_skip_a_level(report: Path) -> None:
    found = [int(n) for n in re.findall(r"^\s*H([1-3])\b", structure(report), re.MULTILINE)]

    assert found[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_every_figure_says_what_it_shows(report: Path) -> None:
    raw = _objects(report)
    figures = [o for o in raw if "/S /Figure" in o]

    assert figures
    assert [o for o in figures if "/Alt" not in o] == []


def test_header_cells_say_what_they_head(drawn: dict[str, Path]) -> None:
    cells = [o for o in _objects(drawn["demo"]) if "/S /TH" in o]

    assert cells
    assert [o for o in cells if "/Scope" not in o] == []


def test_running_heads_and_feet_are_not_read_out(drawn: dict[str, Path]) -> None:
    assert not re.search(r"Page \d+ of \d+", structure(drawn["demo"]))


def test_words_of_two_lines_are_not_run_together(drawn: dict[str, Path]) -> None:
    told = structure(drawn["demo"])

    assert "whatchance" not in told
    assert "beyond what chance can explain" in told


@pytest.mark.parametrize("name", ["demo", "foreign"])
def test_all_fonts_are_embedded(drawn: dict[str, Path], name: str) -> None:
    told = subprocess.run(["pdffonts", str(drawn[name])], capture_output=True, check=True).stdout
    rows = told.decode().splitlines()[2:]

    assert rows
    assert [row for row in rows if "yes yes yes" not in row] == []


def _objects(file: Path) -> list[str]:
    """The objects that are no streams, as text."""
    raw = file.read_bytes().decode("latin-1")
    return re.findall(r"\d+ 0 obj\s(.*?)endobj", raw, re.DOTALL)


def test_our_checker_finds_nothing_wrong_with_any_structure(report: Path) -> None:
    assert checker.faults(report) == []


def test_every_text_is_in_the_structure_or_an_artifact(report: Path) -> None:
    assert checker.untagged(report) == []


def test_all_that_is_drawn_as_content_is_read_and_once(report: Path) -> None:
    for drawn_, read in checker.marked(report):
        assert sorted(read) == sorted(set(read))
        assert set(drawn_) <= set(read)


def test_our_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    canvas = TaggedCanvas(tmp_path / "wrong.pdf", "Wrong", "en")
    fonts.font("NotoSans-Regular")
    canvas.setFont("NotoSans-Regular", 10)
    table = Tag("Table", 1)
    with canvas.tagged(Tag("Figure", 2)):
        canvas.rect(10, 10, 20, 20)
    with canvas.tagged(table, Tag("TR", 3), Tag("TD", 4)):
        canvas.drawString(50, 50, "nothing heads this")
    canvas.drawString(90, 90, "loose")
    canvas.showPage()
    canvas.save()
    said = " ".join(checker.faults(tmp_path / "wrong.pdf"))

    assert "a figure without alternative text" in said
    assert "a row that nothing heads" in said
    assert checker.untagged(tmp_path / "wrong.pdf") == ["page 1"]
