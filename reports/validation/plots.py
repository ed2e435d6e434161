"""The pictures of the validation pack: reliability, shares with intervals, curves of power."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports import style, text
from reports.charts import NAME, STRONG, TICK
from reports.marks import Circle, Label, Line, Mark, Picture, Polygon, Rect

COLORS = (style.BRAND, style.ALERT, style.BRAND_MID, style.MUTED)
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1.5, 1.5), (7, 2, 1.5, 2))


@dataclass(frozen=True, slots=True)
class Point:
    """Where a dot lies, the reach of its interval upwards, and whether it rests on enough."""

    x: float
    y: float
    low: float
    high: float
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A square of axes: its edges on the picture and the largest x; y goes from 0 to 1."""

    left: float
    top: float
    width: float
    height: float
    most: float = 1.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a value lies on the picture."""
        return (
            self.left + self.width * max(x, 0.0) / self.most,
            self.top + self.height * (1 - min(max(y, 0.0), 1.0)),
        )


def reliability(points: Sequence[Point], axes: tuple[str, str]) -> Picture:
    """What was stated against what came true, with the slanting line and its band."""
    frame = Frame(32, 20, 184, 184)
    corners = ((0, 0), (0, 0.1), (0.9, 1), (1, 1), (1, 0.9), (0.1, 0))
    marks: list[Mark] = [
        Polygon(tuple(frame.at(x, y) for x, y in corners), style.BRAND_PALE),
        *_axes(frame, axes),
        Line(*frame.at(0, 0), *frame.at(1, 1), style.MUTED, 0.8),
    ]
    for point in points:
        marks += _dot(frame, point)
    return Picture(228, 234, tuple(marks))


def _axes(frame: Frame, names: tuple[str, str]) -> list[Mark]:
    """Rules at every fifth, their numbers, and what the axes are."""
    marks: list[Mark] = []
    for k in range(6):
        x, y = frame.at(frame.most * k / 5, 0)[0], frame.at(0, k / 5)[1]
        low = frame.top + frame.height
        marks += [
            Line(frame.left, y, frame.left + frame.width, y, style.FAINT, 0.5),
            Line(x, low, x, low + 3, style.RULE, 0.6),
            Label(frame.left - 5, y + 2.6, f"{k / 5:.1f}", TICK, "right"),
            Label(x, low + 13, f"{frame.most * k / 5:.1f}", TICK, "center"),
        ]
    foot = frame.top + frame.height
    return [
        *marks,
        Line(frame.left, foot, frame.left + frame.width, foot, style.RULE, 0.8),
        Line(frame.left, frame.top, frame.left, foot, style.RULE, 0.8),
        Label(frame.left + frame.width, foot + 25, names[0], NAME, "right"),
        Label(frame.left, frame.top - 8, names[1], NAME),
    ]


def _dot(frame: Frame, point: Point, color: str = style.BRAND) -> list[Mark]:
    x, y = frame.at(point.x, point.y)
    bar = Line(x, frame.at(0, point.low)[1], x, frame.at(0, point.high)[1], color, 0.9)
    fill = color if point.firm else style.WHITE
    return [bar, Circle(x, y, 3.2, fill, color, 1.0)]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points, the name of it in the key."""

    name: str
    points: tuple[Point, ...]


def curves(shown: Sequence[Curve], axes: tuple[str, str], limit: float) -> Picture:
    """How often something was found by how strong it was; a line for each size of firm."""
    most = max(1.0, max((p.x for curve in shown for p in curve.points), default=1.0))
    frame = Frame(32, 20, 320, 150, most)
    y = frame.at(0, limit)[1]
    marks = _axes(frame, axes)
    marks.append(Line(frame.left, y, frame.left + frame.width, y, style.INK, 0.9, (4, 3)))
    for k, curve in enumerate(shown):
        marks += _curve(frame, curve, k)
    return Picture(460, 202, tuple(marks))


def _curve(frame: Frame, curve: Curve, k: int) -> list[Mark]:
    """The line with its dots, and its entry in the key at the right."""
    color, dash = COLORS[k % len(COLORS)], DASHES[k % len(DASHES)]
    spots = sorted(curve.points, key=lambda point: point.x)
    marks: list[Mark] = [
        Line(*frame.at(a.x, a.y), *frame.at(b.x, b.y), color, 1.2, dash) for a, b in pairwise(spots)
    ]
    marks += [Circle(*frame.at(p.x, p.y), 2.6, color, style.WHITE, 0.6) for p in spots]
    right, down = frame.left + frame.width + 16, frame.top + 14 + 17.0 * k
    key = Line(right, down, right + 24, down, color, 1.2, dash)
    name = Label(right + 30, down + 3, curve.name, NAME)
    return [*marks, key, Circle(right + 12, down, 2.6, color), name]


@dataclass(frozen=True, slots=True)
class Row:
    """A share with its interval; ``said`` stands at the right; ``good`` False is marked."""

    name: str
    value: float
    low: float
    high: float
    said: str
    good: bool = True


def shares(rows: Sequence[Row], limit: float, most: float, width: float = 460) -> Picture:
    """A dot with its interval for each share, and a dashed line at the bar."""
    left = max(text.width(row.name, NAME) for row in rows) + 12
    right = max(text.width(row.said, STRONG) for row in rows) + 14
    room = width - left - right
    foot = 16.0 * len(rows) + 4

    def at(value: float) -> float:
        return left + room * min(value, most) / most

    marks: list[Mark] = [Rect(left, 0, room, foot, style.PALE)]
    marks += [
        Label(at(most * k / 5), foot + 12, f"{100 * most * k / 5:.0f} %", TICK, "center")
        for k in range(6)
    ]
    for i, row in enumerate(rows):
        y, color = 16.0 * i + 10, style.BRAND if row.good else style.ALERT
        marks += [
            Label(left - 8, y + 3, row.name, NAME, "right"),
            Line(at(row.low), y, at(row.high), y, color, 1.6),
            Circle(at(row.value), y, 3.4, color if row.good else style.WHITE, color, 1.4),
            Label(width, y + 3, row.said, STRONG, "right"),
        ]
    marks.append(Line(at(limit), 0, at(limit), foot, style.INK, 0.9, (4, 3)))
    return Picture(width, foot + 18, tuple(marks))
