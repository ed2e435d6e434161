"""Egos, panels, people and strips: no name on another, none outside, readable without colour."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.own_page import own_page
from analysis.planted import demo_firm
from reports import charts, style
from reports.blocks import Figure, Fitted
from reports.egos import MOST, Named, ego
from reports.maps import Box, Edge
from reports.marks import Circle, Line, Picture
from reports.panels import Panel, Row, panels
from reports.people_map import Dot, people_map
from reports.sections.own_page import own_page as own_section
from reports.sections.people_map import map_of_people
from reports.source import source
from reports.wording import load
from tests.reports.conftest import COVER
from tests.reports.samples import as_analyst, as_manager, demo, many_units
from tests.reports.test_maps import label_boxes

WIDE, TALL = 483.0, 500.0


def overlapping(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for a, b in combinations(boxes, 2) if a.meets(b)]


def staff(count: int, units: int, seed: int) -> list[Dot]:
    """People of every kind; a third of them with a name of some length."""
    rng = np.random.default_rng(seed)
    return [
        Dot(
            int(rng.integers(units)),
            int(rng.poisson(6)),
            bool(rng.random() > 0.2),
            i < 8,
            f"Person {'of many names ' * int(rng.integers(3))}{i}" if i % 3 == 0 or i < 8 else "",
        )
        for i in range(count)
    ]


def drawn(count: int, units: int, seed: int = 1) -> Picture:
    rng = np.random.default_rng(seed)
    names = [f"Department {'of matters ' * (i % 3)}{i}" for i in range(units)]
    edges = [Edge(i, j, int(rng.poisson(9)), 9.0) for i, j in combinations(range(units), 2)]
    made = people_map(names, edges, staff(count, units, seed), (WIDE, TALL))
    assert made is not None
    return made.picture


@pytest.mark.parametrize(("count", "units"), [(10, 2), (24, 4), (120, 6), (320, 16)])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_names_of_people_or_units_overlap(count: int, units: int, seed: int) -> None:
    assert overlapping(label_boxes(drawn(count, units, seed))) == []


@pytest.mark.parametrize(("count", "units"), [(10, 2), (120, 6), (320, 16)])
def test_nobody_leaves_the_frame_of_the_map_of_people(count: int, units: int) -> None:
    picture = drawn(count, units)
    circles = [m for m in picture.marks if isinstance(m, Circle)]
    boxes = [Box(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r) for c in circles]

    assert [box for box in [*boxes, *label_boxes(picture)] if not box.inside(WIDE, TALL)] == []


def test_discs_of_units_do_not_overlap() -> None:
    picture = drawn(320, 16)
    discs = [m for m in picture.marks if isinstance(m, Circle) and m.fill == style.PALE]

    assert len(discs) == 16
    assert min(np.hypot(a.x - b.x, a.y - b.y) - a.r - b.r for a, b in combinations(discs, 2)) > 0


def test_everybody_is_a_dot_in_their_own_unit() -> None:
    dots = staff(60, 3, 1)
    circles = [m for m in drawn(60, 3).marks if isinstance(m, Circle)]
    discs, people = circles[:3], circles[3:]

    assert len(people) == len(dots)
    for dot, at in zip(dots, people, strict=True):
        disc = discs[dot.unit]
        assert np.hypot(at.x - disc.x, at.y - disc.y) + at.r <= disc.r


def test_people_are_drawn_only_where_they_may_be_named() -> None:
    words = load()

    assert list(map_of_people(source(as_analyst(demo()), COVER, words)))
    assert list(map_of_people(source(as_manager(demo()), COVER, words))) == []


def test_a_map_of_people_says_in_words_whom_it_marks() -> None:
    shown = source(as_analyst(demo()), COVER, load())
    figure = next(block for block in map_of_people(shown) if isinstance(block, Figure))
    marked = next(f.subject.id for f in shown.view.findings if f.subject.id)

    assert shown.names[marked] in figure.alt


@pytest.mark.parametrize("count", [1, 3, 12, 40, 60])
def test_no_name_of_an_ego_picture_covers_another(count: int) -> None:
    named = [
        Named(f"Somebody Whom She Named {i}", f"Unit {i % 7}", 1 + i % 3) for i in range(count)
    ]
    picture = ego("you", named, WIDE)
    boxes = label_boxes(picture)
    dots = [m for m in picture.marks if isinstance(m, Circle)]

    assert overlapping(boxes) == []
    assert all(box.inside(picture.width, picture.height + 1) for box in boxes)
    assert len(dots) == min(count, MOST) + 1


def test_a_thicker_line_says_named_more_than_once() -> None:
    picture = ego("you", [Named("Ann", "", 2), Named("Bo", "", 1)], WIDE)
    ann, bo = (m.width for m in picture.marks if isinstance(m, Line))

    assert ann > bo


def test_her_page_draws_only_those_whom_she_named() -> None:
    results = demo()
    heard = next(r for r in results.people if r.answered and r.out_degree > 5)
    shown = source(own_page(results, demo_firm(1).answers, heard.person_id), COVER, load())
    (fitted,) = own_section(shown)
    assert isinstance(fitted, Fitted)
    figure = next(block for block in fitted.choices[0] if isinstance(block, Figure))
    given = {id_ for _, ids in shown.view.own.answers for id_ in ids}  # type: ignore[union-attr]
    said = {label.text for label in figure.picture.labels}

    assert {shown.names[id_] for id_ in given} <= said
    assert not {p.name for p in results.roster.people if p.id not in given} & said


@pytest.mark.parametrize(("count", "columns"), [(3, 2), (8, 2), (12, 3)])
def test_no_text_of_a_panel_covers_another(count: int, columns: int) -> None:
    rows = tuple(Row(f"Unit of long names {i}", 0.2 + i * 0.7, i % 2 == 0) for i in range(6))
    shown = [Panel(f"Department of long names {i}", "9 people", rows) for i in range(count)]
    picture = panels(shown, columns, WIDE)
    boxes = label_boxes(picture)

    assert overlapping(boxes) == []
    assert all(box.inside(picture.width, picture.height) for box in boxes)


def test_no_text_of_a_strip_covers_another() -> None:
    rng = np.random.default_rng(1)
    for here in (0, 50, 119):
        values = sorted(float(v) for v in rng.exponential(100, 120))
        named = [(here, "Małgorzata Głowacki")]
        named += [(i, f"Person Number {i}") for i in (117, 118) if i != here]
        scale = charts.Scale(((0.0, "0"), (max(values), "4,000")), "Lines of contact")
        picture = charts.strip(values, named, scale, 270.0)

        assert overlapping(label_boxes(picture)) == []
        assert all(box.inside(270.0, picture.height + 3) for box in label_boxes(picture))


def test_dumbbells_keep_numbers_apart_from_what_they_count() -> None:
    rows = [charts.Bar(f"Unit {i}", v, str(v), e, f"chance {e}") for i, (v, e) in enumerate(PAIRS)]
    picture = charts.bars(rows, 270.0)
    dots = [m for m in picture.marks if isinstance(m, Circle)]
    boxes = label_boxes(picture)

    assert overlapping(boxes) == []
    for dot in dots:
        assert not any(Box(dot.x - 3, dot.y - 3, dot.x + 3, dot.y + 3).meets(box) for box in boxes)


PAIRS = ((0, 40), (40, 40), (80, 40), (1, 0), (0, 1))

# What a dichromat sees (Viénot, Brettel & Mollon 1999), on linear light.
DEUTERANOPIA = np.array(
    [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]
)
GREY = np.array([0.2126, 0.7152, 0.0722])
# Colours that say different things in one figure, besides dash, hatch, fill or place.
TOLD_APART = (
    (style.BRAND, style.ALERT_LIGHT),
    (style.BRAND, style.BRAND_LIGHT),
    (style.BRAND, style.RULE),
    (style.BRAND_MID, style.ALERT_LIGHT),
    (style.ALERT, style.BRAND_LIGHT),
    (style.ALERT, style.WHITE),
)


def light(color: str) -> NDArray[np.float64]:
    srgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lightness(linear: NDArray[np.float64]) -> float:
    """CIE L* of linear light."""
    y = float(GREY @ np.clip(linear, 0, 1))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize(("one", "other"), TOLD_APART)
def test_colours_of_a_figure_differ_in_grey_and_for_the_colour_blind(one: str, other: str) -> None:
    grey = abs(lightness(light(one)) - lightness(light(other)))
    seen = abs(lightness(DEUTERANOPIA @ light(one)) - lightness(DEUTERANOPIA @ light(other)))

    assert grey >= 20
    assert seen >= 20


def test_less_and_more_than_chance_differ_by_more_than_colour() -> None:
    rows = (Row("less", 0.2, True), Row("more", 4.0, True), Row("usual", 1.0, False))
    picture = panels([Panel("Sales", "", rows)], 1, WIDE)
    ways = [m.dash for m in picture.marks if isinstance(m, Line) and m.width == 1.5]
    dots = [m for m in picture.marks if isinstance(m, Circle)]

    assert [bool(dash) for dash in ways] == [True, False]
    assert [dot.fill == style.WHITE for dot in dots] == [False, False, True]


def test_text_colours_stand_out_from_their_ground() -> None:
    grounds = (style.WHITE, style.PALE, style.BRAND_PALE)
    for ink in (style.INK, style.MUTED, style.BRAND, style.ALERT):
        for ground in grounds:
            a, b = (float(GREY @ light(color)) + 0.05 for color in (ink, ground))

            assert max(a, b) / min(a, b) >= 4.5


def test_many_units_still_give_one_page_of_panels() -> None:
    from reports.sections.unit_panels import unit_panels

    blocks = list(unit_panels(source(as_analyst(many_units(50)), COVER, load())))
    figure = next(block for block in blocks if isinstance(block, Figure))

    assert figure.picture.height < 560
