"""The documentation is complete: every column, kind and command stands in it."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.findings import FINDERS
from analysis.further_rows import QuestionRow
from analysis.results import PersonRow

ROOT = Path(__file__).parent.parent


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("column", [f.name for f in fields(PersonRow) if f.name != "person_id"])
def test_every_column_of_people_is_explained(column):
    assert f"`{column}`" in words("docs/measures.md")


@pytest.mark.parametrize("column", [f.name for f in fields(QuestionRow) if f.name != "question"])
def test_every_column_of_questions_is_explained(column):
    assert f"`{column}`" in words("docs/measures.md")


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_every_kind_of_finding_is_explained(finder):
    assert finder.kind.replace("_", " ") in words("docs/methods.md").lower()


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)\)", words(page))

    assert [t for t in targets if not (ROOT / page).parent.joinpath(t).exists()] == []


def test_the_two_commands_are_targets_of_the_makefile():
    commands = re.findall(r"^make (\w+)", words("README.md"), re.MULTILINE)

    assert commands == ["demo", "test"]
    assert all(re.search(rf"^{name}:", words("Makefile"), re.MULTILINE) for name in commands)


def test_the_sentences_shown_as_an_example_can_be_used(tmp_path):
    from reports.own_words import problems

    example = re.findall(r"```toml\n(.*?)```", words("docs/wording.md"), re.DOTALL)[0]
    (tmp_path / "en.toml").write_text(example, encoding="utf-8")

    assert problems(tmp_path) == ()
