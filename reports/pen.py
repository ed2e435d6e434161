"""Draws marks and lines of text on a tagged canvas, y downwards from the top of the page."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader

from reports import fonts, ledger, text
from reports.marks import Circle, Label, Line, Mark, Picture, Polygon, Rect
from reports.plain import bare
from reports.style import PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import TaggedCanvas


@lru_cache(maxsize=200)
def rgb(color: str) -> tuple[float, float, float]:
    """``#RRGGBB`` as three shares."""
    # Always three: red, green and blue.
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def draw_picture(canvas: TaggedCanvas, picture: Picture, x: float, y: float) -> None:
    """Draw a figure whose top left corner is at x, y: its colours mean something and stay."""
    worn, canvas.dress = canvas.dress, {}
    draw_marks(canvas, picture.marks, x, y)
    canvas.dress = worn


def draw_marks(canvas: TaggedCanvas, marks: Iterable[Mark], x: float, y: float) -> None:
    """Draw marks, moved by x, y, in the colours of the document."""
    for mark in marks:
        draw_mark(canvas, mark, x, y)


def draw_image(canvas: TaggedCanvas, png: bytes, box: tuple[float, float, float, float]) -> None:
    """Draw a PNG into a box: left, top, width, height."""
    left, top, width, height = box
    x = PAGE_WIDTH - left - width if canvas.from_right else left
    canvas.drawImage(_image(png), x, _up(top + height), width, height, mask="auto")


@lru_cache(maxsize=16)
def _image(png: bytes) -> Any:
    return ImageReader(BytesIO(png))


def _ink(canvas: TaggedCanvas, color: str) -> tuple[float, float, float]:
    return rgb(canvas.dress.get(color, color))


def draw_mark(canvas: TaggedCanvas, mark: Mark, x: float = 0.0, y: float = 0.0) -> None:
    """Draw one mark, moved by x, y."""
    if canvas.from_right and not isinstance(mark, Label):
        mark, x = turned(mark, x), 0.0
    if isinstance(mark, Label):
        draw_label(canvas, mark, x, y)
    elif isinstance(mark, Line):
        _stroke(canvas, mark.color, mark.width, mark.dash)
        canvas.line(x + mark.x1, _up(y + mark.y1), x + mark.x2, _up(y + mark.y2))
    elif isinstance(mark, Rect):
        _rect(canvas, mark, x, y)
    elif isinstance(mark, Circle):
        _paint(canvas, mark.fill, mark.stroke, mark.line, mark.dash)
        canvas.circle(x + mark.x, _up(y + mark.y), mark.r, bool(mark.stroke), bool(mark.fill))
    else:
        _polygon(canvas, mark, x, y)


def turned(mark: Mark, x: float) -> Mark:
    """A mark that is moved by x, as it stands on a page read from the right."""
    right = PAGE_WIDTH - x
    if isinstance(mark, Line):
        return replace(mark, x1=right - mark.x1, x2=right - mark.x2)
    if isinstance(mark, Polygon):
        return replace(mark, points=tuple((right - px, py) for px, py in mark.points))
    return replace(mark, x=right - mark.x - (mark.width if isinstance(mark, Rect) else 0.0))


def draw_label(canvas: TaggedCanvas, label: Label, x: float = 0.0, y: float = 0.0) -> None:
    """One line of text, its baseline at the label's y."""
    wide = 0.0 if label.align == "left" else text.width(label.text, label.type)
    shift = {"left": 0.0, "center": wide / 2, "right": wide}[label.align]
    draw_text(canvas, (x + label.x - shift, y + label.y), label.text, label.type)


def draw_text(canvas: TaggedCanvas, at: tuple[float, float], said: str, type_: Type) -> None:
    """Text from this point on; what needs shaping carries its plain text."""
    said = text.drawable(ledger.drawn(canvas.getPageNumber(), said))
    if not said:
        return
    if canvas.from_right:
        at = PAGE_WIDTH - at[0] - text.width(said, type_), at[1]
    canvas.setFillColorRGB(*_ink(canvas, type_.color))
    if text.is_simple(said):
        name = fonts.FAMILIES[type_.face][0]
        fonts.font(name)
        canvas.setFont(name, type_.size)
        canvas.drawString(at[0], _up(at[1]), said)
        return
    with canvas.spoken(bare(said)):
        _draw_runs(canvas, at, said, type_)


def _draw_runs(canvas: TaggedCanvas, at: tuple[float, float], said: str, type_: Type) -> None:
    scale = type_.size / fonts.UNITS
    x, y = at[0], _up(at[1])
    for run in text.runs(said, type_.face, canvas.from_right):
        canvas.setFont(run.font, type_.size)
        if run.plain:
            canvas.drawString(x, y, run.text)
        else:
            _draw_glyphs(canvas, run, x, y)
        x += run.width * scale


def _draw_glyphs(canvas: TaggedCanvas, run: text.Run, x: float, y: float) -> None:
    scale = canvas._fontsize / fonts.UNITS
    lines: Any = canvas.beginText()
    for glyph in fonts.shape(run.text, run.font, run.rtl):
        lines.setTextOrigin(x + glyph.dx * scale, y + glyph.dy * scale)
        lines.textOut(glyph.letter)
        x += glyph.advance * scale
    canvas.drawText(lines)


def _rect(canvas: TaggedCanvas, mark: Rect, x: float, y: float) -> None:
    left, low = x + mark.x, _up(y + mark.y + mark.height)
    if mark.fill or mark.stroke:
        _paint(canvas, mark.fill, mark.stroke, mark.line, ())
        box = left, low, mark.width, mark.height
        how = bool(mark.stroke), bool(mark.fill)
        if mark.radius:
            canvas.roundRect(*box, mark.radius, *how)
        else:
            canvas.rect(*box, *how)
    if mark.hatch:
        _hatch(canvas, mark, left, low)


def _hatch(canvas: TaggedCanvas, mark: Rect, left: float, low: float) -> None:
    """Slanting lines at a fixed distance, cut at the edges of the rectangle."""
    _stroke(canvas, mark.hatch, 0.5, ())
    step = 3.2
    start = step
    while start < mark.width + mark.height:
        x1, y1 = max(0.0, start - mark.height), min(start, mark.height)
        x2, y2 = min(start, mark.width), max(0.0, start - mark.width)
        canvas.line(left + x1, low + y1, left + x2, low + y2)
        start += step


def _polygon(canvas: TaggedCanvas, mark: Polygon, x: float, y: float) -> None:
    canvas.setFillColorRGB(*_ink(canvas, mark.fill))
    path = canvas.beginPath()
    (x0, y0), *rest = mark.points
    path.moveTo(x + x0, _up(y + y0))
    for px, py in rest:
        path.lineTo(x + px, _up(y + py))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _paint(
    canvas: TaggedCanvas, fill: str, stroke: str, line: float, dash: tuple[float, ...]
) -> None:
    if fill:
        canvas.setFillColorRGB(*_ink(canvas, fill))
    if stroke:
        _stroke(canvas, stroke, line, dash)


def _stroke(canvas: TaggedCanvas, color: str, line: float, dash: tuple[float, ...]) -> None:
    canvas.setStrokeColorRGB(*_ink(canvas, color))
    canvas.setLineWidth(float(line))
    canvas.setDash(list(dash))


def _up(y: float) -> float:
    return PAGE_HEIGHT - y
