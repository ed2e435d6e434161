"""A whole anonymous survey in Chromium: set up in the console, answered, analysed, printed."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from survey import store
from survey.store import Reply
from tests.survey.conftest import small_firm
from tests.survey.looking import Looker
from tests.survey.test_browser import (  # noqa: F401 - fixtures
    Site,
    browser,
    sign_in,
    site,
    write_roster,
)
from tests.survey.test_browser_respond import press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = 48


def set_up(page: Page, folder: Path) -> None:
    """A client, an anonymous survey and its roster, by hand."""
    page.get_by_role("link", name="New client").click()
    page.get_by_label("Name of the firm").fill("Lindqvist & Co")
    page.get_by_role("button", name="Make the client").click()
    page.get_by_role("link", name="New survey").click()
    page.get_by_label("Title").fill("Who works with whom")
    page.get_by_label("What should people reach together?").fill("faster answers")
    page.get_by_label("Whom can people ask?").fill("Ann Ek")
    page.get_by_label("Their e-mail address").fill("ann@example.com")
    page.get_by_label("People name teams, and nobody").check()
    page.get_by_role("button", name="Draft the survey").click()
    page.get_by_role("link", name="Upload the roster").click()
    roster = write_roster(folder / "people.csv", small_firm(PEOPLE).people)
    page.get_by_label("Spreadsheet of people").set_input_files(roster)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Take the roster").click()


def open_it(page: Page) -> dict[str, str]:
    """Open the survey and take its links home."""
    page.get_by_role("button", name="Open the survey").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the links").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return {row["person_id"]: row["url"] for row in csv.DictReader(file)}


def answer(page: Page, link: str) -> None:
    """Her own team, one that she turns to, how often; the rest is left out."""
    page.goto(link)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_label("Sales").check()
    press(page, "next")
    page.get_by_label("Works").check()
    press(page, "next")
    page.get_by_label("Weekly").check()
    press(page, "next")
    for _ in range(3):
        press(page, "skip")
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def others_answer(site: Site) -> None:  # noqa: F811
    """Everybody else turns to the next department, and Works to nobody."""
    house = store.open_house(site.settings.instance)
    db = store.open_client(house, "lindqvist-co")
    survey, now = store.list_surveys(db)[0], datetime.now(UTC)
    for i in (i for i in range(PEOPLE) if i != 6):
        mine = store.invitation_of(db, survey.id, f"E{i}")
        assert mine
        store.inform(db, mine.id, "", now)
        named = ({"Service": 3.0}, {"Sales": 3.0}, {})[i % 3]
        home = ("Sales", "Service", "Works")[i % 3]
        reply = Reply("team_information", named)
        assert store.put_in(db, mine.id, home, {reply.question: reply}, now)
    house.close()


def close_and_analyse(page: Page, site: Site) -> None:  # noqa: F811
    page.goto(f"{site.url}/console/c/lindqvist-co/who-works-with-whom/")
    page.get_by_label("Type “close”").fill("close")
    page.get_by_role("button", name="Close it").click()
    page.get_by_role("button", name="Run the analysis").click()
    expect(page.get_by_role("link", name="Download the report")).to_be_visible(timeout=180_000)


def test_an_anonymous_survey_is_set_up_answered_analysed_and_printed_without_a_name(
    site: Site,  # noqa: F811
    browser: Browser,  # noqa: F811
    tmp_path: Path,
) -> None:
    look, staff = Looker(), browser.new_page(reduced_motion="reduce")
    sign_in(staff, site, Looker())
    set_up(staff, tmp_path)
    answer(browser.new_page(reduced_motion="reduce"), open_it(staff)["E6"])
    others_answer(site)
    close_and_analyse(staff, site)
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Download the report").click()
    staff.get_by_role("link", name="See what was found").click()
    look.look(staff, "anonymous-findings")
    page = staff.get_by_role("main").inner_text()
    with pypdfium2.PdfDocument(Path(download.value.path())) as pdf:
        printed = "".join(each.get_textpage().get_text_range() for each in pdf)

    assert [fault for fault in look.faults if "characters" not in fault] == []
    assert f"{PEOPLE} of {PEOPLE} people" in printed
    assert "People were not named in this survey" in page
    for person in small_firm(PEOPLE).people:
        assert person.name not in page + printed
