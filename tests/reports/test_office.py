"""Workbook and slides opened by LibreOffice, where it is installed; it takes seconds to start."""

import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.exports import shown
from reports.slides import slides
from reports.workbook import workbook
from tests.reports.conftest import COVER
from tests.reports.samples import as_manager, demo

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


@pytest.mark.parametrize("ending", ["xlsx", "pptx"])
def test_libreoffice_opens_it_and_prints_it(ending: str, tmp_path: Path) -> None:
    view = as_manager(demo())
    made = workbook(view, COVER, shown(view)) if ending == "xlsx" else slides(view, COVER)
    (tmp_path / f"made.{ending}").write_bytes(made)
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", tmp_path)
    command = [OFFICE or "soffice", home, *convert, tmp_path / f"made.{ending}"]
    subprocess.run(command, check=True, timeout=300, capture_output=True)

    assert (tmp_path / "made.pdf").read_bytes().startswith(b"%PDF")
