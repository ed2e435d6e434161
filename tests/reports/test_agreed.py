"""What was agreed about actions stands in the plan on paper, in the workbook and on the page."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from reports import Cover, wording
from reports.agreed import Agreed, Plan
from reports.blocks import Fitted, Table
from reports.pdf import pdf
from reports.plain import bare
from reports.sections.plan import plan
from reports.source import actions, source
from reports.tracing import Files
from tests.reports.samples import VIEWS

COVER = Cover("7 Northwind", "Annual survey 2026", date(2026, 11, 23), "The board")
TASK = Agreed("Zoë Ångström, room 12", date(2027, 5, 14), "doing")
LANGUAGES = sorted(file.stem for file in Path(wording.path("wording")).glob("*.toml"))


def rows(cover: Cover) -> list[list[str]]:
    view = VIEWS["everything"]()
    blocks = plan(source(view, cover, wording.load("en")))
    fitted = next(block for block in blocks if isinstance(block, Fitted))
    table = next(block for block in fitted.choices[0] if isinstance(block, Table))
    return [[bare(f"{cell.text}|{cell.small}") for cell in row] for row in table.rows]


def test_owner_day_and_state_stand_where_they_were_agreed() -> None:
    first = actions(VIEWS["everything"]())[0]
    agreed = rows(replace(COVER, plan=Plan({first: TASK})))
    blank = rows(COVER)

    assert agreed[0][1:3] == ["Zoë Ångström, room 12|", "by 14 May 2027|in progress"]
    assert agreed[1:] == blank[1:]


def test_what_was_taken_on_has_a_place_in_the_plan_however_little_it_weighs() -> None:
    last = actions(VIEWS["everything"]())[-1]
    agreed = rows(replace(COVER, plan=Plan({last: TASK})))

    assert agreed[-1][1] == "Zoë Ångström, room 12|"
    assert len(agreed) == len(rows(COVER))


def test_an_action_of_ones_own_stands_under_the_others() -> None:
    agreed = rows(replace(COVER, plan=Plan({}, (("Move the 2 coffee machines", TASK),))))

    assert agreed[-1][:2] == ["Move the 2 coffee machines|", "Zoë Ångström, room 12|"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_were_typed_are_accounted_for_and_everything_fits(
    language: str, tmp_path: Path
) -> None:
    view = VIEWS["everything"]()
    tasks = {one: replace(TASK, owner="W" * 120) for one in actions(view)}
    added = tuple((f"{n} " + "long words " * 18, TASK) for n in range(5))
    cover = replace(COVER, language=language, plan=Plan(tasks, added))
    found = pdf(view, cover, tmp_path / "a.pdf", Files(view))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        said = "".join(page.get_textpage().get_text_range() for page in document)

    assert [entry.lines for entry in found.printed if entry.origin.kind == "unknown"] == []
    assert any(entry.origin.kind == "day" and "2027" in entry.text for entry in found.printed)
    assert "WWW" in said
