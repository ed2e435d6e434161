"""Rendered pages of every edition: nothing off the page, nothing empty, every name to be copied."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from analysis.model import Problem
from analysis.narrowing import narrowed, reportable
from analysis.own_page import own_page
from analysis.planted import demo_firm
from analysis.privacy import MANAGER, Policy, View, view
from analysis.results import Results
from reports.blocks import Figure
from reports.editions import EDITIONS, edition, person, unit
from reports.layout import lay
from reports.paging import paginate
from reports.pdf import pieces
from reports.pieces import Serial
from reports.sections import CONTENTS, PERSON_CONTENTS, UNIT_CONTENTS, Section
from reports.sections.unit_contacts import unit_contacts
from reports.source import MOST_FINDINGS, source, told, weight
from reports.style import CONTENT_HEIGHT, CONTENT_WIDTH
from reports.wording import load
from tests.reports.conftest import COVER, words_of
from tests.reports.samples import (
    HOSTILE,
    as_analyst,
    as_manager,
    demo,
    everything,
    foreign,
    long_names,
    many_units,
    renamed,
)

# The right margin and a space of the largest type at a line's end.
EDGE = 595.28 - 56 + 5.5
LONG = ("Maximiliane " * 9,)


def of_unit(results: Results, mode: str = "analyst", place: int = 0) -> View:
    """The unit at this place among those with most findings."""
    shown = view(results, MANAGER, Policy(mode=mode))  # type: ignore[arg-type]
    views = [narrowed(shown, row.unit) for row in reportable(shown)]
    return sorted(views, key=lambda v: -len(v.findings))[place]


def of_person(results: Results, most: bool = True) -> View:
    """Her page who named most people, or least."""
    heard = sorted((r for r in results.people if r.answered), key=lambda r: r.out_degree)
    return own_page(results, demo_firm(1).answers, heard[-1 if most else 0].person_id)


VIEWS: dict[str, tuple[Callable[[], View], tuple[Section, ...]]] = {
    "organisation": (lambda: as_manager(demo()), CONTENTS),
    "unit": (lambda: of_unit(demo()), UNIT_CONTENTS),
    "unit without findings": (lambda: of_unit(demo(), place=-1), UNIT_CONTENTS),
    "unit by name": (lambda: of_unit(everything(), "named"), UNIT_CONTENTS),
    "unit of 50": (lambda: of_unit(many_units(50)), UNIT_CONTENTS),
    "unit of two": (lambda: of_unit(two_units()), UNIT_CONTENTS),
    "unit in another script": (lambda: of_unit(foreign(), "named"), UNIT_CONTENTS),
    "unit with long names": (lambda: of_unit(long_names(), "named"), UNIT_CONTENTS),
    "person": (lambda: of_person(demo()), PERSON_CONTENTS),
    "person who named few": (lambda: of_person(demo(), most=False), PERSON_CONTENTS),
    "person with odd names": (lambda: of_person(all_renamed(HOSTILE)), PERSON_CONTENTS),
    "person with long names": (lambda: of_person(all_renamed(LONG)), PERSON_CONTENTS),
}


def two_units() -> Results:
    """Two departments, each with enough answers for a report."""
    base = many_units(2)
    return replace(base, units=tuple(replace(u, people=30, answered=30) for u in base.units))


def all_renamed(names: tuple[str, ...]) -> Results:
    """Everybody called one of these names, with a number so that nobody is a namesake."""
    size = len(demo().roster.people)
    return renamed(demo(), tuple(f"{names[i % len(names)]} {i}" for i in range(size)))


@pytest.fixture(scope="module")
def seen() -> dict[str, View]:
    return {name: make() for name, (make, _) in VIEWS.items()}


@pytest.fixture(scope="module")
def drawn(seen: dict[str, View], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("editions")
    files = {name: folder / f"{i}.pdf" for i, name in enumerate(VIEWS)}
    for name, file in files.items():
        edition(seen[name], COVER, file)
    return files


def boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    text = page.get_textpage()
    return [text.get_rect(i) for i in range(text.count_rects())]


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_leaves_the_page(drawn: dict[str, Path], name: str) -> None:
    for page in pypdfium2.PdfDocument(drawn[name]):
        wide, tall = page.get_size()
        outside = [b for b in boxes(page) if b[0] < 0 or b[1] < 0 or b[2] > wide or b[3] > tall]

        assert outside == []


@pytest.mark.parametrize("name", VIEWS)
def test_text_keeps_to_the_margins_of_inner_pages(drawn: dict[str, Path], name: str) -> None:
    inner = list(pypdfium2.PdfDocument(drawn[name]))[0 if name.startswith("person") else 1 :]

    assert max(box[2] for page in inner for box in boxes(page)) <= EDGE


@pytest.mark.parametrize("name", VIEWS)
def test_no_page_is_empty(drawn: dict[str, Path], name: str) -> None:
    for page in pypdfium2.PdfDocument(drawn[name]):
        ink = np.asarray(page.render(scale=0.5).to_numpy())[60:370] < 250

        assert ink.mean() > 0.004


@pytest.mark.parametrize("name", VIEWS)
def test_no_heading_is_left_alone_at_the_foot(seen: dict[str, View], name: str) -> None:
    for page in paginate(pieces(source(seen[name], COVER, load()), VIEWS[name][1])):
        assert not page.placed[-1][1].keep


@pytest.mark.parametrize("name", VIEWS)
def test_every_section_fits_into_pages(seen: dict[str, View], name: str) -> None:
    drawn_from = source(seen[name], COVER, load())
    for section in VIEWS[name][1]:
        laid = list(lay(section(drawn_from), CONTENT_WIDTH, Serial()))

        assert all(p.height <= CONTENT_HEIGHT or p.whole_page for p in laid)


@pytest.mark.parametrize("name", VIEWS)
def test_no_place_for_a_word_is_left_unfilled(drawn: dict[str, Path], name: str) -> None:
    assert re.findall(r"\{\w+[|}]", words_of(drawn[name])) == []


@pytest.mark.parametrize("name", ["person", "person with odd names"])
def test_every_name_that_she_gave_is_copied_out_as_it_was_put_in(
    seen: dict[str, View], drawn: dict[str, Path], name: str
) -> None:
    text, own = words_of(drawn[name]), seen[name].own
    assert own
    given = [seen[name].names[id_] for _, ids in own.answers for id_ in ids]

    assert given
    assert [who for who in given if " ".join(who.split()) not in text] == []


@pytest.mark.parametrize("name", ["unit", "unit by name", "unit in another script"])
def test_every_unit_in_touch_is_copied_out(
    seen: dict[str, View], drawn: dict[str, Path], name: str
) -> None:
    text = words_of(drawn[name])
    units = {unit for row in seen[name].pairs for unit in (row.from_unit, row.to_unit)}

    assert len(units) > 2
    assert [unit for unit in units if unit not in text] == []


def test_a_persons_page_is_one_page(drawn: dict[str, Path]) -> None:
    lengths = {n: len(pypdfium2.PdfDocument(f)) for n, f in drawn.items() if n.startswith("person")}

    assert set(lengths.values()) == {1}


@pytest.mark.parametrize("name", VIEWS)
def test_qpdf_finds_nothing_to_complain_about(drawn: dict[str, Path], name: str) -> None:
    command = ["qpdf", "--check", str(drawn[name])]
    found = subprocess.run(command, capture_output=True, check=False)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("name", ["unit", "person"])
def test_headings_tables_and_lists_are_tagged(drawn: dict[str, Path], name: str) -> None:
    command = ["pdfinfo", "-struct", str(drawn[name])]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout

    assert {"Document", "H1", "H2", "Table", "TH:", "LI", "Figure"} <= set(said.split())


def test_no_name_of_a_unit_is_cut_in_its_bars(seen: dict[str, View]) -> None:
    for name, view_ in seen.items():
        if name.startswith("unit"):
            blocks = unit_contacts(source(view_, COVER, load()))
            pictures = [block.picture for block in blocks if isinstance(block, Figure)]

            assert [m.text for p in pictures for m in p.labels if "…" in m.text] == []


@pytest.mark.parametrize("name", ["unit", "unit without findings"])
def test_a_units_report_has_about_8_pages(drawn: dict[str, Path], name: str) -> None:
    assert 7 <= len(pypdfium2.PdfDocument(drawn[name])) <= 11


def test_a_units_answer_takes_one_page(drawn: dict[str, Path]) -> None:
    for name, file in drawn.items():
        if name.startswith("unit"):
            document = pypdfium2.PdfDocument(file)

            assert "on one page" in " ".join(document[1].get_textpage().get_text_range().split())
            assert "BASIS" in document[2].get_textpage().get_text_range()


def test_no_name_or_id_is_in_a_units_report_where_nobody_may_be_named(
    drawn: dict[str, Path],
) -> None:
    text = words_of(drawn["unit"])

    assert [p.name for p in demo().roster.people if p.name in text] == []
    assert [p.id for p in demo().roster.people if p.id in text] == []


def test_only_the_units_own_people_are_named_where_managers_see_names(
    seen: dict[str, View], drawn: dict[str, Path]
) -> None:
    text, about = words_of(drawn["unit by name"]), seen["unit by name"].about
    assert about
    people = demo().roster.people
    own = {p.name for p in people if p.attributes.get("department") == about.unit}

    assert {p.name for p in people if p.name in text} <= own
    assert any(name in text for name in own)


def test_a_persons_page_names_nobody_but_her_and_those_whom_she_named(
    seen: dict[str, View], drawn: dict[str, Path]
) -> None:
    text = words_of(drawn["person"])
    hers = set(seen["person"].names.values())

    assert {p.name for p in demo().roster.people if p.name in text} == hers


@pytest.mark.parametrize("name", ["unit by name", "person with odd names"])
def test_the_same_view_gives_the_same_bytes(
    seen: dict[str, View], drawn: dict[str, Path], tmp_path: Path, name: str
) -> None:
    edition(seen[name], COVER, tmp_path / "again.pdf")

    assert (tmp_path / "again.pdf").read_bytes() == drawn[name].read_bytes()


def test_every_page_with_names_says_what_they_are_not_for(drawn: dict[str, Path]) -> None:
    for name in ("unit by name", "person"):
        for page in pypdfium2.PdfDocument(drawn[name]):
            text = " ".join(page.get_textpage().get_text_range().split())

            assert "ot for evaluation, pay or dismissal" in text


def test_the_kind_of_edition_follows_from_the_view() -> None:
    with pytest.raises(Problem, match="not narrowed to a unit"):
        unit(as_manager(demo()), COVER, Path("never.pdf"))
    with pytest.raises(Problem, match="not narrowed to a person"):
        person(as_analyst(demo()), COVER, Path("never.pdf"))


def test_there_are_contents_for_every_edition() -> None:
    contents = {"organisation": CONTENTS, "unit": UNIT_CONTENTS, "person": PERSON_CONTENTS}

    assert tuple(contents) == EDITIONS
    assert all(len(set(sections)) == len(sections) for sections in contents.values())


def test_a_finding_that_something_can_be_done_about_goes_before_its_equal() -> None:
    with_action = next(f for f in demo().findings if f.recommendations)
    without = replace(with_action, recommendations=())

    assert (
        weight(with_action)
        > weight(without)
        == pytest.approx(0.7 * without.severity * without.confidence)
    )


def test_the_rule_of_the_order_stands_in_the_data_sheet(drawn: dict[str, Path]) -> None:
    for name in ("organisation", "unit"):
        assert "Order of findings How much each matters, times how sure we are" in words_of(
            drawn[name]
        )


def test_a_report_tells_findings_by_that_rule(seen: dict[str, View]) -> None:
    for name in ("organisation", "unit by name"):
        weights = [weight(item.finding) for item in told(seen[name])]

        for part in (weights[:MOST_FINDINGS], weights[MOST_FINDINGS:]):
            assert part == sorted(part, reverse=True)


def test_a_unit_with_nobody_to_be_compared_with_says_so(seen: dict[str, View]) -> None:
    alone = replace(seen["unit"], pairs=())
    drawn_from = source(alone, COVER, load())
    laid = [block for section in UNIT_CONTENTS for block in section(drawn_from)]

    assert any("No other department is large enough" in getattr(b, "text", "") for b in laid)
