"""Every page of every edition, for firms of four sizes: ``python -m examples.gallery``.

The firms are planted, so nobody in the pictures exists. The same seed gives the same pages.
"""

import argparse
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from analysis import Settings, analyse
from analysis.model import Person, Roster
from analysis.narrowing import narrowed, reportable
from analysis.network import from_answers
from analysis.own_page import own_page
from analysis.planted import Firm, demo_firm, plant
from analysis.privacy import ANALYST, MANAGER, View, view
from analysis.results import Results
from reports import style
from reports.editions import edition
from reports.source import Cover

FOLDER = Path(__file__).parent.parent / "docs" / "gallery"
WIDTH = 620
SHADES = (1.0, 0.75, 0.5, 0.25)  # of each colour of the report, towards white: edges of letters
ON = date(2026, 11, 23)
REGIONS = ("North", "South", "East", "West", "Central")
LANGUAGES = ("de", "es", "fr", "ar")
PLACES, ENOUGH = 30, 0.65  # what pages of single people need


@dataclass(frozen=True, slots=True)
class Shown:
    """A firm of the gallery: what it is called, what is to be seen in it, how it is made."""

    people: int
    client: str
    about: str
    make: Callable[[int], Firm]


def split_up(seed: int) -> Firm:
    """3,000 people whose twelve departments are split by region: 60 units."""
    firm = plant("silo", seed, people=3000, response=0.85)
    return replace(firm, roster=Roster(tuple(map(_in_region, firm.roster.people))))


def _in_region(person: Person) -> Person:
    """Teams of a department go to the regions in turn."""
    team = int(person.attributes["team"].split()[-1])
    unit = f"{person.attributes['department']} {REGIONS[team % len(REGIONS)]}"
    return replace(person, attributes={**person.attributes, "department": unit})


FIRMS: tuple[Shown, ...] = (
    Shown(24, "Tannhof Joinery", "a small firm: no rankings of people, one unit keeps to itself",
          lambda seed: plant("silo_small", seed, people=24)),
    Shown(120, "Lindqvist & Co", "the demo firm: a silo, a bottleneck, a quiet connector",
          demo_firm),
    Shown(600, "Harbour Instruments", "two departments that keep to themselves",
          lambda seed: plant("two_silos", seed, people=600, response=0.88)),
    Shown(3000, "Meridian Group", "60 units in five regions; Sales keeps to itself", split_up),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """One PDF of the gallery: its name in file names, its title in the index, its view."""

    key: str
    title: str
    view: View
    language: str = "en"
    only: tuple[int, ...] = ()


def editions(firm: Firm, results: Results) -> Iterator[Edition]:
    """What can be made of a firm: for the analyst, for managers, for one unit, for one person."""
    managers = view(results, MANAGER)
    yield Edition("analyst", "Organisation, for the analyst", view(results, ANALYST))
    yield Edition("managers", "Organisation, for managers", managers)
    units = [narrowed(managers, row.unit) for row in reportable(managers)]
    if units:
        most = max(units, key=lambda one: len(one.findings))
        assert most.about is not None  # noqa: S101 - narrowed to a unit just now
        yield Edition("unit", f"Unit, for the manager of {most.about.unit}", most)
    rate = managers.figure("response_rate")
    if len(results.people) >= PLACES and rate and rate.value >= ENOUGH:
        busy = sorted((row for row in results.people if row.answered), key=lambda r: r.out_degree)
        own = own_page(results, firm.answers, busy[len(busy) * 3 // 4].person_id)
        yield Edition("person", "Person, her own page", own)


def elsewhere(results: Results) -> Iterator[Edition]:
    """The one-page answer and the map in the other languages."""
    for language in LANGUAGES:
        title = f"The answer and the map in another language ({language})"
        yield Edition(f"answer-{language}", title, view(results, MANAGER), language, (2, 5))


def pictures(shown: Shown, one: Edition, folder: Path) -> list[Path]:
    """Write the pages of an edition as small pictures."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "report.pdf"
        cover = Cover(shown.client, "Annual survey 2026", ON, "The board", language=one.language)
        edition(one.view, cover, file)
        with pypdfium2.PdfDocument(file) as document:
            out = []
            for number, page in enumerate(document, 1):
                if not one.only or number in one.only:
                    path = folder / f"{shown.people}-{one.key}-{number:02}.png"
                    keep(page.render(scale=2 * WIDTH / page.get_width()).to_pil(), path)
                    out.append(path)
    return out


def keep(image: Image.Image, path: Path) -> None:
    """A palette picture of half the size that it was drawn at, so that small type stays clean."""
    half = image.convert("RGB").resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    codes, place = np.unique(np.asarray(half) @ np.array([65536, 256, 1]), return_inverse=True)
    found = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    shades = palette()
    far = ((found[:, None, :] - shades[None, :, :]) ** 2).sum(axis=2)
    pixels = far.argmin(axis=1)[place.ravel()].astype(np.uint8).reshape(half.height, half.width)
    kept = Image.fromarray(pixels, "P")
    kept.putpalette(shades.astype(np.uint8).tobytes())
    kept.save(path, optimize=True)


def palette() -> NDArray[np.int64]:
    """The colours of reports with their shades: few dots of one colour keep it."""
    inks = [
        c for c in vars(style).values() if isinstance(c, str) and re.fullmatch("#[0-9A-F]{6}", c)
    ]
    return np.array(sorted({_shade(ink, share) for ink in inks for share in SHADES}))


def _shade(ink: str, share: float) -> tuple[int, ...]:
    parts = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return tuple(round(255 - share * (255 - part)) for part in parts)


def index(told: list[tuple[Shown, Edition, list[Path]]]) -> str:
    """The page that shows them all, by edition."""
    lines = [
        "# Every page of every report",
        "",
        "Made by `python -m examples.gallery` from planted firms; nobody in them exists. A picture",
        "leads to its page in full.",
    ]
    for shown, one, paths in told:
        lines += ["", f"## {shown.people:,} people: {one.title}", ""]
        lines += [f"{shown.client}, {shown.about}. {len(paths)} pages.", ""]
        lines += [_thumb(path, f"{one.title}, page {n}") for n, path in enumerate(paths, 1)]
    return "\n".join(lines) + "\n"


def _thumb(path: Path, alt: str) -> str:
    return f'<a href="{path.name}"><img src="{path.name}" width="180" alt="{alt}"></a>'


def analysed(firm: Firm, seed: int) -> Results:
    """As ``tiewise analyse`` would."""
    network = from_answers(firm.roster, firm.answers)
    return analyse(network, Settings(seed=seed), faults=firm.answers.faults)


def main() -> None:
    """Make the firms, analyse them, and write pictures and index."""
    parser = argparse.ArgumentParser(prog="python -m examples.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.mkdir(parents=True)
    told = []
    for shown in FIRMS:
        firm = shown.make(asked.seed)
        results = analysed(firm, asked.seed)
        made = [*editions(firm, results), *(elsewhere(results) if shown.people == 120 else ())]
        for one in made:
            told.append((shown, one, pictures(shown, one, asked.out)))
            print(f"{shown.people} {one.key}: {len(told[-1][2])} pages")
    (asked.out / "README.md").write_text(index(told), encoding="utf-8")
    size = sum(path.stat().st_size for path in asked.out.iterdir())
    print(f"Written to {asked.out}, {size / 1e6:.1f} MB.")


if __name__ == "__main__":
    main()
