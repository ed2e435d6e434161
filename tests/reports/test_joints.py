"""What meets a name: letters that fall away before a vowel, spaces before French signs."""

import pytest

from reports import fonts, joints
from reports.plain import bare, isolated
from reports.wording import Wording, load

N = joints.NARROW


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alice", "le relais d’Alice"),
        ("Élodie", "le relais d’Élodie"),
        ("Œuvres", "le relais d’Œuvres"),
        ("Yves", "le relais d’Yves"),
        ("Yann", "le relais de Yann"),
        ("Marie", "le relais de Marie"),
        ("8 à 10", "le relais de 8 à 10"),
        ("11 à 17", "le relais de 11 à 17"),
        ("onze", "le relais de onze"),
    ],
)
def test_french_de_loses_its_e_before_a_vowel(name: str, said: str) -> None:
    words = Wording("fr", "fr.toml", {"a": "le relais de {name}"})

    assert words.say("a", name=name) == said


def test_a_name_that_keeps_its_direction_is_met_as_it_sounds() -> None:
    words = Wording("fr", "fr.toml", {"a": "plus que {name}, et de {name}"})

    assert bare(words.say("a", name=isolated("Émile"))) == "plus qu’Émile, et d’Émile"


def test_what_a_form_of_a_word_begins_with_counts() -> None:
    words = Wording("fr", "fr.toml", {"a": "près de {n|une|deux}, près de {n|elle|toutes}"})

    assert words.say("a", n=1) == "près d’une, près d’elle"
    assert words.say("a", n=2) == "près de deux, près de toutes"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("Ventas", "Compras", "Ventas y Compras"),
        ("Ventas", "Ingeniería", "Ventas e Ingeniería"),
        ("Ventas", "Historia", "Ventas e Historia"),
        ("Ventas", "Hierros", "Ventas y Hierros"),
        ("Ventas", "Yates", "Ventas y Yates"),
    ],
)
def test_spanish_y_is_e_before_the_same_sound(first: str, last: str, said: str) -> None:
    assert load("es").listed([first, last]) == said
    assert Wording("es", "es.toml", {"a": "{x} y {z}"}).say("a", x=first, z=last) == said


def test_spanish_o_is_u_before_the_same_sound() -> None:
    words = Wording("es", "es.toml", {"a": "{x} o {z}"})

    assert words.say("a", x="7", z="8") == "7 u 8"
    assert words.say("a", x="7", z="9") == "7 o 9"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_other_languages_are_left_alone(language: str) -> None:
    assert joints.met(language, "x de ", "Alice") == "x de "
    assert joints.spaced(language, "x : « y » ?") == "x : « y » ?"


def test_a_number_keeps_its_per_cent() -> None:
    assert (
        joints.spaced("en", "the 5 % asked most, {value} %") == "the 5\u00a0% asked most, {value} %"
    )


def test_french_signs_have_a_space_at_which_no_line_breaks() -> None:
    spaced = joints.spaced("fr", "Est-ce sûr ? Oui : 61 %, « presque » ; enfin !")

    assert spaced == f"Est-ce sûr{N}? Oui{N}: 61{N}%, «{N}presque{N}»{N}; enfin{N}!"


def test_a_name_is_never_changed_by_its_surroundings() -> None:
    words = Wording("fr", "fr.toml", {"a": "le relais de {name}"})

    assert words.say("a", name="a : b ?") == "le relais d’a : b ?"


def test_french_words_as_shipped_have_the_narrow_space() -> None:
    assert load("fr").say("numbers.percent", value=61) == f"61{N}%"


def test_the_narrow_space_can_be_drawn_and_is_copied_as_a_space() -> None:
    assert all(fonts.font_for(N, face) for face in ("regular", "bold", "italic"))
    assert bare(f"61{N}%") == "61 %"
