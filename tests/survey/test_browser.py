"""The whole road in Chromium: from sign-in and roster, by people who answer, to the PDF."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from analysis.model import Person
from survey import accounts, config, store
from survey.store import Reply
from tests.survey.conftest import PASSWORD, small_firm
from tests.survey.looking import Looker

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SERVE = "from survey import app, config; app.serve(config.load())"
PEOPLE = 150
ASKED_PAGES = 6
ANSWERED = 120


@dataclass(frozen=True)
class Site:
    """A site in a process of its own, as it is served for real."""

    url: str
    settings: config.Config


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = free_port()
    options = {"instance": tmp_path_factory.mktemp("site"), "port": port}
    settings = config.load(None, {}, options | {"base_url": f"http://127.0.0.1:{port}"})
    house = store.open_house(settings.instance)
    owner = store.Account("owner@example.com", "Owner", accounts.hash_password(PASSWORD), True)
    store.create_staff(house, owner, datetime.now(UTC))
    house.close()
    given = {"INSTANCE": settings.instance, "PORT": port, "BASE_URL": settings.base_url}
    environ = os.environ | {f"TIEWISE_{key}": str(value) for key, value in given.items()}
    log = (settings.instance / "site.log").open("wb")
    with log, subprocess.Popen([sys.executable, "-c", SERVE], stderr=log, env=environ) as process:
        try:
            wait_until_ready(settings.base_url)
            yield Site(settings.base_url, settings)
        finally:
            process.terminate()
            process.wait(timeout=60)


def wait_until_ready(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the site did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


def write_roster(path: Path, people: tuple[Person, ...], *rows: str) -> Path:
    lines = ["Employee ID,name,email,department,team,manager_id,level"]
    lines += [
        f"{p.id},{p.name},{p.email},{p.attributes['department']},{p.attributes['team']},"
        f"{p.manager_id or ''},{1 if not p.manager_id else 3}"
        for p in people
    ]
    path.write_text("\n".join([*lines, *rows]) + "\n", encoding="utf-8")
    return path


def sign_in(page: Page, site: Site, look: Looker) -> None:
    page.goto(site.url + "/")
    look.look(page, "home")
    page.get_by_role("link", name="Sign in").click()
    look.look(page, "sign-in")
    page.get_by_label("E-mail address").fill("owner@example.com")
    page.get_by_label("Password").fill("not the right one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    look.look(page, "sign-in-refused")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Start with a client")).to_be_visible()


def make_client_and_survey(page: Page, look: Looker) -> None:
    look.look(page, "clients-empty")
    page.get_by_role("link", name="New client").click()
    look.look(page, "client-new")
    page.get_by_label("Name of the firm").fill("Lindqvist & Co")
    page.get_by_role("button", name="Make the client").click()
    look.look(page, "surveys-empty")
    page.get_by_role("link", name="New survey").click()
    page.get_by_role("button", name="Draft the survey").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a title")
    look.look(page, "survey-new-errors")
    page.get_by_label("Title").fill("How we work together 2027")
    page.get_by_label("What should people reach together?").fill("faster answers to customers")
    page.get_by_label("Whom can people ask?").fill("Ann Ek")
    page.get_by_label("Their e-mail address").fill("ann@example.com")
    page.get_by_label("Last day to answer").fill("2099-05-01")
    page.get_by_role("button", name="Draft the survey").click()
    look.look(page, "survey-draft")


def upload_roster(page: Page, look: Looker, folder: Path) -> None:
    people = small_firm(PEOPLE).people
    page.get_by_role("link", name="Upload the roster").click()
    look.look(page, "roster")
    bad = write_roster(folder / "bad.csv", people, "E1,Somebody Else,,Sales,,E0,2")
    page.get_by_label("Spreadsheet of people").set_input_files(bad)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("1 row contradicts another")
    look.look(page, "roster-bad")
    page.get_by_role("link", name="Upload another file").click()
    good = write_roster(folder / "people.csv", people)
    page.get_by_label("Spreadsheet of people").set_input_files(good)
    page.get_by_role("button", name="Look at it").click()
    look.look(page, "roster-preview")
    page.get_by_role("button", name="Take the roster").click()
    expect(page.get_by_text(f"{PEOPLE} people are on the roster").first).to_be_visible()


def open_and_get_links(page: Page, look: Looker) -> dict[str, str]:
    look.look(page, "survey-ready")
    page.get_by_role("link", name="Annual").click()
    look.look(page, "questions")
    page.go_back()
    page.get_by_role("button", name="Open the survey").click()
    look.look(page, "links")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the links").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return {row["person_id"]: row["url"] for row in csv.DictReader(file)}


def answer_with_script(page: Page, link: str, look: Looker) -> None:
    """Types parts of names, picks with the keyboard, stops, comes back, submits."""
    page.goto(link)
    assert "/s/" not in page.url
    look.look(page, "respond-first")
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_title("Question 1 of 6 · How we work together 2027")
    look.look(page, "respond-pick")
    box = page.get_by_role("combobox", name="Search for a name")
    box.press_sequentially("zo lukasz")
    expect(page.get_by_role("option")).to_have_count(1)
    look.look(page, "respond-pick-list")
    box.press("Enter")
    expect(box).to_be_focused()
    expect(page.get_by_label("Łukasz Żółć")).to_be_checked()
    box.press_sequentially("angstrom")
    page.get_by_role("option").first.click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    look.look(page, "respond-picked")
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name="Carry on where I stopped").click()
    look.look(page, "respond-rate")
    rate_everybody(page, look)


def rate_everybody(page: Page, look: Looker) -> None:
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose an answer for")
    look.look(page, "respond-rate-errors")
    for words in ("Weekly", "Agree"):
        choose_everywhere(page, words)
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Named so far", exact=True)).to_be_visible()
    look.look(page, "respond-pick-again")
    page.get_by_label("Łukasz Żółć").check()
    page.get_by_role("button", name="Continue").click()
    choose_everywhere(page, "A little more")
    look.look(page, "respond-energy")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one person")
    look.look(page, "respond-missing-tie-error")
    page.get_by_label("There is nobody I should work with more").check()
    page.get_by_role("button", name="Continue").click()
    look.look(page, "respond-review")
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look.look(page, "respond-done")


def choose_everywhere(page: Page, words: str) -> None:
    for person in page.locator("fieldset.rate").all():
        person.get_by_label(words, exact=True).check()


def answer_without_script(page: Page, link: str, look: Looker) -> None:
    """Searches on the server, ticks, goes on; declines to rate; submits."""
    page.goto(link)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Search for a name").fill("zolc")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Łukasz Żółć").check()
    page.get_by_label("Search for a name").fill("nosuchname")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nobody else is found")).to_be_visible()
    look.shoot(page, "respond-found-plain")
    expect(page.get_by_label("Łukasz Żółć")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    choose_everywhere(page, "Daily")
    page.get_by_role("button", name="Continue").click()
    for _ in range(ASKED_PAGES - 2):
        page.locator("button[value=skip]").click()
    expect(page.get_by_role("heading", name="Review your answers")).to_be_visible()
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def decline(page: Page, link: str, look: Looker) -> None:
    page.goto(link)
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("heading", name="You have declined")).to_be_visible()
    look.look(page, "respond-declined")


def others_answer(site: Site) -> None:
    """Most of the firm, each naming the five who come next in her department and one outside."""
    house = store.open_house(site.settings.instance)
    db = store.open_client(house, "lindqvist-co")
    survey = store.list_surveys(db)[0]
    now = datetime.now(UTC)
    for i in range(12, PEOPLE):
        if i % 7 == 0:
            continue
        named = [(i + 3 * step) % PEOPLE for step in range(1, 6)] + [(i * 5 + 1) % PEOPLE]
        answers = {f"E{j}": float(1 + j % 4) for j in named if j != i}
        invitation = store.invitation_of(db, survey.id, f"E{i}")
        assert invitation
        store.inform(db, invitation.id, "", now)
        store.record(db, invitation.id, Reply("information", answers), now)
        store.submit(db, invitation.id, now)
    house.close()


def look_around(page: Page, site: Site, look: Looker) -> None:
    """The pages beside the road: who has access, one's own account, a page that is not there."""
    page.goto(f"{site.url}/console/c/lindqvist-co/access")
    page.get_by_label("Name", exact=True).fill("Mo Manager")
    page.get_by_label("E-mail address").fill("mo@example.com")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="Give this link to")).to_be_visible()
    look.look(page, "access-given")
    page.get_by_role("link", name="Owner").click()
    look.look(page, "account")


def close_and_analyse(page: Page, site: Site, look: Looker) -> Path:
    page.goto(f"{site.url}/console/c/lindqvist-co/")
    look.look(page, "surveys")
    page.get_by_role("link", name="How we work together 2027").click()
    look.look(page, "survey-open")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("alert")).to_contain_text("still open")
    page.get_by_label("Type “close”").fill("close")
    page.get_by_role("button", name="Close it").click()
    look.look(page, "survey-closed")
    page.get_by_role("button", name="Run the analysis").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    look.look(page, "survey-running")
    expect(page.get_by_role("link", name="Download the report")).to_be_visible(timeout=180_000)
    look.look(page, "survey-analysed")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report").click()
    return Path(download.value.path())


@pytest.mark.browser
@pytest.mark.slow
def test_a_firm_is_asked_answers_and_gets_its_report(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    look = Looker()
    staff = browser.new_page(reduced_motion="reduce")
    look.watch(staff, site.url)
    sign_in(staff, site, look)
    make_client_and_survey(staff, look)
    upload_roster(staff, look, tmp_path)
    links = open_and_get_links(staff, look)
    with_script = browser.new_page(reduced_motion="reduce")
    answer_with_script(with_script, links["E6"], look)
    decline(browser.new_page(reduced_motion="reduce"), links["E8"], look)
    plain = browser.new_context(java_script_enabled=False).new_page()
    answer_without_script(plain, links["E7"], look)
    look_around(staff, site, look)
    others_answer(site)
    report = close_and_analyse(staff, site, look)
    with_script.goto(links["E6"])
    look.look(with_script, "respond-closed")
    with pypdfium2.PdfDocument(report) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]

    assert look.faults == []
    assert len(texts) >= 8
    assert f"Page {len(texts)} of {len(texts)}" in texts[-1]
    assert "Lindqvist & Co" in texts[0]
    assert f"{ANSWERED} of {PEOPLE} people" in texts[0]
