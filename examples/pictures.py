"""Take the pictures of the guides from a running demo site: ``python -m examples.pictures``.

Needs Chromium and the development libraries. Everybody in the pictures is made up.
"""

import argparse
import io
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "guides" / "pictures"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
CONSOLE = ViewportSize(width=860, height=640)
PHONE = ViewportSize(width=390, height=720)
TALLEST = 1000
COLOURS = 48
OURS = "/console/c/lindqvist-co/"
DRAFT = OURS + "how-we-work-together-2027/"
REPORT = {"report-answer": 2, "report-read": 3, "report-map": 5, "report-finding": 7}
REPORT_WIDTH = 620


def main() -> None:
    """Make the demo, walk through its site as its users do, and keep what they see."""
    parser = argparse.ArgumentParser(prog="python -m examples.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Path(folder) / "demo"
        with served(demo) as url:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            doors = json.loads((demo / "site" / "doors.json").read_text(encoding="utf-8"))
            Walk(browser, url, out).all(doors, demo)
            browser.close()
        print_report(demo / "report.pdf", out)


@contextmanager
def served(demo: Path) -> Iterator[str]:
    """The demo on a free port, until the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = "from survey.cli import main; main()"
    command = [sys.executable, "-c", run, "demo", "--out", str(demo), "--serve"]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL) as site:  # noqa: S603 - our own
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url)
            yield url
        finally:
            site.terminate()


def wait_until_ready(url: str) -> None:
    """Two minutes at most: the demo analyses its firm first."""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    sys.exit("The demo site did not start.")


def keep(shot: bytes | Image.Image, path: Path) -> None:
    """A small picture: few colours, and no taller than a page of a guide bears."""
    image = Image.open(io.BytesIO(shot)) if isinstance(shot, bytes) else shot
    image = image.convert("RGB").crop((0, 0, image.width, min(image.height, TALLEST)))
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def print_report(report: Path, out: Path) -> None:
    """Pages of the report, as they print."""
    document = pypdfium2.PdfDocument(report)
    for name, number in REPORT.items():
        page = document[number - 1]
        keep(page.render(scale=REPORT_WIDTH / page.get_width()).to_pil(), out / f"{name}.png")


class Walk:
    """The way of staff and respondents through the site."""

    def __init__(self, browser: Browser, url: str, out: Path) -> None:
        self.browser, self.url, self.out = browser, url, out

    def all(self, doors: list[dict[str, str]], demo: Path) -> None:
        """Staff first, then somebody who answers, then what was found."""
        staff = self.browser.new_page(viewport=CONSOLE)
        self.sign_in(staff, doors[0])
        self.prepare(staff, demo)
        self.collect(staff)
        self.answer(doors[-1]["address"])
        self.read(staff)
        self.consult(staff)

    def shoot(self, page: Page, name: str, *, full: bool = True) -> None:
        """Keep what ``page`` shows."""
        keep(page.screenshot(full_page=full), self.out / f"{name}.png")

    def go(self, page: Page, path: str, name: str) -> None:
        """Go to ``path`` and keep what is there."""
        page.goto(self.url + path)
        self.shoot(page, name)

    def sign_in(self, page: Page, door: dict[str, str]) -> None:
        """As the HR analyst of the demo."""
        page.goto(f"{self.url}/console/sign-in")
        page.get_by_label("E-mail address").fill(door["email"])
        page.get_by_label("Password").fill(door["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()

    def prepare(self, page: Page, demo: Path) -> None:
        """A new survey: settings, roster, questions, promises."""
        page.goto(self.url + OURS + "new")
        for field, words in {
            "title": "How we work together 2027",
            "goal": "faster answers to customers",
            "contact": "Ann Ek",
            "contact_email": "ann.ek@example.com",
        }.items():
            page.locator(f"#{field}").fill(words)
        self.shoot(page, "new-survey")
        page.get_by_role("button", name="Draft the survey").click()
        self.shoot(page, "draft")
        page.goto(self.url + DRAFT + "roster/")
        page.locator("input[type=file]").set_input_files(demo / "roster.csv")
        page.get_by_role("button", name="Look at it").click()
        self.shoot(page, "roster-check")
        page.get_by_role("button", name="Take the roster").click()
        self.go(page, DRAFT + "questions", "questions")
        self.go(page, DRAFT + "questions/information", "question-words")
        self.go(page, DRAFT + "promises/", "promises")

    def collect(self, page: Page) -> None:
        """Open it, hand the links out; how the last one was answered."""
        page.goto(self.url + DRAFT)
        page.get_by_role("button", name="Open the survey").click()
        page.goto(self.url + DRAFT + "links")
        self.shoot(page, "links")
        page.goto(self.url + OURS)
        page.locator(".row", has_text="Spring survey").click()
        page.get_by_role("link", name="Response").click()
        self.shoot(page, "response")

    def answer(self, address: str) -> None:
        """On a phone: what people are told, names ticked, and the same in Arabic."""
        phone = self.browser.new_page(viewport=PHONE)
        phone.goto(self.url + address)
        self.shoot(phone, "phone-first", full=False)
        phone.get_by_role("button", name="Start").click()
        for box in phone.locator("input[name=people]").all()[:3]:
            box.check()
        self.shoot(phone, "phone-question", full=False)
        phone.goto(phone.url + "?language=ar")
        self.shoot(phone, "phone-arabic", full=False)
        phone.close()

    def read(self, page: Page) -> None:
        """What was found in last spring's survey, once its analysis is done."""
        page.goto(self.url + OURS)
        page.locator(".row", has_text="Spring survey").first.click()
        page.wait_for_selector("text=See what was found", timeout=120_000)
        self.shoot(page, "results")
        page.get_by_role("link", name="See what was found").click()
        self.shoot(page, "findings")
        page.get_by_role("link", name="Map", exact=True).click()
        page.wait_for_timeout(1000)
        page.evaluate("scrollTo(0, 360)")
        self.shoot(page, "map", full=False)
        page.get_by_role("link", name="Downloads", exact=True).click()
        self.shoot(page, "downloads")

    def consult(self, page: Page) -> None:
        """What somebody needs who does this for many firms."""
        page.goto(f"{self.url}/console/clients/new")
        page.get_by_label("Name").fill("Nordlicht GmbH")
        page.get_by_role("button", name="Make the client").click()
        self.go(page, "/console/", "clients")
        self.go(page, OURS + "settings", "client-settings")
        self.go(page, OURS + "access", "access")
        self.go(page, DRAFT + "next", "next-wave")
        self.go(page, "/console/c/nordlicht-gmbh/leave/", "leave")


if __name__ == "__main__":
    main()
