"""Fonts of the operator's own: other scripts are drawn with them, or it is said why not.

Each test runs a process of its own, because fonts are looked for once.
"""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from templates import path

NAME = "张伟 김철수 ด"
DRAW = """
import sys
from dataclasses import replace
from pathlib import Path
from reports import pdf
from reports.source import source
from reports.wording import load
from tests.reports.conftest import COVER
from tests.reports.samples import as_analyst, demo, renamed
shown = as_analyst(renamed(demo(), tuple(sys.argv[2:])))
pdf(shown, COVER, Path(sys.argv[1]))
print(source(shown, COVER, load()).as_ids)
"""


def with_letters(name: str, letters: str) -> bytes:
    """A bundled font whose letters from A on are called by these instead, besides."""
    raw = bytearray(path("fonts", f"{name}.ttf").read_bytes())
    count = struct.unpack_from(">H", raw, 4)[0]
    entry = next(12 + 16 * i for i in range(count) if raw[12 + 16 * i : 16 + 16 * i] == b"cmap")
    groups = sorted((ord(c), 36 + i) for i, c in enumerate(letters))
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    table += struct.pack(">HHLLL", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    table += b"".join(struct.pack(">LLL", code, code, glyph) for code, glyph in groups)
    at = len(raw) + -len(raw) % 4
    raw += b"\0" * (at - len(raw)) + table
    struct.pack_into(">LLL", raw, entry + 4, 0, at, len(table))
    return bytes(raw)


def drawn(folder: Path, fonts: Path | None, *names: str) -> subprocess.CompletedProcess[str]:
    environment = {"TIEWISE_FONTS": str(fonts)} if fonts else {}
    return subprocess.run(
        [sys.executable, "-c", DRAW, str(folder / "report.pdf"), *names],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def text_of(file: Path) -> str:
    command = ["pdftotext", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    for weight in ("Regular", "Bold"):
        letters = with_letters(f"NotoSans-{weight}", "".join(sorted({*NAME} - {" "})))
        (folder / f"Further-{weight}.ttf").write_bytes(letters)
    return folder


def test_names_in_other_scripts_are_drawn_with_fonts_of_the_folder(
    tmp_path: Path, fonts: Path
) -> None:
    done = drawn(tmp_path, fonts, "张伟", "김철수", "Ann Berg")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "()"
    text = text_of(tmp_path / "report.pdf")
    assert [name for name in ("张伟", "김철수", "Ann Berg") if name not in text] == []


def test_what_no_font_draws_is_listed_as_a_warning_and_never_printed(tmp_path: Path) -> None:
    done = drawn(tmp_path, None, "张伟", "ชัยวัฒน์", "😀 Smile")

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("'") == 6
    text = text_of(tmp_path / "report.pdf")
    assert not {*"张伟ชัยวัฒน์😀"} & {*text}
    assert "Names shown as ids" in " ".join(text.split())


def test_a_font_that_cannot_be_embedded_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "Broken.ttf").write_bytes(b"OTTO not a TrueType font")
    done = drawn(tmp_path, tmp_path, "Ann Berg")

    assert "this font cannot be put into a PDF" in done.stderr
    assert "Broken.ttf" in done.stderr


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = drawn(tmp_path, tmp_path / "nowhere", "Ann Berg")

    assert "there is no such folder of fonts" in done.stderr
