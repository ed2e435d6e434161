"""Then and now: a line for each row from one value to the other, told apart by its width."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import style, text
from reports.marks import Circle, Label, Line, Mark, Picture
from reports.style import Align, Type

NAME = Type(8.2, 11)
STRONG = Type(8.2, 11, "bold")
TICK = Type(7.6, 10, color=style.MUTED)
TOP, ROW, LEAST = 28.0, 13.0, 130.0
MOST_SIDE = 0.4


@dataclass(frozen=True, slots=True)
class Slope:
    """A row: its name, both values and how they are printed; ``told`` if it changed enough."""

    name: str
    before: float
    now: float
    said: tuple[str, str]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands over either side, and a value at which a dashed line runs with its name."""

    then: str
    now: str
    line: float | None = None
    line_said: str = ""


def slopes(rows: Sequence[Slope], ends: Ends, width: float) -> Picture:
    """Every row as a line; names on the left, values at both ends, no two on each other."""
    high = max(LEAST, ROW * len(rows))
    left = _side(rows, ends, width)
    right = width - left
    values = [x for row in rows for x in (row.before, row.now)]
    values += [ends.line] if ends.line is not None else []
    low, top = min(values), max(values)
    span = max(top - low, 1e-9)

    def at(value: float) -> float:
        return TOP + high * (1 - (value - low) / span)

    marks: list[Mark] = [
        Label(left, 11, ends.then, TICK, "right"),
        Label(right, 11, ends.now, TICK),
        Line(left, TOP - 6, left, TOP + high + 6, style.RULE, 0.7),
        Line(right, TOP - 6, right, TOP + high + 6, style.RULE, 0.7),
    ]
    if ends.line is not None:
        y = at(ends.line)
        marks.append(Line(left, y, right, y, style.MUTED, 0.8, (3, 3)))
        marks.append(Label((left + right) / 2, y - 3, ends.line_said, TICK, "center"))
    for row in sorted(rows, key=lambda row: row.told):
        color, wide = (style.BRAND, 2.2) if row.told else (style.MUTED, 0.9)
        marks.append(Line(left, at(row.before), right, at(row.now), color, wide))
        for x, value in ((left, row.before), (right, row.now)):
            marks.append(Circle(x, at(value), 2.8 if row.told else 2.0, color, style.WHITE, 0.6))
    within = (TOP - 4, TOP + high + 4)
    before, now = [at(row.before) for row in rows], [at(row.now) for row in rows]
    marks += _labels(rows, spread(before, ROW, within), 0, (left, width))
    marks += _labels(rows, spread(now, ROW, within), 1, (right, width))
    return Picture(width, TOP + high + 12, tuple(marks))


def _side(rows: Sequence[Slope], ends: Ends, width: float) -> float:
    """Room for the longest name with its value on either side, and not too much of the width."""
    names = max(text.width(row.name, STRONG) for row in rows)
    values = max(text.width(said, STRONG) for row in rows for said in row.said)
    heads = max(text.width(said, TICK) for said in (ends.then, ends.now))
    return min(MOST_SIDE * width, max(names + values + 16, heads + 4))


def _labels(
    rows: Sequence[Slope], heights: Sequence[float], side: int, at: tuple[float, float]
) -> list[Mark]:
    """Name and value beside each end, moved apart where they would touch."""
    line, width = at
    marks: list[Mark] = []
    for i, y in enumerate(heights):
        look = STRONG if rows[i].told else NAME
        value = rows[i].said[side]
        room = min(line, width - line) - 14 - text.width(value, STRONG)
        name = text.shortened(rows[i].name, look, room)
        x = line - 8 if side == 0 else line + 8
        align: Align = "right" if side == 0 else "left"
        wide = text.width(value, look) + 6
        named, valued = (x - wide, x) if side == 0 else (x + wide, x)
        marks.append(Label(named, y + 3, name, look, align))
        marks.append(Label(valued, y + 3, value, look, align))
    return marks


def spread(heights: Sequence[float], apart: float, within: tuple[float, float]) -> list[float]:
    """The same heights, each at least ``apart`` from the next and all within the bounds."""
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    placed = [heights[i] for i in order]
    for _ in range(len(placed)):
        for k in range(1, len(placed)):
            lack = apart - (placed[k] - placed[k - 1])
            if lack > 1e-9:
                placed[k - 1] -= lack / 2
                placed[k] += lack / 2
    low, high = within
    for k, y in enumerate(placed):
        placed[k] = max(y, low + k * apart)
    for k, y in enumerate(reversed(placed)):
        placed[-1 - k] = min(y, high - k * apart)
    middle = dict(zip(order, placed, strict=True))
    return [middle[i] for i in range(len(heights))]
