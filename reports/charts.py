"""Small charts as pictures: what was found beside what chance gives, readable without colour."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports import style, text
from reports.marks import Circle, Label, Line, Mark, Picture, Rect, place
from reports.style import Type

TICK = Type(7.4, 10, color=style.MUTED)
NAME = Type(8.2, 11)
STRONG = Type(8.2, 11, "bold")


@dataclass(frozen=True, slots=True)
class Against:
    """A value beside chance: what is expected and the range in which that would lie."""

    value: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """Every number there is, to choose a scale by."""
        found = (self.value, self.expected, self.low, self.high)
        return tuple(x for x in found if x is not None)


def gauge(confidence: float, label: str) -> Picture:
    """Ten circles, filled for each time in ten that a finding held; the label stands below."""
    full = 10 if confidence > 0.99 else int(confidence * 10)
    marks: list[Mark] = [Label(0, 22, label, TICK)] if label else []
    marks += [
        Circle(4 + 9 * i, 6, 3.2, style.BRAND if i < full else style.WHITE, style.BRAND, 0.7)
        for i in range(10)
    ]
    return Picture(90, 26 if label else 12, tuple(marks))


def interval(shown: Against, span: tuple[float, float], width: float) -> Picture:
    """A line with the band of chance, a tick at what is expected, and a dot at what was found."""
    low, high = span
    room = width - 12

    def at(value: float) -> float:
        return 6 + room * min(1.0, max(0.0, (value - low) / max(high - low, 1e-12)))

    middle = 7.0
    marks: list[Mark] = [Line(6, middle, 6 + room, middle, style.RULE, 0.7)]
    if shown.low is not None and shown.high is not None:
        left, right = at(shown.low), at(shown.high)
        marks.append(Rect(left, middle - 4, max(right - left, 1.5), 8, style.RULE, radius=1))
    if shown.expected is not None:
        x = at(shown.expected)
        marks.append(Line(x, middle - 5.5, x, middle + 5.5, style.MUTED, 1.2))
    marks.append(Circle(at(shown.value), middle, 3.6, style.BRAND, style.WHITE, 0.8))
    return Picture(width, 14, tuple(marks))


def span(shown: Against) -> tuple[float, float]:
    """A scale that holds everything, from 0 where that is near."""
    low, high = min(shown.numbers), max(shown.numbers)
    room = max(high - low, abs(high) * 0.1, 1e-9) * 0.15
    start = 0.0 if 0 <= low < 0.6 * high else low - room
    return min(start, low), high + room


def share_bar(share: float, needed: float, width: float) -> Picture:
    """How much of a whole, with a tick at what is needed; short bars are hatched."""
    enough = share >= needed
    full = width * min(share, 1.0)
    bar = Rect(
        0,
        3,
        full,
        8,
        style.BRAND_MID if enough else style.ALERT_LIGHT,
        hatch="" if enough else style.ALERT,
    )
    marks: tuple[Mark, ...] = (
        Rect(0, 3, width, 8, style.FAINT),
        bar,
        Line(width * needed, 0.5, width * needed, 13.5, style.INK, 1.1),
    )
    return Picture(width, 14, marks)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the number beside it, where chance lies, and that in words."""

    name: str
    value: float
    said: str
    expected: float
    chance: str


def bars(rows: Sequence[Bar], width: float, most: float = 0.34) -> Picture:
    """Dumbbells: a dot for what was found, a tick where chance lies, and the way between them.

    The way is dashed where less than half of chance was found. Numbers stand in columns of their
    own, so that nothing covers them; names take at most the share ``most`` of the width.
    """
    names = min(most * width, max(text.width(row.name, NAME) for row in rows) + 6)
    left = names + max(text.width(row.said, STRONG) for row in rows) + 16
    right = max(text.width(row.chance, TICK) for row in rows) + 12
    top = max(max(row.value, row.expected) for row in rows) or 1.0
    room = Room(names, left, width, (width - left - right) / top)
    marks: list[Mark] = [Line(left, 0, left, 17.0 * len(rows), style.RULE, 0.7)]
    marks += [mark for i, row in enumerate(rows) for mark in _bar(row, 17.0 * i, room)]
    return Picture(width, 17.0 * len(rows), tuple(marks))


@dataclass(frozen=True, slots=True)
class Room:
    """Where names end and the scale begins, how wide all is, and points for one contact."""

    names: float
    left: float
    width: float
    scale: float


def _bar(row: Bar, y: float, room: Room) -> tuple[Mark, ...]:
    """Name, number, dot and tick with the way between, and chance in words."""
    few = row.value < row.expected / 2
    color = style.ALERT if few else style.BRAND
    dot, tick = room.left + room.scale * row.value, room.left + room.scale * row.expected
    name = text.shortened(row.name, NAME, room.names - 4)
    return (
        Label(room.names - 2, y + 11, name, NAME, "right"),
        Label(room.left - 8, y + 11, row.said, STRONG, "right"),
        Line(dot, y + 8, tick, y + 8, color, 1.6, (2.6, 1.8) if few else ()),
        Line(tick, y + 2.5, tick, y + 13.5, style.INK, 1.3),
        Circle(dot, y + 8, 3.8, color, style.WHITE, 0.8),
        Label(room.width, y + 10.6, row.chance, TICK, "right"),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """What stands along a line of dots: marked values with their text, and what is counted."""

    ticks: tuple[tuple[float, str], ...]
    title: str


HEAP, BASE, DOT = 11, 84.0, 2.3


def strip(
    values: Sequence[float], named: Sequence[tuple[int, str]], scale: Scale, width: float
) -> Picture:
    """Everybody as a dot along a line, heaped where there are many.

    The first of ``named`` (place in the list, name) is marked; the others get their names where
    there is room.
    """
    top = max(values) or 1.0

    def at(value: float) -> float:
        return 10 + (width - 20) * value / top

    marked, label = named[0]
    marks: list[Mark] = [*_heaps([at(v) for i, v in enumerate(values) if i != marked])]
    marks += _axis(scale, at, width)
    x, half = at(values[marked]), text.width(label, STRONG) / 2
    middle = min(max(x, half), width - half)
    taken = [(middle - half, middle + half)]
    for i, name in named[1:]:
        marks += _beside(at(values[i]), name, taken, width)
    marks += [
        Line(x, 15, x, BASE - 4, style.INK, 0.7),
        Circle(x, BASE, 4.4, style.ALERT, style.WHITE, 0.8),
        Label(middle, 11, label, STRONG, "center"),
    ]
    return Picture(width, BASE + 34, tuple(marks))


def _heaps(places: Sequence[float]) -> Iterator[Mark]:
    """Dots on each other where they would cover each other, up to a height."""
    heaps: dict[int, int] = {}
    wide = 2 * DOT + 0.6
    for x in sorted(places):
        place = int(x / wide)
        high = heaps.get(place, 0)
        heaps[place] = high + 1
        y = BASE - min(high, HEAP) * (2 * DOT + 0.5)
        yield Circle((place + 0.5) * wide, y, DOT, style.BRAND_MID)


def _axis(scale: Scale, at: Callable[[float], float], width: float) -> Iterator[Mark]:
    yield Line(6, BASE + 6, width - 6, BASE + 6, style.MUTED, 0.7)
    for value, said in scale.ticks:
        half, x = text.width(said, TICK) / 2, at(value)
        yield Line(x, BASE + 6, x, BASE + 9, style.MUTED, 0.7)
        yield Label(min(max(x, half), width - half), BASE + 18, said, TICK, "center")
    title = text.shortened(scale.title, TICK, width)
    yield Label(width / 2, BASE + 30, title, TICK, "center")


def _beside(x: float, name: str, taken: list[tuple[float, float]], width: float) -> Iterator[Mark]:
    """A name above its dot, on a lower line than the marked one; nothing where it would cover."""
    half = text.width(name, TICK) / 2
    middle = min(max(x, half), width - half)
    low, high = middle - half - 4, middle + half + 4
    if any(low < right and left < high for left, right in taken) or x < 0.3 * width:
        return
    taken.append((low, high))
    yield Line(x, BASE - 26, x, BASE - 4, style.RULE, 0.7)
    yield Label(middle, BASE - 30, name, TICK, "center")


def before_after(rows: Sequence[tuple[str, float, str]], width: float) -> Picture:
    """Today, after an action, and after the same effort at random, each a bar from 0."""
    left = max(text.width(name, NAME) for name, _, _ in rows) + 10
    right = max(text.width(said, STRONG) for _, _, said in rows) + 10
    top = max(1e-9, *(value for _, value, _ in rows))
    fills = (style.RULE, style.BRAND, style.WHITE)
    marks: list[Mark] = []
    for i, (name, value, said) in enumerate(rows):
        long = max((width - left - right) * value / top, 0.8)
        y = 19.0 * i
        marks += [
            Label(left - 8, y + 11, name, STRONG if i == 1 else NAME, "right"),
            Rect(left, y + 3, long, 10.5, fills[i], style.MUTED if i == 2 else ""),
            Label(left + long + 6, y + 11, said, STRONG),
        ]
    return Picture(width, 19.0 * len(rows) - 3, tuple(marks))


@dataclass(frozen=True, slots=True)
class Cut:
    """Who would come apart: names and sizes of both sides, and the person between."""

    rest: str
    rest_size: int
    person: str
    lost: str
    lost_size: int


def cut(shown: Cut, width: float) -> Picture:
    """The rest, one person, and those who are in touch through that person only."""
    y, big = 44.0, 34.0
    small = max(12.0, min(40.0, big * (shown.lost_size / max(shown.rest_size, 1)) ** 0.5))
    left, middle, right = big + 6, width / 2 + 10, width - 44.0
    marks: list[Mark] = [
        Line(left + big, y, middle, y, style.INK, 2.2),
        Line(middle, y, right - small, y, style.INK, 2.2),
        Circle(left, y, big, style.BRAND_PALE, style.BRAND_MID, 1.2),
        Circle(right, y, small, style.ALERT_PALE, style.ALERT, 1.2, (3, 2)),
        Circle(middle, y, 7.5, style.BRAND, style.WHITE, 1.4),
        Label(left, y + 4, str(shown.rest_size), Type(15, 18, "bold", style.BRAND), "center"),
        Label(right, y + 4, str(shown.lost_size), Type(13, 16, "bold", style.ALERT), "center"),
        Label(left, y + big + 13, shown.rest, NAME, "center"),
        Label(right, y + big + 13, shown.lost, NAME, "center"),
    ]
    room = width - 2 * big - 40
    name = text.shortened(shown.person, STRONG, room)
    marks.append(Label(middle, y - 16, name, STRONG, "center"))
    return Picture(width, y + big + 18, tuple(marks))


def key(entries: Sequence[tuple[Picture, str]], width: float) -> Picture:
    """A legend: small pictures with what they mean, in as many lines as it takes."""
    marks: list[Mark] = []
    x = y = 0.0
    for picture, said in entries:
        wide = picture.width + 6 + text.width(said, TICK) + 16
        if x and x + wide - 16 > width:
            x, y = 0.0, y + 15
        marks += place(picture, x, y + (12 - picture.height) / 2)
        marks.append(Label(x + picture.width + 6, y + 9, said, TICK))
        x += wide - 4
    return Picture(width, y + 14, tuple(marks))
