"""Names of last time, the goal in each language and one's own page, in Chromium for everybody."""

import pytest
from playwright.sync_api import Browser

from survey import store
from survey.store import Reply, earlier, series
from tests.survey.conftest import KEY, START
from tests.survey.looking import Looker
from tests.survey.test_browser_respond import (  # noqa: F401 - fixtures
    Place,
    browser,
    place,
    press,
    staff_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = {"en": "E6", "ar": "E7"}


@pytest.fixture(scope="module")
def again(place: Place) -> dict[str, str]:  # noqa: F811
    """Two answered the first survey, which was analysed and is asked again: their links there."""
    for person in PEOPLE.values():
        mine = store.invitation_of(place.db, place.survey.id, person)
        assert mine
        store.record(place.db, mine.id, Reply("information", {"E0": 2.0, "E9": 1.0}), START)
        store.submit(place.db, mine.id, START)
    store.close_survey(place.db, place.survey.id, START)
    store.mark_analysed(place.db, place.survey.id)
    made = series.next_wave(place.db, place.survey.id, "Once more", START)
    earlier.set_aims(place.db, made.id, {"ar": "عروض أسرع"}, True)
    store.open_survey(place.db, made.id, START)
    links = store.issue_links(place.db, made.id, KEY)
    return {link.person_id: f"{place.url}/s/{link.token}" for link in links}


@pytest.mark.parametrize("language", PEOPLE)
def test_everybody_can_use_names_of_last_time_and_the_way_to_ones_own_page(
    place: Place,  # noqa: F811
    browser: Browser,  # noqa: F811
    again: dict[str, str],
    language: str,
) -> None:
    page, look = browser.new_page(locale=language, reduced_motion="reduce"), Looker()
    look.watch(page, place.url)
    page.goto(place.link(PEOPLE[language]))
    look.look(page, f"{language}-own")
    page.goto(again[PEOPLE[language]])
    page.locator("form[action$=start] button").click()
    look.look(page, f"{language}-last")
    press(page, "still")
    look.look(page, f"{language}-ticked")
    ticked = page.locator("input[name=people]:checked").count()
    page.close()

    assert ticked == 2
    assert look.faults == []


def test_everybody_can_use_the_page_of_goals(
    place: Place,  # noqa: F811
    browser: Browser,  # noqa: F811
    again: dict[str, str],
) -> None:
    assert again
    draft = series.next_wave(place.db, place.survey.id, "A third time", START)
    page, look = staff_page(place, browser), Looker()
    look.watch(page, place.url)
    for slug in (draft.slug, "once-more"):
        page.goto(f"{place.url}/console/c/{place.db.slug}/{slug}/aims")
        look.look(page, f"aims-{slug}")

    assert look.faults == []
