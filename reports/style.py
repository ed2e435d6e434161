"""How pages look: paper, type and colours that also work in grey and for the colour-blind."""

from dataclasses import dataclass, replace
from typing import Literal

Face = Literal["regular", "bold", "italic"]
Align = Literal["left", "right", "center"]

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 56.0, 56.0, 68.0, 62.0
CONTENT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
CONTENT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

WHITE = "#FFFFFF"
INK = "#17222D"
MUTED = "#52606D"
RULE = "#CBD3DA"
FAINT = "#E6EBEF"
PALE = "#F3F6F8"
BRAND = "#0B4461"
BRAND_MID = "#4C86A4"
BRAND_LIGHT = "#BDD6E3"
BRAND_PALE = "#E7F0F5"
COVER_DOT = "#2C6787"
COVER_EDGE = "#8DB7CC"
COVER_LINE = "#4D87A5"
ALERT = "#A8431F"
ALERT_LIGHT = "#E9B79F"
ALERT_TINT = "#F5DDD1"
ALERT_PALE = "#FBF0EA"


@dataclass(frozen=True, slots=True)
class Type:
    """A way of setting text: face, size and distance of lines in points, colour."""

    size: float
    leading: float
    face: Face = "regular"
    color: str = INK


BODY = Type(9.5, 14.2)
LEAD = Type(11.5, 16.8)
SMALL = Type(8, 11.4, color=MUTED)
CAPTION = Type(8.2, 11.8, "italic", MUTED)
NOTE = Type(8.6, 12.4)
TABLE = Type(8.6, 12)
TABLE_HEAD = Type(7.8, 10.6, "bold", MUTED)
KICKER = Type(8.4, 12, "bold", BRAND_MID)
HEADINGS = {
    1: Type(20, 25.5, "bold", BRAND),
    2: Type(12.5, 17, "bold", BRAND),
    3: Type(10, 14.2, "bold", INK),
}
SENTENCE = Type(15.5, 20.5, "bold", BRAND)
STAT = Type(22, 26, "bold", BRAND)


def bold(type_: Type) -> Type:
    """The same, bold."""
    return replace(type_, face="bold")


def tinted(type_: Type, color: str) -> Type:
    """The same in another colour."""
    return replace(type_, color=color)
