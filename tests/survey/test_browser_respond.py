"""A respondent's pages in Chromium: everybody can use them, by keyboard alone, without script."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress import create_server

from analysis.model import Person, Roster
from survey import bank, messages, store
from survey.app import create_app
from survey.config import Config
from survey.messages import Speech
from survey.store import Database, House, Link, Reply, Survey
from survey.web.here import EXTENSION, STAFF_COOKIE
from tests.survey.conftest import KEY, START, add_survey, small_firm
from tests.survey.looking import Looker
from tests.survey.test_browser import CHROMIUM, FLAGS, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASKED = (
    "information", "access", "more_access", "missing_tie", "partner", "partner_strength",
    "own_load",
)  # fmt: skip
PAGES = 9
PARTNER = Person("P1", "José Díaz", outside="Umbra")


@dataclass(frozen=True)
class Place:
    """A running site with an open survey and one link a person."""

    url: str
    house: House
    db: Database
    survey: Survey
    links: dict[str, Link]

    def link(self, person: str) -> str:
        return f"{self.url}/s/{self.links[person].token}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    folder: Path = tmp_path_factory.mktemp("place")
    app = create_app(Config(instance=folder, secret_key=KEY, base_url=url, port=port))
    house = app.extensions[EXTENSION].house
    db = store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)
    plan = store.Plan("How we work together", "faster bids", "Ann Ek", "ann@example.com")
    asked = [bank.questions()[key] for key in ASKED]
    survey = store.create_survey(db, plan, asked, START)
    store.import_roster(db, survey.id, Roster((*small_firm(150).people, PARTNER)))
    survey = store.open_survey(db, survey.id, START)
    links = {link.person_id: link for link in store.issue_links(db, survey.id, KEY)}
    server = create_server(app, host="127.0.0.1", port=port, threads=4)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield Place(url, house, db, survey, links)
    server.close()
    serving.join(timeout=10)
    house.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


def press(page: Page, value: str) -> None:
    page.locator(f"button[name=do][value={value}]").click()


def pick(page: Page, typed: str, language: str, look: Looker) -> None:
    box = page.get_by_role("combobox")
    box.press_sequentially(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    look.look(page, f"{language}-pick-list")
    box.press("Enter")
    expect(page.locator("input[name=people]:checked")).to_have_count(1)


def choose_first(page: Page) -> None:
    for person in page.locator("fieldset.rate").all():
        person.locator("input").first.check()


def walk(page: Page, say: Speech, look: Looker) -> None:
    """Every kind of page, with what is wrong on it, up to the last."""
    language = say.language
    look.look(page, f"{language}-first")
    page.get_by_role("button", name=say("first.start"), exact=True).click()
    look.look(page, f"{language}-pick")
    press(page, "next")
    expect(page.get_by_role("alert")).to_contain_text(say("error.heading"))
    look.look(page, f"{language}-pick-wrong")
    pick(page, "lukasz zo", language, look)
    press(page, "next")
    press(page, "next")
    look.look(page, f"{language}-rate-wrong")
    for name in ("rate", "access"):
        choose_first(page)
        press(page, "next")
        look.look(page, f"{language}-after-{name}")
    page.locator("input[name=people]").first.check()
    press(page, "next")
    press(page, "skip")
    look.look(page, f"{language}-partner")
    page.locator("input[name=people]").first.check()
    page.locator("#firm").fill("Umbra Logistics")
    page.locator("#firm").press("Enter")
    look.look(page, f"{language}-partner-alike")
    press(page, "add-anyway")
    look.look(page, f"{language}-partner-added")
    press(page, "next")
    for _ in range(2):
        choose_first(page)
        press(page, "next")
    press(page, "next")
    look.look(page, f"{language}-oneself-wrong")
    choose_first(page)
    press(page, "next")
    look.look(page, f"{language}-review")
    page.get_by_role("button", name=say("review.submit")).click()
    look.look(page, f"{language}-done")


@pytest.mark.parametrize(("language", "person"), [("en", "E20"), ("ar", "E21")])
def test_everybody_can_use_every_page_in_either_direction_and_any_light(
    place: Place, browser: Browser, language: str, person: str
) -> None:
    look, say = Looker(), messages.load(language)
    page = browser.new_page(reduced_motion="reduce", locale=language)
    look.watch(page, place.url)
    page.goto(place.link(person))
    walk(page, say, look)
    page.get_by_role("button", name=say("first.withdraw")).click()
    look.look(page, f"{language}-withdrawn")
    page.get_by_role("link", name=say("done.to_first")).click()
    page.get_by_role("button", name=say("first.decline"), exact=True).click()
    look.look(page, f"{language}-declined")
    page.close()

    assert look.faults == []


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_long_words_fit_on_a_narrow_phone(place: Place, browser: Browser, language: str) -> None:
    look, say = Looker(), messages.load(language)
    page = browser.new_page(locale=language, viewport={"width": 360, "height": 740})
    page.goto(place.link("E22"))
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    look.shoot(page, f"{language}-first-narrow")
    page.locator("main form button").first.click()
    for number in range(1, PAGES + 1):
        page.goto(page.url.rsplit("/", 1)[0] + f"/{number}")
        look.shoot(page, f"{language}-{number}-narrow")
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert say("ask.title", number=PAGES, total=PAGES) in page.title()
    page.close()

    assert widths == [360] * (PAGES + 1)


def staff_page(place: Place, browser: Browser) -> Page:
    """A browser in which an analyst of the client is signed in."""
    account = store.Account("ana@example.com", "Ana", "no password")
    staff = store.create_staff(place.house, account, START)
    store.grant(place.house, staff.id, place.db.key, "analyst")
    store.begin_session(place.house, staff.id, "secret", datetime.now(UTC))
    context = browser.new_context(reduced_motion="reduce")
    context.add_cookies([{"name": STAFF_COOKIE, "value": "secret", "url": f"{place.url}/console/"}])
    return context.new_page()


def test_everybody_can_use_the_question_editor(place: Place, browser: Browser) -> None:
    draft = add_survey(place.db, "Next year", small_firm(30))
    look, page = Looker(), staff_page(place, browser)
    look.watch(page, place.url)
    page.goto(f"{place.url}/console/c/{place.db.slug}/{draft.slug}/questions")
    look.look(page, "editor")
    page.get_by_role("button", name="Remove question 2").click()
    look.look(page, "editor-removed")
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("link", name="Words and preview: question 1").click()
    look.look(page, "editor-words")
    page.get_by_label("Question", exact=True).fill("Whom did you ask?")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_role("alert")).to_contain_text("asked this in other words")
    look.look(page, "editor-words-refused")
    page.get_by_label("Reword it all the same").check()
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("Worded otherwise than in")).to_be_visible()
    look.look(page, "editor-broken")
    page.get_by_role("link", name="العربية").click()
    look.look(page, "editor-arabic")
    page.get_by_role("link", name="Words and preview: question 4").click()
    look.look(page, "editor-words-arabic")
    ask_of_themselves(place.db, draft)
    page.goto(f"{place.url}/console/c/{place.db.slug}/{draft.slug}/questions")
    expect(page.get_by_text("What people said of themselves")).to_be_visible()
    look.look(page, "editor-closed")
    page.close()

    assert look.faults == []


def ask_of_themselves(db: Database, draft: Survey) -> None:
    """The draft with two questions about oneself, opened, answered by most, closed."""
    asked = [bank.questions()[key] for key in ("information", "own_load", "shared_purpose")]
    store.set_questions(db, draft.id, asked)
    store.open_survey(db, draft.id, START)
    for i in range(25):
        mine = store.invitation_of(db, draft.id, f"E{i}")
        assert mine
        store.record(db, mine.id, Reply("own_load", own=float(1 + i % 5)), START)
        store.submit(db, mine.id, START)
    store.close_survey(db, draft.id, START)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; a page on which it never comes there is a trap."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_the_whole_survey_can_be_answered_by_keyboard_alone(place: Place, browser: Browser) -> None:
    page = browser.new_page(locale="en")
    page.goto(place.link("E23"))
    enter(page, "main form button")
    expect(page).to_have_title(f"Question 1 of {PAGES} · How we work together")
    tab_to(page, "#find")
    page.keyboard.type("zoe")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.keyboard.press("Escape")
    finish(page)

    named = store.reply_of(place.db, invitation(place, "E23"))
    assert named["information"].named == {"E1": 1.0}
    assert named["access"].named == {"E1": 1.0}
    assert named["more_access"].named == {"E1": None}
    assert named["missing_tie"].named == {}
    assert named["own_load"].own == 1.0


def finish(page: Page) -> None:
    """From the picked name to the last page, with Tab, Space and Enter."""
    answers = {
        "rate": "fieldset.rate input[type=radio]",
        "mark": "input[name=people]",
        "nobody": "input[name=nobody]",
    }
    onwards = "button[name=do][value=next]"
    enter(page, onwards)
    for kind in ("rate", "rate", "mark", "nobody", "nobody", "rate"):
        tab_to(page, answers[kind])
        page.keyboard.press("Space")
        enter(page, onwards)
    enter(page, "main form button")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def enter(page: Page, selector: str) -> None:
    """Press Enter on what leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def invitation(place: Place, person: str) -> str:
    found = store.invitation_of(place.db, place.survey.id, person)
    assert found
    return found.id


def test_the_whole_survey_can_be_answered_without_script_from_right_to_left(
    place: Place, browser: Browser
) -> None:
    say = messages.load("ar")
    context = browser.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(place.link("E24"))
    page.get_by_role("button", name=say("first.start"), exact=True).click()
    page.locator("#find").fill("angstrom")
    press(page, "find")
    page.get_by_label("Zoë Ångström").check()
    press(page, "next")
    for _ in range(2):
        choose_first(page)
        press(page, "next")
    for _ in range(3):
        page.locator("input[name=nobody]").check()
        press(page, "next")
    choose_first(page)
    press(page, "next")
    page.get_by_role("button", name=say("review.submit")).click()
    expect(page.get_by_role("heading", name=say("done.submitted"))).to_be_visible()
    context.close()

    named = store.reply_of(place.db, invitation(place, "E24"))
    assert set(named) == {
        "information",
        "access",
        "more_access",
        "missing_tie",
        "partner",
        "own_load",
    }


def test_reading_on_in_another_language_keeps_what_was_just_ticked(
    place: Place, browser: Browser
) -> None:
    page = browser.new_page(locale="en")
    page.goto(place.link("E25"))
    page.get_by_role("button", name="Start", exact=True).click()
    ticked = page.locator("input[name=people]:checked")
    page.get_by_role("combobox").press_sequentially("zoe")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(ticked).to_have_count(1)

    page.get_by_role("link", name="Deutsch").click()

    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(ticked).to_have_count(1)
