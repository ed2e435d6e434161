"""Partners that are not listed: typed in answering, found to be listed ones, taken back."""

import html

import pytest

from analysis.partners import BACKUP, Dealing
from survey import bank, jobs, messages, store
from survey.store import Firm, Survey
from tests.survey.conftest import START, Visitor, World
from tests.survey.test_respond_languages import PARTNERS, opened, replies, started

ASKED = ("information", "partner", "partner_strength")
PAGE = "q/3"


@pytest.fixture
def asked(world: World) -> Survey:
    return opened(world, ASKED, PARTNERS)


def invitation(home: str) -> str:
    return home.strip("/").split("/")[-1]


def typed(world: World, survey: Survey, home: str) -> list[Firm]:
    here = store.firms_of(world.ours, survey.id, invitation(home))
    return [firm for firm in here if firm.typed]


def named(world: World, survey: Survey, home: str) -> list[str]:
    """The names of the partners that she has ticked."""
    known = {f.key: f.partner.name for f in store.firms_of(world.ours, survey.id)}
    mine = replies(world, home).get("partner")
    return sorted(known[key] for key in mine.named) if mine else []


def told(visitor: Visitor) -> str:
    return html.unescape(visitor.page.text)


def test_a_partner_that_is_not_listed_is_added_and_ticked(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.get(home + PAGE)
    ids = visitor.boxes()
    visitor.post(home + PAGE, people=[ids["Acme"]], firm="  Nordic\tFish ", do="add")

    assert named(world, asked, home) == ["Acme", "Nordic Fish"]
    assert "Remove Nordic Fish" in told(visitor)


def test_what_was_typed_is_added_by_going_on_as_well(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")

    assert visitor.page.request.path == home + "q/4"
    assert "Nordic Fish" in told(visitor)


def test_enter_in_the_field_for_a_name_adds_it(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish", find="", do="find")

    assert named(world, asked, home) == ["Nordic Fish"]


@pytest.mark.parametrize("spelt", ["umbra", "ÜMBRA", "Umbra GmbH", " um bra. "])
def test_another_spelling_of_a_listed_partner_ticks_that_one(
    world: World, asked: Survey, spelt: str
) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm=spelt, do="add")

    assert named(world, asked, home) == ["Umbra"]
    assert typed(world, asked, home) == []


def test_what_may_be_a_listed_partner_is_asked_back(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.get(home + PAGE)
    umbra = visitor.boxes()["Umbra"]
    answer = visitor.post(home + PAGE, firm="Umbra Logistics", do="add")
    assert answer.status_code == 400
    assert "I mean <bdi>Umbra</bdi>" in answer.text
    assert 'value="Umbra Logistics"' in answer.text
    visitor.post(home + PAGE, firm="Umbra Logistics", do=f"same-{umbra}")

    assert named(world, asked, home) == ["Umbra"]


def test_what_was_asked_back_can_be_added_all_the_same(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Umbra Logistics", do="add-anyway")

    assert named(world, asked, home) == ["Umbra Logistics"]


def test_a_name_without_letters_is_asked_for_again(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    answer = visitor.post(home + PAGE, firm="…!", do="add")

    assert answer.status_code == 400
    assert "Write the name of the partner." in told(visitor)


def test_markup_in_a_name_is_text_and_a_long_name_is_cut(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="<b>Fish</b>" + "x" * 300, do="add")

    assert "&lt;b&gt;Fish" in visitor.page.text
    assert [len(firm.partner.name) for firm in typed(world, asked, home)] == [200]


def test_what_one_has_added_can_be_taken_back_with_what_was_said_of_it(
    world: World, asked: Survey
) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    visitor.post(home + "q/4", **dict.fromkeys(visitor.scales(), "2"))
    (firm,) = typed(world, asked, home)
    visitor.post(home + PAGE, people=[firm.id], do=f"drop-{firm.id}")

    assert typed(world, asked, home) == []
    assert replies(world, home) == {}


def test_the_review_shows_what_was_added(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    visitor.get(home + "review")

    assert "Nordic Fish" in told(visitor)


def test_nobody_else_sees_what_somebody_added(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    other = world.visitor()
    there = other.open(store.issue_links(world.ours, asked.id, "k" * 32)[7])
    other.post(there + "start")
    other.get(there + PAGE)

    assert set(other.boxes()) == {"Acme", "Umbra"}
    assert "Nordic Fish" not in other.get(there + PAGE + "/people.json").text


def test_nobody_can_name_what_somebody_else_added(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    (firm,) = typed(world, asked, home)
    other = world.visitor()
    there = other.open(store.issue_links(world.ours, asked.id, "k" * 32)[7])
    other.post(there + "start")
    answer = other.post(there + PAGE, people=[firm.id])

    assert answer.status_code == 400
    assert replies(world, there) == {}


def test_withdrawing_takes_away_what_was_added(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    visitor.post(home + "withdraw")

    assert [firm for firm in store.firms_of(world.ours, asked.id) if firm.typed] == []


def test_no_more_than_25_partners_can_be_added(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    for n in range(25):
        store.add_typed(world.ours, invitation(home), f"{chr(65 + n) * 9} {n}", START)
    answer = visitor.post(home + PAGE, firm="Nordic Fish", do="add")

    assert answer.status_code == 400
    assert len(typed(world, asked, home)) == 25


def test_firms_are_nobody_on_the_roster(world: World, asked: Survey) -> None:
    visitor, home = started(world, asked)
    visitor.post(home + PAGE, firm="Nordic Fish")
    visitor.get(home + "q/1")

    assert len(store.roster_of(world.ours, asked.id).people) == 14
    assert "Nordic Fish" not in visitor.page.text


def test_one_name_typed_by_two_is_one_partner_of_the_analysis(world: World, asked: Survey) -> None:
    for at, spelt in ((6, "Nordic Fish"), (7, "NORDIC FISH Ltd.")):
        visitor = world.visitor()
        home = visitor.open(store.issue_links(world.ours, asked.id, "k" * 32)[at])
        visitor.post(home + "start")
        visitor.post(home + PAGE, firm=spelt)
        visitor.post(home + "submit")

    found = jobs.inputs_of(world.ours, asked.id).partners

    assert [firm.name for firm in found.partners] == ["Acme", "Umbra", "Nordic Fish"]
    assert found.dealings == tuple(
        Dealing(who, found.partners[2].id, BACKUP) for who in ("E6", "E7")
    )


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_adding_a_partner_speaks_every_language(world: World, asked: Survey, language: str) -> None:
    say = messages.load(language)
    visitor, home = started(world, asked, language)
    visitor.post(home + PAGE, firm="Umbra Logistics", do="add")

    assert say("partners.firm_alike") in told(visitor)
    assert say("partners.add_legend") in told(visitor)
