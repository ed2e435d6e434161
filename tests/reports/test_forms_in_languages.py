"""Workbook, slides and page in every language: made of every view, the right way round."""

import io
import re
from dataclasses import replace

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from analysis.exports import shown
from reports.marks import Label, Picture
from reports.page import html
from reports.page.svg import svg
from reports.slides import slides
from reports.style import Type
from reports.wording import languages, load
from reports.workbook import workbook
from tests.reports.conftest import COVER
from tests.reports.samples import VIEWS

OTHERS = [language for language in languages() if language != "en"]
SOME = ("demo", "demo for managers", "everything", "compared", "nothing")
UNFILLED = re.compile(r"\{\w+[|?}]")


def sheets(content: bytes) -> dict[str, str]:
    """What each sheet of a workbook says."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def said_on(content: bytes) -> str:
    """What stands on the slides."""
    shapes = (shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes)
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SOME)
def test_a_workbook_is_made_in_every_language(name: str, language: str) -> None:
    view = VIEWS[name]()
    said = sheets(workbook(view, replace(COVER, language=language), shown(view)))

    assert load(language).get("workbook.findings") in said
    assert [sheet for sheet, text in said.items() if UNFILLED.search(text)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SOME)
def test_slides_are_made_in_every_language(name: str, language: str) -> None:
    said = said_on(slides(VIEWS[name](), replace(COVER, language=language)))

    assert load(language).say("answer.title") in said
    assert not UNFILLED.search(said)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SOME)
def test_a_page_is_made_in_every_language(name: str, language: str) -> None:
    view = VIEWS[name]()
    page = html(view, replace(COVER, language=language), shown(view))
    way = "rtl" if load(language).from_right else "ltr"

    assert f'<html lang="{language}" dir="{way}">' in page


def test_labels_of_pictures_stay_in_their_place_on_a_page_from_the_right() -> None:
    words = (Label(10, 10, "Sales", Type(8, 10)), Label(10, 30, "مبيعات", Type(8, 10)))
    latin, arabic = re.findall("<text.*?>", svg(Picture(100, 40, words), "two"))

    assert 'direction="ltr" text-anchor="start"' in latin
    assert 'direction="rtl" text-anchor="end"' in arabic
