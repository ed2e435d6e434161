"""The page about input files is complete: every column and every kind of fault stands in it."""

import re
import tomllib
from pathlib import Path

import pytest

import templates
from survey.headers import ANSWERS, PARTNER_TIES, PARTNERS, ROSTER

PAGE = (Path(__file__).parents[2] / "docs" / "input-files.md").read_text(encoding="utf-8")
SOURCES = sorted((Path(__file__).parents[2] / "survey").glob("*.py"))
READERS = [p for p in SOURCES if p.stem in ("answers", "encodings", "flags", "managers", "names")]
READERS += [p for p in SOURCES if p.stem in ("partners", "roster", "sheets", "spreadsheet")]


def told() -> set[str]:
    """The kinds that reading a file can tell of, as the sources name them."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in READERS)
    calls = r"(?:kind=|say\(\s*|fault\(\s*|Fault\(\s*|append\(\(\s*|= \(\s*)"
    named = calls + r'"([a-z]+_[a-z_]+)"'
    return {kind for kind in re.findall(named, text) if not kind.endswith("_id")}


def explained() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("column", [*ROSTER, *ANSWERS, *PARTNERS, *PARTNER_TIES])
def test_every_column_is_explained(column: str) -> None:
    shown = column if column not in ("first_name", "last_name") else "first and last name"

    assert shown in PAGE


def test_every_kind_of_fault_is_explained() -> None:
    assert len(told()) > 20
    assert told() - explained() == set()


def test_every_fault_that_has_words_is_explained() -> None:
    words = tomllib.loads((templates.path("wording") / "en.toml").read_text(encoding="utf-8"))

    general = {"missing", "other", "out_of_range"}
    assert set(words["faults"]) - explained() - general == set()
