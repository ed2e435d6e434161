"""Blocks into pieces: what has a height, can be put on a page, and knows how to draw itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, zip_longest

from reports import style, text
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
    Space,
    Stats,
    Table,
    Text,
)
from reports.marks import Circle, Label, Mark, Picture, Rect
from reports.pen import draw_mark, draw_picture, draw_text
from reports.plain import bare
from reports.style import Type
from reports.tagged import Tag, TaggedCanvas, Tags

Goals = dict[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece is drawn: canvas, left edge, top edge, and the page of every anchor."""

    canvas: TaggedCanvas
    x: float
    y: float
    goals: Goals

    def at(self, dx: float, dy: float) -> "Place":
        """Another place, this far to the right and down."""
        return replace(self, x=self.x + dx, y=self.y + dy)


Draw = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a page that is not split.

    ``above`` is the distance kept to what stands before it; ``keep`` holds it on one page with
    what follows; ``again`` is repeated at the top of the page if a page ends before it.
    """

    height: float
    draw: Draw
    above: float = 0.0
    keep: bool = False
    fresh: bool = False
    again: "Piece | None" = None
    anchor: str = ""
    title: str = ""
    level: int = 0
    whole_page: bool = False


class Serial:
    """Numbers that keep elements apart; one for each document."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def tag(self, kind: str, alt: str = "", scope: str = "") -> Tag:
        """An element of its own."""
        return Tag(kind, next(self._numbers), alt, scope)


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
    from reports.poster import lay_poster
    from reports.tables import lay_table

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
            yield _heading(block, width, serial, within)
        case Text():
            yield _text(block, width, (*within, serial.tag("P")))
        case Bullets():
            yield from _bullets(block, width, serial, within)
        case Stats():
            yield _stats(block, width, serial, within)
        case Figure():
            yield from _figure(block, width, serial, within)
        case Entry():
            yield _entry(block, width, serial, within)
        case Space():
            yield Piece(block.height, lambda place: None)


ROLES: dict[str, tuple[Type, float]] = {
    "body": (style.BODY, 6.5),
    "lead": (style.LEAD, 8.0),
    "note": (style.NOTE, 5.0),
    "small": (style.SMALL, 4.0),
    "caption": (style.CAPTION, 5.0),
}


def draw_lines(place: Place, lines: Iterable[str], type_: Type) -> None:
    """Lines under each other, the first one's top at the place."""
    y = place.y + baseline(type_)
    for line in lines:
        # The space keeps words of two lines apart for whoever listens or copies.
        draw_text(place.canvas, (place.x, y), f"{line} " if line else "", type_)
        y += type_.leading


def baseline(type_: Type) -> float:
    """How far below its top the letters of a line stand."""
    return (type_.leading + type_.size * 0.72) / 2


def _text(block: Text, width: float, tags: Tags) -> Piece:
    type_, above = ROLES[block.role]
    if block.label:
        return _labelled(block, width, tags)
    lines = text.wrap(block.text, type_, width)

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_lines(place, lines, type_)

    return Piece(len(lines) * type_.leading, draw, above)


def _labelled(block: Text, width: float, tags: Tags) -> Piece:
    """A paragraph whose first words are bold: the label takes its room on the first line."""
    type_, above = ROLES[block.role]
    strong = style.bold(type_)
    indent = text.width(block.label + " ", strong)
    first = text.wrap(block.text, type_, width - indent)[0]
    rest = block.text[len(first) :].lstrip() if block.text.startswith(first) else ""
    lines = (first, *text.wrap(rest, type_, width)) if rest else (first,)
    if not block.text.startswith(first):  # names with a direction of their own: label above
        lines = ("", *text.wrap(block.text, type_, width))

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_lines(place, (block.label,), strong)
            draw_lines(place.at(indent, 0), lines[:1], type_)
            draw_lines(place.at(0, type_.leading), lines[1:], type_)

    return Piece(len(lines) * type_.leading, draw, above)


def _heading(block: Heading, width: float, serial: Serial, within: Tags) -> Piece:
    type_ = style.SENTENCE if block.long else style.HEADINGS[block.level]
    lines = text.balanced(block.text, type_, width)
    kicker = style.KICKER.leading + 4 if block.kicker else 0
    tags = (*within, serial.tag(f"H{block.level}"))
    over = (*within, serial.tag("P"))

    def draw(place: Place) -> None:
        if block.kicker:
            with place.canvas.tagged(*over):
                draw_lines(place, (block.kicker,), style.KICKER)
        with place.canvas.tagged(*tags):
            draw_lines(place.at(0, kicker), lines, type_)

    height = kicker + len(lines) * type_.leading + {1: 6, 2: 1, 3: 0}[block.level]
    return Piece(
        height,
        draw,
        {1: 0, 2: 15, 3: 10}[block.level],
        keep=True,
        fresh=block.level == 1,
        anchor=block.anchor,
        title=bare(block.text),
        level=block.level,
    )


def _bullets(block: Bullets, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    type_, _ = ROLES[block.role]
    lists = (*within, serial.tag("L"))
    indent = 16.0
    for number, item in enumerate(block.items, 1):
        lines = text.wrap(item, type_, width - indent)
        mark = f"{number}." if block.numbered else "•"
        yield Piece(
            len(lines) * type_.leading,
            _bullet(mark, lines, type_, (*lists, serial.tag("LI"))),
            5.0 if number == 1 else 2.5,
        )


def _bullet(mark: str, lines: tuple[str, ...], type_: Type, tags: Tags) -> Draw:
    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags, Tag("Lbl")):
            draw_lines(place.at(2, 0), (mark,), style.tinted(style.bold(type_), style.BRAND_MID))
        with place.canvas.tagged(*tags, Tag("LBody")):
            draw_lines(place.at(16, 0), lines, type_)

    return draw


def _stats(block: Stats, width: float, serial: Serial, within: Tags) -> Piece:
    gap = 10.0
    each = (width - gap * (len(block.items) - 1)) / len(block.items)
    inner = each - 22
    label = style.bold(style.NOTE)
    set_ = [
        (stat, text.wrap(stat.label, label, inner), text.wrap(stat.note, style.SMALL, inner))
        for stat in block.items
    ]
    tags = [(*within, serial.tag("P")) for _ in block.items]
    tall = max(len(a) * label.leading + len(b) * style.SMALL.leading for _, a, b in set_)
    height = style.STAT.leading + tall + 22

    def draw(place: Place) -> None:
        for i, (stat, name, note) in enumerate(set_):
            here = place.at(i * (each + gap), 0)
            with place.canvas.artifact():
                draw_mark(place.canvas, Rect(0, 0, each, height, style.PALE), here.x, here.y)
                draw_mark(place.canvas, Rect(0, 0, 2.2, height, style.BRAND_MID), here.x, here.y)
            with place.canvas.tagged(*tags[i]):
                draw_lines(here.at(12, 8), (stat.value,), _fitting(stat.value, inner))
                draw_lines(here.at(12, 10 + style.STAT.leading), name, label)
                below = 12 + style.STAT.leading + len(name) * label.leading
                draw_lines(here.at(12, below), note, style.SMALL)

    return Piece(height, draw, 12)


def _fitting(value: str, width: float) -> Type:
    """The large type, smaller where the figure is long."""
    ratio = min(1.0, width / max(text.width(value, style.STAT), 1))
    return replace(style.STAT, size=max(9.0, style.STAT.size * ratio))


def _figure(block: Figure, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    left = max(0.0, (width - block.picture.width) / 2)
    tags = (*within, serial.tag("Figure", block.alt))

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_picture(place.canvas, block.picture, place.x + left, place.y)

    yield Piece(block.picture.height, draw, 9, keep=bool(block.caption))
    if block.caption:
        yield _text(Text(block.caption, "caption"), width, (*within, serial.tag("P")))


def _entry(block: Entry, width: float, serial: Serial, within: Tags) -> Piece:
    side = 92.0 if block.picture else 0.0
    type_ = style.bold(style.BODY)
    lines = text.wrap(block.text, type_, width - 30 - side)
    notes = text.wrap(block.note, style.NOTE, width - 30 - side) if block.note else ()
    said = len(lines) * type_.leading + len(notes) * style.NOTE.leading
    height = max(said, block.picture.height if block.picture else 0.0) + 12
    tags = (*within, serial.tag("P"))
    link = (*within, serial.tag("Link", bare(block.text)))
    marks: tuple[Mark, ...] = (
        Circle(10, 15, 9, style.BRAND),
        Label(10, 18.4, block.number, Type(9.5, 12, "bold", style.WHITE), "center"),
    )

    def draw(place: Place) -> None:
        with place.canvas.artifact():
            draw_mark(place.canvas, Rect(0, 0, width, 0.5, style.RULE), place.x, place.y)
        with place.canvas.tagged(*tags):
            draw_picture(place.canvas, Picture(20, 20, marks), place.x, place.y)
            draw_lines(place.at(30, 6), lines, type_)
            draw_lines(place.at(30, 7 + len(lines) * type_.leading), notes, style.NOTE)
        _entry_side(place.at(width - side, 6), block, tags, side)
        if block.goal in place.goals:
            draw_link(place.at(0, 0), (width, height), block.goal, link)

    return Piece(height, draw, 1)


def _entry_side(place: Place, block: Entry, tags: Tags, side: float) -> None:
    if block.picture:
        with place.canvas.tagged(
            *tags,
            Tag("Figure", 1, block.picture.labels[0].text if block.picture.labels else block.note),
        ):
            draw_picture(place.canvas, block.picture, place.x + side - block.picture.width, place.y)


def draw_link(place: Place, size: tuple[float, float], goal: str, tags: Tags) -> None:
    """Make a stretch of the page lead to an anchor."""
    low = style.PAGE_HEIGHT - place.y - size[1]
    box = (place.x, low, place.x + size[0], low + size[1])
    place.canvas.link(box, goal, tags)


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
