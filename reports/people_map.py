"""People as dots in the discs of their units: large where many name them, some with a name.

Units stand as on the map of teams. In a disc the most named stand in the middle, on a spiral, so
that the same people give the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import cos, pi, sin

from reports import maps, style, text
from reports.maps import Box, Edge, FloatArray, Places
from reports.marks import Circle, Label, Line, Mark, Picture, Rect
from reports.style import Type

NAME = Type(7.6, 10)
STRONG = Type(7.8, 10, "bold", style.ALERT)
UNIT = Type(8.6, 11, "bold", style.BRAND)
TURN = pi * (3 - 5**0.5)
SMALLEST, LARGEST = 1.5, 4.9
PACKED = 0.62
APART = 11.5
LONGEST = 110.0
LARGE, SMALL = 2.2, 0.55
ROUND = tuple((cos(k * pi / 6), sin(k * pi / 6)) for k in range(12))
REACH = (0.0, 9.0, 20.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A person: unit (its place in the list), by how many named, whether she answered.

    ``marked`` ones are in a finding; only they and those with ``name`` are labelled.
    """

    unit: int
    named: int
    answered: bool = True
    marked: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class PeopleMap:
    """The picture, and the marked people whose name found no room."""

    picture: Picture
    unnamed: tuple[str, ...]


def people_map(
    units: Sequence[str],
    edges: Sequence[Edge],
    dots: Sequence[Dot],
    size: tuple[float, float],
    before: Places | None = None,
) -> PeopleMap | None:
    """Draw units and their people into a frame; None where they do not fit to be read."""
    sizes = [sum(dot.unit == i for dot in dots) for i in range(len(units))]
    found = _discs(units, sizes, maps.positions(len(units), edges, before), size)
    if found is None:
        return None
    spots, radii, scale, heads = found
    marks: list[Mark] = [
        Circle(x, y, r, style.PALE, style.RULE, 0.8) for (x, y), r in zip(spots, radii, strict=True)
    ]
    placed = _places(dots, spots, scale)
    most = max((dot.named for dot in dots), default=1) or 1
    circles = [_dot(dot, at, most, scale) for dot, at in zip(dots, placed, strict=True)]
    marks += circles
    marks += [label for _, label in heads]
    names, unnamed = _names(dots, circles, [box for box, _ in heads], size)
    return PeopleMap(Picture(*size, (*marks, *names)), unnamed)


Spots = list[tuple[float, float]]
Heads = list[tuple[Box, Label]]


def _discs(
    units: Sequence[str], sizes: Sequence[int], where: FloatArray, size: tuple[float, float]
) -> tuple[Spots, list[float], float, Heads] | None:
    """Middles, radii and names that do not overlap, as large as the frame allows."""
    scale = LARGE
    while scale >= SMALL:
        radii = [scale * (APART * PACKED * max(n, 1) ** 0.5 + 5) for n in sizes]
        spots = maps.spread(where, radii, size, (14.0, 26.0))
        heads = [_head(unit, spots[i], radii[i], size) for i, unit in enumerate(units)]
        if _free(spots, radii, [box for box, _ in heads], size):
            return spots, radii, scale, heads
        scale *= 0.94
    return None


def _free(
    spots: Spots, radii: Sequence[float], heads: Sequence[Box], size: tuple[float, float]
) -> bool:
    """Whether nothing overlaps and nothing leaves the frame."""
    discs = [Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(spots, radii, strict=True)]
    inside = all(box.inside(*size) for box in [*discs, *heads])
    clear = not any(a.meets(b) for a, b in combinations(heads, 2))
    return inside and clear and maps.apart(spots, radii) >= 12


def _places(
    dots: Sequence[Dot], spots: Sequence[tuple[float, float]], scale: float
) -> list[tuple[float, float]]:
    """On a spiral in the disc of the unit, the most named in the middle."""
    rank: dict[int, int] = {}
    at = [(0.0, 0.0)] * len(dots)
    for i in sorted(range(len(dots)), key=lambda i: (-dots[i].named, i)):
        k = rank.get(dots[i].unit, 0)
        rank[dots[i].unit] = k + 1
        far, (x, y) = scale * APART * PACKED * (k + 0.25) ** 0.5, spots[dots[i].unit]
        at[i] = (x + far * cos(k * TURN), y + far * sin(k * TURN))
    return at


def _dot(dot: Dot, at: tuple[float, float], most: int, scale: float) -> Circle:
    """Its area goes by how many name her; hollow where she did not answer."""
    r = min(scale, 1.5) * max(SMALLEST, LARGEST * (dot.named / most) ** 0.5)
    color = style.ALERT if dot.marked else style.BRAND_MID
    if dot.answered:
        return Circle(*at, r, color, style.WHITE, 0.5)
    return Circle(*at, r, style.WHITE, color, 0.9)


def _head(
    unit: str, spot: tuple[float, float], r: float, size: tuple[float, float]
) -> tuple[Box, Label]:
    """The unit's name above its disc, inside the frame."""
    said = text.shortened(unit, UNIT, LONGEST)
    half = text.width(said, UNIT) / 2
    x, y = min(max(spot[0], half + 1), size[0] - half - 1), spot[1] - r - 5
    return Box(x - half, y - 8, x + half, y + 3), Label(x, y, said, UNIT, "center")


def _names(
    dots: Sequence[Dot], circles: Sequence[Circle], taken: list[Box], size: tuple[float, float]
) -> tuple[list[Mark], tuple[str, ...]]:
    """Names where they cover no other name and no marked dot; marked people first."""
    kept = [
        Box(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r)
        for dot, c in zip(dots, circles, strict=True)
        if dot.marked
    ]
    marks: list[Mark] = []
    unnamed: list[str] = []
    order = sorted(range(len(dots)), key=lambda i: (not dots[i].marked, -dots[i].named, i))
    for i in order:
        if not dots[i].name:
            continue
        found = _name(dots[i], circles[i], [*taken, *kept], (size, circles))
        if found:
            taken.append(found[0])
            marks += found[1]
        elif dots[i].marked:
            unnamed.append(dots[i].name)
    return marks, tuple(unnamed)


def _name(
    dot: Dot,
    at: Circle,
    taken: Sequence[Box],
    ground: tuple[tuple[float, float], Sequence[Circle]],
) -> tuple[Box, list[Mark]] | None:
    """The free place round a dot that covers the fewest other dots, the nearest of those.

    A thin line leads to a name that stands farther away.
    """
    type_ = STRONG if dot.marked else NAME
    said = text.shortened(dot.name, type_, LONGEST)
    half = text.width(said, type_) / 2
    free: list[tuple[int, float, int, Box]] = []
    for k, (reach, (dx, dy)) in enumerate(product(REACH, ROUND)):
        x = at.x + dx * (at.r + 4 + reach + half)
        y = at.y + dy * (at.r + 6 + reach)
        box = Box(x - half - 1.5, y - 5, x + half + 1.5, y + 5)
        if box.inside(*ground[0]) and not any(box.meets(other) for other in taken):
            free.append((_covered(box, ground[1]), reach, k, box))
    if not free:
        return None
    _, reach, _, box = min(free, key=lambda one: one[:3])
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    line = [Line(at.x, at.y, x, y, style.MUTED, 0.5)] if reach else []
    patch = Rect(box.left, box.top, box.right - box.left, 10, style.WHITE, radius=2)
    return box, [*line, patch, Label(x, y + 2.8, said, type_, "center")]


def _covered(box: Box, circles: Sequence[Circle]) -> int:
    """How many dots a name would cover."""
    return sum(Box(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r).meets(box) for c in circles)
