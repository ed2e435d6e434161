"""The words of the respondents' pages: every language says all of it, with the same blanks."""

import re
from datetime import date
from pathlib import Path

import pytest

import templates
from survey import bank, messages
from survey.messages import Speech

OTHERS = [language for language in bank.LANGUAGES if language != bank.MAIN]
ENGLISH = messages.load("en")
TABLES = {key.split(".")[0] for key in ENGLISH.texts if "." in key}
KEY = re.compile(r"""["']([a-z]+\.[a-z_]+)["']""")
# Keys that are put together from a state, a mode, a reason or a fault.
COMPOSED = re.compile(
    r"(first|done)\.(declined|withdrawn|submitted)(_lead)?|notice\.\w+_lines|pick\.\w+"
    r"|error\.(both|strange)|teams\.\w+_lines|(teams|partners)\.error\.\w+|partners\.firm_\w+"
    r"|name|direction|date|months"
)


def blanks(text: str | tuple[str, ...]) -> list[str]:
    whole = text if isinstance(text, str) else " ".join(text)
    return sorted(re.findall(r"\{\w+\}", whole))


def sources() -> str:
    files = [*templates.path("pages").glob("respond_*.html"), *Path("survey/web").glob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_with_the_same_blanks(language: str) -> None:
    said = messages.load(language)

    assert set(said.texts) == set(ENGLISH.texts)
    assert {key: blanks(text) for key, text in said.texts.items() if key != "months"} == {
        key: blanks(text) for key, text in ENGLISH.texts.items() if key != "months"
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_was_left_in_english(language: str) -> None:
    same = {k for k, text in messages.load(language).texts.items() if text == ENGLISH.texts[k]}

    assert same <= {"direction", "date"}


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_no_text_is_empty_and_a_year_has_twelve_months(language: str) -> None:
    said = messages.load(language)

    assert all(text and all(text) for text in said.texts.values())
    assert len(said.texts["months"]) == 12


def test_every_key_that_a_page_uses_exists_and_every_key_is_used() -> None:
    text = sources()
    used = set(KEY.findall(text))
    spare = set(ENGLISH.texts) - used

    assert {key for key in used if key.split(".")[0] in TABLES} <= set(ENGLISH.texts)
    assert {key for key in spare if not COMPOSED.fullmatch(key)} == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 May 2027"),
        ("de", "1. Mai 2027"),
        ("fr", "1er mai 2027"),
        ("es", "1 de mayo de 2027"),
        ("ar", "1 مايو 2027"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(language: str, said: str) -> None:
    assert messages.load(language).day(date(2027, 5, 1)) == said


def test_a_name_is_isolated_where_the_sentence_runs_from_right_to_left() -> None:
    assert "\u2068Ann\u2069" in messages.load("ar")("error.choose_for", name="Ann")
    assert messages.load("de")("error.choose_for", name="Ann").endswith("für Ann.")


def test_what_is_filled_into_a_page_is_escaped_and_has_its_own_direction() -> None:
    said = ENGLISH.html("first.hello", name="<b>Zoë</b>")

    assert "<bdi>&lt;b&gt;Zoë&lt;/b&gt;</bdi>" in said


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert ENGLISH("error.choose_for", name="{name}") == "Choose an answer for {name}."


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["de-AT", "en"], "de"),
        (["", "pt", "fr_CA"], "fr"),
        (["ZH", "xx"], "en"),
        ([], "en"),
        (["AR"], "ar"),
    ],
)
def test_the_first_language_that_is_spoken_is_chosen(wanted: list[str], language: str) -> None:
    assert messages.choose(wanted) == language


def test_only_a_language_that_the_survey_speaks_is_chosen() -> None:
    assert messages.choose(["ar", "de"], ["en", "de"]) == "de"


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_only_arabic_runs_from_right_to_left(language: str) -> None:
    said: Speech = messages.load(language)

    assert said.direction == ("rtl" if language == "ar" else "ltr")
