"""Reports that are timed: one for each of many units, beside bare documents as full."""

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from analysis import Settings, analyse
from analysis.model import Finding
from analysis.narrowing import narrowed, reportable
from analysis.network import from_answers
from analysis.planted import plant
from analysis.privacy import ANALYST, MANAGER, View, view
from analysis.results import Results
from bench.firms import SEED
from bench.measuring import Row, seconds
from reports import Cover, fonts
from reports.editions import edition

COVER = Cover("Northwind Instruments", "Annual survey", date(2026, 11, 23))
QUICK = Settings(seed=SEED, runs=20, draws=20, permutations=200, nulls=20)
LINE = "a contact is one person naming another in a survey"  # ten words
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Filled = tuple[int, int]  # words and shapes of a page


def unit_editions(count: int, cores: int = 2) -> Iterator[Row]:
    """A report for each of ``count`` units, no two called alike, over as many processes."""
    views = list(islice(_views(), count))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{i}.pdf" for i in range(count)]
        with ProcessPoolExecutor(cores) as pool:
            ours = seconds(lambda: list(pool.map(_one, views, paths, chunksize=4)), times=1)
            full = [_filled(path) for path in paths]
            plain = seconds(lambda: list(pool.map(_bare, full, paths, chunksize=4)), times=1)
    pages = sum(len(one) for one in full) / count
    what = f"{count} unit editions of {pages:.1f} pages, tagged, {cores} processes"
    yield Row(f"{what}: each", ours / count, target=0.1)
    yield Row(what, ours, "reportlab alone, as many words and shapes, untagged", plain)


def _views() -> Iterator[View]:
    """Views of units, each time round under other names, so that nothing is remembered."""
    firm = plant("silo", SEED, people=600, response=0.95)
    results = analyse(from_answers(firm.roster, firm.answers), QUICK)
    for letters in (a + b for a in LETTERS for b in LETTERS):
        shown = view(_called(results, letters), MANAGER)
        yield from (narrowed(shown, row.unit) for row in reportable(shown))


def _called(results: Results, letters: str) -> Results:
    """The same firm with every unit's name begun by these letters."""
    units = tuple(replace(row, unit=f"{letters} {row.unit}") for row in results.units)
    pairs = tuple(
        replace(row, from_unit=f"{letters} {row.from_unit}", to_unit=f"{letters} {row.to_unit}")
        for row in results.pairs
    )
    people = tuple(
        replace(p, attributes={k: f"{letters} {v}" for k, v in p.attributes.items()})
        for p in results.roster.people
    )
    roster = replace(results.roster, people=people)
    findings = tuple(_finding(finding, letters) for finding in results.findings)
    return replace(results, units=units, pairs=pairs, roster=roster, findings=findings)


def _finding(finding: Finding, letters: str) -> Finding:
    subject = finding.subject
    unit = f"{letters} {subject.unit}" if subject.unit else ""
    pair = subject.units
    two = (f"{letters} {pair[0]}", f"{letters} {pair[1]}") if pair else pair
    return replace(finding, subject=replace(subject, unit=unit, units=two))


def _one(shown: View, path: Path) -> None:
    edition(shown, COVER, path)


def _filled(path: Path) -> Sequence[Filled]:
    """How many words and shapes each page has."""
    document = pypdfium2.PdfDocument(path)
    found = [
        (
            len(page.get_textpage().get_text_range().split()),
            sum(1 for thing in page.get_objects() if thing.type == raw.FPDF_PAGEOBJ_PATH),
        )
        for page in document
    ]
    document.close()
    return found


def _bare(pages: Sequence[Filled], path: Path) -> None:
    """As many words, ten a line in the same font, and as many boxes, laid out by nobody."""
    fonts.font("NotoSans-Regular")
    canvas = Canvas(str(path), pageCompression=1, invariant=1)
    for words, shapes in pages:
        canvas.setFont("NotoSans-Regular", 9)
        for line in range(round(words / 10)):
            canvas.drawString(56, 780 - 7 * (line % 100), LINE)
        for i in range(shapes):
            canvas.rect(56 + i % 400, 100, 8, 8)
        canvas.showPage()
    canvas.save()


def organisation_edition(people: int) -> Iterator[Row]:
    """The report on a whole firm, which the analysis is not part of."""
    firm = plant("silo", SEED, people=people, response=0.95)
    results = analyse(from_answers(firm.roster, firm.answers), QUICK)
    shown = view(results, ANALYST)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "report.pdf"
        ours = seconds(lambda: edition(shown, COVER, path), times=3)
        full = _filled(path)
        plain = seconds(lambda: _bare(full, path), times=3)
    what = f"organisation edition of {len(full)} pages for {people:,} people"
    yield Row(what, ours, "reportlab alone, as many words and shapes, untagged", plain)
