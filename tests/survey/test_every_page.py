"""Every page of the site, in every state of a survey, looked at in Chromium: none is forgotten."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

from survey import accounts, store
from survey.accounts import Invitation
from survey.app import create_app
from survey.config import Config
from survey.store import Database, House, Staff, tickets
from survey.store.tickets import Ticket
from survey.web import firms as firms_page
from survey.web.here import EXTENSION, STAFF_COOKIE, WAY_COOKIE
from survey.web.kept_forms import COOKIE as KEPT_COOKIE
from tests.survey import full_site
from tests.survey.conftest import KEY, START, Clock, World
from tests.survey.full_pages import NO_PAGES, RESPONDENTS, SITE_PAGES, SURVEY_PAGES
from tests.survey.looking import Looker
from tests.survey.test_browser import CHROMIUM, FLAGS, free_port

UPLOAD = "0" * 16
# Pictures of networks and what a map needs weigh more than a form does, and are sent once.
HEAVY = ("findings.page", "findings.map_page")


def pages_of(app: Flask) -> set[str]:
    """Everything that can be asked for."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def test_every_page_is_looked_at_or_is_said_to_be_none(world: World) -> None:
    looked_at = {*SITE_PAGES, *SURVEY_PAGES, *sum(RESPONDENTS.values(), ())}

    assert looked_at | set(NO_PAGES) == pages_of(world.app)
    assert looked_at & set(NO_PAGES) == set()


@dataclass(frozen=True)
class Full:
    """The running site, and somebody who may see all of it."""

    app: Flask
    house: House
    db: Database
    staff: Staff
    url: str
    secrets: dict[str, str]

    def path(self, endpoint: str, **given: str) -> str:
        """The address of a page, with whatever else it wants to know."""
        words = "team_information" if "teams" in given.get("survey", "") else "information"
        known = {"client": self.db.slug, "person": "E1", "key": words} | given
        known |= {"upload": UPLOAD, "number": "1"} | self.secrets
        rule = next(r for r in self.app.url_map.iter_rules() if r.endpoint == endpoint)
        with self.app.test_request_context():
            values = {k: v for k, v in known.items() if k in rule.arguments}
            return url_for(endpoint, **values)

    def endpoint(self, url: str) -> str:
        """Which page an address is."""
        path = url.removeprefix(self.url).partition("?")[0]
        return str(self.app.url_map.bind("").match(path)[0])


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    port, folder = free_port(), tmp_path_factory.mktemp("full")
    url = f"http://localhost:{port}"
    config = Config(instance=folder, secret_key=KEY, base_url=url, port=port, embedded_worker=False)
    app = create_app(config, Clock())
    house: House = app.extensions[EXTENSION].house
    db = store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)
    other = store.create_client(house, "Rival", START)
    account = store.Account("ana@example.com", "Ana Ek", "no password", True)
    staff = store.create_staff(house, account, START)
    for client in (db.key, other.key):
        store.grant(house, staff.id, client, "consultant")
    store.begin_session(house, staff.id, "secret", START)
    invited = Invitation(db.key, "mo@example.com", "Mo Ek", "manager")
    secrets = {"secret": accounts.invite(house, invited, START)}
    for survey in full_site.furnish(house, db).values():
        upload(db.folder / "uploads" / survey.id)
    server = create_server(app, host="127.0.0.1", port=port, threads=4)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield Full(app, house, db, staff, url, secrets)
    server.close()
    serving.join(timeout=10)
    house.close()


def upload(folder: Path) -> None:
    """A file in which people join, leave, move, run in circles and contradict themselves."""
    rows = ["person_id,name,department,manager_id"]
    rows += [f"E{i},Person {i},Sales,E0" for i in range(20)]
    rows += ["N1,New One,Works,N2", "N2,New Two,Works,N1", "N1,Else,Works,", "N3,Łukasz Żółć,A,E0"]
    folder.mkdir(parents=True)
    (folder / f"{UPLOAD}.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / f"{UPLOAD}.name").write_text("people.csv", encoding="utf-8")
    firms = folder.with_name(folder.name + firms_page.OF)
    firms.mkdir()
    (firms / f"{UPLOAD}.csv").write_text(
        "partner_id,name\nP1,Umbra\nP2,Łódź & Co\n", encoding="utf-8"
    )
    (firms / f"{UPLOAD}.name").write_text("partners.csv", encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def staff_page(full: Full, browser: Browser) -> Page:
    """A browser in which she is signed in, a form was kept for her, and a code is owed."""
    until = START + timedelta(days=1)
    facts = {"path": "/console/clients/new", "fields": [["name", "Umbra"]], "file": False}
    cookies = {
        STAFF_COOKIE: "secret",
        KEPT_COOKIE: tickets.issue(full.house, Ticket("form", full.staff.id, facts), until, START),
        WAY_COOKIE: accounts.begin_second_step(full.house, full.staff, START),
    }
    context = browser.new_context(reduced_motion="reduce")
    for name, value in cookies.items():
        cookie = {"name": name, "value": value, "url": f"{full.url}/console/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


def faults_of(full: Full, page: Page, stops: list[tuple[str, dict[str, str]]]) -> list[str]:
    """What is wrong with these pages; also if an address leads to another page than it should."""
    look = Looker()
    look.watch(page, full.url)
    for endpoint, given in stops:
        name = "-".join((endpoint, *given.values()))
        page.goto(full.url + full.path(endpoint, **given))
        look.look(page, name)
        if full.endpoint(page.url) != endpoint:
            look.faults.append(f"{name} leads to {page.url}")
    return [f for f in look.faults if not f.startswith(HEAVY) or "characters" not in f]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("endpoint", SURVEY_PAGES)
def test_everybody_can_use_a_page_in_every_state_of_a_survey(
    full: Full, staff_page: Page, endpoint: str
) -> None:
    stops = [(endpoint, {"survey": slug}) for slug in SURVEY_PAGES[endpoint]]

    assert faults_of(full, staff_page, stops) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("endpoint", SITE_PAGES)
def test_everybody_can_use_a_page_that_belongs_to_no_survey(
    full: Full, staff_page: Page, endpoint: str
) -> None:
    clients = [{"client": slug} for slug in SITE_PAGES[endpoint]]

    assert faults_of(full, staff_page, [(endpoint, given) for given in clients or [{}]]) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("slug", "person"), RESPONDENTS)
def test_everybody_can_use_the_pages_of_one_who_answers_from_either_side(
    full: Full, browser: Browser, slug: str, person: str, language: str
) -> None:
    """Not begun, begun and handed in, with names and without; walks elsewhere fill them in."""
    page = browser.new_page(locale=language, reduced_motion="reduce")
    survey = store.survey_by_slug(full.db, slug)
    assert survey
    mine = store.invitation_of(full.db, survey.id, person)
    assert mine
    links = store.issue_links(full.db, survey.id, KEY)
    token = next(link.token for link in links if link.person_id == person)
    page.goto(f"{full.url}/s/{token}")
    stops = [(endpoint, {"invitation": mine.id}) for endpoint in RESPONDENTS[slug, person]]
    found = faults_of(full, page, [*stops, ("codes.form", {}), ("codes.kiosk", {})])
    page.close()

    assert found == []
