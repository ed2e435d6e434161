"""Workbook and slides opened by LibreOffice, where it is installed; it takes seconds to start."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation

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


def printed(content: bytes, ending: str, folder: Path) -> bytes:
    """What LibreOffice prints of a file; nothing if it does not take it."""
    (folder / f"made.{ending}").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder / 'office'}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", folder)
    command = [OFFICE or "soffice", home, *convert, folder / f"made.{ending}"]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    made = folder / "made.pdf"
    return made.read_bytes() if made.exists() else b""


def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    view = as_manager(demo())
    content = workbook(view, COVER, shown(view))

    assert printed(content, "xlsx", tmp_path).startswith(b"%PDF")


def test_libreoffice_opens_the_slides(tmp_path: Path) -> None:
    bare = io.BytesIO()
    Presentation().save(bare)
    if not printed(bare.getvalue(), "pptx", tmp_path):
        pytest.skip("this LibreOffice opens no slides at all: Impress is not installed")
    (tmp_path / "made.pdf").unlink()

    assert printed(slides(as_manager(demo()), COVER), "pptx", tmp_path).startswith(b"%PDF")
