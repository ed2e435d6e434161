"""The validation pack as pages: failures first, the same bytes again, nothing lost in Markdown."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest

from analysis.validation import Plan, Validation
from analysis.validation.agreement import Agreement, Difference
from analysis.validation.alarms import BAR, Alarm, Alarms
from analysis.validation.calibration import Stated, told
from analysis.validation.effects import Effects, Smallest, Step
from analysis.validation.power import FOUND, WRONG, CasePower, Looked, Power
from analysis.validation.ranks import TREATMENTS, WAYS, Kept, Ranks
from analysis.validation.verdicts import Check, Share
from reports.blocks import Bullets, Cell, Column, Figure, Heading, Panel, Table, Text
from reports.markdown import markdown
from reports.marks import Circle, Label, Line, Picture, Polygon, Rect
from reports.validation import document, load, pages, write_pdf
from reports.validation.sections import command
from reports.validation.standalone import standalone

WORDS = load()
EVERY = Picture(
    80,
    40,
    (
        Line(0, 0, 10, 10, dash=(2, 1)),
        Circle(5, 5, 3, "#0B4461"),
        Rect(1, 1, 9, 9, "#E6EBEF", hatch="#A8431F"),
        Polygon(((0, 0), (4, 0), (4, 4))),
        Label(2, 20, "a < b & c"),
    ),
)


def validation(*, quiet: bool = False) -> Validation:
    """A pack in which one kind raises false alarms, unless ``quiet``."""
    hits = 0 if quiet else 30
    loud = Alarm("silo", Share(hits, 200), 3)
    case = CasePower("silo", 150, 0.8, Share(25, 25), Share(0, 25), (), ())
    rank = [Kept("planted", "a firm", 60, w, t, 0.9, 0.8, 0.95) for w in WAYS for t in TREATMENTS]
    gain = Check("ranks", "imputed", "planted, directed", 0.1, 0.0, 5, "held", 0.05, 0.15)
    equal = Check("agreement", "equal", "betweenness, networkx", 1e-16, 1e-9, 60, "held")
    checks = (FOUND.judge(Share(25, 25), "silo"), WRONG.judge(case.wrong, "silo"))
    given = Looked("another firm", 90, 0.8, 2, ("bottleneck",), ())
    return Validation(
        Plan(),
        ("law, advice",),
        ("another firm",),
        {"python": "3.11", "tiewise": "0.1.0"},
        told([sure_firm()]),
        Alarms((loud,), (BAR.judge(loud.firms, "silo"),)),
        Power((case,), (given,), checks),
        Effects(
            tuple(Step("silo", n, 0.1, 0.2, Share(20, 20)) for n in (30, 60)),
            (Smallest("silo", 30, 0.2, None), Smallest("silo", 60, None, 0.2)),
        ),
        Agreement((Difference("betweenness", "networkx", "a firm", 60, 1e-16),), (equal,)),
        Ranks(tuple(rank), (gain,)),
    )


def sure_firm() -> Stated:
    """A hundred people of whom 0.95 was stated, and 95 of whom were there."""
    there = np.arange(100) < 95
    return Stated("planted", "a firm", 0.8, np.full((2, 100), 0.95), np.tile(there, (2, 1)))


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as opened:
        shown = [opened[k].get_textpage().get_text_bounded() for k in range(len(opened))]
    return " ".join(" ".join(shown).split())


def test_what_was_missed_is_said_before_anything_else() -> None:
    blocks = document(validation(), WORDS)
    panel = next(block for block in blocks if isinstance(block, Panel))
    said = panel.blocks[1]

    assert panel.tone == "alert"
    assert isinstance(said, Bullets)
    assert "Silo: claimed in 15\u00a0% of the firms without structure" in said.items[0]
    assert blocks.index(panel) < blocks.index(next(b for b in blocks if isinstance(b, Figure)))


def test_where_all_is_held_that_is_said() -> None:
    text = pages(document(validation(quiet=True), WORDS)).text

    assert "No bar was missed" in text
    assert "MISSED" not in text


def test_markdown_and_pdf_tell_the_same(tmp_path: Path) -> None:
    blocks = document(validation(), WORDS)
    write_pdf(blocks, WORDS, tmp_path / "a.pdf")

    text, page = text_of(tmp_path / "a.pdf"), pages(blocks).text

    for said in ("False alarms", "claimed in 15", "What this does not show", "law, advice"):
        assert said in page.replace("\u00a0", " ")
        assert said in text.replace("\u00a0", " ")


def test_the_pdf_is_the_same_again_and_tagged(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(document(validation(), WORDS), WORDS, tmp_path / name)

    first, second = ((tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))

    assert first == second
    assert b"/StructTreeRoot" in first


def test_every_picture_that_is_shown_is_there() -> None:
    shown = pages(document(validation(), WORDS))

    named = re.findall(r"\]\((validation/[^)]+)\)", shown.text)

    assert named
    assert named == list(shown.pictures)


def test_every_sentence_has_its_places_filled() -> None:
    for found in (validation(), validation(quiet=True)):
        assert "{" not in pages(document(found, WORDS)).text


def test_parts_that_were_not_run_are_not_told() -> None:
    found = replace(validation(), alarms=None, effects=None)

    text = pages(document(found, WORDS)).text

    assert "## False alarms" not in text
    assert "## Finding what is there" in text


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(seed=7), "--seed 7"),
        (Plan(quick=True), "--quick"),
        (Plan(parts=("alarms",)), "--only alarms"),
    ],
)
def test_the_command_gives_the_same_again(plan: Plan, said: str) -> None:
    assert said in command(replace(validation(), plan=plan))


def test_a_picture_of_every_mark_is_well_formed_and_told_in_words() -> None:
    root = ElementTree.fromstring(standalone(EVERY, "five <marks>"))  # noqa: S314 - our own

    assert root.attrib["aria-label"] == "five <marks>"
    assert "a < b & c" in "".join(root.itertext())


def test_text_is_never_markup_in_markdown() -> None:
    table = Table(
        (Column("a|b", 1), Column("n", 1, "right")), ((Cell("*x*", bold=True), Cell("1")),)
    )

    text = markdown([Heading("A_b", 2), Text("<b>"), table], lambda picture, alt: "")

    assert text.split("\n\n") == [
        "### A\\_b",
        "\\<b\\>",
        "| a\\|b | n |\n| --- | --: |\n| **\\*x\\*** | 1 |\n",
    ]
