"""Conditions in sentences: words chosen by a number, or by whether there is something to say."""

import pytest

from reports.places import places, stray
from reports.wording import Wording

NONE = {"numbers": {"none": "not measured"}}


def said(sentence: str, **facts: object) -> str:
    """The sentence as it is filled in."""
    return Wording("en", "en.toml", {"a": sentence, **NONE}).say("a", **facts)


def test_words_are_chosen_by_a_number() -> None:
    assert said("{n} {n|person|people}", n=1) == "1 person"
    assert said("{n} {n|person|people}", n=0) == "0 people"


@pytest.mark.parametrize("there", ["3 %", 0.2, True, "no", "under 1 %"])
def test_words_stand_where_there_is_something(there: object) -> None:
    assert said("a{x? and {x}| alone}", x=there) == f"a and {there}"


@pytest.mark.parametrize("none", [None, "", 0, "0", False, "not measured", "\u2068\u2069"])
def test_other_words_stand_where_there_is_nothing(none: object) -> None:
    assert said("a{x? and {x}| alone}", x=none) == "a alone"


def test_without_other_words_nothing_stands_in_their_place() -> None:
    assert said("a{x? and {x}}.", x="") == "a."


def test_a_fact_that_is_not_known_at_all_is_not_there() -> None:
    assert said("a{x? and {x}}.") == "a."


def test_a_question_mark_after_a_place_is_a_question_mark() -> None:
    assert said("{x}? {x}|{x}", x="b") == "b? b|b"


def test_what_is_filled_in_is_not_read_again() -> None:
    assert said("{x}", x="{y?a|b}{z|c|d}") == "{y?a|b}{z|c|d}"


@pytest.mark.parametrize(
    "sentence", ["{", "}", "{a", "a}", "{a b}", "{}", "{a?{b|c}}", "{a|{b?c}}", "{{a}}", "{a:>9}"]
)
def test_a_brace_that_belongs_to_no_place_is_found(sentence: str) -> None:
    assert stray(sentence)


def test_places_are_listed_in_order_with_their_forms() -> None:
    found = list(places("{a} {b|c|{d}} {e?f}"))

    assert [place.name for place in found] == ["a", "b", "e"]
    assert [place.forms for place in found] == [(), ("c", "{d}"), ("f", "")]


def test_a_long_hostile_sentence_is_read_in_one_go() -> None:
    assert stray("{a|" * 20_000)
    assert list(places("{a?" + "{b}" * 20_000 + "|" * 9)) == [*places("{b}" * 20_000)]
