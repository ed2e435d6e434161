"""The guides lead somewhere, their pictures are small and used, their page numbers are right."""

import re
from pathlib import Path

import pypdfium2
import pytest

from survey import demo

ROOT = Path(__file__).parent.parent
GUIDES = ROOT / "docs" / "guides"
PAGES = sorted(GUIDES.glob("*.md"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
# A row of the table of questions: what is asked, the page, the heading on it.
ROW = re.compile(r"^\| [^|]+\? \| (\d+) \| ([^|]+) \|", re.MULTILINE)
HEAVIEST = 120_000


def links(page: Path) -> list[tuple[str, str, str]]:
    return LINK.findall(page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    there = (page.parent / file).resolve() if file else page
    return not there.exists() or bool(anchor and anchor not in anchors(there))


def test_there_is_a_guide_for_each_of_the_three_users():
    assert [page.stem for page in PAGES] == ["first-survey", "many-clients", "read-your-report"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_and_picture_of_a_guide_is_there(page):
    assert [target for _, _, target in links(page) if leads_nowhere(page, target)] == []


def test_every_picture_is_shown_and_says_what_it_shows():
    shown = {target: words for page in PAGES for mark, words, target in links(page) if mark}

    assert set(shown) == {f"pictures/{p.name}" for p in (GUIDES / "pictures").iterdir()}
    assert all(len(words) > 8 for words in shown.values())


def test_no_picture_is_heavy():
    heavy = [p.name for p in (GUIDES / "pictures").iterdir() if p.stat().st_size > HEAVIEST]

    assert heavy == []


def test_questions_are_answered_on_the_page_that_the_guide_names(tmp_path):
    """Makes the demo: its report is the one that the guide speaks of, about ten seconds."""
    rows = ROW.findall((GUIDES / "read-your-report.md").read_text(encoding="utf-8"))
    report = pypdfium2.PdfDocument(demo.make(tmp_path).folder / "report.pdf")
    told = [" ".join(page.get_textpage().get_text_bounded().split()) for page in report]

    assert len(rows) == 10
    assert [row for row in rows if row[1] not in told[int(row[0]) - 1]] == []
