"""Words follow their number, in each language by its own rules."""

import pytest

from reports import plurals
from reports.wording import Wording

ARABIC = ("one", "two", "few", "many", "hundreds")


@pytest.mark.parametrize(
    ("number", "form"),
    [
        *((1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many")),
        *((100, "hundreds"), (102, "hundreds"), (103, "few"), (111, "many"), (0, "hundreds")),
    ],
)
def test_arabic_has_five_forms(number: int, form: str) -> None:
    assert plurals.form("ar", ARABIC, number) == form


def test_none_is_one_in_french_and_many_in_english() -> None:
    assert [plurals.form(language, ("one", "many"), 0) for language in ("fr", "en")] == [
        "one",
        "many",
    ]


def test_a_number_as_it_is_printed_counts_as_the_number() -> None:
    assert plurals.form("en", ("one", "many"), "1,000") == "many"


def test_what_is_no_number_takes_the_last_form() -> None:
    assert plurals.form("en", ("one", "many"), "several") == "many"


def test_a_form_may_hold_places_of_its_own() -> None:
    words = Wording("es", "es.toml", {"a": {"b": "{n|una persona|{count} personas}"}})

    assert [words.say("a.b", n=n, count=str(n)) for n in (1, 4)] == ["una persona", "4 personas"]


def test_a_latin_name_keeps_its_direction_between_arabic_words() -> None:
    words = Wording("ar", "ar.toml", {"language_name": "العربية", "a": {"b": "مع {name}"}})

    assert words.say("a.b", name="Sales (EU)") == "مع \u2068Sales (EU)\u2069"
