"""The cover: one whole page."""

from reports import style, text
from reports.blocks import Poster
from reports.layout import Piece, Place, Serial, draw_lines
from reports.marks import Rect
from reports.pen import draw_mark, draw_picture
from reports.plain import bare
from reports.style import PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import TaggedCanvas

_KICKER = Type(10, 14, "bold", style.BRAND_LIGHT)
_TITLE = Type(34, 41, "bold", style.WHITE)
_SUBTITLE = Type(14, 20, color=style.BRAND_LIGHT)
_FACT = Type(10.5, 15)
_BAND = 0.62 * PAGE_HEIGHT


def lay_poster(block: Poster, serial: Serial) -> Piece:
    """Title on a coloured ground with a picture, facts and notice below."""
    wide = PAGE_WIDTH - 2 * style.LEFT
    tags = {
        part: serial.tag("H1" if part == "title" else "P")
        for part in ("kicker", "title", "subtitle", "notice")
    }
    facts = [serial.tag("P") for _ in block.facts]
    title = text.balanced(block.title, _TITLE, wide)
    top = _BAND - 46 - len(title) * _TITLE.leading - 2 * _SUBTITLE.leading

    def draw(place: Place) -> None:
        _ground(place.canvas, block)
        here = Place(place.canvas, style.LEFT, 0, place.goals)
        with place.canvas.tagged(tags["kicker"]):
            draw_lines(here.at(0, 62), (block.kicker,), _KICKER)
        with place.canvas.tagged(tags["title"]):
            draw_lines(here.at(0, top), title, _TITLE)
        with place.canvas.tagged(tags["subtitle"]):
            draw_lines(
                here.at(0, top + len(title) * _TITLE.leading + 8),
                text.wrap(block.subtitle, _SUBTITLE, wide),
                _SUBTITLE,
            )
        y = _BAND + 38
        for tag, (name, value) in zip(facts, block.facts, strict=True):
            lines = text.wrap(value, _FACT, wide - 130)
            with place.canvas.tagged(tag):
                draw_lines(here.at(0, y), (name,), style.tinted(_FACT, style.MUTED))
                draw_lines(here.at(130, y), lines, style.bold(_FACT))
            y += len(lines) * _FACT.leading + 6
        notice = text.wrap(block.notice, style.NOTE, wide)
        with place.canvas.tagged(tags["notice"]):
            draw_lines(
                here.at(0, PAGE_HEIGHT - 62 - len(notice) * style.NOTE.leading),
                notice,
                style.tinted(style.NOTE, style.MUTED),
            )

    return Piece(
        PAGE_HEIGHT,
        draw,
        fresh=True,
        anchor="cover",
        title=bare(block.title),
        level=1,
        whole_page=True,
    )


def _ground(canvas: TaggedCanvas, block: Poster) -> None:
    with canvas.artifact():
        draw_mark(canvas, Rect(0, 0, PAGE_WIDTH, _BAND, style.BRAND))
        draw_picture(canvas, block.art, PAGE_WIDTH - block.art.width, 0)
        draw_mark(canvas, Rect(0, _BAND, PAGE_WIDTH, 4, style.BRAND_MID))
