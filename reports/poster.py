"""The cover: one whole page."""

from collections.abc import Sequence

from reports import style, text
from reports.blocks import Poster
from reports.marks import Rect
from reports.pen import draw_mark, draw_picture
from reports.pieces import Piece, Place, Serial, draw_lines
from reports.plain import bare
from reports.style import PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import Tag, TaggedCanvas

_KICKER = Type(10, 14, "bold", style.BRAND_LIGHT)
_SMALLEST = Type(18, 22, "bold", style.WHITE)
_SUBTITLE = Type(14, 20, color=style.BRAND_LIGHT)
_FACT = Type(10.5, 15)
_BAND = 0.62 * PAGE_HEIGHT
_WIDE = PAGE_WIDTH - 2 * style.LEFT
MOST_LINES = 4


def lay_poster(block: Poster, serial: Serial) -> Piece:
    """Title on a coloured ground with a picture, facts and notice below."""
    title = _title(block.title)
    lines = text.balanced(block.title, title, _WIDE)
    top = _BAND - 46 - len(lines) * title.leading - 2 * _SUBTITLE.leading
    under = text.balanced(block.subtitle, _SUBTITLE, _WIDE)
    notice = text.balanced(block.notice, style.NOTE, _WIDE)
    grey = style.tinted(style.NOTE, style.MUTED)
    told: list[tuple[str, float, Sequence[str], Type]] = [
        ("P", 62, (block.kicker,), _KICKER),
        ("H1", top, lines, title),
        ("P", top + len(lines) * title.leading + 8, under, _SUBTITLE),
        ("P", PAGE_HEIGHT - 62 - len(notice) * style.NOTE.leading, notice, grey),
    ]
    tags = [serial.tag(kind) for kind, *_ in told]
    facts = [serial.tag("P") for _ in block.facts]

    def draw(place: Place) -> None:
        _ground(place.canvas, block)
        here = Place(place.canvas, style.LEFT, 0, place.goals)
        for tag, (_, y, said, type_) in list(zip(tags, told, strict=True))[:3]:
            _say(here.at(0, y), tag, said, type_)
        _facts(here.at(0, _BAND + 38), block, facts)
        _say(here.at(0, told[3][1]), tags[3], notice, grey)

    name = bare(block.title)
    return Piece(
        PAGE_HEIGHT, draw, fresh=True, anchor="cover", title=name, level=1, whole_page=True
    )


def _title(said: str) -> Type:
    """Large, and smaller where the title is long."""
    sizes = (Type(size, size * 1.2, "bold", style.WHITE) for size in (34, 28, 22))
    return next((t for t in sizes if len(text.wrap(said, t, _WIDE)) <= MOST_LINES), _SMALLEST)


def _say(place: Place, tag: Tag, lines: Sequence[str], type_: Type) -> None:
    with place.canvas.tagged(tag):
        draw_lines(place, lines, type_)


def _facts(place: Place, block: Poster, tags: Sequence[Tag]) -> None:
    """Name and value of each fact, a line or more each."""
    y = 0.0
    for tag, (name, value) in zip(tags, block.facts, strict=True):
        lines = text.wrap(value, _FACT, _WIDE - 130)
        with place.canvas.tagged(tag):
            draw_lines(place.at(0, y), (name,), style.tinted(_FACT, style.MUTED))
            draw_lines(place.at(130, y), lines, style.bold(_FACT))
        y += len(lines) * _FACT.leading + 6


def _ground(canvas: TaggedCanvas, block: Poster) -> None:
    with canvas.artifact():
        draw_mark(canvas, Rect(0, 0, PAGE_WIDTH, _BAND, style.BRAND))
        draw_picture(canvas, block.art, PAGE_WIDTH - block.art.width, 0)
        draw_mark(canvas, Rect(0, _BAND, PAGE_WIDTH, 4, style.BRAND_MID))
