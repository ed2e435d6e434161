"""Each sample view drawn once, for all tests that look at pages."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from reports import Cover, pdf
from tests.reports.samples import VIEWS

COVER = Cover("Northwind Instruments", "Annual survey", date(2026, 11, 23), "The board")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of every sample view."""
    folder = tmp_path_factory.mktemp("reports")
    files = {name: folder / f"{i}.pdf" for i, name in enumerate(VIEWS)}
    for name, file in files.items():
        pdf(VIEWS[name](), COVER, file)
    return files


@pytest.fixture(params=list(VIEWS))
def report(request: pytest.FixtureRequest, drawn: dict[str, Path]) -> Path:
    """One of them."""
    return drawn[request.param]


def words_of(file: Path) -> str:
    """The text of all pages with single spaces."""
    document = pypdfium2.PdfDocument(file)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())
