"""One person and those whom she named, in two wings by unit: names stand in columns, never on
each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import style, text
from reports.marks import Circle, Label, Line, Mark, Picture
from reports.style import Align, Type

NAME = Type(8, 11)
UNIT = Type(7.6, 11, "bold", style.BRAND)
STEP, BETWEEN = 11.6, 7.0
MIDDLE = 17.0
ROOM = 0.31  # of the width for the names of a wing
MOST = 40


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom she named: how often, and in which unit."""

    name: str
    unit: str
    times: int = 1


def ego(you: str, named: Sequence[Named], width: float) -> Picture:
    """Her in the middle, a line to each of at most ``MOST`` people, thicker for each question."""
    left, right = _wings(_by_unit(named))
    tall = max(_height(left), _height(right), 3 * MIDDLE)
    at = (width / 2, tall / 2)
    marks: list[Mark] = []
    for wing, side in ((left, -1), (right, 1)):
        marks += _wing(wing, side, at, width)
    own = text.shortened(you, NAME, 2 * MIDDLE - 4)
    marks += [
        Circle(*at, MIDDLE, style.BRAND, style.WHITE, 1.5),
        Label(at[0], at[1] + 3, own, style.tinted(style.bold(NAME), style.WHITE), "center"),
    ]
    return Picture(width, tall, tuple(marks))


Units = list[tuple[str, list[Named]]]


def _by_unit(named: Sequence[Named]) -> Units:
    """Units with most of her people first; in them those named most often."""
    units: dict[str, list[Named]] = {}
    for one in named[:MOST]:
        units.setdefault(one.unit, []).append(one)
    order = sorted(units.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(unit, sorted(them, key=lambda n: (-n.times, n.name))) for unit, them in order]


def _wings(units: Units) -> tuple[Units, Units]:
    """Each unit to the wing that is shorter so far."""
    right: Units = []
    left: Units = []
    for unit in units:
        (right if _height(right) <= _height(left) else left).append(unit)
    return left, right


def _height(wing: Units) -> float:
    rows = sum(len(them) + bool(unit) for unit, them in wing)
    return rows * STEP + max(0, len(wing) - 1) * BETWEEN


def _wing(wing: Units, side: int, at: tuple[float, float], width: float) -> list[Mark]:
    """Lines first, then dots and names outside them."""
    x = at[0] + side * width * (0.5 - ROOM)
    y = at[1] - _height(wing) / 2
    align: Align = "left" if side > 0 else "right"
    lines: list[Mark] = []
    names: list[Mark] = []
    room = ROOM * width - 12
    for unit, them in wing:
        if unit:
            said = text.shortened(unit, UNIT, room)
            names.append(Label(x + side * 9, y + 8.5, said, UNIT, align))
            y += STEP
        for one in them:
            spot = y + STEP / 2 - 0.5
            lines.append(Line(*at, x, spot, style.BRAND_LIGHT, 0.7 + 0.9 * (one.times - 1)))
            names.append(Circle(x, spot, 2.8, style.BRAND_MID, style.WHITE, 0.6))
            said = text.shortened(one.name, NAME, room)
            names.append(Label(x + side * 9, spot + 2.9, said, NAME, align))
            y += STEP
        y += BETWEEN
    return [*lines, *names]
