"""Colours: how well one can be read on another, and the nearest that can.

Contrast is WCAG 2's ratio (L1 + 0.05) / (L2 + 0.05) of relative luminances; 4.5 is the least for
text. It knows no hue, so that what passes can also be read in shades of grey.
"""

import re
from dataclasses import dataclass

from analysis.model import Problem

LEAST = 4.5
# What text in a client's colour stands on: paper, and the site's pages (tiewise.css).
LIGHT = ("#ffffff", "#f7f6f2", "#e4f0ed")
DARK = ("#12181a", "#1a2224", "#1d3532")
INK = ("#ffffff", "#08211e")
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
STEPS = 200
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Colours:
    """An accent on light and on dark pages, and what text is in on top of each."""

    light: str
    on_light: str
    dark: str
    on_dark: str


def colours(text: str, where: str = "Colour") -> Colours:
    """The colours that follow from one, given as ``#rrggbb``; a Problem if it can't be read."""
    chosen = legible(text, where)
    dark = toward(chosen, WHITE, DARK)
    return Colours(chosen, _ink(chosen), dark, _ink(dark))


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


def legible(text: str, where: str = "Colour") -> str:
    """A colour given as ``#rrggbb`` that can be read on light pages; Problem with the nearest."""
    chosen = hex_of(text, where)
    if reads(chosen, LIGHT):
        return chosen
    worst = min(contrast(chosen, each) for each in LIGHT)
    raise Problem(
        f"{chosen} is too pale to be read",
        where=where,
        why=f"It hardly stands out from the page (contrast {worst:.1f}; text needs {LEAST}).",
        mend=f"The nearest one that can be read is {toward(chosen, BLACK, LIGHT)}.",
    )


def hex_of(text: str, where: str = "Colour") -> str:
    """The colour in one spelling; Problem if it is none."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{6})", text.strip())
    if found is None:
        mend = "Write it as in #0b5c55, or pick one."
        raise Problem(f"{text[:40]!r} is no colour", where=where, mend=mend)
    return f"#{found[1].lower()}"


def contrast(one: str, other: str) -> float:
    """How well one colour can be told from the other: 1 not at all, 21 black on white."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in rgb_of(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb_of(colour: str) -> Rgb:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def reads(colour: str, grounds: tuple[str, ...]) -> bool:
    """Whether text in the colour can be read on all of these."""
    return all(contrast(colour, ground) >= LEAST for ground in grounds)


def mixed(colour: str, end: Rgb, share: float) -> str:
    """The colour with this share of another in it."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb_of(colour), end, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def toward(colour: str, end: Rgb, grounds: tuple[str, ...]) -> str:
    """The colour mixed with just so much of ``end`` that it can be read on all ``grounds``."""
    for step in range(STEPS + 1):
        made = mixed(colour, end, step / STEPS)
        if reads(made, grounds):
            return made
    raise ValueError(colour)
