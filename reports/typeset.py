"""Single blocks into pieces: headings, paragraphs, lists, figures, entries."""

from collections.abc import Iterator
from dataclasses import replace

from reports import ledger, style, text
from reports.blocks import Bullets, Entry, Figure, Heading, Stats, Text
from reports.marks import Circle, Label, Mark, Rect
from reports.pen import draw_mark, draw_marks, draw_picture
from reports.pieces import Draw, Piece, Place, Serial, baseline, draw_lines, draw_link
from reports.plain import bare
from reports.refs import draw_ref
from reports.style import Type
from reports.tagged import Tag, Tags

SIDE, GAP = 128.0, 10.0
SEE = Type(7.4, 10, "bold")
ROLES: dict[str, tuple[Type, float]] = {
    "body": (style.BODY, 6.5),
    "lead": (style.LEAD, 8.0),
    "note": (style.NOTE, 5.0),
    "small": (style.SMALL, 4.0),
    "caption": (style.CAPTION, 5.0),
}


def lay_text(block: Text, width: float, tags: Tags) -> Piece:
    """A paragraph."""
    type_, above = ROLES[block.role]
    if block.label:
        return _labelled(block, width, tags)
    lines = text.wrap(block.text, type_, width)

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_lines(place, lines, type_)

    return Piece(len(lines) * type_.leading, draw, above)


def _labelled(block: Text, width: float, tags: Tags) -> Piece:
    """A paragraph whose first words are bold: the label takes its room on the first line."""
    type_, above = ROLES[block.role]
    strong = style.bold(type_)
    indent = text.width(block.label + " ", strong)
    first = text.wrap(block.text, type_, width - indent)[0]
    rest = block.text[len(first) :].lstrip() if block.text.startswith(first) else ""
    lines = (first, *text.wrap(rest, type_, width)) if rest else (first,)
    if not block.text.startswith(first):  # names with a direction of their own: label above
        lines = ("", *text.wrap(block.text, type_, width))

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_lines(place, (block.label,), strong)
            draw_lines(place.at(indent, 0), lines[:1], type_)
            draw_lines(place.at(0, type_.leading), lines[1:], type_)

    return Piece(len(lines) * type_.leading, draw, above)


def lay_heading(block: Heading, width: float, serial: Serial, within: Tags) -> Piece:
    """A heading with what stands over it; kept with what follows."""
    type_ = style.SENTENCE if block.long else style.HEADINGS[block.level]
    lines = text.balanced(block.text, type_, width)
    kicker = style.KICKER.leading + 4 if block.kicker else 0
    tags = (*within, serial.tag(f"H{block.level}"))
    over = (*within, serial.tag("P"))

    def draw(place: Place) -> None:
        if block.kicker:
            with place.canvas.tagged(*over):
                _over(place, block)
        with ledger.referring(block.ref), place.canvas.tagged(*tags):
            draw_lines(place.at(0, kicker), lines, type_)

    height = kicker + len(lines) * type_.leading + {1: 6, 2: 1, 3: 0}[block.level]
    return Piece(
        height,
        draw,
        {1: 0, 2: 15, 3: 10}[block.level],
        keep=True,
        fresh=block.level == 1,
        alone=block.alone,
        anchor=block.anchor,
        title=bare(block.text),
        level=block.level,
    )


def _over(place: Place, block: Heading) -> None:
    if block.ref:
        draw_ref(place, block.ref, baseline(style.KICKER))
    draw_lines(place, (block.kicker,), style.KICKER)


def lay_bullets(block: Bullets, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    """A list, a piece an item."""
    type_, _ = ROLES[block.role]
    lists = (*within, serial.tag("L"))
    indent = 16.0
    for number, item in enumerate(block.items, 1):
        lines = text.wrap(item, type_, width - indent)
        mark = ledger.marked_digits(f"{number}.", "place", "list") if block.numbered else "•"
        yield Piece(
            len(lines) * type_.leading,
            _bullet(mark, lines, type_, (*lists, serial.tag("LI"))),
            5.0 if number == 1 else 2.5,
        )


def _bullet(mark: str, lines: tuple[str, ...], type_: Type, tags: Tags) -> Draw:
    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags, Tag("Lbl")):
            draw_lines(place.at(2, 0), (mark,), style.tinted(style.bold(type_), style.BRAND_MID))
        with place.canvas.tagged(*tags, Tag("LBody")):
            draw_lines(place.at(16, 0), lines, type_)

    return draw


def lay_stats(block: Stats, width: float, serial: Serial, within: Tags) -> Piece:
    """Large figures side by side, on grounds of one height."""
    gap = 10.0
    each = (width - gap * (len(block.items) - 1)) / len(block.items)
    inner = each - 22
    label = style.bold(style.NOTE)
    set_ = [
        (stat, text.wrap(stat.label, label, inner), text.wrap(stat.note, style.SMALL, inner))
        for stat in block.items
    ]
    tags = [(*within, serial.tag("P")) for _ in block.items]
    tall = max(len(a) * label.leading + len(b) * style.SMALL.leading for _, a, b in set_)
    height = style.STAT.leading + tall + 22

    def draw(place: Place) -> None:
        for i, (stat, name, note) in enumerate(set_):
            here = place.at(i * (each + gap), 0)
            with place.canvas.artifact():
                draw_mark(place.canvas, Rect(0, 0, each, height, style.PALE), here.x, here.y)
                draw_mark(place.canvas, Rect(0, 0, 2.2, height, style.BRAND_MID), here.x, here.y)
            with place.canvas.tagged(*tags[i]):
                draw_lines(here.at(12, 8), (stat.value,), _fitting(stat.value, inner))
                draw_lines(here.at(12, 10 + style.STAT.leading), name, label)
                below = 12 + style.STAT.leading + len(name) * label.leading
                draw_lines(here.at(12, below), note, style.SMALL)

    return Piece(height, draw, 12)


def _fitting(value: str, width: float) -> Type:
    """The large type, smaller where the figure is long."""
    ratio = min(1.0, width / max(text.width(value, style.STAT), 1))
    return replace(style.STAT, size=max(9.0, style.STAT.size * ratio))


def lay_figure(block: Figure, width: float, serial: Serial, within: Tags) -> Iterator[Piece]:
    """A picture in the middle of its column, kept with its caption."""
    left = max(0.0, (width - block.picture.width) / 2)
    tags = (*within, serial.tag("Figure", block.alt))

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags):
            draw_picture(place.canvas, block.picture, place.x + left, place.y)

    yield Piece(block.picture.height, draw, 9, keep=bool(block.caption))
    if block.caption:
        yield lay_text(Text(block.caption, "caption"), width, (*within, serial.tag("P")))


def lay_entry(block: Entry, width: float, serial: Serial, within: Tags) -> Piece:
    """A numbered line under a rule; all of it leads to the goal, if there is one."""
    side = SIDE if block.picture else 0.0
    number = ledger.marked_digits(block.number, "place", "list")
    type_ = style.bold(style.BODY)
    lines = text.wrap(block.text, type_, width - 30 - side)
    notes = text.wrap(block.note, style.NOTE, width - 30 - side) if block.note else ()
    said = len(lines) * type_.leading + len(notes) * style.NOTE.leading
    height = max(said, block.picture.height if block.picture else 0.0) + 12
    tags = (*within, serial.tag("P"))
    link = (*tags, Tag("Link"))
    marks: tuple[Mark, ...] = (
        Circle(10, 15, 9, style.BRAND),
        Label(10, 18.4, number, Type(9.5, 12, "bold", style.WHITE), "center"),
    )

    def draw(place: Place) -> None:
        with place.canvas.artifact():
            draw_mark(place.canvas, Rect(0, 0, width, 0.5, style.RULE), place.x, place.y)
        linked = block.goal in place.goals
        with place.canvas.tagged(*(link if linked else tags)):
            draw_marks(place.canvas, marks, place.x, place.y)
            draw_lines(place.at(30, 6), lines, type_)
        with place.canvas.tagged(*tags):
            draw_lines(place.at(30, 7 + len(lines) * type_.leading), notes, style.NOTE)
        _entry_side(place.at(width - side, 6), block, tags)
        if linked:
            draw_link(place, (width, height), (block.goal, bare(block.text)), link)

    return Piece(height, draw, 1)


def _entry_side(place: Place, block: Entry, tags: Tags) -> None:
    """The picture of an entry, and the page that it leads to, for whoever holds paper."""
    picture = block.picture
    if picture is None:
        return
    said = picture.labels[0].text if picture.labels else block.note
    with place.canvas.tagged(*tags, Tag("Figure", 1, said)):
        draw_picture(place.canvas, picture, place.x + GAP, place.y)
    if block.see and block.goal in place.goals:
        goal = ledger.marked_digits(str(place.goals[block.goal]), "place", "page")
        page = block.see.replace("{page}", goal)
        label = Label(SIDE, 22, page, style.tinted(SEE, style.BRAND_MID), "right")
        with place.canvas.tagged(*tags):
            draw_mark(place.canvas, label, place.x, place.y)
