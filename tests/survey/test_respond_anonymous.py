"""An anonymous survey as those see it who answer, without JavaScript."""

import html
import re

import pytest

from survey import bank, messages, store
from survey.store import Link, Reply, Survey
from survey.web import holding
from tests.survey import anonymous
from tests.survey.conftest import KEY, Visitor, World


@pytest.fixture
def survey(world: World) -> Survey:
    return anonymous.opened(world.ours)


@pytest.fixture
def links(world: World, survey: Survey) -> tuple[Link, ...]:
    return store.issue_links(world.ours, survey.id, KEY)


def teams_of(visitor: Visitor, field: str = "people") -> dict[str, str]:
    """The teams on the page: id by name."""
    found = re.findall(
        rf'name="{field}"[^>]*value="(\w+)"[^>]*>\s*<span>(?:<bdi>)?([^<]+)', visitor.page.text
    )
    return {html.unescape(name): id_ for id_, name in found}


def begin(world: World, link: Link) -> tuple[Visitor, str]:
    visitor = world.visitor()
    path = visitor.open(link)
    visitor.post(path + "start")
    return visitor, path


def answer_all(visitor: Visitor, path: str) -> None:
    """Sales; goes to Service every week; wishes for nobody; says nothing of herself."""
    visitor.post(f"{path}q/1", own=teams_of(visitor, "own")["Sales"], do="next")
    visitor.post(f"{path}q/2", people=teams_of(visitor)["Service"], do="next")
    visitor.post(f"{path}q/3", **{visitor.scales()[0]: "3"}, do="next")
    visitor.post(f"{path}q/4", nobody="y", do="next")
    visitor.post(f"{path}q/5", do="skip")
    visitor.post(f"{path}q/6", do="skip")


def test_the_first_page_says_exactly_what_is_kept(world: World, links: tuple[Link, ...]) -> None:
    visitor = world.visitor()
    visitor.open(links[0])
    said = html.unescape(visitor.page.text)

    for line in (
        "Your answers are anonymous.",
        "each answer by itself, with the team that you say is yours",
        "Nothing that is kept leads from that mark to your answers.",
        "they can’t be changed or withdrawn",
        "on this device",
    ):
        assert line in said


def test_the_word_anonymous_stands_in_no_named_survey_but_to_deny_it() -> None:
    for mode in ("aggregate", "analyst", "by_choice", "named"):
        said = " ".join(messages.load("en").texts[f"notice.{mode}_lines"])

        assert said.count("anonymous") == said.count("not anonymous")


def test_ones_own_team_and_then_the_others_are_asked_for(
    world: World, links: tuple[Link, ...]
) -> None:
    visitor, path = begin(world, links[0])
    own = teams_of(visitor, "own")
    visitor.post(f"{path}q/1", own=own["Sales"], do="next")

    assert list(own) == ["Sales", "Service", "Works", "Another team, or I would rather not say"]
    assert list(teams_of(visitor)) == ["Service", "Works"]


def test_nothing_is_ticked_beforehand(world: World, links: tuple[Link, ...]) -> None:
    visitor, _ = begin(world, links[0])

    assert "checked" not in visitor.page.text


def test_nothing_is_stored_before_it_is_submitted(
    world: World, links: tuple[Link, ...], survey: Survey
) -> None:
    visitor, path = begin(world, links[0])
    answer_all(visitor, path)

    assert "Service" in visitor.page.text
    assert store.slips_of(world.ours, survey.id) == ()


def test_what_was_answered_is_put_in_whole_and_leaves_the_device(
    world: World, links: tuple[Link, ...], survey: Survey
) -> None:
    visitor, path = begin(world, links[0])
    answer_all(visitor, path)
    visitor.post(path + "submit")

    assert "Nobody can tell which are yours" in html.unescape(visitor.page.text)
    assert store.slips_of(world.ours, survey.id) == (
        store.Slip("team_information", "Sales", {"Service": 3.0}),
        store.Slip("team_missing", "Sales", {}),
    )
    assert visitor.client.get_cookie(holding.COOKIE, path=path) is None


def test_afterwards_no_page_takes_or_shows_an_answer(
    world: World, links: tuple[Link, ...], survey: Survey
) -> None:
    visitor, path = begin(world, links[0])
    answer_all(visitor, path)
    proof = {"csrf_token": visitor.proof()}
    visitor.post(path + "submit")
    for way in ("", "q/2", "review"):
        assert "Nobody can tell" in html.unescape(visitor.get(path + way).text)
    for way in ("start", "q/2", "submit", "withdraw", "decline"):
        answered = visitor.client.post(path + way, data=proof)
        assert answered.headers["Location"].endswith("/done"), way

    assert len(store.slips_of(world.ours, survey.id)) == 2


def test_she_carries_on_on_her_device_and_starts_anew_on_another(
    world: World, links: tuple[Link, ...]
) -> None:
    visitor, path = begin(world, links[0])
    visitor.post(f"{path}q/1", own=teams_of(visitor, "own")["Sales"], do="next")
    visitor.get(path)
    visitor.post(path + "start")
    here = visitor.page.request.path
    other, _ = begin(world, links[0])

    assert here.endswith("/q/2")
    assert other.page.request.path.endswith("/q/1")


def test_the_kiosk_forgets_what_was_begun(world: World, links: tuple[Link, ...]) -> None:
    visitor, path = begin(world, links[0])
    visitor.post(f"{path}q/1", own=teams_of(visitor, "own")["Sales"], do="next")
    visitor.client.set_cookie("tiewise_kiosk", path.split("/")[2], path="/")
    visitor.get("/kiosk/")

    assert visitor.client.get_cookie(holding.COOKIE, path=path) is None


def test_declining_leaves_nothing_on_the_device(world: World, links: tuple[Link, ...]) -> None:
    visitor, path = begin(world, links[0])
    visitor.post(f"{path}q/1", own=teams_of(visitor, "own")["Sales"], do="next")
    visitor.get(path)
    visitor.post(path + "decline")

    assert "You have declined" in visitor.page.text
    assert visitor.client.get_cookie(holding.COOKIE, path=path) is None


def test_a_team_that_does_not_exist_is_refused_and_a_meddled_draft_is_empty(
    world: World, links: tuple[Link, ...], survey: Survey
) -> None:
    visitor, path = begin(world, links[0])
    forged = {
        "own_team": Reply("own_team", {"Law": None}),
        "team_information": Reply("team_information", {"Law": 3.0, "Works": 99.0}),
        "own_load": Reply("own_load", own=77.0),
        "information": Reply("information", {"E1": 3.0}),
    }
    visitor.client.set_cookie(holding.COOKIE, holding.packed(forged), path=path)
    visitor.get(f"{path}review")
    visitor.post(path + "submit")

    assert store.slips_of(world.ours, survey.id) == (
        store.Slip("own_load", "", {}),
        store.Slip("team_information", "", {"Works": None}),
    )
    assert holding.unpacked("nonsense") == {}
    assert holding.unpacked(holding.packed({})) == {}


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_it_is_asked_in_every_language(
    world: World, links: tuple[Link, ...], language: str
) -> None:
    visitor, path = begin(world, links[0])
    visitor.get(f"{path}q/2?language={language}")
    asked = bank.worded(bank.questions()["team_information"], language)

    assert asked.text in html.unescape(visitor.page.text)
    assert messages.load(language)("teams.legend") in html.unescape(visitor.page.text)


def test_nothing_ticked_is_said_of_teams_not_of_people(
    world: World, links: tuple[Link, ...]
) -> None:
    visitor, path = begin(world, links[0])
    visitor.post(f"{path}q/2", do="next")

    assert visitor.page.status_code == 400
    assert "Tick at least one team" in visitor.page.text
