"""An anonymous survey in Chromium: every page, from left and from right, up to the last."""

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import messages, store
from survey.store import Link, Survey
from tests.survey import anonymous
from tests.survey.conftest import KEY, small_firm
from tests.survey.looking import Looker
from tests.survey.test_browser_respond import Place, browser, place, press  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = {"en": "E1", "ar": "E2"}


@pytest.fixture(scope="module")
def asked(place: Place) -> tuple[Survey, dict[str, Link]]:  # noqa: F811 - the fixture
    survey = anonymous.opened(place.db, "Teams", small_firm(30))
    return survey, {k.person_id: k for k in store.issue_links(place.db, survey.id, KEY)}


def walk(page: Page, language: str, look: Looker) -> None:
    """Own team, teams, how often, wish; the rest is left out; submitted."""
    say = messages.load(language)
    look.look(page, f"anonymous-{language}-first")
    page.get_by_role("button", name=say("first.start"), exact=True).click()
    look.look(page, f"anonymous-{language}-own")
    page.locator("input[name=own]").first.check()
    press(page, "next")
    look.look(page, f"anonymous-{language}-teams")
    page.locator("input[name=people]").first.check()
    expect(page.locator("[data-saved]")).not_to_be_empty()
    press(page, "next")
    page.locator("fieldset.rate input").first.check()
    page.wait_for_load_state()
    look.look(page, f"anonymous-{language}-rate")
    press(page, "next")
    page.locator("input[name=nobody]").check()
    press(page, "next")
    press(page, "skip")
    press(page, "skip")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("review.title"))
    look.look(page, f"anonymous-{language}-review")
    page.get_by_role("button", name=say("review.submit"), exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(say("teams.handed_in"))
    look.look(page, f"anonymous-{language}-done")


@pytest.mark.parametrize("language", PEOPLE)
def test_everybody_can_use_the_pages_of_an_anonymous_survey(
    place: Place,  # noqa: F811
    browser: Browser,  # noqa: F811
    asked: tuple[Survey, dict[str, Link]],
    language: str,
) -> None:
    survey, links = asked
    before = len(store.slips_of(place.db, survey.id))
    look = Looker()
    page = browser.new_context(locale=language).new_page()
    look.watch(page, place.url)
    page.goto(f"{place.url}/s/{links[PEOPLE[language]].token}")
    walk(page, language, look)

    assert look.faults == []
    assert len(store.slips_of(place.db, survey.id)) == before + 2
