"""The matrix of who turns to whom, shaded by chance: hatching says less, solid says more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from reports import ledger, style, text
from reports.marks import Label, Line, Mark, Picture, Rect
from reports.style import Type

HEAD = Type(8, 10)
TALLEST = 500.0
NARROW, EVERY, SMALLEST = 11.0, 5, 6.4  # numbers of narrow columns: every fifth, to be read
MOST_NUMBERED = 22  # with more, the cells are shaded only


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is filled, and the colour of its number."""

    fill: str
    hatch: str
    ink: str


USUAL = Look(style.WHITE, "", style.INK)
MORE = Look(style.BRAND_LIGHT, "", style.INK)
MUCH_MORE = Look(style.BRAND, "", style.WHITE)
LESS = Look(style.ALERT_TINT, "", style.ALERT)
MUCH_LESS = Look(style.ALERT_PALE, style.ALERT_LIGHT, style.ALERT)
UNSEEN = Look(style.FAINT, "", style.MUTED)


@dataclass(frozen=True, slots=True)
class CellOf:
    """Contacts from one unit to another, their ratio to chance, and whether it is beyond chance."""

    ties: int
    ratio: float
    beyond: bool

    @property
    def look(self) -> Look:
        """Shaded only if beyond chance."""
        if not self.beyond:
            return USUAL
        if self.ratio > 1:
            return MUCH_MORE if self.ratio >= 2 else MORE
        return MUCH_LESS if self.ratio <= 0.5 else LESS


def matrix(units: Sequence[str], cells: Mapping[tuple[str, str], CellOf], width: float) -> Picture:
    """Rows turn to columns; columns are numbered where their names do not fit."""
    longest = max(text.width(name, HEAD) for name in units)
    left = min(longest + 30, 0.32 * width)
    step = min(64.0, (width - left) / len(units))
    tall = min(30.0, max(13.0, step * 0.62), TALLEST / len(units))
    heads = [text.wrap(name, HEAD, step - 4) for name in units]
    named = all(len(head) <= 2 for head in heads) and _whole(units, step)
    numbers = [ledger.marked_digits(str(i + 1), "place", "matrix") for i in range(len(units))]
    rows = (
        list(units) if named else [f"{i}  {name}" for i, name in zip(numbers, units, strict=True)]
    )
    columns = heads if named else [(number,) for number in numbers]
    grid = Grid(left, 6.0 + 10 * max(len(column) for column in columns), step, tall)
    marks = [mark for i, row in enumerate(rows) for mark in _names(grid, i, row, columns[i])]
    for i, j in product(range(len(units)), repeat=2):
        cell, at = cells.get((units[i], units[j])), grid.cell(i, j)
        marks += _ground(cell, at, i == j)
        if not shaded_only(len(units)):
            marks += _number(cell, at, min(9.0, max(5.5, step * 0.25)))
    size = (left + step * len(units), grid.top + tall * len(units))
    return Picture(size[0], size[1] + 1, tuple(marks))


def shaded_only(count: int) -> bool:
    """Whether there are too many units for numbers in the cells."""
    return count > MOST_NUMBERED


def _whole(units: Sequence[str], step: float) -> bool:
    """Whether no word of a name has to be broken."""
    return all(text.width(word, HEAD) <= step - 4 for name in units for word in name.split())


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells stand: left and top edge, width and height of a cell."""

    left: float
    top: float
    step: float
    tall: float

    def cell(self, row: int, column: int) -> Rect:
        """The room of one cell."""
        return Rect(
            self.left + column * self.step, self.top + row * self.tall, self.step, self.tall
        )


def _names(grid: Grid, i: int, row: str, column: Sequence[str]) -> list[Mark]:
    """The name of row i and of column i, the latter standing on the grid."""
    middle = grid.left + (i + 0.5) * grid.step
    foot = grid.top - 5 - 10 * (len(column) - 1)
    small = Type(min(HEAD.size, max(SMALLEST, grid.step * 0.62)), HEAD.leading)
    shown = column if grid.step >= NARROW or i == 0 or (i + 1) % EVERY == 0 else ()
    named: list[Mark] = [
        Label(middle, foot + 10 * k, line, small, "center") for k, line in enumerate(shown)
    ]
    said = text.shortened(row, HEAD, grid.left - 8)
    return [*named, Label(0, grid.top + (i + 0.5) * grid.tall + 3, said, HEAD)]


def _ground(cell: CellOf | None, at: Rect, own: bool) -> list[Mark]:
    """The shade of a cell; a unit with itself is framed."""
    look = cell.look if cell else UNSEEN
    shade = Rect(at.x, at.y, at.width, at.height, look.fill, style.RULE, 0, look.hatch, 0.5)
    return [shade, *_frame(at, 1.3)] if own else [shade]


def _number(cell: CellOf | None, at: Rect, size: float) -> list[Mark]:
    """The number in a cell; on a hatched one it stands on a plain patch to be readable."""
    look = cell.look if cell else UNSEEN
    said = str(cell.ties) if cell else "–"
    type_ = Type(size, size + 2, "bold" if cell and cell.beyond else "regular", look.ink)
    middle, half = at.x + at.width / 2, at.y + at.height / 2
    number = Label(middle, half + size * 0.36, said, type_, "center")
    if not look.hatch:
        return [number]
    wide = text.width(said, type_) + 5
    patch = Rect(middle - wide / 2, half - size * 0.6, wide, size * 1.2, look.fill)
    return [patch, number]


def _frame(at: Rect, line: float) -> list[Mark]:
    inset = line / 2 + 0.4
    left, right = at.x + inset, at.x + at.width - inset
    top, low = at.y + inset, at.y + at.height - inset
    return [
        Line(left, top, right, top, style.INK, line),
        Line(left, low, right, low, style.INK, line),
        Line(left, top, left, low, style.INK, line),
        Line(right, top, right, low, style.INK, line),
    ]


def swatch(look: Look) -> Picture:
    """A small cell for the legend."""
    return Picture(14, 9, (Rect(0, 0, 14, 9, look.fill, style.RULE, 0, look.hatch, 0.5),))
