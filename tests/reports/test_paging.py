"""Pieces onto pages: short sections share a page, and no page holds only a leftover."""

from reports.paging import paginate
from reports.pieces import Piece, Place
from reports.style import CONTENT_HEIGHT


def nothing(place: Place) -> None:
    """Draws nothing."""


def section(*heights: float, alone: bool = False, above: float = 0.0) -> list[Piece]:
    first, *rest = heights
    head = Piece(first, nothing, fresh=True, alone=alone, title="head")
    return [head, *(Piece(height, nothing, above) for height in rest)]


def test_a_short_section_follows_a_short_one_on_its_page() -> None:
    pages = paginate([*section(200.0), *section(200.0)])

    assert len(pages) == 1


def test_a_section_that_does_not_fit_as_a_whole_begins_a_page() -> None:
    pages = paginate([*section(200.0), *section(200.0, 300.0, 200.0)])

    assert [len(page.placed) for page in pages] == [1, 3]


def test_nothing_follows_on_a_page_that_is_nearly_full() -> None:
    pages = paginate([*section(CONTENT_HEIGHT * 0.7), *section(60.0)])

    assert len(pages) == 2


def test_nothing_shares_the_page_of_a_section_that_stands_alone() -> None:
    assert len(paginate([*section(100.0, alone=True), *section(100.0)])) == 2
    assert len(paginate([*section(100.0), *section(100.0, alone=True)])) == 2


def test_distances_give_way_before_a_leftover_takes_a_page() -> None:
    rows = [CONTENT_HEIGHT / 10] * 10
    pages = paginate(section(20.0, *rows[:9], 40.0, above=2.0))

    assert len(pages) == 1


def test_distances_stay_where_giving_way_saves_no_page() -> None:
    pages = paginate(section(20.0, *[CONTENT_HEIGHT / 10] * 10, above=6.0))
    y = [at for at, _ in pages[0].placed]

    assert len(pages) == 2
    assert round(y[2] - y[1] - CONTENT_HEIGHT / 10) == 6
