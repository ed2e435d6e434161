"""The offline map in Chromium: by keyboard, by mouse, filtered, searched, saved; and to everybody.

Takes some seconds: a browser is started once.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from analysis.exports import shown
from analysis.network import from_answers
from analysis.planted import demo_firm
from reports.page import html
from tests.reports.conftest import COVER
from tests.reports.samples import as_analyst, as_manager, demo
from tests.survey.looking import Looker

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@dataclass(frozen=True)
class Shelf:
    """The two pages as files, and a browser to open them in."""

    browser: Browser
    folder: Path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("pages")
    firm = demo_firm(1)
    network = from_answers(firm.roster, firm.answers)
    for name, view in (("analyst", as_analyst(demo())), ("manager", as_manager(demo()))):
        (folder / f"{name}.html").write_text(html(view, COVER, shown(view, network)), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield Shelf(browser, folder)
        browser.close()


@pytest.fixture(params=["analyst"])
def page(request: pytest.FixtureRequest, shelf: Shelf) -> Iterator[Page]:
    page = shelf.browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"file://{shelf.folder / request.param}.html")
    yield page
    page.close()


def title(page: Page) -> str:
    return page.locator("[data-title]").inner_text()


@pytest.mark.parametrize("page", ["analyst", "manager"], indirect=True)
def test_the_page_is_usable_by_everybody_and_asks_nobody(page: Page) -> None:
    looker = Looker()
    looker.watch(page, "file://")
    page.reload()
    for summary in page.locator("summary").all():
        summary.click()
    looker.look(page, "offline")
    # The page is a whole report with its map: it may be heavier than a page of the site.
    faults = [fault for fault in looker.faults if "characters" not in fault]

    assert faults == []


def test_arrows_choose_enter_goes_in_and_escape_comes_back(page: Page) -> None:
    page.locator("[data-canvas]").focus()
    page.keyboard.press("ArrowRight")
    chosen = title(page)
    page.keyboard.press("Enter")
    inside = page.locator("[data-table='neighbours'] caption").inner_text()
    page.keyboard.press("Escape")

    assert chosen in ("Customer Care", "Engineering", "Finance", "Operations", "Research", "Sales")
    assert inside == f"{chosen} and the other departments"
    assert title(page) == "All departments"


def test_what_is_chosen_is_said_aloud(page: Page) -> None:
    page.get_by_role("button", name="Sales", exact=True).click()

    expect(page.locator("[data-said]")).to_contain_text("Sales. People: 25. Answered: 23.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("malgorzata glowacki", "Małgorzata Głowacki"), ("francois du", "François Dubois-Lacroix")],
)
def test_a_person_is_found_by_name_without_accents(page: Page, typed: str, found: str) -> None:
    page.get_by_label("Find by name").fill(typed)
    page.get_by_label("Find by name").press("Enter")

    assert title(page) == found


def test_a_name_that_is_not_there_is_said(page: Page) -> None:
    page.get_by_label("Find by name").fill("Nobody At All")
    page.get_by_label("Find by name").press("Enter")

    expect(page.locator("[data-miss]")).to_have_text('Nothing here is called "Nobody At All".')


def test_a_filter_counts_fewer_contacts_and_says_that_chance_is_left_out(page: Page) -> None:
    page.get_by_role("button", name="Operations", exact=True).click()
    page.get_by_role("button", name="Go into it").click()
    whole = contacts(page)
    page.get_by_label("Strength of contact").select_option(index=2)

    expect(page.locator("[data-part]")).to_be_visible()
    assert 0 < contacts(page) < whole


def contacts(page: Page) -> int:
    cells = page.locator("[data-table='neighbours'] tbody td:nth-child(2)").all_inner_texts()
    return sum(int(text) for text in cells)


def test_the_contacts_in_the_table_are_those_of_the_view(page: Page) -> None:
    page.get_by_role("button", name="Operations", exact=True).click()
    page.get_by_role("button", name="Go into it").click()
    ties = sum(
        p.ties
        for p in as_analyst(demo()).pairs
        if p.from_unit == "Operations" != p.to_unit and p.unit_type == "department"
    )

    assert contacts(page) == ties


def test_tables_are_sorted_by_their_headings_and_people_never_by_the_least(page: Page) -> None:
    page.get_by_role("button", name="People", exact=True).click()
    sizes = [int(t) for t in page.locator("[data-table='teams'] td:nth-child(2)").all_inner_texts()]
    page.get_by_role("button", name="Sales", exact=True).click()
    page.get_by_role("button", name="Go into it").click()
    for _ in range(2):
        page.get_by_role("button", name="Named by", exact=True).click()
    named = [
        int(t) for t in page.locator("[data-table='members'] td:nth-child(2)").all_inner_texts()
    ]

    assert sizes == sorted(sizes, reverse=True)
    assert named == sorted(named, reverse=True)


def test_the_map_is_saved_as_png_and_as_svg_with_its_legend(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as picture:
        page.get_by_role("button", name="Save as PNG").click()
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Save as SVG").click()
    picture.value.save_as(tmp_path / "map.png")
    drawing.value.save_as(tmp_path / "map.svg")
    said = (tmp_path / "map.svg").read_text("utf-8")

    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert all(word in said for word in ("Research", "under half of chance", "Holds names."))


def test_the_legend_and_what_is_hidden_are_there_on_every_level(page: Page) -> None:
    seen = []
    for go in ("go('teams')", "go('team', 0)", "go('all')"):
        page.evaluate(go)
        legend = page.locator(".map-legend").is_visible()
        seen.append((legend, page.get_by_role("heading", name="Not shown, and why").is_visible()))

    assert seen == [(True, True)] * 3
    expect(page.locator("[data-map]")).to_contain_text("a group with fewer than 5 answers")


def test_lines_are_chosen_by_what_they_say(page: Page) -> None:
    drawn = {}
    for choice in page.locator("[data-show] option").all():
        page.locator("[data-show]").select_option(choice.get_attribute("value"))
        drawn[choice.get_attribute("value")] = page.evaluate("pairs().length")

    assert drawn["all"] == 15
    assert 0 < drawn["less"] < drawn["worth"] <= drawn["all"]


def test_the_picture_is_copied(shelf: Shelf) -> None:
    context = shelf.browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"file://{shelf.folder / 'analyst'}.html")
    page.get_by_role("button", name="Copy picture").click()
    page.wait_for_function("navigator.clipboard.read().then((held) => held.length > 0)")
    kinds = page.evaluate("navigator.clipboard.read().then((held) => held[0].types)")
    context.close()

    assert kinds == ["image/png"]


@pytest.mark.parametrize("page", ["manager"], indirect=True)
def test_managers_have_no_button_to_everybody_and_no_question_to_choose(page: Page) -> None:
    expect(page.locator("[data-everybody]")).to_be_hidden()
    expect(page.locator("[data-question-box]")).to_be_hidden()
    expect(page.locator("[data-least-box]")).to_be_hidden()


@pytest.mark.parametrize("page", ["manager"], indirect=True)
def test_managers_go_into_a_team_and_see_its_neighbours_only(page: Page) -> None:
    page.get_by_role("button", name="Sales", exact=True).click()
    page.get_by_role("button", name="Go into it").click()

    expect(page.locator("[data-table='neighbours']")).to_be_visible()
    expect(page.locator("[data-table='members']")).to_have_count(0)


def test_in_the_dark_the_map_is_drawn_on_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("colors.paper === '#141c1f'")
    corner = page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
        " done([...context.getImageData(2, 2, 1, 1).data]))))"
    )

    assert corner[:3] == [20, 28, 31]
