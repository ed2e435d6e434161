"""Small charts as pictures: what was found beside what chance gives, readable without colour."""

from collections.abc import Sequence
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


def bars(rows: Sequence[Bar], width: float) -> Picture:
    """Bars with a tick where chance lies; a bar under half of it is hatched."""
    left = min(0.34 * width, max(text.width(row.name, NAME) for row in rows) + 10)
    right = max(text.width(row.chance, TICK) for row in rows) + 12
    top = max(max(row.value, row.expected) for row in rows) or 1.0
    room = width - left - right
    marks = [mark for i, row in enumerate(rows) for mark in _bar(row, (left, 17.0 * i), room / top)]
    return Picture(width, 17.0 * len(rows), tuple(marks))


def _bar(row: Bar, at: tuple[float, float], scale: float) -> tuple[Mark, ...]:
    """Name, bar and its number; the tick of chance, never on the number."""
    left, y = at
    few = row.value < row.expected / 2
    long, tick = max(scale * row.value, 0.8), left + scale * row.expected
    number = Label(left + long + 5, y + 11, row.said, STRONG)
    ends = number.x + text.width(row.said, STRONG) + 5
    covered = number.x - 4 < tick < ends
    if covered:
        number = Label(tick + 5, y + 11, row.said, STRONG)
        ends = number.x + text.width(row.said, STRONG) + 5
    return (
        Label(left - 8, y + 11, text.shortened(row.name, NAME, left - 8), NAME, "right"),
        Rect(
            left,
            y + 3,
            long,
            9.5,
            style.ALERT_LIGHT if few else style.BRAND_MID,
            hatch=style.ALERT if few else "",
        ),
        Line(tick, y + 0.5, tick, y + 15, style.INK, 1.2),
        number,
        Label(max(tick + 4, ends), y + 10.6, row.chance, TICK),
    )


def strip(values: Sequence[float], marked: int, label: str, width: float) -> Picture:
    """Everybody as a dot along a line, heaped where there are many; one of them marked."""
    top = max(values) or 1.0
    room, base, r = width - 20, 74.0, 2.3
    heaps: dict[int, int] = {}
    marks: list[Mark] = [Line(6, base + 6, width - 6, base + 6, style.RULE, 0.7)]
    order = sorted(range(len(values)), key=lambda i: (values[i], i))
    for i in order:
        x = 10 + room * values[i] / top
        place = int(x / (2 * r + 0.6))
        high = heaps.get(place, 0)
        heaps[place] = high + 1
        y = base - min(high, 11) * (2 * r + 0.5)
        if i != marked:
            marks.append(Circle((place + 0.5) * (2 * r + 0.6), y, r, style.BRAND_LIGHT))
    x = 10 + room * values[marked] / top
    half = text.width(label, STRONG) / 2
    middle = min(max(x, half), width - half)
    marks += [
        Line(x, 16, x, base - 4, style.INK, 0.7),
        Circle(x, base, 4.4, style.BRAND),
        Label(middle, 12, label, STRONG, "center"),
    ]
    return Picture(width, base + 8, tuple(marks))


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
