"""What pictures are made of: a few plain shapes, y downwards from the top left, in points."""

from dataclasses import dataclass, field, replace

from reports.style import INK, SMALL, Align, Type


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; ``dash`` gives lengths of strokes and gaps."""

    x1: float
    y1: float
    x2: float
    y2: float
    color: str = INK
    width: float = 0.6
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its top left corner; ``hatch`` draws slanting lines into it."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0.0
    hatch: str = ""
    line: float = 0.6


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle round its centre."""

    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = ""
    line: float = 0.8
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled shape through its corners."""

    points: tuple[tuple[float, float], ...]
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``y`` is its baseline, ``x`` its left end, right end or middle."""

    x: float
    y: float
    text: str
    type: Type = SMALL
    align: Align = "left"


Mark = Line | Rect | Circle | Polygon | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks in a frame."""

    width: float
    height: float
    marks: tuple[Mark, ...] = field(default_factory=tuple)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The text in it, in order."""
        return tuple(mark for mark in self.marks if isinstance(mark, Label))


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The same mark elsewhere."""
    if isinstance(mark, Line):
        return replace(mark, x1=mark.x1 + dx, x2=mark.x2 + dx, y1=mark.y1 + dy, y2=mark.y2 + dy)
    if isinstance(mark, Polygon):
        return replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points))
    return replace(mark, x=mark.x + dx, y=mark.y + dy)


def place(picture: Picture, dx: float, dy: float) -> tuple[Mark, ...]:
    """The marks of a picture, to stand inside another one."""
    return tuple(moved(mark, dx, dy) for mark in picture.marks)
