"""A picture as an SVG file that stands by itself, on white, with its colours in it."""

from reports import style
from reports.marks import Picture, Rect, place
from reports.page.svg import CLASSES, svg

PAD = 8.0
FONTS = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"


def standalone(picture: Picture, alt: str) -> str:
    """The picture with a margin; whoever can't see it is told ``alt``."""
    wide, high = picture.width + 2 * PAD, picture.height + 2 * PAD
    ground = Rect(0, 0, wide, high, style.WHITE)
    framed = Picture(wide, high, (ground, *place(picture, PAD, PAD)))
    head, rest = svg(framed, alt).split(">", 1)
    opening = head.replace(
        "<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONTS}" '
    )
    return f"{opening}>\n<style>{_colors()}</style>\n{rest}\n"


def _colors() -> str:
    """Fill and stroke of each colour, by the classes that pictures carry."""
    rules = [
        f".f-{name}{{fill:{color}}}.s-{name}{{stroke:{color}}}" for color, name in CLASSES.items()
    ]
    return "".join([*rules, ".f-none{fill:none}"])
