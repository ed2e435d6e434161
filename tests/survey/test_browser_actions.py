"""The actions page in Chromium: usable by everybody, on any screen, in any light.

Takes some seconds: a site and a browser are started once.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from waitress import create_server

from survey import store
from survey.app import create_app
from survey.config import Config
from survey.store import series
from survey.web.here import EXTENSION, STAFF_COOKIE, Site
from tests.reports.samples import demo
from tests.survey.conftest import KEY, START, Clock, add_survey
from tests.survey.looking import Looker
from tests.survey.test_actions import analysed
from tests.survey.test_findings_browser import CHROMIUM, FLAGS, pytestmark  # noqa: F401


@dataclass(frozen=True)
class Served:
    """Who looks at the actions of a survey, and at those of the one after it."""

    page: Page
    home: str
    first: str
    second: str


def furnish(site: Site) -> tuple[str, str]:
    """A client with two analysed waves and an analyst; returns the addresses of their actions."""
    house = site.house
    db = store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)
    first = add_survey(db, "Spring", demo().roster)
    for survey in (first, second := series.next_wave(db, first.id, "Autumn", START)):
        store.open_survey(db, survey.id, START)
        store.close_survey(db, survey.id, START)
        analysed(db, survey.id, demo())
    staff = store.create_staff(house, store.Account("a@example.com", "Ann", "-", False), START)
    store.grant(house, staff.id, db.key, "analyst")
    store.begin_session(house, staff.id, "secret-of-ann", START)
    return tuple(f"/console/c/{db.slug}/{each.slug}/actions/" for each in (first, second))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("site")
    app = create_app(Config(instance=folder, secret_key=KEY, embedded_worker=False), Clock())
    site: Site = app.extensions[EXTENSION]
    first, second = furnish(site)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    home = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        cookie = {"name": STAFF_COOKIE, "value": "secret-of-ann", "url": f"{home}/console/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        yield Served(context.new_page(), home, home + first, home + second)
        browser.close()
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=30)
    site.house.close()


def test_actions_are_worked_on_by_everybody_and_followed_into_the_next_wave(
    served: Served,
) -> None:
    looker, page = Looker(), served.page
    looker.watch(page, served.home)
    page.goto(served.first)
    card = page.locator("article").first
    card.locator("summary").click()
    card.get_by_label("Owner").fill("Zoë Ångström")
    card.get_by_label("Due").fill("2027-05-14")
    card.get_by_label("Status").select_option("In progress")
    looker.look(page, "actions-open")
    card.get_by_role("button", name="Keep").click()
    expect(card).to_contain_text("14 May 2027")
    page.get_by_label("Another action").fill("x" * 300)
    page.get_by_role("button", name="Add it").click()
    looker.look(page, "actions-wrong")
    page.goto(served.second)
    looker.look(page, "actions-next-wave")

    expect(page.locator("#last-time")).to_contain_text("Zoë")
    assert [fault for fault in looker.faults if "characters" not in fault] == []
