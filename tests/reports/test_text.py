"""Text in any script: what is measured, broken and put in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import fonts, plain, text
from reports.style import BODY, Type

ARABIC = "NotoSansArabic-Regular"


def lines(said: str, limit: float) -> tuple[str, ...]:
    return text.wrap(said, BODY, limit)


def test_no_line_is_wider_than_its_column() -> None:
    said = "A sentence with an Unusuallylongwordthatdoesnotfitintoanycolumn and some more words"

    assert all(text.width(line, BODY) <= 80 for line in lines(said, 80))


@given(st.text(max_size=60), st.floats(30, 300))
def test_wrapping_keeps_every_letter(said: str, limit: float) -> None:
    cleaned = plain.clean(said)
    joined = "".join(plain.bare(line).replace(" ", "") for line in lines(cleaned, limit))

    assert joined == text.drawable(cleaned).replace(" ", "").replace("\u00a0", "")


def test_marks_stay_with_their_letters_when_a_word_is_broken() -> None:
    broken = lines("e\u0301" * 40, 50)

    assert len(broken) > 1
    assert all(not line.startswith("\u0301") for line in broken)


def test_right_to_left_text_is_laid_from_the_right() -> None:
    found = text.runs("Dana " + plain.isolated("שרה כהן") + " has 12", "regular")

    assert [run.text.strip() for run in found if run.rtl] == ["שרה כהן"]
    assert found[0].text == "Dana "


def test_a_name_keeps_its_direction_to_itself() -> None:
    said = plain.isolated("שרה") + ", 12 and " + plain.isolated("דוד")
    order = "".join(run.text for run in text.runs(said, "regular"))

    assert order == "שרה, 12 and דוד"


def test_arabic_letters_join() -> None:
    alone = {fonts.shape(letter, ARABIC, True)[0].letter for letter in "محمد"}
    joined = {glyph.letter for glyph in fonts.shape("محمد", ARABIC, True)}

    assert len(joined - alone) >= 2


@pytest.mark.parametrize("name", ["张伟", "ชัยวัฒน์", "😀"])
def test_what_no_font_draws_is_known_beforehand(name: str) -> None:
    assert text.undrawable(name)
    assert "?" in text.drawable(name)


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Nguyễn", "Дарья", "Ελένη", "محمد", "שרה", "राम"])
def test_what_a_font_draws_is_left_alone(name: str) -> None:
    assert text.undrawable(name) == ""
    assert text.drawable(name) == name


def test_letters_that_turn_the_direction_are_taken_out() -> None:
    assert plain.clean("Anna\u202e greB\u0000\nX") == "Anna greB X"


def test_a_short_text_is_not_cut() -> None:
    assert text.shortened("Sales", BODY, 100) == "Sales"


def test_a_cut_text_ends_in_an_ellipsis_and_fits() -> None:
    cut = text.shortened("Department of Long Names", BODY, 60)

    assert cut.endswith("…")
    assert text.width(cut, BODY) <= 60


def test_bold_is_wider() -> None:
    assert text.width("Sales", Type(10, 12, "bold")) > text.width("Sales", Type(10, 12))
