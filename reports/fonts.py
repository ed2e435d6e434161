"""Fonts: which of them can draw a letter, how wide it is, and its shaped glyphs.

Noto Sans is bundled for Latin, Cyrillic, Greek, Devanagari, Arabic and Hebrew. Other scripts are
drawn with TrueType fonts from the folder that ``TIEWISE_FONTS`` names, if there is one.
"""

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from analysis.model import Problem
from reports.style import Face
from templates import path

# In order of preference; a script without an italic is drawn upright.
FAMILIES: dict[Face, tuple[str, ...]] = {
    "regular": ("NotoSans-Regular", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
    "bold": ("NotoSans-Bold", "NotoSansArabic-Bold", "NotoSansHebrew-Bold"),
    "italic": ("NotoSans-Italic", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
}
FOLDER = "TIEWISE_FONTS"
PRIVATE = 0xE000  # shaped glyphs are reached through the private use area: glyph n is PRIVATE + n
LAST_PRIVATE = 0xF8FF
LAST_LETTER = 0xFFFF  # reportlab cannot say in a PDF which letter beyond it a glyph stands for
UNITS = 1000.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shaped glyph: the letter that reportlab knows it by, its advance and offset (per mille)."""

    letter: str
    advance: float
    dx: float
    dy: float


@cache
def further() -> tuple[Path, ...]:
    """The operator's fonts in the order of their names; Problem where the folder is not there."""
    named = os.environ.get(FOLDER, "")
    if not named:
        return ()
    folder = Path(named)
    if not folder.is_dir():
        raise Problem(
            "there is no such folder of fonts",
            where=named,
            mend=f"Make the folder that {FOLDER} names, or unset {FOLDER}.",
        )
    return tuple(sorted(folder.glob("*.ttf")))


@cache
def families(face: Face) -> tuple[str, ...]:
    """The bundled fonts of a face, then the operator's: bold ones first where bold is wanted."""
    names = [file.stem for file in further()]
    bold = [name for name in names if "bold" in name.lower()]
    plain = [name for name in names if name not in bold]
    return (*FAMILIES[face], *((*bold, *plain) if face == "bold" else (*plain, *bold)))


def _file(name: str) -> Path:
    return next((f for f in further() if f.stem == name), path("fonts", f"{name}.ttf"))


@cache
def font(name: str) -> TTFont:
    """A font, registered with reportlab on first use."""
    try:
        made = TTFont(name, str(_file(name)))
    except TTFError as error:
        raise Problem(
            "this font cannot be put into a PDF",
            where=_file(name).name,
            why=str(error),
            mend="Take a font with TrueType outlines (.ttf with a glyf table, one weight a file).",
        ) from error
    pdfmetrics.registerFont(made)
    return made


@cache
def _shaper(name: str) -> uharfbuzz.Font:
    blob = uharfbuzz.Blob.from_file_path(str(_file(name)))
    return uharfbuzz.Font(uharfbuzz.Face(blob))


def covers(name: str, letter: str) -> bool:
    """Whether this font has the letter (glyphs that we made reachable ourselves do not count)."""
    code = ord(letter)
    return (
        code <= LAST_LETTER
        and not PRIVATE <= code <= LAST_PRIVATE
        and code in font(name).face.charToGlyph
    )


@lru_cache(maxsize=20_000)
def font_for(letter: str, face: Face) -> str:
    """The first font of the family that has the letter; empty if none has."""
    return next((name for name in families(face) if covers(name, letter)), "")


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
    if code > LAST_PRIVATE:  # a font of many glyphs, nearly all of which are letters
        return chr(_letters(name).get(glyph, ord("?")))
    if code not in face.charToGlyph:
        face.charToGlyph[code] = glyph
        face.charWidths[code] = advance
    return chr(code)


@cache
def _letters(name: str) -> dict[int, int]:
    """For each glyph the first letter that it is drawn for."""
    pairs = sorted(font(name).face.charToGlyph.items(), reverse=True)
    return {glyph: code for code, glyph in pairs if code <= LAST_LETTER}
