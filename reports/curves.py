"""Lines over steps: how shares grow, each told apart by its dash and its label."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports import ledger, style, text
from reports.marks import Circle, Label, Line, Mark, Picture
from reports.style import Type

TICK = Type(7.6, 10, color=style.MUTED)
NAME = Type(8.2, 11, "bold")
LEFT, RIGHT, TOP, HEIGHT = 34.0, 168.0, 10.0, 170.0
LOOKS: tuple[tuple[str, tuple[float, ...], float], ...] = (
    (style.BRAND, (), 2.2),
    (style.BRAND_MID, (5, 2.5), 1.7),
    (style.MUTED, (1.5, 2.5), 1.5),
)
LABELS_APART = 13.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares from step 0 on, and what the line is called."""

    name: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands along the axes: marked shares with their text, and the name of a step."""

    shares: tuple[tuple[float, str], ...]
    steps: str


def curves(lines: Sequence[Curve], axes: Axes, width: float) -> Picture:
    """Shares over steps, at most three lines; each is named where it ends apart from the others."""
    last = max(len(line.shares) for line in lines) - 1
    room = width - LEFT - RIGHT
    marks = _axes(axes, last, room)
    for line, look in zip(lines, LOOKS, strict=False):
        marks += _line(line, look, room / max(last, 1))
    marks += _names(lines, LEFT + room + 12)
    return Picture(width, TOP + HEIGHT + 32, tuple(marks))


def _at(share: float) -> float:
    return TOP + HEIGHT * (1 - share)


def _axes(axes: Axes, last: int, room: float) -> list[Mark]:
    marks: list[Mark] = []
    for share, said in axes.shares:
        y = _at(share)
        marks.append(Line(LEFT, y, LEFT + room, y, style.RULE, 0.6))
        marks.append(Label(LEFT - 6, y + 2.8, said, TICK, "right"))
    for step in range(last + 1):
        x = LEFT + room * step / max(last, 1)
        number = ledger.marked_digits(str(step), "place", "axis")
        marks.append(Label(x, TOP + HEIGHT + 13, number, TICK, "center"))
    marks.append(Label(LEFT + room / 2, TOP + HEIGHT + 27, axes.steps, TICK, "center"))
    return marks


def _line(line: Curve, look: tuple[str, tuple[float, ...], float], step: float) -> list[Mark]:
    color, dash, wide = look
    points = [(LEFT + step * k, _at(share)) for k, share in enumerate(line.shares)]
    marks: list[Mark] = [Line(*a, *b, color, wide, dash) for a, b in pairwise(points)]
    return marks + [Circle(x, y, 2.4, color, style.WHITE, 0.6) for x, y in points]


def _names(lines: Sequence[Curve], x: float) -> list[Mark]:
    """A key beside the lines, in the order in which they lie."""
    order = sorted(range(len(lines)), key=lambda i: -sum(lines[i].shares))
    marks: list[Mark] = []
    for place, i in enumerate(order):
        color, dash, wide = LOOKS[i]
        y = TOP + 22 + place * (LABELS_APART + 7)
        marks.append(Line(x, y - 3, x + 22, y - 3, color, wide, dash))
        said = text.shortened(lines[i].name, NAME, RIGHT - 40)
        marks.append(Label(x + 28, y, said, NAME))
    return marks
