"""The slides: every text in its box, charts native and safe, names only where allowed."""

import io
import zipfile
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt
from python_calamine import CalamineWorkbook

from analysis.privacy import View
from reports import text
from reports.plain import RTL, bare
from reports.slides import slides
from reports.source import MOST_FINDINGS, told
from reports.style import Type
from reports.wording import load
from tests.reports.conftest import COVER
from tests.reports.samples import HOSTILE, VIEWS, as_analyst, as_manager, demo, renamed

POINT = 12_700


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return {name: slides(view(), COVER) for name, view in VIEWS.items()}


@pytest.fixture(params=list(VIEWS))
def deck(request: pytest.FixtureRequest, made: dict[str, bytes]) -> Any:
    return Presentation(io.BytesIO(made[request.param]))


def box(shape: Any) -> tuple[float, float, float, float]:
    return tuple(x / POINT for x in (shape.left, shape.top, shape.width, shape.height))


def said(deck: Any) -> str:
    """Everything that a deck says: shapes, tables, charts and notes."""
    found = []
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        found.append(notes)
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_chart", False) and shape.has_chart:
                found += [str(c) for c in shape.chart.plots[0].categories]
            if getattr(shape, "has_table", False) and shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_nothing_lies_off_the_slide(deck: Any) -> None:
    outside = [
        (i, shape.name)
        for i, slide in enumerate(deck.slides, 1)
        for shape in slide.shapes
        for left, top, width, height in [box(shape)]
        if left < 0 or top < 0 or left + width > 960.5 or top + height > 540.5
    ]

    assert outside == []


def test_no_two_boxes_overlap(deck: Any) -> None:
    overlapping = [
        (i, a.name, b.name)
        for i, slide in enumerate(deck.slides, 1)
        for a, b in combinations(slide.shapes, 2)
        if meet(box(a), box(b))
    ]

    assert overlapping == []


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return (
        a[0] < b[0] + b[2] - 0.5
        and b[0] < a[0] + a[2] - 0.5
        and a[1] < b[1] + b[3] - 0.5
        and b[1] < a[1] + a[3] - 0.5
    )


def test_every_text_fits_into_its_box(deck: Any) -> None:
    over = [
        (i, shape.text_frame.text[:40])
        for i, slide in enumerate(deck.slides, 1)
        for shape in slide.shapes
        if shape.has_text_frame and tall(shape) > box(shape)[3] + 1
    ]

    assert over == []


def tall(shape: Any) -> float:
    """How tall the text is, set in the widest of the usual fonts."""
    height = 0.0
    paragraphs = shape.text_frame.paragraphs
    for paragraph in paragraphs:
        font = paragraph.runs[0].font
        type_ = Type(font.size.pt, font.size.pt, "bold" if font.bold else "regular")
        height += len(text.wrap(paragraph.text, type_, box(shape)[2])) * font.size.pt * 1.2
    return height + sum(p.runs[0].font.size.pt * 0.45 for p in paragraphs[:-1])


def test_every_slide_has_a_title_and_a_number(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, 1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]

        assert slide.shapes.title.text_frame.text
        assert str(number) in texts


@pytest.mark.parametrize("name", ["demo", "demo for managers", "everything"])
def test_each_of_the_weightiest_findings_has_a_slide_of_its_own(
    name: str, made: dict[str, bytes]
) -> None:
    view: View = VIEWS[name]()
    deck = Presentation(io.BytesIO(made[name]))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    claims = [bare(load().claim(item.finding, view.names)) for item in told(view)]

    assert [title for title in titles if title in claims] == claims[:MOST_FINDINGS]


def test_the_slide_of_a_finding_has_notes_for_the_speaker(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made["demo"]))
    finding = deck.slides[3].notes_slide.notes_text_frame.text

    assert "First step:" in finding
    assert "Knowledge and requests leave" in finding


def test_charts_are_native_and_say_in_words_what_they_show(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made["demo"]))
    drawn = [s for slide in deck.slides for s in slide.shapes if getattr(s, "has_chart", False)]

    assert len(drawn) >= 5
    assert all(s._element.nvGraphicFramePr.cNvPr.get("descr") for s in drawn)


def test_the_chart_of_a_silo_holds_the_contacts_of_the_view(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made["demo"]))
    chart = next(s for s in deck.slides[3].shapes if getattr(s, "has_chart", False)).chart
    found = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    ends = {"Research", "Engineering"}
    ties = sum(p.ties for p in demo().pairs if {p.from_unit, p.to_unit} == ends)

    assert found["Engineering"] == ties


def test_the_same_view_gives_the_same_bytes_without_a_date(made: dict[str, bytes]) -> None:
    package = zipfile.ZipFile(io.BytesIO(made["demo"]))
    dates = {entry.date_time[0] for entry in package.infolist()}

    assert slides(as_analyst(demo()), COVER) == made["demo"]
    assert dates == {1980}


def test_a_finding_is_drawn_beside_what_chance_gives(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made["demo"]))
    found = next(f for f in as_analyst(demo()).findings if f.kind == "bottleneck")
    shown = [list(c.plots[0].series[0].values) for c in charts(deck)]

    assert [found.evidence[0].value, found.evidence[0].expected] in shown


def test_the_workbook_behind_a_chart_holds_what_the_chart_shows(made: dict[str, bytes]) -> None:
    for chart in charts(Presentation(io.BytesIO(made["everything"]))):
        book = CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = book.get_sheet_by_index(0).to_python()
        plot = chart.plots[0]
        columns = [[row[i] for row in rows[1:]] for i in range(len(plot.series) + 1)]

        assert columns == [list(plot.categories), *(list(each.values) for each in plot.series)]


def charts(deck: Any) -> list[Any]:
    shapes = (s for slide in deck.slides for s in slide.shapes if getattr(s, "has_chart", False))
    return [shape.chart for shape in shapes]


def test_slides_in_arabic_run_from_the_right() -> None:
    deck = Presentation(io.BytesIO(slides(as_manager(demo()), replace(COVER, language="ar"))))
    english = Presentation(io.BytesIO(slides(as_manager(demo()), COVER)))
    first, usual = deck.slides[3].shapes[0], english.slides[3].shapes[0]
    paragraphs = [
        p
        for s in deck.slides
        for x in s.shapes
        if x.has_text_frame
        for p in x.text_frame.paragraphs
    ]

    arabic = [p._p.pPr for p in paragraphs if RTL.search(p.text)]

    assert {p.get("rtl") for p in arabic} == {"1"}
    assert {p._p.pPr.get("algn") for p in paragraphs} == {"r"}
    assert first.left + first.width == Pt(960) - usual.left
    assert all(chart.value_axis.reverse_order for chart in charts(deck))


def test_every_text_says_its_language(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(slides(as_manager(demo()), replace(COVER, language="de"))))
    runs = [
        r for s in deck.slides for x in s.shapes if x.has_text_frame
        for p in x.text_frame.paragraphs for r in p.runs
    ]  # fmt: skip

    assert {r._r.rPr.get("lang") for r in runs} == {"de"}


def test_no_workbook_behind_a_chart_runs_a_unit_as_a_formula() -> None:
    base = demo()
    risky = '=HYPERLINK("http://x")'
    units = tuple(replace(u, unit=risky if u.unit == "Sales" else u.unit) for u in base.units)
    package = zipfile.ZipFile(io.BytesIO(slides(as_manager(replace(base, units=units)), COVER)))
    books = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    sheets = [zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml") for book in books]

    assert books
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_hostile_names_are_printed_as_they_are() -> None:
    deck = Presentation(io.BytesIO(slides(as_analyst(renamed(demo(), HOSTILE)), COVER)))

    assert [name for name in HOSTILE[:2] if bare(name) not in said(deck)] == []


def test_no_name_of_a_person_is_on_the_slides_for_managers(made: dict[str, bytes]) -> None:
    words = said(Presentation(io.BytesIO(made["demo for managers"])))

    assert [p.name for p in demo().roster.people if p.name in words] == []


def test_every_slide_with_names_says_what_they_are_not_for(made: dict[str, bytes]) -> None:
    for slide in Presentation(io.BytesIO(made["demo"])).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]

        assert any("Not for evaluation, pay or dismissal" in part for part in texts)
