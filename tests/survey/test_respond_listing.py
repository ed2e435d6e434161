"""Finding people by name: beginnings in any order, any script, namesakes told apart."""

import pytest

from analysis.model import Person, Roster
from survey import store
from survey.store import roster_edits
from survey.web import listing
from tests.survey.conftest import KEY, START, World, add_survey, small_firm


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


def test_somebody_is_found_by_the_other_spelling_that_the_roster_gives(db: store.Database) -> None:
    survey = add_survey(db)
    roster_edits.set_aliases(db, survey.id, {"E7": "Tanaka Hiroshi"})
    store.open_survey(db, survey.id, START)
    all_ = listing.directory(db, survey.id, 0)
    hits = listing.found(all_.options, all_.words, "hiro")

    assert [option.name for option in hits] == ["Person 7"]


def test_the_roster_of_an_open_survey_is_read_once(db: store.Database) -> None:
    survey = store.open_survey(db, add_survey(db).id, START)

    assert listing.directory(db, survey.id, 0) is listing.directory(db, survey.id, 0)


def test_who_is_not_to_be_named_is_found_by_nobody(world: World) -> None:
    people = (*small_firm(8).people, Person("X", "Hidden Person", listed=False))
    survey = add_survey(world.ours, "Autumn", Roster(people))
    store.open_survey(world.ours, survey.id, START)
    visitor = world.visitor()
    address = visitor.open(store.issue_links(world.ours, survey.id, KEY)[0])
    visitor.post(f"{address}start")
    found = [visitor.get(f"{address}q/1/people.json{find}").json for find in ("", "?find=hidden")]

    assert [len(each["people"]) for each in found if each] == [7, 0]
