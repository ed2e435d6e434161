"""Finding people by name: beginnings in any order, any script, namesakes told apart."""

import pytest

from survey import store
from survey.web import listing
from tests.survey.conftest import small_firm


@pytest.mark.parametrize("typed", ["lukasz zo", "zol luk", "ŁUK", "żół", "zolc sales"])
def test_a_name_is_found_by_beginnings_in_any_order_without_accents(typed: str) -> None:
    words = listing.words("Łukasz Żółć Sales")

    assert listing.matches(words, typed)


@pytest.mark.parametrize("typed", ["ukasz", "lukasz ann", "", "   ", "."])
def test_what_is_not_a_beginning_finds_nobody(typed: str) -> None:
    assert not listing.matches(listing.words("Łukasz Żółć Sales"), typed)


def test_a_name_in_another_script_is_found_as_it_is_written_and_in_latin() -> None:
    words = listing.words("Анна Иванова")

    assert listing.matches(words, "anna iv")
    assert listing.matches(words, "Анн")


def test_namesakes_who_look_alike_are_told_apart() -> None:
    people = small_firm(12).people
    entries = [store.Entry(f"x{i}", people[5]) for i in range(2)]
    abouts = {option.about for option in listing.options(entries).values()}

    assert abouts == {"Works 1 · Works · E5"}
