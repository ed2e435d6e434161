"""What has changed since the last survey, as reports tell it."""

import re
from datetime import date
from itertools import pairwise

import pytest

from analysis.findings import BETWEEN_WAVES
from analysis.narrowing import narrowed
from reports import Cover, facts
from reports.blocks import Block, Figure, Fitted, Heading, Table, Text
from reports.charts import STRONG
from reports.marks import Label
from reports.sections.changes import changes
from reports.sections.scorecard import scorecard
from reports.sections.unit_changes import unit_changes
from reports.slopes import Ends, Slope, slopes, spread
from reports.source import Source, source, told
from reports.text import width
from reports.wording import load
from tests.reports.samples import (
    as_analyst,
    as_manager,
    compared,
    demo,
    every_change,
    not_compared,
)

LANGUAGES = ("en", "de", "es", "fr", "ar")
COVER = Cover("Northwind", "Spring survey 2026", date(2026, 4, 1))
PARTS = ("name", "looked_for", "claim", "short", "means", "else", "drop")


def drawn(language: str = "en", view: object = None) -> Source:
    return source(view or as_analyst(compared()), COVER, load(language))  # type: ignore[arg-type]


def text_of(blocks: list[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Text | Heading))


def table_of(blocks: list[Block]) -> Table:
    laid = [
        b for block in blocks for b in (block.choices[0] if isinstance(block, Fitted) else (block,))
    ]
    return next(block for block in laid if isinstance(block, Table))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("finder", BETWEEN_WAVES, ids=lambda finder: finder.kind)
def test_every_kind_between_surveys_has_its_words(language: str, finder: object) -> None:
    words, kind = load(language), finder.kind  # type: ignore[attr-defined]

    assert [part for part in PARTS if not words.has(f"kinds.{kind}.{part}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_is_claimed_said_in_short_and_explained(language: str) -> None:
    seen = drawn(language, as_analyst(every_change()))
    words, said = seen.words, []
    for finding in seen.view.findings:
        said += [
            words.claim(finding, seen.names),
            facts.short(words, finding, seen.names),
            facts.means(words, finding, seen.names),
            *(facts.advice(words, a, finding, seen.names) for a in finding.recommendations),
            *(words.reads(e, facts.of_finding(words, finding, seen.names))
              for e in finding.evidence),
        ]  # fmt: skip

    assert [text for text in said if not text or "{" in text or "|" in text] == []


def test_more_and_less_are_told_apart() -> None:
    claims = [drawn().claim(f) for f in every_change().findings if f.kind == "silo_changed"]

    assert any("less in touch" in claim for claim in claims)
    assert any("more in touch" in claim for claim in claims)


def test_without_an_earlier_survey_there_is_no_section() -> None:
    assert list(changes(drawn(view=as_analyst(demo())))) == []


def test_each_figure_stands_with_before_now_interval_and_what_could_have_been_seen() -> None:
    table = table_of(list(changes(drawn())))
    row = next(row for row in table.rows if row[0].text == "Sales")

    assert [column.title for column in table.columns][1:3] == ["Last survey", "Now"]
    assert re.fullmatch(r"\+\d+\s\w+", row[3].text)
    assert " to " in row[4].text
    assert row[5].text
    assert row[6].text == "More than then."


def test_the_picture_of_units_is_put_into_words() -> None:
    figure = next(block for block in changes(drawn()) if isinstance(block, Figure))

    assert "Sales: 9 %, now 7" in figure.alt


def test_what_could_not_be_compared_is_said_with_its_reason() -> None:
    blocks = list(changes(drawn(view=as_analyst(not_compared()))))
    said = str(blocks)

    assert "in other words" in said
    assert "No question was asked in the same way" in said
    assert not any(isinstance(block, Table) for block in blocks)


def test_the_scorecard_shows_the_last_survey() -> None:
    table = table_of(list(scorecard(drawn())))

    assert table.columns[2].title == "Last survey"
    assert table.rows[0][2].text == "90\u00a0%"
    assert "Last survey" not in [c.title for c in table_of(list(scorecard(
        drawn(view=as_analyst(demo()))))).columns]  # fmt: skip


def test_managers_are_told_what_is_not_shown_and_no_small_number_of_people() -> None:
    seen = as_manager(compared())
    said = text_of(list(changes(drawn(view=seen))))

    assert seen.changes is not None
    assert seen.changes.hidden == 0 or "not shown" in said
    assert not re.search(r"(Joined|Left): [1-4]\b", said)


def test_a_silo_that_closed_is_one_finding() -> None:
    found = [t for t in told(as_analyst(compared())) if t.finding.kind == "silo"]

    assert [[f.kind for f in t.also] for t in found] == [["silo_changed"]]


def test_the_unit_edition_tells_of_its_unit_alone() -> None:
    view = narrowed(as_analyst(compared()), "Sales")
    blocks = list(unit_changes(drawn(view=view)))
    named = {row[0].text for row in table_of(blocks).rows}

    assert "Sales" in named
    assert all("Sales" in name for name in named)


def test_a_unit_that_cannot_be_compared_says_why() -> None:
    view = narrowed(as_analyst(not_compared()), "Sales")

    assert "in the same way" in text_of(list(unit_changes(drawn(view=view))))


def test_labels_of_slopes_lie_apart_and_within_the_picture() -> None:
    rows = [Slope(f"Unit {i}", 0.5, 0.5, ("50 %", "50 %"), i == 0) for i in range(8)]
    picture = slopes(rows, Ends("then", "now", 0.5, "50 %"), 300)
    left = sorted(m.y for m in picture.labels if m.text.startswith("Unit") and m.align == "right")

    assert all(b - a > 12.9 for a, b in pairwise(left))
    assert all(_inside(label, picture.width, picture.height) for label in picture.labels)


def _inside(label: Label, wide: float, high: float) -> bool:
    long = width(label.text, STRONG)
    start = {"left": 0.0, "right": -long, "center": -long / 2}[label.align] + label.x
    return start > -3 and start + long < wide + 3 and 0 < label.y < high


def test_heights_stay_where_there_is_room() -> None:
    assert spread([10, 50, 90], 13, (0, 100)) == [10, 50, 90]
    assert spread([10, 10], 13, (0, 100)) == [3.5, 16.5]
