"""Answering in every language, and what only some questions ask: marks, oneself, partners."""

import html

import pytest

from analysis.model import Person, Roster
from survey import bank, messages, store
from survey.store import Reply, Survey
from survey.store.engines import writing
from survey.store.tables import PersonRow
from survey.web import speaking
from tests.survey.conftest import START, Visitor, World, small_firm

PARTNERS = tuple(
    Person(f"P{i}", name, outside=firm)
    for i, (name, firm) in enumerate((("Nora Berg", "Acme"), ("José Díaz", "Umbra")))
)


def opened(world: World, keys: tuple[str, ...], people: tuple[Person, ...] = ()) -> Survey:
    """A survey of its own that asks these questions of the bank."""
    plan = store.Plan("Other", "faster bids", "Ann Ek", "ann@example.com")
    asked = [bank.questions()[key] for key in keys]
    survey = store.create_survey(world.ours, plan, asked, START)
    store.import_roster(world.ours, survey.id, Roster((*small_firm(12).people, *people)))
    return store.open_survey(world.ours, survey.id, START)


def started(world: World, survey: Survey, language: str = "en") -> tuple[Visitor, str]:
    link = store.issue_links(world.ours, survey.id, "k" * 32)[6]
    visitor = world.visitor()
    home = visitor.open(link)
    visitor.get(f"{home}?language={language}")
    visitor.post(home + "start")
    return visitor, home


def replies(world: World, home: str) -> dict[str, Reply]:
    return store.reply_of(world.ours, home.strip("/").split("/")[-1])


def text(visitor: Visitor) -> str:
    return html.unescape(visitor.page.text)


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_the_whole_survey_speaks_the_language_that_was_chosen(world: World, language: str) -> None:
    say = messages.load(language)
    visitor, home = started(world, world.survey, language)
    asked = bank.worded(bank.questions()["information"], language)
    assert f'<html lang="{language}" dir="{say.direction}">' in visitor.page.text
    assert asked.text in text(visitor)
    assert asked.nobody in text(visitor)
    visitor.post(home + "q/1")
    assert say("error.heading") in text(visitor)
    visitor.post(home + "q/1", people=[visitor.boxes()["Person 9"]])
    assert asked.rate_text in text(visitor)
    assert all(step.label in text(visitor) for step in asked.scale)
    visitor.post(home + "q/2")
    assert say("error.choose_for", name="Person 9") in text(visitor)
    visitor.get(home + "review")
    assert say("review.not_rated") in text(visitor)
    visitor.post(home + "submit")
    assert say("done.submitted") in text(visitor)
    visitor.post(home + "withdraw")
    assert say("done.withdrawn_lead") in text(visitor)
    visitor.get(home)
    visitor.post(home + "decline")

    assert say("done.declined_lead") in text(visitor)


def test_the_language_of_the_roster_comes_before_that_of_the_browser(world: World) -> None:
    entry = store.entries_of(world.ours, world.survey.id)[0]
    with writing(world.ours) as session:
        session.get_one(PersonRow, entry.id).language = "Deutsch"
    visitor = world.visitor()
    visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    visitor.open(world.links[0])

    assert '<html lang="de"' in visitor.page.text


def test_the_language_of_the_browser_is_taken_until_another_is_chosen(world: World) -> None:
    visitor = world.visitor()
    home = visitor.open(world.links[6])
    first = visitor.client.get(home, headers={"Accept-Language": "fr-CA, en;q=0.5"}).text
    visitor.client.get(f"{home}?language=es", headers={"Accept-Language": "fr-CA"})
    then = visitor.client.get(home, headers={"Accept-Language": "fr-CA"}).text

    assert '<html lang="fr"' in first
    assert '<html lang="es"' in then


def test_each_language_is_offered_by_its_own_name(world: World) -> None:
    visitor = world.visitor()
    visitor.open(world.links[6])

    for language in bank.LANGUAGES:
        name = messages.load(language).name
        assert f'href="?language={language}" lang="{language}"' in visitor.page.text
        assert f">{name}</a>" in visitor.page.text


def test_a_language_in_which_a_question_has_no_words_is_not_offered(world: World) -> None:
    draft = store.create_survey(
        world.ours,
        store.Plan("English only", "g", "Ann", "a@example.com"),
        [bank.Question("information", "pick", "Who?", nobody="Nobody")],
        START,
    )
    store.import_roster(world.ours, draft.id, small_firm())
    visitor, home = started(world, store.open_survey(world.ours, draft.id, START), "de")

    assert '<html lang="en"' in visitor.page.text
    assert "?language=" not in visitor.page.text
    assert visitor.get(home + "q/1").status_code == 200


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_a_link_that_opens_nothing_is_said_in_the_readers_language(
    world: World, language: str
) -> None:
    answer = world.visitor().client.get(f"/s/{'0' * 48}", headers={"Accept-Language": language})

    assert answer.status_code == 404
    assert messages.load(language)("problem.missing") in answer.text
    assert f'lang="{language}"' in answer.text


def test_a_form_whose_proof_is_gone_is_offered_again_in_the_same_language(world: World) -> None:
    visitor, home = started(world, world.survey, "ar")
    visitor.client.delete_cookie("tiewise_form")
    answer = visitor.post(home + "q/1", nobody="y")

    assert messages.load("ar")("again.kept") in html.unescape(answer.text)


def test_a_closed_survey_says_so_in_the_language_that_was_chosen(world: World) -> None:
    visitor, home = started(world, world.survey, "de")
    store.close_survey(world.ours, world.survey.id, START)

    assert messages.load("de")("closed.title") in visitor.get(home + "q/1").text


def test_the_address_of_a_respondents_page_is_told_from_the_consoles() -> None:
    assert speaking.is_respondents("/r/abc/")
    assert not speaking.is_respondents("/console/r/")


def test_only_those_named_before_can_be_marked(world: World) -> None:
    survey = opened(world, ("information", "more_access"))
    visitor, home = started(world, survey)
    ids = visitor.boxes()
    visitor.post(home + "q/1", people=[ids["Person 7"], ids["Person 8"]])
    visitor.post(home + "q/2", do="skip")
    assert set(visitor.boxes()) == {"Person 7", "Person 8"}
    assert 'id="find"' not in visitor.page.text
    assert visitor.post(home + "q/3", people=[ids["Person 9"]]).status_code == 400
    visitor.post(home + "q/3", people=[ids["Person 8"]])

    assert replies(world, home)["more_access"] == Reply("more_access", {"E8": None})


def test_a_mark_goes_with_the_name_that_it_was_about(world: World) -> None:
    survey = opened(world, ("information", "more_access"))
    visitor, home = started(world, survey)
    ids = visitor.boxes()
    visitor.post(home + "q/1", people=[ids["Person 7"], ids["Person 8"]])
    visitor.post(home + "q/3", people=[ids["Person 8"]])
    visitor.post(home + "q/1", people=[ids["Person 7"]])

    assert "more_access" not in replies(world, home)


def test_who_named_nobody_is_not_asked_about_names(world: World) -> None:
    visitor, home = started(world, opened(world, ("information", "more_access")))
    visitor.post(home + "q/1", nobody="y")

    assert visitor.page.request.path == home + "review"


def test_a_question_about_oneself_is_answered_changed_and_reviewed(world: World) -> None:
    visitor, home = started(world, opened(world, ("information", "own_load")))
    assert visitor.post(home + "q/3").status_code == 400
    assert "Choose one of the answers" in visitor.page.text
    visitor.post(home + "q/3", own="5")
    visitor.post(home + "q/3", own="4")
    assert "Rather much" in visitor.page.text

    assert replies(world, home) == {"own_load": Reply("own_load", own=4.0)}
    assert visitor.post(home + "q/3", own="9").status_code == 400


def test_a_question_about_oneself_can_be_skipped(world: World) -> None:
    visitor, home = started(world, opened(world, ("information", "own_load")))
    visitor.post(home + "q/3", do="skip")

    assert visitor.page.request.path == home + "review"
    assert replies(world, home) == {}


def test_the_firms_of_outside_contacts_are_picked_and_rated(world: World) -> None:
    survey = opened(world, ("information", "partner", "partner_strength"), PARTNERS)
    visitor, home = started(world, survey)
    visitor.get(home + "q/3")
    ids = visitor.boxes()
    assert set(ids) == {"Acme", "Umbra"}
    visitor.post(home + "q/3", people=[ids["Umbra"]])
    visitor.post(home + "q/4", **dict.fromkeys(visitor.scales(), "2"))
    visitor.post(home + "q/5", **dict.fromkeys(visitor.scales(), "4"))

    assert replies(world, home) == {
        "partner": Reply("partner", {"partner:Umbra": 2.0}),
        "partner_strength": Reply("partner_strength", {"partner:Umbra": 4.0}),
    }


def test_without_partners_on_the_roster_nobody_is_asked_about_them(world: World) -> None:
    visitor, home = started(world, opened(world, ("information", "partner", "partner_strength")))

    assert "Question 1 of 2" in visitor.page.text
    assert visitor.get(home + "q/3").status_code == 404
