"""Workbook and slides opened by LibreOffice, and looked at as it draws them; takes half a minute.

Without LibreOffice these tests are skipped; TIEWISE_OFFICE=required makes that a failure.
"""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pptx import Presentation

from analysis.exports import shown
from reports.slides import slides
from reports.workbook import workbook
from tests.reports.conftest import COVER
from tests.reports.samples import VIEWS

OFFICE = shutil.which("soffice")
if OFFICE is None and os.environ.get("TIEWISE_OFFICE") == "required":
    pytest.fail("LibreOffice (soffice) is required here and not installed", pytrace=False)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed"),
]
MADE = (
    ("demo", "en"), ("everything", "de"), ("many units", "es"), ("long names", "en"),
    ("demo for managers", "ar"), ("nothing", "en"),
)  # fmt: skip
INK, MOST_SHARED = "{http://www.w3.org/1999/xhtml}", 0.25


@dataclass(frozen=True)
class Printed:
    """The files as they were made, and the PDF that LibreOffice makes of each."""

    made: Mapping[str, bytes]
    folder: Path

    def pdf(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("office")
    made = {}
    for firm, language in MADE:
        view, cover = VIEWS[firm](), replace(COVER, language=language)
        made[f"{firm}-slides"] = slides(view, cover)
        made[f"{firm}-workbook"] = workbook(view, cover, shown(view))
    for ending in ("pptx", "xlsx"):
        kind = {"pptx": "-slides", "xlsx": "-workbook"}[ending]
        files = {name: content for name, content in made.items() if name.endswith(kind)}
        for name, content in files.items():
            (folder / f"{name}.{ending}").write_bytes(content)
        home = f"-env:UserInstallation=file://{folder / 'home'}"
        convert = ("--headless", "--convert-to", "pdf", "--outdir", folder)
        wanted = [folder / f"{name}.{ending}" for name in files]
        command = [OFFICE or "soffice", home, *convert, *wanted]
        subprocess.run(command, check=True, timeout=300, capture_output=True)
    return Printed(made, folder)


def parsed(text: str | bytes) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - ours, and only read in a test


def words(pdf: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """The words of each page with their boxes, as poppler reads them."""
    read = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", read.stdout.decode("utf-8", "replace"))
    pages = parsed(text).iter(f"{INK}page")
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        [
            (w.text or "", *(float(w.get(side, 0)) for side in sides))
            for w in page.iter(f"{INK}word")
        ]
        for page in pages
    ]


@pytest.mark.parametrize(("firm", "language"), MADE)
def test_libreoffice_draws_every_slide_and_none_is_empty(
    office: Printed, firm: str, language: str
) -> None:
    deck = Presentation(io.BytesIO(office.made[f"{firm}-slides"]))
    pages = words(office.pdf(f"{firm}-slides"))

    assert len(pages) == len(deck.slides)
    assert all(len(page) > 5 for page in pages)


@pytest.mark.parametrize(("firm", "language"), MADE)
def test_no_word_lies_on_another_or_off_the_slide(
    office: Printed, firm: str, language: str
) -> None:
    faults = []
    for number, page in enumerate(words(office.pdf(f"{firm}-slides")), 1):
        faults += [(number, w) for w in page if not inside(w)]
        faults += [(number, a[0], b[0]) for a, b in combinations(page, 2) if covers(a, b)]

    assert faults == []


def inside(word: tuple[str, float, float, float, float]) -> bool:
    return word[1] >= -1 and word[2] >= -1 and word[3] <= 961 and word[4] <= 541


def covers(
    a: tuple[str, float, float, float, float], b: tuple[str, float, float, float, float]
) -> bool:
    """Whether a good part of one word lies on the other."""
    wide = min(a[3], b[3]) - max(a[1], b[1])
    tall = min(a[4], b[4]) - max(a[2], b[2])
    least = min((w[3] - w[1]) * (w[4] - w[2]) for w in (a, b))
    return wide > 0 and tall > 0 and wide * tall > MOST_SHARED * least


@pytest.mark.parametrize(("firm", "language"), MADE)
def test_libreoffice_opens_the_workbook_whole(office: Printed, firm: str, language: str) -> None:
    sheets = zipfile.ZipFile(io.BytesIO(office.made[f"{firm}-workbook"])).namelist()
    pages = words(office.pdf(f"{firm}-workbook"))

    assert len(pages) >= sum("worksheets/sheet" in name for name in sheets) - 2
    assert not any("Err:" in word[0] or "#NAME" in word[0] for page in pages for word in page)


@pytest.mark.parametrize("kind", ["slides", "workbook"])
@pytest.mark.parametrize(("firm", "language"), MADE)
def test_every_part_of_the_package_is_there_once_and_whole(
    office: Printed, firm: str, language: str, kind: str
) -> None:
    """What makes PowerPoint and Excel offer a repair: parts double, missing, unnamed or broken."""
    package = zipfile.ZipFile(io.BytesIO(office.made[f"{firm}-{kind}"]))
    names = package.namelist()
    types = parsed(package.read("[Content_Types].xml"))
    told = {part.get("PartName", "").lstrip("/") for part in types} - {""}
    for name in names:
        if name.endswith((".xml", ".rels")):
            parsed(package.read(name))

    assert len(names) == len(set(names))
    assert told <= set(names)
    assert missing(package) == []


def missing(package: zipfile.ZipFile) -> list[str]:
    """Parts that are referred to and are not there."""
    names, found = set(package.namelist()), []
    for name in (n for n in names if n.endswith(".rels")):
        home = Path(name).parent.parent
        for link in parsed(package.read(name)):
            target = link.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else os.path.normpath(home / target)
            if link.get("TargetMode") != "External" and str(path) not in names:
                found.append(f"{name}: {target}")
    return found


@pytest.mark.parametrize("kind", ["slides", "workbook"])
@pytest.mark.parametrize(("firm", "language"), MADE)
def test_nothing_in_the_package_leads_out_or_is_run(
    office: Printed, firm: str, language: str, kind: str
) -> None:
    package = zipfile.ZipFile(io.BytesIO(office.made[f"{firm}-{kind}"]))
    parts = [package.read(name) for name in package.namelist()]
    inner = [
        inside.read(name)
        for part in parts
        if part[:2] == b"PK"
        for inside in [zipfile.ZipFile(io.BytesIO(part))]
        for name in inside.namelist()
    ]

    assert not any(b'TargetMode="External"' in part or b"<f>" in part for part in (*parts, *inner))
