"""The map of teams: nothing hides anything, nothing leaves the frame."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from reports import text
from reports.maps import Box, Edge, Node, edge_look, positions, team_map
from reports.marks import Circle, Line, Picture

WIDE, TALL = 483.0, 475.0


def label_boxes(picture: Picture) -> list[Box]:
    """The room that each label of a picture takes."""
    shift: dict[str, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
    out = []
    for label in picture.labels:
        wide = text.width(label.text, label.type)
        left = label.x - wide * shift[label.align]
        out.append(
            Box(
                left,
                label.y - 0.75 * label.type.size,
                left + wide,
                label.y + 0.22 * label.type.size,
            )
        )
    return out


def firm(count: int, seed: int = 1) -> tuple[list[Node], list[Edge]]:
    """Departments with names of every length and contacts of every size."""
    rng = np.random.default_rng(seed)
    nodes = [
        Node(f"Department {'of many matters ' * (i % 3)}{i}", int(rng.integers(5, 80)), i == 1)
        for i in range(count)
    ]
    edges = [
        Edge(i, j, int(rng.poisson(12)), float(rng.integers(4, 30)))
        for i, j in combinations(range(count), 2)
    ]
    return nodes, edges


@pytest.mark.parametrize("count", [2, 3, 6, 12, 25, 50])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_two_labels_overlap(count: int, seed: int) -> None:
    boxes = label_boxes(team_map(*firm(count, seed), WIDE, TALL).picture)

    assert [(a, b) for a, b in combinations(boxes, 2) if a.meets(b)] == []


@pytest.mark.parametrize("count", [2, 6, 25, 50])
def test_nothing_leaves_the_frame(count: int) -> None:
    picture = team_map(*firm(count), WIDE, TALL).picture
    circles = [
        Box(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r)
        for m in picture.marks
        if isinstance(m, Circle)
    ]

    assert all(box.inside(WIDE, TALL) for box in [*label_boxes(picture), *circles])


@pytest.mark.parametrize("count", [2, 6, 25, 50])
def test_no_two_teams_overlap(count: int) -> None:
    picture = team_map(*firm(count), WIDE, TALL).picture
    teams = [m for m in picture.marks if isinstance(m, Circle) and m.fill != "#FFFFFF"]
    apart = [np.hypot(a.x - b.x, a.y - b.y) - a.r - b.r for a, b in combinations(teams, 2)]

    assert len(teams) == count
    assert min(apart) > 0


def test_every_team_has_its_name_or_a_number_with_its_name() -> None:
    nodes, edges = firm(50)
    drawn = team_map(nodes, edges, WIDE, TALL)
    named = len([label for label in drawn.picture.labels if label.text.startswith("Depart")])

    assert named + len(drawn.numbered) == 50


def test_teams_much_in_touch_stand_nearer() -> None:
    edges = [Edge(0, 1, 40, 10), Edge(0, 2, 1, 10), Edge(1, 2, 1, 10)]
    spots = positions(3, edges)
    near = np.linalg.norm(spots[0] - spots[1])

    assert near < np.linalg.norm(spots[0] - spots[2])
    assert near < np.linalg.norm(spots[1] - spots[2])


def test_the_same_teams_give_the_same_map() -> None:
    assert team_map(*firm(12), WIDE, TALL) == team_map(*firm(12), WIDE, TALL)


def test_a_gap_is_dashed_and_contact_beyond_chance_is_thicker() -> None:
    gap, usual, strong = (edge_look(Edge(0, 1, ties, 10)) for ties in (2, 10, 30))
    assert gap is not None
    assert usual is not None
    assert strong is not None
    widths = [look[1] for look in (usual, strong)]

    assert [bool(look[2]) for look in (gap, usual, strong)] == [True, False, False]
    assert all(a < b for a, b in pairwise(widths))


def test_no_line_is_drawn_where_too_little_is_expected_to_tell() -> None:
    drawn = team_map([Node("A", 9), Node("B", 9)], [Edge(0, 1, 0, 1.0)], WIDE, TALL)

    assert [m for m in drawn.picture.marks if isinstance(m, Line)] == []


def shifted(edges: list[Edge], seed: int) -> list[Edge]:
    """Next year's contacts: a little more here, a little less there."""
    rng = np.random.default_rng(seed)
    return [Edge(e.first, e.second, int(rng.poisson(e.ties)), e.expected) for e in edges]


def moved(old: NDArray[np.float64], new: NDArray[np.float64]) -> float:
    """How far teams stand from where they stood, beside the size of the map."""
    return float(np.linalg.norm(old - new, axis=1).mean() / np.linalg.norm(old, axis=1).mean())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_teams_keep_their_places_from_year_to_year(seed: int) -> None:
    edges = firm(12, seed)[1]
    old = positions(12, edges)
    before = {i: (float(x), float(y)) for i, (x, y) in enumerate(old)}
    new = positions(12, shifted(edges, seed), before)

    assert moved(old, new) < 0.35
    assert moved(old, new) <= moved(old, positions(12, shifted(edges, seed)))


def test_a_mirrored_map_is_turned_back() -> None:
    edges = firm(8)[1]
    old = positions(8, edges)
    mirrored = {i: (-float(x), float(y)) for i, (x, y) in enumerate(old)}

    assert positions(8, edges, mirrored) == pytest.approx(old * [-1, 1], abs=0.02)


def test_a_team_that_is_new_finds_a_place_among_those_that_stood_there() -> None:
    edges = firm(9)[1]
    before = {i: (float(x), float(y)) for i, (x, y) in enumerate(positions(9, edges)) if i != 4}

    assert moved(positions(9, edges), positions(9, edges, before)) < 0.5
