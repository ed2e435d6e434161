"""Looking at a page in a browser: can everybody use it, is it light, does it stay at home."""

import os
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HEAVIEST = 100_000
# Set to a folder to have a picture of every page, wide and narrow, to look at.
SHOTS = os.environ.get("TIEWISE_SHOTS", "")


class Looker:
    """Looks at pages: no accessibility violation, no stranger asked, not heavy, not too wide."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []

    def watch(self, page: Page, home: str) -> None:
        page.on("request", lambda r: None if r.url.startswith(home) else self.faults.append(r.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, type_: str, text: str) -> None:
        """Chromium logs each form that comes back with errors; anything else it logs is ours."""
        if type_ == "error" and "status of 400" not in text:
            self.faults.append(text)

    def look(self, page: Page, name: str) -> None:
        self.seen.append(name)
        schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page)
            if found.violations_count:
                self.faults.append(f"{name}, {scheme}: {found.generate_report()}")
        if len(page.content().encode()) > HEAVIEST:
            self.faults.append(f"{name}: {len(page.content())} characters")
        self.shoot(page, f"{name}-wide")
        size = page.viewport_size
        page.set_viewport_size({"width": 360, "height": 740})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            self.faults.append(f"{name}: {width} px wide on a phone")
        self.shoot(page, f"{name}-phone")
        assert size
        page.set_viewport_size(size)

    def shoot(self, page: Page, name: str) -> None:
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{len(self.seen):02}-{name}.png", full_page=True)
