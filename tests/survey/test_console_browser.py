"""The console in Chromium: every page usable by everybody, and passkeys on a virtual device."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from survey import accounts, config, store
from survey.accounts import Invitation
from tests.survey.conftest import PASSWORD, add_survey, small_firm
from tests.survey.looking import Looker
from tests.survey.test_browser import CHROMIUM, FLAGS, SERVE, Site, free_port, wait_until_ready

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
OURS = "/console/c/lindqvist-co/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a draft, an open survey, and an account in every role that these tests need."""
    port = free_port()
    options = {"instance": tmp_path_factory.mktemp("site"), "port": port}
    # Passkeys belong to a name: an address of numbers has none.
    settings = config.load(None, {}, options | {"base_url": f"http://localhost:{port}"})
    furnish(settings)
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


def furnish(settings: config.Config) -> None:
    house, now = store.open_house(settings.instance), datetime.now(UTC)
    hashed = accounts.hash_password(PASSWORD)
    ours = store.create_client(house, "Lindqvist & Co", now)
    other = store.create_client(house, "Rival", now)
    for name in ("consultant", "keyholder"):
        account = store.Account(f"{name}@example.com", name.title(), hashed, name == "consultant")
        staff = store.create_staff(house, account, now)
        for client in (ours, other):
            store.grant(house, staff.id, client.key, "consultant")
    db = store.open_client(house, ours.slug)
    store.open_survey(db, add_survey(db, "Spring").id, now)
    add_survey(db, "Autumn", small_firm(40))
    accounts.invite(house, Invitation(ours.key, "mo@example.com", "Mo Ek", "manager"), now)
    house.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


def sign_in(page: Page, site: Site, who: str) -> None:
    page.goto(f"{site.url}/console/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()


def test_every_page_of_the_console_can_be_used_by_everybody(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    """One walk through all pages, each looked at wide, narrow, light and dark."""
    page, looker = browser.new_page(), Looker()
    looker.watch(page, site.url)
    page.goto(site.url)
    looker.look(page, "home")
    page.goto(f"{site.url}/console/sign-in")
    looker.look(page, "sign-in")
    sign_in(page, site, "consultant")
    looker.look(page, "clients")
    for name, path in {
        "client-new": "/console/clients/new",
        "account": "/console/account",
        "surveys": OURS,
        "settings": OURS + "settings",
        "leave": OURS + "leave/",
        "next-wave": OURS + "spring/next",
        "copy": OURS + "spring/copy",
        "survey-open": OURS + "spring/",
        "promises": OURS + "spring/promises/",
        "survey-draft": OURS + "autumn/",
        "survey-new": OURS + "new",
        "roster": OURS + "autumn/roster/",
        "people": OURS + "autumn/people/",
        "people-found": OURS + "autumn/people/?find=ang",
        "people-none": OURS + "autumn/people/?find=nobody",
        "person": OURS + "autumn/people/p/E1",
    }.items():
        page.goto(site.url + path)
        looker.look(page, name)
    upload(page, tmp_path)
    looker.look(page, "roster-preview")
    invite(page, site)
    looker.look(page, "access")
    link = page.locator(".note .code").inner_text()
    wrong(page, site)
    looker.look(page, "settings-wrong")
    guest = browser.new_page()
    looker.watch(guest, site.url)
    guest.goto(link)
    looker.look(guest, "welcome")
    page.close()
    guest.close()

    assert looker.faults == []
    assert len(looker.seen) == 23


def upload(page: Page, tmp_path: Path) -> None:
    """A file in which people join, leave, move, run in circles and contradict themselves."""
    rows = ["person_id,name,department,manager_id"]
    rows += [f"E{i},Person {i},Sales,E0" for i in range(20)]
    rows += ["N1,New One,Works,N2", "N2,New Two,Works,N1", "N1,Else,Works,", "N3,Łukasz Żółć,A,E0"]
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    page.goto(page.url.split("/people/")[0] + "/roster/")
    page.get_by_label("Spreadsheet of people").set_input_files(tmp_path / "people.csv")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def invite(page: Page, site: Site) -> None:
    page.goto(site.url + OURS + "access")
    page.get_by_label("Name", exact=True).fill("Nu Person")
    page.get_by_label("E-mail address").fill("nu@example.com")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="Give this link to")).to_be_visible()


def wrong(page: Page, site: Site) -> None:
    page.goto(site.url + OURS + "settings")
    page.get_by_label("Colour", exact=True).fill("#ffee88")
    page.get_by_label("Use Tiewise's own colour").uncheck()
    page.get_by_role("button", name="Keep the settings").click()
    expect(page.locator("#colour-wrong")).to_contain_text("too pale")


def test_a_passkey_is_added_and_signs_in_and_a_code_is_asked_for(
    site: Site, browser: Browser
) -> None:
    page, looker = browser.new_page(), Looker()
    looker.watch(page, site.url)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, site, "keyholder")
    page.goto(f"{site.url}/console/account")
    page.get_by_label("What to call it").fill("My laptop")
    adding = page.locator("[data-passkey-add]")
    adding.get_by_label("Your password").fill("not this one")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This is not your password")).to_be_visible()
    adding.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey “My laptop” is added")).to_be_visible()
    looker.look(page, "account-with-passkey")
    page.get_by_role("link", name="Set it up").click()
    looker.look(page, "authenticator")
    app = pyotp.TOTP(page.locator(".code").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Put these codes away")).to_be_visible()
    looker.look(page, "recovery-codes")
    code = page.locator(".code").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address").fill("keyholder@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    looker.look(page, "second-step")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    page.close()

    assert looker.faults == []
