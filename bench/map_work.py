"""The map that is timed: 5,000 people in a browser without a graphics card.

``python -m bench.map_work [PEOPLE] [PICTURE]`` prints frames a second; PICTURE keeps the sight.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analysis import ANALYST, Settings, analyse
from analysis.exports import shown
from analysis.network import from_answers
from analysis.planted import plant
from analysis.privacy import view
from bench.firms import SEED
from bench.measuring import Row
from reports import Cover
from reports.page import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
COVER = Cover("Northwind Instruments", "Annual survey", date(2026, 11, 23))
QUICK = Settings(seed=SEED, runs=2, draws=2, permutations=20, nulls=2)
FRAMES = 60
# Every frame waits for the one before it to be drawn, as a hand that drags the map does.
DRAG = """(count) => new Promise((done) => {
  const spans = []; let last = performance.now(), left = count;
  const next = () => {
    const now = performance.now(); spans.push(now - last); last = now;
    if (!left--) return done(spans.slice(1));
    state.view.x += 3 / state.view.k; state.moved = true; redraw(true);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""
ANEW = """() => { const spans = [];
  for (let i = 0; i < 8; i++) {
    const begun = performance.now(); layer = null; paint(false);
    context.getImageData(0, 0, 1, 1); spans.push(performance.now() - begun);
  }
  return spans.sort((a, b) => a - b); }"""


def frames(people: int, picture: Path | None = None) -> Iterator[Row]:
    """A frame while everybody is shown and the map is dragged, the slowest, and all drawn anew."""
    if CHROMIUM is None:
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(_page(people), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"file://{file}")
        page.locator("[data-map]").scroll_into_view_if_needed()
        page.locator("[data-canvas]").scroll_into_view_if_needed()
        page.evaluate("go('all')")
        ties = page.evaluate("kept.length")
        yield from _timed(page, f"map of {people:,} people, {ties:,} contacts, no GPU")
        if picture:
            page.screenshot(path=picture)
        browser.close()


def _timed(page: Page, what: str) -> Iterator[Row]:
    spans = [span / 1000 for span in page.evaluate(DRAG, FRAMES)]
    anew = [span / 1000 for span in page.evaluate(ANEW)]
    yield Row(f"{what}: a frame while it is dragged", sum(spans) / len(spans), target=0.1)
    yield Row(f"{what}: the slowest frame of {FRAMES}", max(spans))
    yield Row(f"{what}: everything drawn anew", anew[len(anew) // 2])


def _page(people: int) -> str:
    firm = plant("silo", SEED, people=people)
    network = from_answers(firm.roster, firm.answers)
    seen = view(analyse(network, QUICK), ANALYST)
    return html(seen, COVER, shown(seen, network))


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    for row in frames(asked, Path(sys.argv[2]) if len(sys.argv) > 2 else None):
        print(f"{row.what}: {1000 * row.ours:.0f} ms ({1 / row.ours:.0f} a second)")
