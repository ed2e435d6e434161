"""Small multiples: a panel a unit, all on one scale, with its contacts beside chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from reports import ledger, style, text
from reports.ledger import Origin
from reports.marks import Circle, Label, Line, Mark, Picture, Rect, place
from reports.style import Type

TITLE = Type(8.6, 11, "bold", style.BRAND)
COUNT = Type(7.2, 10, color=style.MUTED)
ROW = Type(7.2, 9.6)
GAP, STEP, HEAD, FOOT = 14.0, 12.4, 30.0, 15.0
NAMES = 0.4  # of a panel's width for names of rows
ENDS = 3.0  # the scale goes from an eighth of chance to eight times
MARKS = ((-2.0, "¼"), (0.0, "1"), (2.0, "4"))


@dataclass(frozen=True, slots=True)
class Row:
    """Contacts with one other unit over what chance gives; ``beyond`` where chance is left."""

    name: str
    ratio: float
    beyond: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A unit: its name, how many people in words, its rows."""

    title: str
    count: str
    rows: tuple[Row, ...]


def panels(shown: Sequence[Panel], columns: int, width: float) -> Picture:
    """Panels in rows of ``columns``, each as tall as the fullest."""
    wide = (width - GAP * (columns - 1)) / columns
    tall = HEAD + STEP * max(len(panel.rows) for panel in shown) + FOOT
    marks: list[Mark] = []
    for i, panel in enumerate(shown):
        across, down = i % columns, i // columns
        marks += place(_panel(panel, wide, tall), across * (wide + GAP), down * (tall + GAP))
    lines = -(-len(shown) // columns)
    return Picture(width, lines * (tall + GAP) - GAP, tuple(marks))


def _panel(panel: Panel, wide: float, tall: float) -> Picture:
    left, room = wide * NAMES, wide * (1 - NAMES) - 8
    foot = HEAD + STEP * len(panel.rows)
    marks: list[Mark] = [
        Rect(0, 0, wide, tall, style.PALE),
        Label(7, 12.5, text.shortened(panel.title, TITLE, wide - 14), TITLE),
        Label(7, 22.5, text.shortened(panel.count, COUNT, wide - 14), COUNT),
    ]
    for power, said in MARKS:
        x = _at(power, left, room)
        marks.append(Line(x, HEAD - 2, x, foot, style.INK if power == 0 else style.RULE, 0.7))
        ratio = ledger.marked(said, Origin("place", "axis"))
        marks.append(Label(x, foot + 9, ratio, COUNT, "center"))
    for i, row in enumerate(panel.rows):
        marks += _row(row, HEAD + STEP * i + STEP / 2, left, room)
    return Picture(wide, tall, tuple(marks))


def _at(power: float, left: float, room: float) -> float:
    return left + room * (min(ENDS, max(-ENDS, power)) + ENDS) / (2 * ENDS)


def _row(row: Row, y: float, left: float, room: float) -> list[Mark]:
    """A line from chance to what was found; filled beyond chance, hollow within it."""
    x, one = _at(log2(max(row.ratio, 1e-6)), left, room), _at(0.0, left, room)
    color = style.ALERT if row.ratio < 1 else style.BRAND
    name = text.shortened(row.name, ROW, left - 12)
    marks: list[Mark] = [Label(left - 5, y + 2.6, name, ROW, "right")]
    if row.beyond:
        marks.append(Line(one, y, x, y, color, 1.5, (2.2, 1.6) if row.ratio < 1 else ()))
        return [*marks, Circle(x, y, 3.0, color, style.WHITE, 0.6)]
    return [*marks, Circle(x, y, 2.5, style.WHITE, style.MUTED, 0.9)]
