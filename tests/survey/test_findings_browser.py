"""The results of a survey in Chromium: the map works under the site's own policy, on any screen.

Takes some seconds: a site and a browser are started once.
"""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from waitress import create_server

from analysis import Settings, analyse
from analysis.network import from_answers
from survey import bank, jobs, kept, store
from survey.app import create_app
from survey.config import Config
from survey.web.here import EXTENSION, STAFF_COOKIE, Site
from tests.survey.conftest import KEY, START, Clock, small_firm
from tests.survey.looking import Looker
from tests.survey.test_findings_pages import answer_all

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
QUICK = Settings(questions=("information",), runs=5, draws=5, permutations=50, nulls=5)


@dataclass(frozen=True)
class Served:
    """Where the results are, and who looks at them."""

    page: Page
    home: str
    address: str


def furnish(site: Site) -> str:
    """A client with an analysed survey and an analyst who is signed in; returns its address."""
    house = site.house
    db = store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)
    plan = store.Plan("Spring", "faster bids", "Ann Ek", "ann@example.com")
    survey = store.create_survey(db, plan, bank.load("annual").questions, START)
    store.import_roster(db, survey.id, small_firm())
    store.open_survey(db, survey.id, START)
    answer_all(db, survey.id)
    inputs = jobs.inputs_of(db, survey.id)
    job = store.create_job(db, survey.id, START)
    folder = jobs.folder_of(db, job.id)
    folder.mkdir(parents=True)
    kept.keep(analyse(from_answers(inputs.roster, inputs.answers), QUICK), folder)
    store.update_job(db, replace(job, state="done"), START)
    staff = store.create_staff(house, store.Account("a@example.com", "Ann", "-", False), START)
    store.grant(house, staff.id, db.key, "analyst")
    store.begin_session(house, staff.id, "secret-of-ann", START)
    return f"/console/c/{db.slug}/{survey.slug}/findings/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    app = create_app(
        Config(instance=tmp_path_factory.mktemp("site"), secret_key=KEY, embedded_worker=False),
        Clock(),
    )
    site: Site = app.extensions[EXTENSION]
    address = furnish(site)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    home = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        cookie = {"name": STAFF_COOKIE, "value": "secret-of-ann", "url": f"{home}/console/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        yield Served(context.new_page(), home, home + address)
        browser.close()
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=30)
    site.house.close()


@pytest.mark.parametrize("page", ["", "map", "tables", "downloads"])
def test_a_page_of_results_is_usable_by_everybody_under_the_sites_policy(
    served: Served, page: str
) -> None:
    looker = Looker()
    looker.watch(served.page, served.home)
    served.page.goto(served.address + page)
    looker.look(served.page, page or "findings")
    # Pictures and the map's data weigh more than a form does, and are sent once.
    faults = [fault for fault in looker.faults if "characters" not in fault]

    assert served.page.url == served.address + page
    assert faults == []


@pytest.mark.parametrize("page", ["", "map", "tables"])
def test_results_in_arabic_run_from_the_right_in_a_console_from_the_left(
    served: Served, page: str
) -> None:
    looker = Looker()
    looker.watch(served.page, served.home)
    served.page.goto(f"{served.address}{page}?language=ar")
    served.page.locator("summary").evaluate_all("all => all.forEach(each => each.click())")
    looker.look(served.page, f"arabic-{page or 'findings'}")
    results, head = served.page.locator(".results"), served.page.locator("h1")
    way = "element => getComputedStyle(element).direction"
    served.page.context.clear_cookies(name="tiewise_report")

    assert [fault for fault in looker.faults if "characters" not in fault] == []
    assert (results.evaluate(way), head.evaluate(way)) == ("rtl", "ltr")
    assert results.get_attribute("lang") == "ar"
    expect(served.page.get_by_role("link", name="العربية")).to_have_attribute(
        "aria-current", "true"
    )


def test_the_map_on_the_site_leads_from_a_team_to_its_people(served: Served) -> None:
    page = served.page
    page.goto(served.address + "map")
    page.get_by_role("button", name="Works", exact=True).click()
    page.get_by_role("button", name="Go into it").click()
    page.get_by_role("button", name="Person 8", exact=True).click()

    expect(page.locator("[data-title]")).to_have_text("Person 8")
    expect(page.locator("[data-list]")).to_contain_text("Names (3): Person 9, Person 11, Person 14")


def test_a_download_is_a_file_and_not_a_page(served: Served, tmp_path: Path) -> None:
    served.page.goto(served.address + "downloads")
    with served.page.expect_download() as made:
        served.page.get_by_role("link", name="GEXF").click()
    made.value.save_as(tmp_path / "x.gexf")

    assert made.value.suggested_filename == "spring-gexf-analyst-en.gexf"
    assert "<gexf" in (tmp_path / "x.gexf").read_text("utf-8")
