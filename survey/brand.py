"""A client's look: one colour that can be read in any light, and a logo that is only a picture.

Contrast is WCAG 2's ratio (L1 + 0.05) / (L2 + 0.05) of relative luminances; 4.5 is the least for
text. A colour that fails on the light pages is refused with the nearest one that does not; for dark
pages a lighter one is worked out.
"""

import io
import re
from dataclasses import dataclass

from PIL import Image

from analysis.model import Problem

LEAST = 4.5
# What text in the colour stands on in tiewise.css: --card, --paper and --wash, light and dark.
LIGHT = ("#ffffff", "#f7f6f2", "#e4f0ed")
DARK = ("#12181a", "#1a2224", "#1d3532")
INK = ("#ffffff", "#08211e")
STEPS = 200
LOGO_BYTES = 2_000_000
LOGO_SIDE = 4000
KEPT_SIDE = 480
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Colours:
    """The accent on light and on dark pages, and what text is in on top of each."""

    light: str
    on_light: str
    dark: str
    on_dark: str


def colours(text: str) -> Colours:
    """The colours that follow from one, given as ``#rrggbb``; a Problem if it can't be read."""
    chosen = _hex(text)
    if not _reads(chosen, LIGHT):
        nearest = toward(chosen, (0, 0, 0), LIGHT)
        worst = min(contrast(chosen, each) for each in LIGHT)
        raise Problem(
            f"{chosen} is too pale to be read",
            where="Colour",
            why=f"It hardly stands out from the page (contrast {worst:.1f}; text needs {LEAST}).",
            mend=f"The nearest one that can be read is {nearest}.",
        )
    dark = toward(chosen, (255, 255, 255), DARK)
    return Colours(chosen, _ink(chosen), dark, _ink(dark))


def _hex(text: str) -> str:
    found = re.fullmatch(r"#?([0-9a-fA-F]{6})", text.strip())
    if found is None:
        raise Problem(
            f"{text!r} is no colour", where="Colour", mend="Write it as in #0b5c55, or pick one."
        )
    return f"#{found[1].lower()}"


def contrast(one: str, other: str) -> float:
    """How well one colour can be told from the other: 1 not at all, 21 black on white."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _reads(colour: str, grounds: tuple[str, ...]) -> bool:
    return all(contrast(colour, ground) >= LEAST for ground in grounds)


def toward(colour: str, end: Rgb, grounds: tuple[str, ...]) -> str:
    """The colour mixed with just so much of ``end`` that it can be read on all ``grounds``."""
    start = _rgb(colour)
    for step in range(STEPS + 1):
        share = step / STEPS
        mixed = [round(a + (b - a) * share) for a, b in zip(start, end, strict=True)]
        made = "#{:02x}{:02x}{:02x}".format(*mixed)
        if _reads(made, grounds):
            return made
    raise ValueError(colour)


def _ink(ground: str) -> str:
    return max(INK, key=lambda ink: contrast(ink, ground))


def css(text: str) -> str:
    """The style sheet of a client's colour; empty if it has none."""
    if not text:
        return ""
    c = colours(text)
    light = f":root {{ --accent: {c.light}; --accent-ink: {c.on_light}; }}"
    dark = f":root {{ --accent: {c.dark}; --accent-ink: {c.on_dark}; }}"
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"


def logo(data: bytes) -> bytes:
    """The picture drawn anew as a small PNG: whatever else was in the file is gone."""
    said = Problem(
        "this picture can't be used as a logo",
        where="logo",
        why="It is no PNG or JPEG, it is damaged, or it is very large.",
        mend="Save it as PNG, at most 4,000 pixels wide and 2 MB.",
    )
    if len(data) > LOGO_BYTES:
        raise said
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > LOGO_SIDE:
                raise said
            drawn = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise said from error
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    made = io.BytesIO()
    fresh.save(made, "PNG", optimize=True)
    return made.getvalue()
