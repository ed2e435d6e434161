"""Pictures as SVG, in colours that follow the reader's light or dark screen."""

import re
from html import escape

from reports import style, text
from reports.marks import Circle, Label, Line, Mark, Picture, Polygon, Rect
from reports.plain import RTL, bare

# Colours are classes, so that the style sheet can turn them round in the dark.
CLASSES = {
    getattr(style, name): name.lower().replace("_", "-")
    for name in (
        "WHITE", "INK", "MUTED", "RULE", "FAINT", "PALE", "BRAND", "BRAND_MID", "BRAND_LIGHT",
        "BRAND_PALE", "ALERT", "ALERT_LIGHT", "ALERT_TINT", "ALERT_PALE",
    )
}  # fmt: skip

LETTER = re.compile(r"[^\W\d_]")
ANCHORS = {
    "ltr": {"left": "start", "center": "middle", "right": "end"},
    "rtl": {"left": "end", "center": "middle", "right": "start"},
}
LARGER = 1.5  # pixels of a screen for each point of the paper: 8 points would be hard to read


def svg(picture: Picture, alt: str) -> str:
    """The picture with what it says for those who cannot see it."""
    marks = "".join(_mark(mark) for mark in picture.marks)
    size = f"{picture.width:.1f} {picture.height:.1f}"
    large = f'width="{picture.width * LARGER:.0f}" height="{picture.height * LARGER:.0f}"'
    return (
        f'<svg viewBox="0 0 {size}" {large} role="img"'
        f' aria-label="{escape(bare(alt))}">{marks}</svg>'
    )


def _mark(mark: Mark) -> str:
    if isinstance(mark, Line):
        ends = f'x1="{mark.x1:.1f}" y1="{mark.y1:.1f}" x2="{mark.x2:.1f}" y2="{mark.y2:.1f}"'
        return f"<line {ends}{_stroke(mark.color, mark.width, mark.dash)}/>"
    if isinstance(mark, Circle):
        round_ = f'cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.r:.1f}"'
        return f"<circle {round_}{_paint(mark.fill, mark.stroke, mark.line, mark.dash)}/>"
    if isinstance(mark, Rect):
        return _rect(mark)
    if isinstance(mark, Polygon):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
        return f'<polygon points="{points}"{_paint(mark.fill, "", 0)}/>'
    return _label(mark)


def _rect(mark: Rect) -> str:
    size = f'width="{max(mark.width, 0):.1f}" height="{max(mark.height, 0):.1f}"'
    box = f'x="{mark.x:.1f}" y="{mark.y:.1f}" {size} rx="{mark.radius:.1f}"'
    plain = f"<rect {box}{_paint(mark.fill, mark.stroke, mark.line)}/>"
    return plain + "".join(_hatch(mark)) if mark.hatch else plain


def _hatch(mark: Rect) -> list[str]:
    """Slanting lines, each cut to the rectangle."""
    out, step = [], 4.0
    right, bottom = mark.x + mark.width, mark.y + mark.height
    for k in range(int((mark.width + mark.height) / step)):
        start = mark.x + (k + 1) * step
        x1, y1 = (start, mark.y) if start <= right else (right, mark.y + start - right)
        low = start - mark.height
        x2, y2 = (low, bottom) if low >= mark.x else (mark.x, mark.y + start - mark.x)
        out.append(_mark(Line(x1, y1, x2, y2, mark.hatch, 0.6)))
    return out


def _label(mark: Label) -> str:
    face = {"bold": ' font-weight="700"', "italic": ' font-style="italic"'}.get(mark.type.face, "")
    said, wide = bare(mark.text), text.width(mark.text, mark.type)
    # Said for each text: a page from the right would else turn start and end of all of them.
    way = "rtl" if _from_right(said) else "ltr"
    anchor = ANCHORS[way][mark.align]
    # The frame was drawn for the report's own fonts: any other font keeps to that width.
    kept = f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"' if len(said) > 1 else ""
    place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.type.size}"'
    ink = f' class="f-{CLASSES.get(mark.type.color, "ink")}"'
    turned = f'direction="{way}" text-anchor="{anchor}"'
    return f"<text {place} {turned}{face}{kept}{ink}>{escape(said)}</text>"


def _from_right(said: str) -> bool:
    """Whether a text runs from the right: its first letter tells."""
    first = LETTER.search(said)
    return bool(first and RTL.match(first[0]))


def _stroke(color: str, width: float, dash: tuple[float, ...]) -> str:
    dashes = f' stroke-dasharray="{" ".join(f"{d:g}" for d in dash)}"' if dash else ""
    return f' class="s-{CLASSES.get(color, "ink")}" stroke-width="{width:g}"{dashes}'


def _paint(fill: str, stroke: str, line: float, dash: tuple[float, ...] = ()) -> str:
    inside = f"f-{CLASSES.get(fill, 'ink')}" if fill else "f-none"
    edge = f" s-{CLASSES.get(stroke, 'ink')}" if stroke else ""
    dashes = f' stroke-dasharray="{" ".join(f"{d:g}" for d in dash)}"' if dash else ""
    wide = f' stroke-width="{line:g}"' if stroke else ""
    return f' class="{inside}{edge}"{wide}{dashes}'
