"""Every number that a report prints is written down with its page and its origin."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from analysis.narrowing import narrowed, reportable
from analysis.own_page import own_page
from analysis.planted import demo_firm
from analysis.privacy import MANAGER, view
from reports import Cover, ledger, wording
from reports.editions import edition
from reports.ledger import Ledger, Origin
from reports.lineage import at, counted, traced
from reports.pdf import Drawing, pdf, write
from reports.pdf import traced as drawn_with_ledger
from reports.plain import bare, clean
from reports.sections import CONTENTS
from reports.source import source
from reports.tracing import Files
from tests.reports.samples import VIEWS, demo

COVER = Cover("7 Northwind", "Annual survey 2026", date(2026, 11, 23), "The board")
LANGUAGES = sorted(file.stem for file in Path(wording.path("wording")).glob("*.toml"))


@pytest.fixture(params=list(VIEWS))
def printed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Ledger, Path]:
    """A sample's ledger and its PDF."""
    return pdf(VIEWS[request.param](), COVER, tmp_path / "a.pdf"), tmp_path / "a.pdf"


def origins_of(found: Ledger, kind: str) -> list[tuple[int, str]]:
    return [(entry.page, entry.lines[0]) for entry in found.printed if entry.origin.kind == kind]


def test_every_number_has_an_origin(printed: tuple[Ledger, Path]) -> None:
    assert origins_of(printed[0], "unknown") == []


def test_an_independent_reader_finds_the_same_numbers_on_each_page(
    printed: tuple[Ledger, Path],
) -> None:
    found, file = printed
    with pypdfium2.PdfDocument(file) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    read = [Counter(re.findall(r"\d+", text)) for text in texts]

    kept = [Counter[str]() for _ in texts]
    for entry in found.printed:
        kept[entry.page - 1].update(re.findall(r"\d+", entry.text))
    assert kept == read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_an_origin_in_every_language(language: str, tmp_path: Path) -> None:
    cover = Cover("7 Northwind", "Annual survey 2026", date(2026, 11, 23), language=language)
    found = pdf(VIEWS["everything"](), cover, tmp_path / "a.pdf")

    assert origins_of(found, "unknown") == []
    assert len(origins_of(found, "value")) > 400


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_ledger_changes_no_byte_of_the_pages(language: str, tmp_path: Path) -> None:
    seen, cover = VIEWS["foreign"](), Cover("7 Northwind", language=language)
    words = wording.load(language)
    title = bare(words.say("cover.title", client=clean(cover.client)))

    drawn_with_ledger(Drawing(seen, cover, CONTENTS, title), tmp_path / "a.pdf", Files(seen))
    write(source(seen, cover, words), CONTENTS, title, tmp_path / "b.pdf")

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_numbers_of_a_units_report_have_origins(tmp_path: Path) -> None:
    results = demo()
    for_managers = view(results, MANAGER)
    seen = narrowed(for_managers, reportable(for_managers)[0].unit)
    found = edition(seen, COVER, tmp_path / "a.pdf", Files(results))

    assert origins_of(found, "unknown") == []
    assert len(origins_of(found, "value")) > 70


def test_numbers_of_a_persons_page_have_origins(tmp_path: Path) -> None:
    answers = demo_firm(1).answers
    person = next(id_ for id_ in demo().roster.ids if id_ in answers.answered["information"])
    found = edition(own_page(demo(), answers, person), COVER, tmp_path / "a.pdf", Files(demo()))

    assert origins_of(found, "unknown") == []


def test_a_row_of_figures_has_an_id_and_its_numbers_its_letters(
    printed: tuple[Ledger, Path],
) -> None:
    ids = [entry.id for entry in printed[0].printed]

    assert len(ids) == len(set(ids))
    assert "S1a" in ids or "P2.1" in ids


def test_sums_and_shares_keep_where_their_parts_are_from() -> None:
    first, second = traced(3, at("a.csv", "x")), traced(4, at("a.csv", "y"))
    found = round((first + second) / second)

    assert (found, found.lineage) == (
        2,
        ("round", ("/", ("+", at("a.csv", "x"), at("a.csv", "y")), at("a.csv", "y"))),
    )


def test_a_traced_number_prints_plainly_while_no_ledger_is_open() -> None:
    assert f"{counted(5, 'people.csv')} {traced(0.5, 1):.2f} {traced(7, 1)}" == "5 0.50 7"


def test_a_number_over_two_lines_is_one_number() -> None:
    with ledger.opened() as found:
        said = ledger.marked("more than 99 in 100", Origin("value"))
        first, second = said[:10], said[10:]
        drawn = [ledger.drawn(1, part) for part in (f"held {first}", f"{second} times")]

    assert drawn == ["held more than", " 99 in 100 times"]
    assert [(entry.text, entry.lines) for entry in found.printed] == [
        ("more than 99 in 100".replace("than ", "than  "), drawn)
    ]


def test_what_reads_alike_is_said_once_wherever_it_is_from() -> None:
    with ledger.opened():
        told = [ledger.marked("5", Origin("value", place)) + " are needed" for place in "ab"]

        assert len(set(told)) == 2
        assert ledger.once(told) == (told[0],)
