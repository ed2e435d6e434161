"""What every report holds to, whatever the view: looked at on rendered pages."""

import ctypes
import re
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from pypdfium2 import raw

from analysis.privacy import View
from reports import Cover, pdf
from reports.paging import paginate
from reports.pdf import pieces
from reports.source import source
from reports.wording import load
from tests.reports.conftest import COVER, words_of
from tests.reports.samples import HOSTILE, VIEWS, as_analyst, as_manager, demo, foreign


def test_no_text_leaves_the_page(report: Path) -> None:
    document = pypdfium2.PdfDocument(report)
    for page in document:
        text, (wide, tall) = page.get_textpage(), page.get_size()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        outside = [b for b in boxes if b[0] < 0 or b[1] < 0 or b[2] > wide or b[3] > tall]

        assert outside == []


def test_text_keeps_to_the_margins_of_inner_pages(report: Path) -> None:
    document = pypdfium2.PdfDocument(report)
    for page in list(document)[1:]:
        text = page.get_textpage()
        right = max(text.get_rect(i)[2] for i in range(text.count_rects()))

        # A line ends in a space, of at most 5.2 points in the largest type.
        assert right <= 595.28 - 56 + 5.5


def test_no_page_is_empty(report: Path) -> None:
    for page in pypdfium2.PdfDocument(report):
        ink = np.asarray(page.render(scale=0.5).to_numpy())[60:370] < 250

        assert ink.mean() > 0.004


def test_the_answer_takes_one_page(report: Path) -> None:
    document = pypdfium2.PdfDocument(report)

    assert "answer on one page" in document[1].get_textpage().get_text_range()
    assert "How to read" in document[2].get_textpage().get_text_range()


@pytest.mark.parametrize("name", ["demo", "demo for managers", "silo", "no structure"])
def test_a_normal_firm_takes_8_to_16_pages_and_an_appendix_of_six_at_most(
    drawn: dict[str, Path], name: str
) -> None:
    texts = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(drawn[name])]
    first = next(i for i, text in enumerate(texts) if "APPENDIX" in text[:200])

    assert 8 <= first + 1 <= 16  # the data sheet stands behind the appendix
    assert len(texts) - 1 - first <= 6


@pytest.mark.parametrize("name", list(VIEWS))
def test_no_heading_is_left_alone_at_the_foot(name: str) -> None:
    for page in paginate(pieces(source(VIEWS[name](), COVER, load()))):
        last = page.placed[-1][1]

        assert not last.keep


def test_every_page_with_names_says_what_they_are_not_for(drawn: dict[str, Path]) -> None:
    for page in pypdfium2.PdfDocument(drawn["demo"]):
        text = " ".join(page.get_textpage().get_text_range().split())

        assert "Not for evaluation, pay or dismissal" in text


def test_names_are_copied_out_as_they_were_put_in(drawn: dict[str, Path]) -> None:
    text = words_of(drawn["foreign"])

    assert [name for name in HOSTILE if name not in text] == []


def test_a_name_without_shapes_is_replaced_by_the_id_and_said(drawn: dict[str, Path]) -> None:
    text = words_of(drawn["foreign"])
    results = foreign()
    ids = [p.id for p in results.roster.people if p.name in ("张伟", "ชัยวัฒน์")]

    assert "张" not in text
    assert all(f"{id_}" in text.split("Names shown as ids")[1] for id_ in ids)


def test_namesakes_are_told_apart_by_id(drawn: dict[str, Path]) -> None:
    text = words_of(drawn["foreign"])
    ids = [p.id for p in foreign().roster.people if p.name == "Anna Berg"]

    assert any(f"Anna Berg ({id_})" in text for id_ in ids)


def test_managers_read_no_name_where_nobody_may_be_named(drawn: dict[str, Path]) -> None:
    text = words_of(drawn["demo for managers"])

    assert [p.name for p in demo().roster.people if p.name in text] == []
    assert [p.id for p in demo().roster.people if p.id in text] == []


@pytest.mark.parametrize("name", ["demo", "foreign", "everything for managers"])
def test_the_same_view_gives_the_same_bytes(
    drawn: dict[str, Path], tmp_path: Path, name: str
) -> None:
    again = tmp_path / "again.pdf"

    pdf(VIEWS[name](), COVER, again)

    assert again.read_bytes() == drawn[name].read_bytes()


def test_a_cover_may_say_nothing_but_the_client(tmp_path: Path) -> None:
    file = tmp_path / "bare.pdf"

    pdf(as_manager(demo()), Cover("<b>A & B</b>"), file)

    assert "How <b>A & B</b> works together" in words_of(file)


def test_links_on_the_answer_lead_to_the_pages_of_findings(drawn: dict[str, Path]) -> None:
    found = _targets(drawn["demo"], 1)

    assert len(found) >= 4
    assert min(found) > 1


def _targets(file: Path, page: int) -> list[int]:
    """The pages (from 0) to which the links of a page lead."""
    document = pypdfium2.PdfDocument(file)
    shown, start, link, out = document[page], ctypes.c_int(0), raw.FPDF_LINK(), []
    while raw.FPDFLink_Enumerate(shown.raw, ctypes.byref(start), ctypes.byref(link)):
        goal = raw.FPDFLink_GetDest(document.raw, link)
        out.append(raw.FPDFDest_GetDestPageIndex(document.raw, goal))
    return out


def test_the_answer_says_on_which_page_each_finding_stands(drawn: dict[str, Path]) -> None:
    document = pypdfium2.PdfDocument(drawn["demo"])
    text = document[1].get_textpage().get_text_range()
    first = int(re.findall(r"page (\d+)", text)[0])

    assert "FINDING 1" in document[first - 1].get_textpage().get_text_range()


def test_the_outline_leads_to_every_main_section(drawn: dict[str, Path]) -> None:
    document = pypdfium2.PdfDocument(drawn["demo"])
    titles = [entry.get_title() for entry in document.get_toc() if entry.level == 0]

    assert "The answer on one page" in titles
    assert "Action plan" in titles
    assert "Data sheet" in titles


def test_qpdf_finds_nothing_to_complain_about(report: Path) -> None:
    found = subprocess.run(["qpdf", "--check", str(report)], capture_output=True, check=False)

    assert found.returncode == 0, found.stdout


def test_what_a_manager_is_not_told_of_single_people_is_counted() -> None:
    analyst: View = as_analyst(demo())
    manager: View = as_manager(demo())
    told = [f.kind for f in manager.findings]

    assert set(told) < {f.kind for f in analyst.findings}
    assert manager.hidden["person"] == len(analyst.findings) - len(told)


def test_a_long_client_name_stays_on_the_cover(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"

    pdf(as_manager(demo()), Cover("Verwaltungsgesellschaft mit sehr langem Namen " * 9), file)

    text = pypdfium2.PdfDocument(file)[0].get_textpage()
    tops = [text.get_rect(i)[3] for i in range(text.count_rects())]

    assert max(tops) < 842 - 50
