"""Blocks into pieces: each in turn, and those that hold others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from reports import style
from reports.blocks import (
    Block,
    Bullets,
    Columns,
    Entry,
    Figure,
    Fitted,
    Heading,
    Panel,
    Poster,
    Stats,
    Table,
    Text,
)
from reports.marks import Rect
from reports.pen import draw_mark
from reports.pieces import Piece, Place, Serial
from reports.poster import lay_poster
from reports.tables import lay_table
from reports.tagged import Tags
from reports.typeset import (
    lay_bullets,
    lay_entry,
    lay_figure,
    lay_heading,
    lay_stats,
    lay_text,
)


def lay(
    blocks: Iterable[Block], width: float, serial: Serial, within: Tags = ()
) -> Iterator[Piece]:
    """The pieces of these blocks, for a column of this width."""
    told = list(blocks)
    for block, after in zip_longest(told, told[1:]):
        introduces = isinstance(block, Text) and isinstance(after, Table | Figure)
        for piece in _one(block, width, serial, within):
            yield replace(piece, keep=True) if introduces else piece


def _one(block: Block, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    match block:
        case Table():
            yield from lay_table(block, width, serial, within)
        case Columns():
            yield _columns(block, width, serial, within)
        case Fitted():
            yield from _fitted(block, width, serial, within)
        case Panel():
            yield _panel(block, width, serial, within)
        case Poster():
            yield lay_poster(block, serial)
        case _:
            yield from _simple(block, width, serial, within)


def _fitted(block: Fitted, width: float, serial: Serial, within: Tags) -> list[Piece]:
    for choice in block.choices:
        pieces = list(lay(choice, width, serial, within))
        if sum(piece.above + piece.height for piece in pieces) <= style.CONTENT_HEIGHT:
            break
    return pieces


def _simple(block: Block, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    match block:
        case Heading():
            yield lay_heading(block, width, serial, within)
        case Text():
            yield lay_text(block, width, (*within, serial.tag("P")))
        case Bullets():
            yield from lay_bullets(block, width, serial, within)
        case Stats():
            yield lay_stats(block, width, serial, within)
        case Figure():
            yield from lay_figure(block, width, serial, within)
        case Entry():
            yield lay_entry(block, width, serial, within)


def stack(blocks: Iterable[Block], width: float, serial: Serial, within: Tags) -> Piece:
    """Blocks under each other as one piece."""
    placed: list[tuple[float, Piece]] = []
    y = 0.0
    for piece in lay(blocks, width, serial, within):
        y += piece.above if placed else 0.0
        placed.append((y, piece))
        y += piece.height

    def draw(place: Place) -> None:
        for dy, piece in placed:
            piece.draw(place.at(0, dy))

    return Piece(y, draw)


def _columns(block: Columns, width: float, serial: Serial, within: Tags) -> Piece:
    gap = 22.0
    left = (width - gap) * block.share
    first = stack(block.left, left, serial, within)
    second = stack(block.right, width - gap - left, serial, within)

    def draw(place: Place) -> None:
        first.draw(place)
        second.draw(place.at(left + gap, 0))

    return Piece(max(first.height, second.height), draw, 8)


TONES = {
    "plain": (style.PALE, style.RULE),
    "brand": (style.BRAND_PALE, style.BRAND_MID),
    "alert": (style.ALERT_PALE, style.ALERT),
}


def _panel(block: Panel, width: float, serial: Serial, within: Tags) -> Piece:
    ground, edge = TONES[block.tone]
    inner = stack(block.blocks, width - 28, serial, (*within, serial.tag("Div")))
    height = inner.height + 22

    def draw(place: Place) -> None:
        with place.canvas.artifact():
            draw_mark(place.canvas, Rect(0, 0, width, height, ground), place.x, place.y)
            draw_mark(place.canvas, Rect(0, 0, 2.2, height, edge), place.x, place.y)
        inner.draw(place.at(16, 10))

    return Piece(height, draw, 11)
