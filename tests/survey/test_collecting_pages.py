"""The pages of collecting in Chromium: everybody can use them, light and dark, wide and narrow."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from survey import jobs, mailing, schedule, store
from survey.config import Config
from survey.mailing import Office
from survey.store import Reply
from survey.web.guards import STAFF_COOKIE
from survey.web.here import EXTENSION, Site
from tests.survey.conftest import KEY, START, World
from tests.survey.looking import Looker
from tests.survey.post_office import Server, mail_server, with_mail
from tests.survey.test_browser import CHROMIUM, FLAGS

OURS = "/console/c/lindqvist-co/spring/"
pytestmark = pytest.mark.skipif(not shutil.which("chromium") and not CHROMIUM, reason="no Chromium")


@dataclass
class Served:
    """The world, served for real, with a mail server."""

    world: World
    url: str
    server: Server
    config: Config

    def send(self) -> None:
        office = Office(self.world.house, self.config, self.world.clock, lambda _s: False)
        mailing.send_due(office)


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    with mail_server() as (server, facts):
        site: Site = world.app.extensions[EXTENSION]
        config = with_mail(site.config, facts)
        world.app.extensions[EXTENSION] = replace(site, config=config)
        listening = make_server("127.0.0.1", 0, world.app, threaded=True)
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield Served(world, f"http://127.0.0.1:{listening.server_port}", server, config)
        listening.shutdown()
        thread.join()
        listening.server_close()


def some_answer(world: World, people: int) -> None:
    """These many answered, one an hour, each after seven minutes."""
    for i in range(people):
        found = store.invitation_of(world.ours, world.survey.id, f"E{i}")
        assert found
        at = START + timedelta(hours=i + 1)
        store.inform(world.ours, found.id, "", at)
        store.record(world.ours, found.id, Reply("information"), at)
        store.submit(world.ours, found.id, at + timedelta(minutes=7))


def look_at(page: Page, look: Looker, served: Served, path: str, name: str) -> None:
    page.goto(served.url + path)
    look.look(page, name)


def letters_and_links(page: Page, look: Looker, served: Served) -> None:
    look_at(page, look, served, OURS + "invitations", "invitations-first")
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("status")).to_contain_text("A test is on its way")
    page.get_by_role("button", name="Send it to everybody").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    look.look(page, "invitations-going-out")
    served.server.answers.extend(["rcpt:550", "rcpt:550"])
    served.send()
    look_at(page, look, served, OURS + "invitations", "invitations-sent")
    look_at(page, look, served, OURS + "invitations/letter?kind=reminder&language=ar", "letter-ar")
    page.get_by_label("Text").fill("No link")
    page.get_by_role("button", name="Keep these words").click()
    look.look(page, "letter-refused")
    look_at(page, look, served, OURS + "links", "links-and-cards")


def schedule_and_board(page: Page, look: Looker, served: Served) -> None:
    world = served.world
    look_at(page, look, served, OURS + "schedule/", "schedule-empty")
    page.get_by_label("Day").fill("2027-03-02")
    page.get_by_role("button", name="Put it on the schedule").click()
    store.plan_step(world.ours, world.survey.id, "close", START + timedelta(hours=1), START)
    schedule.tick(world.house, served.config, START + timedelta(hours=2))
    store.plan_step(world.ours, world.survey.id, "close", START + timedelta(days=9), START)
    look_at(page, look, served, OURS + "schedule/", "schedule")
    look_at(page, look, served, OURS + "board/", "board-early")
    some_answer(world, 15)
    world.clock.pass_(hours=23)
    store.begin_session(world.house, world.staff["analyst"].id, "later", world.clock())
    page.context.add_cookies([cookie(served, "later")])
    page.goto(served.url + OURS + "board/")
    page.get_by_role("button", name="Work it out").click()
    jobs.work_once(jobs.desk(world.house, world.clock))
    look_at(page, look, served, OURS + "board/", "board")
    look_at(page, look, served, OURS, "survey-open")


def walk_away(page: Page, look: Looker, served: Served, code: str) -> None:
    """Somebody leaves a kiosk in the middle: it asks, waits, and forgets her."""
    page.clock.install()
    page.goto(served.url + "/kiosk/")
    page.get_by_role("textbox").fill(code)
    page.get_by_role("button").click()
    expect(page.locator("dialog")).to_have_count(1)
    hers = page.url
    page.clock.fast_forward(181_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward(181_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    look.look(page, "kiosk-asks")
    page.clock.fast_forward(46_000)
    expect(page).to_have_url(served.url + "/kiosk/")
    answer = page.request.get(hers)
    if answer.status != 404:
        look.faults.append("the kiosk still knows her")


def cookie(served: Served, secret: str) -> dict[str, str]:  # type: ignore[type-arg]
    return {"name": STAFF_COOKIE, "value": secret, "url": served.url + "/console/"}


@pytest.mark.browser
@pytest.mark.slow
def test_every_page_of_collecting_can_be_used_by_everybody(served: Served) -> None:
    world = served.world
    look = Looker()
    store.begin_session(world.house, world.staff["analyst"].id, "browser", START)
    card = store.issue_cards(world.ours, world.survey.id, KEY)[3]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(reduced_motion="reduce")
        page.context.add_cookies([cookie(served, "browser")])
        look.watch(page, served.url)
        letters_and_links(page, look, served)
        schedule_and_board(page, look, served)
        look_at(page, look, served, "/kiosk/?language=ar", "kiosk-ar")
        look_at(page, look, served, "/s/", "code")
        page.get_by_role("textbox").fill("NOT A CODE")
        page.get_by_role("button").click()
        look.look(page, "code-wrong")
        page.get_by_role("textbox").fill(card.code)
        page.get_by_role("button").click()
        expect(page).to_have_url(served.url + page.url[page.url.index("/r/") :])
        walk_away(page, look, served, card.code)
        browser.close()

    assert look.faults == []
