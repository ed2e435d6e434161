"""A client's brand in reports: its colours, its logo, and its own words on the first and last page.

Figures keep their colours, which the colour-blind can tell apart and which have a meaning.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.model import Problem
from reports import style
from reports.colours import BLACK, LIGHT, WHITE, legible, mixed, toward
from reports.plain import clean, isolated

LONGEST: Mapping[str, int] = {"name": 120, "cover": 300, "closing": 1200, "sign_off": 300}
LARGEST = 1024  # pixels on a side of a logo that has been drawn anew
PNG = b"\x89PNG\r\n\x1a\n"
CALLED = {"cover": "cover text", "closing": "closing text", "sign_off": "sign-off", "name": "name"}


@dataclass(frozen=True, slots=True)
class Brand:
    """How a client's papers look; whatever is left empty stays as it is without.

    ``logo`` is a PNG that has been drawn anew and small; ``cover`` and ``closing`` are plain text
    on the first and the last page; ``sign_off`` ends letters.
    """

    name: str = ""
    primary: str = ""
    accent: str = ""
    logo: bytes = b""
    cover: str = ""
    closing: str = ""
    sign_off: str = ""

    def __post_init__(self) -> None:
        """Refuse colours that can't be read, long texts, and a logo that was not drawn anew."""
        for key in ("primary", "accent"):
            if getattr(self, key):
                legible(getattr(self, key), key)
        for key, most in LONGEST.items():
            _refuse_long(key, getattr(self, key), most)
        if self.logo and max(logo_size(self.logo)) > LARGEST:
            raise Problem("this picture can't be used as a logo", where="logo")

    @property
    def colours(self) -> Mapping[str, str]:
        """The report's own colours, each with the one in its place outside figures."""
        if not (self.primary or self.accent):
            return {}
        first = self.primary or style.BRAND
        second = self.accent or toward(mixed(first, WHITE, 0.3), BLACK, LIGHT)
        return {
            style.BRAND: first,
            style.BRAND_MID: second,
            style.BRAND_LIGHT: toward(mixed(first, WHITE, 0.7), WHITE, (first,)),
            style.BRAND_PALE: mixed(first, WHITE, 0.93),
            style.COVER_DOT: mixed(first, WHITE, 0.18),
            style.COVER_EDGE: mixed(first, WHITE, 0.6),
            style.COVER_LINE: mixed(first, WHITE, 0.4),
        }


def _refuse_long(key: str, said: str, most: int) -> None:
    if len(said) > most:
        raise Problem(
            f"the {CALLED[key]} has {len(said):,} characters",
            where=key,
            why=f"There is room for {most:,}.",
            mend="Make it shorter.",
        )


def logo_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its first chunk; Problem if it is no PNG."""
    if not png.startswith(PNG) or png[12:16] != b"IHDR" or len(png) < 24:
        raise Problem("this picture can't be used as a logo", where="logo")
    wide, tall = struct.unpack(">II", png[16:24])
    return wide, tall


def fitted(png: bytes, width: float, height: float) -> tuple[float, float]:
    """The size of a logo in a frame of this size, its shape kept."""
    wide, tall = logo_size(png)
    ratio = min(width / wide, height / tall)
    return wide * ratio, tall * ratio


def own_lines(text: str) -> tuple[str, ...]:
    """The lines of a client's own text, fit to stand on a page; nothing unseen is left in them."""
    found = (clean(line, LONGEST["closing"]) for line in text.splitlines())
    return tuple(isolated(line, LONGEST["closing"]) for line in found if line)


PLAIN = Brand()
