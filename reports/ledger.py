"""The ledger of a report: for each number that is printed, where on the page, and where it is from.

While a ledger is open, numbers are marked where they are put into words: an unseen letter in front
says which origin, another one ends it. Marks take no room, go with the text through wrapping and
shortening, and are taken off by the pen, which writes down what it drew and on which page. With no
ledger open nothing is marked, so that other forms of the report know nothing of it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

FIRST, END = 0xF0000, "\U0010fffd"  # private letters: no language uses them
MOST = 0x1FF00
MARKS = re.compile("[\U000f0000-\U0010ffff]")
DIGITS = re.compile(r"\d+")
_PLACES = re.compile(r"\{\w+|\d+(?:[.,]\d+)*")
_open: ContextVar["Ledger | None"] = ContextVar("ledger", default=None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number is from.

    ``kind`` is ``value`` (``of`` is its lineage, ``form`` how it is printed), ``words`` (it stands
    in the sentence ``of``), ``name`` (part of a name), ``count`` (counted from what the page
    shows, in the place ``of``), ``made`` (how the run was made), ``place`` (page, list, finding)
    or ``day``.
    """

    kind: str
    of: Any = ""
    form: str = ""
    value: float | None = None


UNKNOWN = Origin("unknown")


@dataclass(slots=True)
class Printed:
    """A number as it was drawn: its id, its page, the line or lines in which it stands."""

    id: str
    page: int
    text: str
    lines: list[str]
    origin: Origin


@dataclass(slots=True)
class Ledger:
    """All numbers of one report, in the order in which they were drawn."""

    printed: list[Printed] = field(default_factory=list)
    reference: str = ""
    _origins: dict[Origin, int] = field(default_factory=dict)
    _known: list[Origin] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _within: list[Origin] = field(default_factory=list)
    _unfinished: Printed | None = None

    def mark(self, text: str, origin: Origin) -> str:
        """The text with its origin; the same origin has the same mark."""
        number = self._origins.setdefault(origin, len(self._known))
        if number == len(self._known):
            self._known.append(origin)
        return f"{chr(FIRST + number)}{text}{END}" if number < MOST else text

    def drawn(self, page: int, text: str) -> str:
        """Write down the numbers in a line that is drawn; gives the line without marks."""
        bare = unmarked(text)
        if not self._within and bare == text and not DIGITS.search(text):
            return text
        for part, origin, ends in self._parts(text):
            if origin is None:
                for digits in DIGITS.findall(part):
                    self._add(page, digits, bare, UNKNOWN)
            else:
                self._go_on(page, part, bare, origin)
            if ends:
                self._unfinished = None
        return bare

    def _parts(self, text: str) -> Iterator[tuple[str, Origin | None, bool]]:
        """Stretches of one origin, the outermost where marks lie within marks."""
        part = ""
        for letter in text:
            if not MARKS.match(letter):
                part += letter
                continue
            opens = letter != END
            outermost = len(self._within) == (0 if opens else 1)
            if outermost:
                yield part, (self._within[0] if self._within else None), not opens
                part = ""
            if opens:
                self._within.append(self._known[ord(letter) - FIRST])
            elif self._within:
                self._within.pop()
        yield part, (self._within[0] if self._within else None), False

    def _go_on(self, page: int, part: str, line: str, origin: Origin) -> None:
        """A number, or the rest of one that a line was too short for."""
        begun = self._unfinished
        if not part.strip():
            return
        if begun is None:
            self._unfinished = self._add(page, part, line, origin)
        elif begun.lines[-1] != line:
            begun.text, begun.lines = f"{begun.text} {part}", [*begun.lines, line]

    def _add(self, page: int, text: str, line: str, origin: Origin) -> Printed:
        found = Printed(self._next(page), page, text.strip(), [line], origin)
        self.printed.append(found)
        return found

    def _next(self, page: int) -> str:
        """``F1.2b`` beside a printed id, else the so many-th of a page: ``P7.3``."""
        group = self.reference or f"P{page}"
        number = self._counts[group] = self._counts.get(group, 0) + 1
        return group + (letters(number) if self.reference else f".{number}")


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    said = ""
    while number:
        number, last = divmod(number - 1, 26)
        said = ascii_lowercase[last] + said
    return said


@contextmanager
def opened() -> Iterator[Ledger]:
    """A ledger that is written while the block lasts."""
    ledger = Ledger()
    token = _open.set(ledger)
    try:
        yield ledger
    finally:
        _open.reset(token)


@contextmanager
def referring(reference: str) -> Iterator[None]:
    """Numbers drawn within belong to this printed id."""
    ledger = _open.get()
    if ledger is None or not reference:
        yield
        return
    before, ledger.reference = ledger.reference, reference
    try:
        yield
    finally:
        ledger.reference = before


def is_open() -> bool:
    """Whether numbers are written down."""
    return _open.get() is not None


def drawn(page: int, text: str) -> str:
    """Tell the ledger, if one is open, what is drawn; gives it without marks."""
    ledger = _open.get()
    return text if ledger is None else ledger.drawn(page, text)


def unmarked(text: str) -> str:
    """The text without marks."""
    return MARKS.sub("", text) if _open.get() is not None else text


def marked(text: str, origin: Origin) -> str:
    """The text with its origin, while a ledger is open."""
    ledger = _open.get()
    return text if ledger is None or MARKS.match(text) else ledger.mark(text, origin)


def marked_digits(text: str, kind: str, of: str = "") -> str:
    """Each number of the text that has no origin yet, marked; {places} of a sentence are left."""
    if _open.get() is None or not DIGITS.search(text):
        return text
    origin = Origin(kind, of)
    return "".join(
        part if inside else _PLACES.sub(lambda m: _one(m[0], origin), part)
        for part, inside in _by_marks(text)
    )


def _one(found: str, origin: Origin) -> str:
    return found if found.startswith("{") else marked(found, origin)


def _by_marks(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches outside of marks, and stretches with their marks."""
    part, depth = "", 0
    for letter in text:
        mark = MARKS.match(letter)
        if mark and letter != END:
            if depth == 0:
                yield part, False
                part = ""
            depth += 1
        part += letter
        if mark and letter == END and depth:
            depth -= 1
            if depth == 0:
                yield part, True
                part = ""
    yield part, depth > 0


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once; two that read alike are the same, wherever their numbers are from."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(unmarked(text), text)
    return tuple(found.values())


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    at = next((i for i, letter in enumerate(text) if not MARKS.match(letter)), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]
