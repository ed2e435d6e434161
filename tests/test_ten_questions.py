"""The page numbers in docs/ten-questions.md are those of the demo firm's report."""

import re
from pathlib import Path

import pypdfium2
import pytest

from survey.demo import make

DOC = Path(__file__).parent.parent / "docs" / "ten-questions.md"
ROW = re.compile(
    r"^\| (?P<asked>[^|]+\?) \| page (?P<page>\d+) \| (?P<said>[^|]+) \|$", re.MULTILINE
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("demo")
    make(folder / "demo")
    with pypdfium2.PdfDocument(folder / "demo" / "report.pdf") as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.split()) for text in texts]


def rows() -> list[re.Match[str]]:
    return list(ROW.finditer(DOC.read_text(encoding="utf-8")))


def test_ten_questions_and_some_more_are_answered() -> None:
    assert len(rows()) >= 10


def test_every_page_says_what_the_questions_lead_to(pages: list[str]) -> None:
    wrong = [
        (row["asked"], quoted)
        for row in rows()
        for quoted in re.findall("“([^”]+)”", row["said"])
        if quoted not in pages[int(row["page"]) - 1]
    ]

    assert wrong == []


def test_pages_that_an_answer_leads_on_to_are_there(pages: list[str]) -> None:
    further = [int(n) for row in rows() for n in re.findall(r"[Pp]age (\d+)", row["said"])]

    assert further
    assert "Action plan" in pages[13]
    assert max(further) <= len(pages)
