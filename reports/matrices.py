"""The matrix of who turns to whom, shaded by chance: hatching says less, solid says more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports import style, text
from reports.marks import Label, Line, Mark, Picture, Rect
from reports.style import Type

HEAD = Type(8, 10)


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
    tall = min(30.0, max(13.0, step * 0.62))
    heads = [text.wrap(name, HEAD, step - 4) for name in units]
    named = all(len(head) <= 2 for head in heads) and _whole(units, step)
    rows = [name if named else f"{i}  {name}" for i, name in enumerate(units, 1)]
    columns = heads if named else [(str(i),) for i in range(1, len(units) + 1)]
    grid = Grid(left, 6.0 + 10 * max(len(column) for column in columns), step, tall)
    marks = [mark for i, row in enumerate(rows) for mark in _names(grid, i, row, columns[i])]
    type_ = Type(min(9.0, max(5.5, step * 0.25)), 11)
    for i, name in enumerate(units):
        for j, other in enumerate(units):
            marks += _cell(cells.get((name, other)), grid.cell(i, j), type_, i == j)
    size = (left + step * len(units), grid.top + tall * len(units))
    return Picture(size[0], size[1] + 1, tuple(marks))


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
    named: list[Mark] = [
        Label(middle, foot + 10 * k, line, HEAD, "center") for k, line in enumerate(column)
    ]
    said = text.shortened(row, HEAD, grid.left - 8)
    return [*named, Label(0, grid.top + (i + 0.5) * grid.tall + 3, said, HEAD)]


def _cell(cell: CellOf | None, at: Rect, type_: Type, own: bool) -> list[Mark]:
    look = cell.look if cell else UNSEEN
    line = 1.3 if own else 0.5
    said = str(cell.ties) if cell else "–"
    face = Type(type_.size, type_.leading, "bold" if cell and cell.beyond else "regular", look.ink)
    ground = Rect(at.x, at.y, at.width, at.height, look.fill, style.RULE, 0, look.hatch, 0.5)
    marks: list[Mark] = [ground]
    if look.hatch:  # a plain patch under the number keeps it readable
        wide = text.width(said, face) + 5
        marks.append(
            Rect(
                at.x + (at.width - wide) / 2,
                at.y + at.height / 2 - face.size * 0.6,
                wide,
                face.size * 1.2,
                look.fill,
            )
        )
    marks.append(
        Label(at.x + at.width / 2, at.y + at.height / 2 + face.size * 0.36, said, face, "center")
    )
    if own:
        marks += _frame(at, line)
    return marks


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
