"""Text in any script: split into runs by font and direction, shaped, measured, wrapped.

Simple text is drawn letter by letter. A line with anything else (right-to-left, marks, joining
scripts) is shaped by HarfBuzz and carries its plain text beside the glyphs, so that what is copied
out of the page is what was put in.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bidi import algorithm

from reports import fonts
from reports.ledger import MARKS, unmarked
from reports.plain import CLOSE, OPEN, RTL, bare, isolated, unisolated
from reports.style import Face, Type

_SIMPLE = re.compile(
    "[\t -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027"
    "\u202f-\u205e\u2070-\u20bf\u2100-\u214f\u2212\u00d7]*"
)
# Chinese, Japanese and Korean letters are set one after the other too, in a font of their own.
_SET_SINGLY = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef ]*")
_ISOLATE = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font and one direction; ``plain`` ones need no shaping."""

    text: str
    font: str
    rtl: bool
    plain: bool

    @property
    def width(self) -> float:
        """Per mille of the size."""
        if self.plain:
            return fonts.plain_width(self.text, self.font)
        return sum(glyph.advance for glyph in fonts.shape(self.text, self.font, self.rtl))


def _single(text: str) -> bool:
    return is_simple(text) or _SET_SINGLY.fullmatch(text) is not None


def undrawable(text: str) -> str:
    """The letters for which no bundled font has a shape, each once."""
    odd = (c for c in bare(text) if not c.isspace() and not fonts.font_for(c, "regular"))
    return "".join(dict.fromkeys(c for c in odd if c not in "\u200c\u200d"))


@lru_cache(maxsize=20_000)
def drawable(text: str) -> str:
    """The text with a question mark for each letter that has no shape: never boxes."""
    shown = MARKS.sub("", text)
    odd = "" if is_simple(shown) else undrawable(shown)
    return "".join("?" if c in odd else c for c in text) if odd else text


@lru_cache(maxsize=20_000)
def is_simple(text: str) -> bool:
    """Whether letters can be set one after the other in the first font."""
    return _SIMPLE.fullmatch(text) is not None


@lru_cache(maxsize=50_000)
def _width(text: str, face: Face) -> float:
    if is_simple(text):
        return fonts.plain_width(text, fonts.FAMILIES[face][0])
    return sum(run.width for run in runs(text, face))


def width(text: str, type_: Type) -> float:
    """Width in points; marks of the ledger take no room."""
    return _width(drawable(unmarked(text)), type_.face) * type_.size / fonts.UNITS


def wrap(text: str, type_: Type, limit: float) -> tuple[str, ...]:
    """Lines no wider than ``limit``; a word wider than that is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    text = drawable(text)
    space = width(" ", type_)
    for word in _words(text, type_, limit):
        wide = width(word, type_)
        if line and used + space + wide > limit:
            lines.append(line)
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
    return (*lines, line)


def balanced(text: str, type_: Type, limit: float) -> tuple[str, ...]:
    """Lines of about the same length, as many as ``wrap`` needs: for headings."""
    lines = wrap(text, type_, limit)
    narrow = limit
    while narrow > limit / 2 and len(lines) > 1:
        narrow -= limit / 25
        tried = wrap(text, type_, narrow)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _words(text: str, type_: Type, limit: float) -> Iterator[str]:
    for word in _spread(text):
        yield from _broken(word, type_, limit) if width(word, type_) > limit else (word,)


def _spread(text: str) -> list[str]:
    """The words, each word of an isolated name isolated by itself."""
    spread = _ISOLATE.sub(lambda m: " ".join(OPEN + word + CLOSE for word in m[1].split(" ")), text)
    # Words of one name in one line are joined again where the line is drawn.
    return [word for word in spread.split(" ") if word]


def _broken(word: str, type_: Type, limit: float) -> Iterator[str]:
    isolate = word.startswith(OPEN) and word.endswith(CLOSE)
    part = ""
    for cluster in _clusters(unisolated(word)):
        if part and width(part + cluster, type_) > limit:
            yield isolated(part) if isolate else part
            part = ""
        part += cluster
    yield isolated(part) if isolate else part


def _clusters(word: str) -> list[str]:
    """Letters with the marks that sit on them."""
    out: list[str] = []
    for letter in word:
        if out and (unicodedata.category(letter).startswith("M") or letter in "\u200c\u200d"):
            out[-1] += letter
        else:
            out.append(letter)
    return out


def shortened(text: str, type_: Type, limit: float) -> str:
    """The text, cut with an ellipsis if it is wider than ``limit``."""
    if width(text, type_) <= limit:
        return text
    kept = _clusters(bare(text))
    while kept and width("".join(kept) + "…", type_) > limit:
        kept.pop()
    return isolated("".join(kept).rstrip() + "…")


def runs(text: str, face: Face, from_right: bool = False) -> tuple[Run, ...]:
    """Runs in the order in which they are drawn, from left to right.

    ``from_right`` is the direction of what the line belongs to.
    """
    joined = text.replace(f"{CLOSE} {OPEN}", " ")
    letters = _with_levels(joined, int(from_right))
    pieces: list[tuple[str, str, int]] = []
    for letter, level in letters:
        name = _font(letter, face, pieces[-1][1] if pieces else "")
        if pieces and pieces[-1][1:] == (name, level):
            pieces[-1] = (pieces[-1][0] + letter, name, level)
        else:
            pieces.append((letter, name, level))
    return tuple(
        Run(part, name, level % 2 == 1, level % 2 == 0 and _single(part))
        for part, name, level in _reordered(pieces)
    )


def _font(letter: str, face: Face, before: str) -> str:
    """Marks, spaces and signs stay in the font of what they follow."""
    first = fonts.FAMILIES[face][0]
    follows = unicodedata.category(letter)[0] in "MZC" or unicodedata.bidirectional(letter) == "CS"
    if before and follows and (fonts.covers(before, letter) or letter in "\u200c\u200d"):
        return before
    return fonts.font_for(letter, face) or first


def _with_levels(text: str, base: int = 0) -> list[tuple[str, int]]:
    """Each letter with its embedding level; an isolate counts as one neutral sign outside."""
    if not RTL.search(text):
        return [(letter, 0) for letter in bare(text)]
    shell = _ISOLATE.sub("\ufffc", text)
    inner = iter(_ISOLATE.findall(text))
    out: list[tuple[str, int]] = []
    for letter, level in zip(shell, _levels(shell, base), strict=True):
        out += _inside(next(inner), level) if letter == "\ufffc" else [(letter, level)]
    return out


def _inside(name: str, level: int) -> list[tuple[str, int]]:
    base: int = algorithm.get_base_level(name)
    raised = level + 1 if (level + 1) % 2 == base else level + 2
    return [(c, raised - base + at) for c, at in zip(name, _levels(name, base), strict=True)]


def _levels(text: str, base: int) -> list[int]:
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    kept = iter(storage["chars"])
    out: list[int] = []
    for letter in text:  # joiners are left out by the algorithm and go with what they follow
        silent = unicodedata.bidirectional(letter) == "BN"
        out.append((out[-1] if out else base) if silent else next(kept)["level"])
    return out


def _reordered(pieces: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Rule L2: from the highest level down to 1, turn round every stretch at it or above."""
    order = list(pieces)
    for level in range(max((p[2] for p in order), default=0), 0, -1):
        i = 0
        while i < len(order):
            j = i
            while j < len(order) and order[j][2] >= level:
                j += 1
            order[i:j] = order[i:j][::-1]
            i = max(j, i + 1)
    return order
