"""Pieces: what has a height, can be put on a page, and knows how to draw itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count

from reports import style
from reports.pen import draw_text
from reports.style import Type
from reports.tagged import Tag, TaggedCanvas, Tags

Goals = dict[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece is drawn: canvas, left edge, top edge, and the page of every anchor."""

    canvas: TaggedCanvas
    x: float
    y: float
    goals: Goals

    def at(self, dx: float, dy: float) -> "Place":
        """Another place, this far to the right and down."""
        return replace(self, x=self.x + dx, y=self.y + dy)


Draw = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a page that is not split.

    ``above`` is the distance kept to what stands before it; ``keep`` holds it on one page with
    what follows; ``again`` is repeated at the top of the page if a page ends before it; ``fresh``
    begins a section, which takes a page of its own unless it is short; nothing shares the page of
    one that is ``alone``.
    """

    height: float
    draw: Draw
    above: float = 0.0
    keep: bool = False
    fresh: bool = False
    alone: bool = False
    again: "Piece | None" = None
    anchor: str = ""
    title: str = ""
    level: int = 0
    whole_page: bool = False


class Serial:
    """Numbers that keep elements apart; one for each document."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def tag(self, kind: str, alt: str = "", scope: str = "") -> Tag:
        """An element of its own."""
        return Tag(kind, next(self._numbers), alt, scope)


def draw_lines(place: Place, lines: Iterable[str], type_: Type) -> None:
    """Lines under each other, the first one's top at the place."""
    y = place.y + baseline(type_)
    for line in lines:
        # The space keeps words of two lines apart for whoever listens or copies.
        draw_text(place.canvas, (place.x, y), f"{line} " if line else "", type_)
        y += type_.leading


def baseline(type_: Type) -> float:
    """How far below its top the letters of a line stand."""
    return (type_.leading + type_.size * 0.72) / 2


def draw_link(place: Place, size: tuple[float, float], goal: tuple[str, str], tags: Tags) -> None:
    """Make a stretch of the page lead to an anchor; ``goal`` is the anchor and what it says."""
    low = style.PAGE_HEIGHT - place.y - size[1]
    left = style.PAGE_WIDTH - place.x - size[0] if place.canvas.from_right else place.x
    box = (left, low, left + size[0], low + size[1])
    place.canvas.link(box, goal, tags)
