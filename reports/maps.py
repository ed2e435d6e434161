"""The map of teams: where each stands, and how it is drawn so that no label overlaps another.

Positions minimise stress (Kamada & Kawai 1989; SMACOF steps of de Leeuw 1977): teams much in touch
stand near. The start is a circle, so that the same teams give the same map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports import ledger, style, text
from reports.marks import Circle, Label, Line, Mark, Picture, Rect
from reports.style import Type

FloatArray = NDArray[np.float64]
NAME = Type(8.6, 11, "bold")
COUNT = Type(8, 10, color=style.MUTED)
Places = Mapping[int, tuple[float, float]]
MOST = 50
ALL_DRAWN = 12
LONGEST = 120.0
STEPS = 200
HELD = 0.1  # of the way back to where a team stood last time
# Directions in which a name may stand from its team, the usual ones first.
ROUND = ((0, 1), (0, -1), (1, 0), (-1, 0), (0.6, 0.8), (-0.6, 0.8), (0.6, -0.8), (-0.6, -0.8))


@dataclass(frozen=True, slots=True)
class Node:
    """A team: its name, how many people, and whether it keeps to itself."""

    name: str
    people: int
    ringed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Two teams (positions in the list), their contacts both ways, and what chance would give."""

    first: int
    second: int
    ties: int
    expected: float

    @property
    def ratio(self) -> float:
        """Contacts over what chance gives."""
        return self.ties / self.expected if self.expected else 1.0

    @property
    def gap(self) -> bool:
        """Under half of what chance gives, where that is enough to tell."""
        return self.expected >= 5 and self.ratio < 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """Room that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether both take some of the same room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, width: float, height: float) -> bool:
        """Whether it lies in a frame of this size."""
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


@dataclass(frozen=True, slots=True)
class TeamMap:
    """The picture, and which teams had to be numbered because their name found no room."""

    picture: Picture
    numbered: tuple[str, ...]


def team_map(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    width: float,
    height: float,
    before: Places | None = None,
) -> TeamMap:
    """Draw at most ``MOST`` teams into a frame, where they stood before if that is known."""
    radii = _radii(nodes, width, height)
    spots = spread(positions(len(nodes), edges, before), radii, (width, height), (58.0, 30.0))
    shown = worth_drawing(edges, len(nodes))
    marks: list[Mark] = [line for edge in _drawn_order(shown) for line in _line(edge, spots)]
    for node, (x, y), r in zip(nodes, spots, radii, strict=True):
        if node.ringed:
            marks.append(Circle(x, y, r + 3.4, style.WHITE, style.ALERT, 1.6))
        marks.append(Circle(x, y, r, style.BRAND_PALE, style.BRAND, 1.2))
    crossed = [mark for mark in marks if isinstance(mark, Line)]
    names, numbered = _labels(nodes, Ground(spots, radii, crossed, width, height))
    return TeamMap(Picture(width, height, (*marks, *names)), numbered)


def worth_drawing(edges: Sequence[Edge], count: int) -> Sequence[Edge]:
    """All pairs of a few teams; of many, those furthest from chance: more would hide the picture.

    One strong pair and one gap for each team on average.
    """
    if count <= ALL_DRAWN:
        return edges
    order = sorted(edges, key=lambda edge: edge.ties - edge.expected)
    gaps = [edge for edge in order if edge.gap][:count]
    strong = [edge for edge in reversed(order) if edge.ratio > 1.25][:count]
    return [*gaps, *strong]


def positions(count: int, edges: Sequence[Edge], before: Places | None = None) -> FloatArray:
    """Places round the origin at which distance says how little two teams are in touch.

    ``before`` is where teams stood last time: they start there, are held there with a little of
    their weight at each step, and the whole is turned and mirrored to lie on it as well as it can
    (Procrustes; Schönemann 1966).
    """
    angle = 2 * np.pi * np.arange(count) / max(count, 1)
    spots: FloatArray = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if count < 3:
        return spots
    before = before or {}
    for i, place in before.items():
        spots[i] = place
    wanted = _wanted(count, edges)
    weight = wanted**-2.0
    np.fill_diagonal(weight, 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    solve = np.linalg.pinv(laplacian)
    for _ in range(STEPS):
        apart = np.linalg.norm(spots[:, None] - spots[None, :], axis=2)
        pull = weight * wanted / np.maximum(apart, 1e-9)
        spots = solve @ ((np.diag(pull.sum(axis=1)) - pull) @ spots)
        for i, place in before.items():
            spots[i] += HELD * (np.array(place) - spots[i])
    return _turned(spots, before)


def _turned(spots: FloatArray, before: Places) -> FloatArray:
    """The same picture, turned and mirrored towards where these stood; as it is under two."""
    if len(before) < 2:
        return spots
    known = sorted(before)
    old, new = np.array([before[i] for i in known]), spots[known]
    left, _, right = np.linalg.svd((new - new.mean(axis=0)).T @ (old - old.mean(axis=0)))
    turned: FloatArray = (spots - new.mean(axis=0)) @ (left @ right) + old.mean(axis=0)
    return turned


def _wanted(count: int, edges: Sequence[Edge]) -> FloatArray:
    """1 for pairs as chance has it, down to 0.6 and up to 2.2 for more and less contact."""
    wanted = np.full((count, count), 1.6)
    for edge in edges:
        far = float(np.clip(1.0 / np.sqrt(max(edge.ratio, 0.05)), 0.6, 2.2))
        wanted[edge.first, edge.second] = wanted[edge.second, edge.first] = far
    np.fill_diagonal(wanted, 1)
    return wanted


def _radii(nodes: Sequence[Node], width: float, height: float) -> list[float]:
    """Areas go by people; all together take about a tenth of the frame."""
    people = max(sum(node.people for node in nodes), 1)
    unit = 0.09 * width * height / np.pi / people
    return [float(np.clip((node.people * unit) ** 0.5, 7, 34)) for node in nodes]


def spread(
    spots: FloatArray,
    radii: Sequence[float],
    frame: tuple[float, float],
    room: tuple[float, float],
) -> list[tuple[float, float]]:
    """Fit places into the frame with room for names, and push apart what would overlap."""
    r = np.array(radii)
    size = np.array(frame)
    margin = np.minimum(np.array(room) + r.max(), size / 2.2)
    low, high = spots.min(axis=0), spots.max(axis=0)
    scale = (size - 2 * margin) / np.maximum(high - low, 1e-9)
    placed = margin + (spots - low) * scale
    if len(spots) < 3:
        placed[:, 1] = frame[1] / 2
    for _ in range(STEPS):
        if not _push(placed, r):
            break
        placed = np.clip(placed, margin * 0.9, size - margin * 0.9)
    return [(float(x), float(y)) for x, y in placed]


def apart(spots: Sequence[tuple[float, float]], radii: Sequence[float]) -> float:
    """The narrowest gap between two circles; below 0 if any overlap."""
    gaps = [
        float(np.hypot(*np.subtract(spots[i], spots[j]))) - radii[i] - radii[j]
        for i, j in combinations(range(len(radii)), 2)
    ]
    return min(gaps, default=float("inf"))


def _push(placed: FloatArray, r: FloatArray) -> bool:
    """Move pairs that stand too close; say whether any did."""
    moved = False
    for i, j in combinations(range(len(r)), 2):
        gap = placed[j] - placed[i]
        need = r[i] + r[j] + 26
        apart = float(np.hypot(*gap))
        if apart < need:
            way = gap / apart if apart > 1e-6 else np.array([1.0, 0.0])
            shift = way * (need - apart) / 2
            placed[i] -= shift
            placed[j] += shift
            moved = True
    return moved


def _drawn_order(edges: Sequence[Edge]) -> list[Edge]:
    """Gaps first, then the weak, so that the strong lie on top."""
    return sorted(edges, key=lambda edge: (not edge.gap, edge.ratio))


def _line(edge: Edge, spots: Sequence[tuple[float, float]]) -> tuple[Mark, ...]:
    (x1, y1), (x2, y2) = spots[edge.first], spots[edge.second]
    look = edge_look(edge)
    return (Line(x1, y1, x2, y2, *look),) if look else ()


def edge_look(edge: Edge) -> tuple[str, float, tuple[float, ...]] | None:
    """Colour, width and dashes of a pair; nothing where too little is expected to tell."""
    if edge.gap:
        return style.ALERT, 1.0, (3.5, 3.0)
    if edge.ties == 0:
        return None
    if edge.ratio > 1.25:
        return style.BRAND, 1.6 + 1.7 * min(edge.ratio - 1, 2.0), ()
    return style.BRAND_LIGHT, 1.4, ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is on the map already: teams, lines, and the size of the frame."""

    spots: Sequence[tuple[float, float]]
    radii: Sequence[float]
    lines: Sequence[Line]
    width: float
    height: float


def _labels(nodes: Sequence[Node], ground: Ground) -> tuple[list[Mark], tuple[str, ...]]:
    """A name beside each team where it hides nothing; else a number in it."""
    taken = [
        Box(x - r - 4, y - r - 4, x + r + 4, y + r + 4)
        for (x, y), r in zip(ground.spots, ground.radii, strict=True)
    ]
    marks: list[Mark] = []
    numbered: list[str] = []
    unclear = _unclear(nodes)
    for i in range(len(nodes)):
        found = None if nodes[i].name in unclear else _name(nodes[i], i, taken, ground)
        if found:
            box, label = found
            taken.append(box)
            marks += [
                Rect(box.left, box.top, box.right - box.left, box.bottom - box.top, style.WHITE),
                label,
            ]
        else:
            numbered.append(nodes[i].name)
        number = ledger.marked_digits(str(len(numbered)), "place", "map")
        inside = str(nodes[i].people) if found else number
        middle, type_ = ground.spots[i], COUNT if found else NAME
        marks.append(Label(middle[0], middle[1] + 3, inside, type_, "center"))
    return marks, tuple(numbered)


def _unclear(nodes: Sequence[Node]) -> set[str]:
    """Names that cannot be told apart once they are cut to the room that there is."""
    cut: dict[str, list[str]] = {}
    for node in nodes:
        cut.setdefault(text.shortened(node.name, NAME, LONGEST), []).append(node.name)
    return {name for names in cut.values() if len(names) > 1 for name in names}


def _name(node: Node, i: int, taken: Sequence[Box], ground: Ground) -> tuple[Box, Label] | None:
    """The free place round a team that the fewest lines cross, below it if there are several."""
    name = text.shortened(node.name, NAME, LONGEST)
    wide, (x, y) = text.width(name, NAME), ground.spots[i]
    ring = ground.radii[i] + (7.0 if node.ringed else 4.5)
    free: list[tuple[int, int, Box, Label]] = []
    for dx, dy in ROUND:
        middle = x + dx * (ring + wide / 2 + 3)
        base = y + 3 + dy * (ring + 8.5)
        box = Box(middle - wide / 2 - 1, base - 8.5, middle + wide / 2 + 1, base + 2.8)
        if box.inside(ground.width, ground.height) and not any(box.meets(b) for b in taken):
            free.append(
                (
                    sum(_crosses(line, box) for line in ground.lines),
                    len(free),
                    box,
                    Label(middle, base, name, NAME, "center"),
                )
            )
    return min(free)[2:] if free else None


def _crosses(line: Line, box: Box) -> bool:
    """Whether a line runs through a box (looked at in 60 points)."""
    steps = [k / 60 for k in range(61)]
    points = ((line.x1 + (line.x2 - line.x1) * t, line.y1 + (line.y2 - line.y1) * t) for t in steps)
    return any(box.left < x < box.right and box.top < y < box.bottom for x, y in points)
