"""Every edition of small and large firms in five languages, looked at as rendered pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from analysis.narrowing import narrowed, reportable
from analysis.own_page import own_page
from analysis.planted import demo_firm, plant
from analysis.privacy import ANALYST, MANAGER, View, view
from analysis.results import Results
from reports.editions import edition
from reports.paging import Page, paginate
from reports.pdf import pieces
from reports.sections import CONTENTS, PERSON_CONTENTS, UNIT_CONTENTS
from reports.source import Cover, source
from reports.style import CONTENT_HEIGHT, PAGE_WIDTH, RIGHT
from reports.wording import load
from tests.reports.conftest import COVER, words_of
from tests.reports.samples import QUICK, demo, many_units, planted, renamed

LANGUAGES = ("en", "de", "es", "fr", "ar")
LEAST_FILLED = 0.12  # of a page
SPACE = 5.5  # a line may end in one
# An id, which stands in the margin beside its row; read from the right on a page from the right.
NUMBERED = re.compile(r"\s*([A-Z]\d+(\.\d+)?|(\d+\.)?\d+[A-Z])\s*$")


@cache
def small() -> Results:
    from analysis import analyse
    from analysis.network import from_answers

    firm = plant("silo_small", 1, people=24)
    return analyse(from_answers(firm.roster, firm.answers), QUICK)


def of_unit(results: Results) -> View:
    shown = view(results, MANAGER)
    return max(
        (narrowed(shown, row.unit) for row in reportable(shown)), key=lambda v: len(v.findings)
    )


def of_person(results: Results) -> View:
    asked = sorted((r for r in results.people if r.answered), key=lambda r: r.out_degree)
    return own_page(results, demo_firm(1).answers, asked[-8].person_id)


EDITIONS: dict[str, Callable[[], View]] = {
    "24 people, analyst": lambda: view(small(), ANALYST),
    "24 people, managers": lambda: view(small(), MANAGER),
    "120 people, analyst": lambda: view(demo(), ANALYST),
    "120 people, managers": lambda: view(demo(), MANAGER),
    "120 people, unit": lambda: of_unit(demo()),
    "120 people, person": lambda: of_person(demo()),
    "120 people, nothing found": lambda: view(planted("no_structure"), MANAGER),
    "120 people, few answers": lambda: view(planted("low_response"), ANALYST),
}
LARGE: dict[str, Callable[[], View]] = {
    "50 units, analyst": lambda: view(many_units(50), ANALYST),
    "50 units, unit": lambda: of_unit(many_units(50)),
}
CASES = [(name, language) for name in EDITIONS for language in LANGUAGES]
CASES += [(name, "en") for name in LARGE]


def seen(name: str) -> View:
    return {**EDITIONS, **LARGE}[name]()


@pytest.fixture(scope="module", params=CASES, ids=", ".join)
def drawn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[View, Cover, Path]:
    name, language = request.param
    shown, cover = seen(name), replace(COVER, language=language)
    file = tmp_path_factory.mktemp("rendered") / "report.pdf"
    edition(shown, cover, file)
    return shown, cover, file


def test_no_text_leaves_the_page_or_its_margins(drawn: tuple[View, Cover, Path]) -> None:
    for number, page in enumerate(pypdfium2.PdfDocument(drawn[2])):
        text, (wide, tall) = page.get_textpage(), page.get_size()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        assert [b for b in boxes if b[0] < 0 or b[1] < 0 or b[2] > wide or b[3] > tall] == []
        if number:
            out = [b for b in boxes if b[2] > PAGE_WIDTH - RIGHT + SPACE or b[0] < RIGHT - SPACE]
            assert [b for b in out if not NUMBERED.match(text.get_text_bounded(*b))] == [], number


def pages(shown: View, cover: Cover) -> list[Page]:
    contents = PERSON_CONTENTS if shown.own else UNIT_CONTENTS if shown.about else CONTENTS
    return paginate(pieces(source(shown, cover, load(cover.language)), contents))


def test_no_page_is_nearly_empty_and_no_heading_stands_alone_at_its_foot(
    drawn: tuple[View, Cover, Path],
) -> None:
    for number, page in enumerate(pages(*drawn[:2]), 1):
        assert page.whole or page.used > LEAST_FILLED * CONTENT_HEIGHT, number
        assert not page.placed[-1][1].keep, number


CORPUS = (
    "Łukasz Żółć", "Nguyễn Thị Ánh", "Þórdís Ævarsdóttir", "Șerban Țuțea",
    "Zoe\u0301 Beyonce\u0301",
    "Дарья Щёлокова", "Љубица Ђорђевић", "Ελένη Παπαδοπούλου", "محمد الهاشمي", "فاطمة گلستان",
    "שרה כהן", "राम कृष्ण", "O’Neil-D’Arcy", "Anna-Lena von der Höh",
)  # fmt: skip
UNDRAWN = ("张伟", "田中 さくら", "김철수", "ชัยวัฒน์", "தமிழ்", "😀 Smile", "𓀀 Ra")


def test_every_printed_name_of_every_script_is_copied_out_unchanged(tmp_path: Path) -> None:
    size = len(demo().roster.people)
    names = tuple(f"{CORPUS[i % len(CORPUS)]} {i}" for i in range(size))
    shown = of_person(renamed(demo(), names))
    edition(shown, COVER, tmp_path / "own.pdf")
    text = words_of(tmp_path / "own.pdf")
    assert shown.own
    given = {shown.names[id_] for _, ids in shown.own.answers for id_ in ids}

    assert len(given) > 8
    assert [name for name in given if name not in text] == []


@pytest.mark.parametrize("name", CORPUS)
def test_a_name_of_any_script_that_we_draw_is_copied_out_unchanged(
    tmp_path: Path, name: str
) -> None:
    edition(view(small(), MANAGER), replace(COVER, client=name), tmp_path / "firm.pdf")

    assert name in words_of(tmp_path / "firm.pdf")


def test_names_that_cannot_be_drawn_are_listed_and_never_boxes(tmp_path: Path) -> None:
    results = renamed(demo(), UNDRAWN)
    ids = [person.id for person in results.roster.people if person.name in UNDRAWN]
    edition(view(results, ANALYST), COVER, tmp_path / "firm.pdf")
    text = words_of(tmp_path / "firm.pdf")

    assert not {*"".join(UNDRAWN)} - {*"Smile Ra"} & {*text}
    assert [id_ for id_ in ids if id_ not in text.split("Names shown as ids")[1]] == []
    assert "\ufffd" not in text
