"""The cover: one whole page."""

from collections.abc import Sequence

from reports import style, text
from reports.blocks import Poster
from reports.brand import fitted
from reports.marks import Rect
from reports.pen import draw_image, draw_mark, draw_marks
from reports.pieces import Piece, Place, Serial, draw_lines
from reports.plain import bare
from reports.style import PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import Tag, TaggedCanvas

_KICKER = Type(10, 14, "bold", style.BRAND_LIGHT)
_SMALLEST = Type(18, 22, "bold", style.WHITE)
_SUBTITLE = Type(14, 20, color=style.BRAND_LIGHT)
_FACT = Type(10.5, 15)
_OWN = (style.BODY, style.NOTE, Type(7.6, 10.2))
_BAND = 0.62 * PAGE_HEIGHT
_WIDE = PAGE_WIDTH - 2 * style.LEFT
MOST_LINES = 4
LOGO, PLATE = (150.0, 56.0), 10.0


def lay_poster(block: Poster, serial: Serial) -> Piece:
    """Title on a coloured ground with a picture, facts and notice below."""
    title = _title(block.title)
    lines = text.balanced(block.title, title, _WIDE)
    top = _BAND - 46 - len(lines) * title.leading - 2 * _SUBTITLE.leading
    under = text.balanced(block.subtitle, _SUBTITLE, _WIDE)
    notice = text.balanced(block.notice, style.NOTE, _WIDE)
    grey = style.tinted(style.NOTE, style.MUTED)
    told: list[tuple[str, float, Sequence[str], Type]] = [
        ("P", top - 24 if block.logo else 62, (block.kicker,), _KICKER),
        ("H1", top, lines, title),
        ("P", top + len(lines) * title.leading + 8, under, _SUBTITLE),
        ("P", PAGE_HEIGHT - 62 - len(notice) * style.NOTE.leading, notice, grey),
    ]
    tags = [serial.tag(kind) for kind, *_ in told]
    facts = [serial.tag("P") for _ in block.facts]
    own = serial.tag("P")

    def draw(place: Place) -> None:
        _ground(place.canvas, block)
        here = Place(place.canvas, style.LEFT, 0, place.goals)
        _logo(here.at(0, 40), block, serial)
        for tag, (_, y, said, type_) in list(zip(tags, told, strict=True))[:3]:
            _say(here.at(0, y), tag, said, type_)
        below = _facts(here.at(0, _BAND + 38), block, facts) + 14
        _own(here.at(0, below), block.words, told[3][1] - below - 12, own)
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


def _plate(block: Poster) -> tuple[float, float]:
    """How large the logo's ground is: light, whatever the colour of the cover."""
    if block.logo is None:
        return 0.0, 0.0
    width, height = fitted(block.logo.png, *LOGO)
    return width + 2 * PLATE, height + 2 * PLATE


def _logo(place: Place, block: Poster, serial: Serial) -> None:
    if block.logo is None:
        return
    width, height = _plate(block)
    with place.canvas.artifact():
        ground = Rect(0, 0, width, height, style.WHITE, radius=4)
        draw_mark(place.canvas, ground, place.x, place.y)
    inner = (place.x + PLATE, place.y + PLATE, width - 2 * PLATE, height - 2 * PLATE)
    with place.canvas.tagged(serial.tag("Figure", block.logo.alt)):
        draw_image(place.canvas, block.logo.png, inner)


def _own(place: Place, said: Sequence[str], room: float, tag: Tag) -> None:
    """The client's own words, as large as fits, and no more of them than fit."""
    if not said:
        return
    for type_ in _OWN:
        set_in = [line for part in said for line in text.wrap(part, type_, _WIDE)]
        most = max(1, int(room / type_.leading))
        if len(set_in) <= most:
            break
    if len(set_in) > most:
        set_in = [*set_in[: most - 1], text.shortened(set_in[most - 1] + "…", type_, _WIDE)]
    _say(place, tag, set_in, type_)


def _facts(place: Place, block: Poster, tags: Sequence[Tag]) -> float:
    """Name and value of each fact, a line or more each; returns where they end."""
    y = 0.0
    for tag, (name, value) in zip(tags, block.facts, strict=True):
        lines = text.wrap(value, _FACT, _WIDE - 130)
        with place.canvas.tagged(tag):
            draw_lines(place.at(0, y), (name,), style.tinted(_FACT, style.MUTED))
            draw_lines(place.at(130, y), lines, style.bold(_FACT))
        y += len(lines) * _FACT.leading + 6
    return place.y + y


def _ground(canvas: TaggedCanvas, block: Poster) -> None:
    with canvas.artifact():
        draw_mark(canvas, Rect(0, 0, PAGE_WIDTH, _BAND, style.BRAND))
        draw_marks(canvas, block.art.marks, PAGE_WIDTH - block.art.width, 0)
        draw_mark(canvas, Rect(0, _BAND, PAGE_WIDTH, 4, style.BRAND_MID))
