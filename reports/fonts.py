"""The bundled fonts: which of them can draw a letter, how wide it is, and its shaped glyphs."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from reports.style import Face
from templates import path

# In order of preference; a script without an italic is drawn upright.
FAMILIES: dict[Face, tuple[str, ...]] = {
    "regular": ("NotoSans-Regular", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
    "bold": ("NotoSans-Bold", "NotoSansArabic-Bold", "NotoSansHebrew-Bold"),
    "italic": ("NotoSans-Italic", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
}
PRIVATE = 0xE000  # shaped glyphs are reached through the private use area: glyph n is PRIVATE + n
UNITS = 1000.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shaped glyph: the letter that reportlab knows it by, its advance and offset (per mille)."""

    letter: str
    advance: float
    dx: float
    dy: float


@cache
def font(name: str) -> TTFont:
    """A bundled font, registered with reportlab on first use."""
    made = TTFont(name, str(path("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(made)
    return made


@cache
def _shaper(name: str) -> uharfbuzz.Font:
    blob = uharfbuzz.Blob.from_file_path(str(path("fonts", f"{name}.ttf")))
    return uharfbuzz.Font(uharfbuzz.Face(blob))


def covers(name: str, letter: str) -> bool:
    """Whether this font has the letter (glyphs that we made reachable ourselves do not count)."""
    code = ord(letter)
    return not PRIVATE <= code <= 0xF8FF and code in font(name).face.charToGlyph


@lru_cache(maxsize=20_000)
def font_for(letter: str, face: Face) -> str:
    """The first font of the family that has the letter; empty if none has."""
    return next((name for name in FAMILIES[face] if covers(name, letter)), "")


@lru_cache(maxsize=50_000)
def plain_width(text: str, name: str) -> float:
    """Width per mille of the size, letter by letter."""
    widths: Any = font(name).face.charWidths
    missing = font(name).face.defaultWidth
    return float(sum(widths.get(ord(letter), missing) for letter in text))


@lru_cache(maxsize=20_000)
def shape(text: str, name: str, rtl: bool) -> tuple[Glyph, ...]:
    """Glyphs from left to right, as HarfBuzz sets them."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    uharfbuzz.shape(_shaper(name), buffer, {"kern": True, "liga": False})
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    return tuple(
        Glyph(_letter(name, info.codepoint, at.x_advance), at.x_advance, at.x_offset, at.y_offset)
        for info, at in zip(infos, positions, strict=True)
    )


def _letter(name: str, glyph: int, advance: float) -> str:
    """Make a glyph reachable for reportlab, which knows letters only.

    Always the same letter for the same glyph, so that pages do not depend on what was drawn before.
    """
    face = font(name).face
    code = PRIVATE + glyph
    if code not in face.charToGlyph:
        face.charToGlyph[code] = glyph
        face.charWidths[code] = advance
    return chr(code)
