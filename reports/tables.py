"""Tables into pieces: a row a piece, titles kept with the first rows and repeated on a new page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports import style, text
from reports.blocks import Cell, Column, Table, Text
from reports.marks import Rect
from reports.pen import draw_mark, draw_picture
from reports.pieces import Piece, Place, Serial, draw_lines
from reports.refs import referred
from reports.style import Align, Type
from reports.tagged import Tag, Tags
from reports.typeset import lay_text

PAD = 4.2
INSET = 4.0
SMALLEST = 5.6
FIRST_LINE = 8.4  # from the top of a row's room to the baseline of its first line


def lay_table(block: Table, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    """The titles, then the rows, then the caption."""
    table = (*within, serial.tag("Table"))
    wide = _widths(block.columns, width)
    head = _head(block.columns, wide, (*table, serial.tag("TR")))
    again = _head(block.columns, wide, ())
    yield replace(head, above=9, keep=True)
    for number, row in enumerate(block.rows):
        tags = (*table, serial.tag("TR"))
        piece = _row(row, block.columns, wide, tags)
        piece = referred(piece, block.ref_of(number), tags, PAD + FIRST_LINE)
        last = number >= len(block.rows) - 2
        yield replace(
            piece, keep=(number == 0 or last) and number < len(block.rows) - 1, again=again
        )
    if block.caption:
        yield lay_text(Text(block.caption, "caption"), width, (*within, serial.tag("P")))


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    whole = sum(column.share for column in columns)
    return [width * column.share / whole for column in columns]


def _head(columns: Sequence[Column], wide: Sequence[float], tags: Tags) -> Piece:
    """The row of titles; without tags it is a repetition for the eye."""
    type_ = style.TABLE_HEAD
    room = [w - 2 * INSET for w in wide]
    set_in = [_whole_words(c.title, w) for c, w in zip(columns, room, strict=True)]
    lines = [text.wrap(c.title, t, w) for c, t, w in zip(columns, set_in, room, strict=True)]
    tallest = max(len(title) for title in lines)
    height = tallest * type_.leading + 7

    def one(place: Place, i: int) -> None:
        drop = (tallest - len(lines[i])) * type_.leading + 2
        draw_aligned(place.at(0, drop), lines[i], set_in[i], (wide[i], columns[i].align))

    def draw(place: Place) -> None:
        for i, x in enumerate(_starts(wide)):
            if tags:
                with place.canvas.tagged(*tags, Tag("TH", i, "", "Column")):
                    one(place.at(x, 0), i)
            else:
                with place.canvas.artifact():
                    one(place.at(x, 0), i)
        with place.canvas.artifact():
            draw_mark(
                place.canvas, Rect(0, height - 1, sum(wide), 0.9, style.BRAND), place.x, place.y
            )

    return Piece(height, draw)


def _whole_words(title: str, room: float) -> Type:
    """The type of titles, smaller where a word would have to be broken."""
    type_ = style.TABLE_HEAD
    widest = max((text.width(word, type_) for word in title.split()), default=0.0)
    if widest <= room:
        return type_
    return replace(type_, size=max(SMALLEST, type_.size * room / widest - 0.05))


def _starts(wide: Sequence[float]) -> list[float]:
    return [sum(wide[:i]) for i in range(len(wide))]


def _row(
    row: Sequence[Cell], columns: Sequence[Column], wide: Sequence[float], tags: Tags
) -> Piece:
    cells = [_Set(cell, w - 2 * INSET) for cell, w in zip(row, wide, strict=True)]
    height = max(cell.height for cell in cells) + 2 * PAD

    def draw(place: Place) -> None:
        for i, x in enumerate(_starts(wide)):
            kind = Tag("TH", i, "", "Row") if i == 0 else Tag("TD", i)
            cells[i].draw(
                place.at(x, PAD), (wide[i], columns[i].align), (*tags, kind), height - 2 * PAD
            )
        with place.canvas.artifact():
            draw_mark(
                place.canvas, Rect(0, height - 0.5, sum(wide), 0.5, style.RULE), place.x, place.y
            )

    return Piece(height, draw)


class _Set:
    """A cell whose lines are broken for its width."""

    def __init__(self, cell: Cell, width: float) -> None:
        self.cell = cell
        self.type = style.bold(style.TABLE) if cell.bold else style.TABLE
        picture = cell.picture
        self.lines = () if picture or not cell.text else text.wrap(cell.text, self.type, width)
        self.small = text.wrap(cell.small, style.SMALL, width) if cell.small else ()
        drawn = picture.height if picture else len(self.lines) * self.type.leading
        self.height = drawn + len(self.small) * style.SMALL.leading

    def draw(self, place: Place, room: tuple[float, Align], tags: Tags, tall: float) -> None:
        picture = self.cell.picture
        if picture:
            with place.canvas.tagged(*tags, Tag("Figure", 0, self.cell.text)):
                # Beside the first line of the other cells.
                drop = max(0.0, (min(tall, style.TABLE.leading) - picture.height) / 2)
                draw_picture(place.canvas, picture, place.x + INSET, place.y + drop)
            return
        with place.canvas.tagged(*tags):
            draw_aligned(place, self.lines, self.type, room)
            below = place.at(0, len(self.lines) * self.type.leading)
            draw_aligned(below, self.small, style.SMALL, room)


def draw_aligned(
    place: Place, lines: Sequence[str], type_: Type, room: tuple[float, Align]
) -> None:
    """Lines at the left, the right or in the middle of a column of a table."""
    width, align = room
    for number, line in enumerate(lines):
        spare = 0.0 if align == "left" else width - 2 * INSET - text.width(line, type_)
        shift = INSET + (spare / 2 if align == "center" else spare)
        draw_lines(place.at(shift, number * type_.leading), (line,), type_)
