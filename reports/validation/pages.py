"""The document as files: Markdown with its pictures, and a tagged PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reports import fonts, style, text
from reports.blocks import Block
from reports.layout import lay
from reports.markdown import markdown
from reports.marks import Label, Picture, Rect
from reports.paging import Page as Sheet
from reports.paging import goals, paginate
from reports.pen import draw_mark
from reports.pieces import Place, Serial
from reports.style import CONTENT_WIDTH, LEFT, PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import TaggedCanvas
from reports.validation.standalone import standalone
from reports.wording import Wording

_RUNNING = Type(7.6, 10, color=style.MUTED)
FOLDER = "validation"


@dataclass(slots=True)
class Page:
    """A Markdown text and the pictures that it shows, by their place beside it."""

    text: str = ""
    pictures: dict[str, str] = field(default_factory=dict)


def pages(blocks: Iterable[Block]) -> Page:
    """The document as Markdown; pictures are numbered in order."""
    page = Page()

    def keep(picture: Picture, alt: str) -> str:
        name = f"{FOLDER}/figure-{len(page.pictures) + 1:02d}.svg"
        page.pictures[name] = standalone(picture, alt)
        return name

    page.text = markdown(blocks, keep)
    return page


def write_pdf(blocks: Sequence[Block], words: Wording, path: Path) -> None:
    """The document as a tagged PDF; the same blocks give the same bytes."""
    sheets = paginate(list(lay(blocks, CONTENT_WIDTH, Serial())))
    for name in sum(fonts.FAMILIES.values(), ()):
        fonts.font(name)
    canvas = TaggedCanvas(path, words.say("validation.title"), words.language)
    canvas.setSubject(words.say("validation.subtitle"))
    anchors = goals(sheets)
    for number, sheet in enumerate(sheets, 1):
        _draw(canvas, sheet, anchors)
        if not sheet.whole:
            _running(canvas, words, (number, len(sheets)))
        canvas.showPage()
    canvas.save()


def _draw(canvas: TaggedCanvas, sheet: Sheet, anchors: dict[str, int]) -> None:
    """Every piece in its place; headings of the first two levels are in the outline."""
    for y, piece in sheet.placed:
        if piece.title and piece.level <= 2:
            key = piece.anchor or f"heading-{canvas.getPageNumber()}-{round(y)}"
            canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT - max(y - 20, 0))
            canvas.addOutlineEntry(piece.title, key, piece.level - 1, closed=True)
        piece.draw(Place(canvas, 0.0 if piece.whole_page else LEFT, y, anchors))


def _running(canvas: TaggedCanvas, words: Wording, numbers: tuple[int, int]) -> None:
    """Head and foot of a page, for the eye only."""
    right, foot = PAGE_WIDTH - LEFT, PAGE_HEIGHT - 40
    page = words.say("page.number", page=numbers[0], pages=numbers[1])
    title = text.shortened(words.say("validation.title"), _RUNNING, CONTENT_WIDTH)
    with canvas.artifact():
        draw_mark(canvas, Rect(LEFT, 46, CONTENT_WIDTH, 0.5, style.RULE))
        draw_mark(canvas, Label(LEFT, 39, title, _RUNNING))
        draw_mark(canvas, Rect(LEFT, foot - 12, CONTENT_WIDTH, 0.5, style.RULE))
        draw_mark(canvas, Label(LEFT, foot + 2, words.say("validation.footer"), _RUNNING))
        draw_mark(canvas, Label(right, foot + 2, page, _RUNNING, "right"))
