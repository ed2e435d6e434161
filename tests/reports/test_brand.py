"""The client's brand on papers: its logo and colours where they belong, its words as they are."""

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from python_calamine import CalamineWorkbook

from analysis.exports import shown
from analysis.model import Problem
from analysis.narrowing import narrowed
from analysis.own_page import own_page
from analysis.planted import demo_firm
from analysis.privacy import Policy
from reports import style
from reports.brand import LONGEST, PLAIN, PNG, Brand, own_lines
from reports.colours import contrast
from reports.editions import edition
from reports.page import html
from reports.plain import bare
from reports.slides import slides
from reports.source import Cover
from reports.workbook import workbook
from tests.reports.conftest import COVER
from tests.reports.samples import HOSTILE, as_analyst, as_manager, demo


def picture(size: tuple[int, int] = (240, 80)) -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", size, (200, 20, 60, 255)).save(made, "PNG")
    return made.getvalue()


BRAND = Brand(
    "Nordlys & <b>Partner</b>", "#7a1fa2", "#b3450e", picture(),
    'Made by Nordlys.\n=HYPERLINK("http://x")', "Come back to us\nمحمد الهاشمي", "Kind regards",
)  # fmt: skip
BRANDED = replace(COVER, brand=BRAND)


def organisation(cover: Cover, path: Path) -> None:
    edition(as_manager(demo()), cover, path)


def unit(cover: Cover, path: Path) -> None:
    edition(narrowed(as_manager(demo()), "Sales"), cover, path)


def person(cover: Cover, path: Path) -> None:
    answers = demo_firm(1).answers
    who = min(answers.answered["information"])
    edition(own_page(demo(), answers, who, Policy()), cover, path)


EDITIONS = (organisation, unit, person)
Edition = Callable[[Cover, Path], None]


def pages(edition: Edition, cover: Cover, folder: Path) -> tuple[list[str], list[int], bytes]:
    """Text and number of pictures of each page, and the file."""
    path = folder / "made.pdf"
    edition(cover, path)
    with pypdfium2.PdfDocument(path) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
        images = [sum(o.type == 3 for o in page.get_objects(max_depth=3)) for page in pdf]
    return texts, images, path.read_bytes()


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_logo_stands_once_on_every_page(edition: Edition, tmp_path: Path) -> None:
    _, images, _ = pages(edition, BRANDED, tmp_path)

    assert set(images) == {1}


@pytest.mark.parametrize("edition", EDITIONS)
def test_without_a_brand_a_paper_holds_no_picture(edition: Edition, tmp_path: Path) -> None:
    _, images, _ = pages(edition, COVER, tmp_path)

    assert set(images) == {0}


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_the_clients_words_stand_on_the_first_and_the_last_page(
    edition: Edition, tmp_path: Path
) -> None:
    texts, _, _ = pages(edition, BRANDED, tmp_path)

    assert 'Made by Nordlys. \r\n=HYPERLINK("http://x")' in texts[0]
    assert "Come back to us" in texts[-1]


def test_a_persons_page_stays_one_page_and_ends_with_the_clients_words(tmp_path: Path) -> None:
    long = replace(BRAND, closing="Come back to us. " * 60)
    texts, _, _ = pages(person, replace(COVER, brand=long), tmp_path)

    assert len(texts) == 1
    assert "Come back to us" in texts[0]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_brand_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    first = pages(edition, BRANDED, tmp_path)[2]

    assert hashlib.sha256(pages(edition, BRANDED, tmp_path)[2]).digest() == (
        hashlib.sha256(first).digest()
    )


def test_cover_and_headings_wear_the_colour_and_figures_keep_theirs(tmp_path: Path) -> None:
    pages(organisation, BRANDED, tmp_path)
    with pypdfium2.PdfDocument(tmp_path / "made.pdf") as pdf:
        drawn = [page.render(scale=1).to_pil().convert("RGB") for page in list(pdf)[:6]]
    matrix = {color for _, color in drawn[5].getcolors(1_000_000) or ()}

    assert drawn[0].getpixel((5, 400)) == (122, 31, 162)
    assert rgb(style.BRAND) in matrix


def rgb(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color[1:]))


def test_the_logo_says_whose_it_is_to_who_cannot_see_it(tmp_path: Path) -> None:
    raw = pages(organisation, BRANDED, tmp_path)[2]
    said = b"\xfe\xff" + "Logo of Nordlys & <b>Partner</b>".encode("utf-16-be")

    assert said in raw or b"Logo of Nordlys & <b>Partner</b>" in raw


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_whatever_colours_are_taken_can_be_read_also_in_grey(first: int, second: int) -> None:
    try:
        worn = Brand(primary=f"#{first:06x}", accent=f"#{second:06x}").colours
    except Problem:
        return

    assert contrast(worn[style.BRAND], style.WHITE) >= 4.5
    assert contrast(worn[style.BRAND_MID], style.WHITE) >= 4.5
    assert contrast(worn[style.BRAND_LIGHT], worn[style.BRAND]) >= 4.5
    assert contrast(style.INK, worn[style.BRAND_PALE]) >= 7
    assert contrast(style.MUTED, worn[style.BRAND_PALE]) >= 4.5


def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read() -> None:
    with pytest.raises(Problem) as found:
        Brand(primary="#ffee88")

    assert (found.value.where, found.value.mend[:20]) == ("primary", "The nearest one that")


@pytest.mark.parametrize("key", LONGEST)
def test_words_that_no_page_can_hold_are_refused(key: str) -> None:
    with pytest.raises(Problem, match="Make it shorter"):
        Brand(**{key: "x" * (LONGEST[key] + 1)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "logo",
    [b"x", b"<svg/>", PNG + struct.pack(">I", 13) + b"IHDR" + b"\x00\x01\x00\x00" * 3],
    ids=["text", "svg", "65,536 pixels wide"],
)
def test_a_logo_that_was_not_drawn_anew_is_refused(logo: bytes) -> None:
    with pytest.raises(Problem, match="logo"):
        Brand(logo=logo)


def test_unseen_characters_of_the_clients_words_are_left_out() -> None:
    assert [bare(x) for x in own_lines("a\u202eb\x07\n\n \ncd\ud800")] == ["ab", "cd"]


def said(content: bytes) -> str:
    """Everything that stands in a presentation or workbook."""
    if b"ppt/slides" in content:
        shapes = [s for slide in Presentation(io.BytesIO(content)).slides for s in slide.shapes]
        return "\n".join(s.text_frame.text for s in shapes if s.has_text_frame)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    return "\n".join(str(cell) for row in rows for cell in row)


def made(form: str, cover: Cover) -> bytes:
    view = as_manager(demo())
    return slides(view, cover) if form == "slides" else workbook(view, cover, shown(view))


@pytest.mark.parametrize("form", ["slides", "workbook"])
def test_slides_and_workbook_hold_logo_and_words_and_run_nothing(form: str) -> None:
    content = made(form, BRANDED)
    package = zipfile.ZipFile(io.BytesIO(content))
    parts = [package.read(name) for name in package.namelist()]

    assert '=HYPERLINK("http://x")' in said(content)
    assert "Come back to us" in said(content)
    assert any(part.startswith(b"\x89PNG") for part in parts)
    assert not any(b"<f>" in part or b"hlinkClick" in part for part in parts)
    assert made(form, BRANDED) == content


def test_slides_wear_the_colour_and_their_charts_do_not() -> None:
    package = zipfile.ZipFile(io.BytesIO(made("slides", BRANDED)))
    ours = {
        kind: any(b'"0B4461"' in package.read(n) for n in package.namelist() if kind in n)
        for kind in ("ppt/slides/", "ppt/charts/")
    }

    assert ours == {"ppt/slides/": False, "ppt/charts/": True}


def test_no_box_of_a_branded_slide_lies_on_another() -> None:
    from itertools import combinations

    from tests.reports.test_slides import box, meet

    deck = Presentation(io.BytesIO(slides(as_analyst(demo()), BRANDED)))
    overlapping = [
        (a.name, b.name)
        for slide in deck.slides
        for a, b in combinations(slide.shapes, 2)
        if meet(box(a), box(b))
    ]

    assert overlapping == []


def test_the_page_shows_the_logo_without_asking_anybody() -> None:
    view = as_manager(demo())
    page = html(view, BRANDED, shown(view))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)

    assert policy
    assert policy[1].startswith("default-src 'none'")
    assert "img-src data:" in policy[1]
    assert 'src="data:image/png;base64,' in page
    assert "Logo of Nordlys &amp; &lt;b&gt;Partner&lt;/b&gt;" in page
    assert "--accent: #7a1fa2" in page


def test_without_a_logo_the_page_lets_no_picture_in() -> None:
    view = as_manager(demo())

    assert "img-src" not in html(view, COVER, shown(view))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stand_in_the_page_as_they_are(name: str) -> None:
    view = as_manager(demo())
    page = html(view, replace(COVER, brand=replace(PLAIN, closing=name)), shown(view))

    assert "<script>alert" not in page
    assert "Ann <b" not in page
