"""A view as a PDF: sections into blocks, blocks into pieces, pieces onto pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.privacy import View
from reports import fonts, ledger, style, text
from reports.brand import fitted
from reports.layout import lay
from reports.ledger import Ledger
from reports.marks import Label, Rect
from reports.paging import Page, goals, paginate
from reports.pen import draw_image, draw_mark
from reports.pieces import Goals, Piece, Place, Serial
from reports.plain import bare, clean
from reports.sections import CONTENTS, Section
from reports.source import Cover, Source, source
from reports.style import CONTENT_WIDTH, LEFT, PAGE_HEIGHT, PAGE_WIDTH, Type
from reports.tagged import TaggedCanvas
from reports.tracing import Files, with_lineage

SMALL_LOGO = (80.0, 18.0)
_RUNNING = Type(7.6, 10, color=style.MUTED)


def pdf(view: View, cover: Cover, path: Path, files: Files | None = None) -> Ledger:
    """Write the organisation edition. The same view and cover give the same bytes.

    ``files`` are what the files beside it were written from; gives the ledger of every number
    that is printed, each with its place in them.
    """
    words = cover.words_for(view)
    title = bare(words.say("cover.title", client=clean(cover.client)))
    return traced(Drawing(view, cover, CONTENTS, title), path, files)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, from which sections, and the title of the document."""

    view: View
    cover: Cover
    contents: Sequence[Section]
    title: str


def traced(drawing: Drawing, path: Path, files: Files | None) -> Ledger:
    """Write a document and the ledger of its numbers. The pages are the same without a ledger."""
    words = drawing.cover.words_for(drawing.view)
    with ledger.opened() as written:
        view = with_lineage(drawing.view, files or Files(drawing.view))
        write(source(view, drawing.cover, words), drawing.contents, drawing.title, path)
    return written


def write(drawn_from: Source, contents: Sequence[Section], title: str, path: Path) -> None:
    """Write a document of these sections; ``title`` is the document's, and runs over its pages."""
    words, cover = drawn_from.words, drawn_from.cover
    pages = paginate(pieces(drawn_from, contents))
    for face in fonts.FAMILIES:
        for name in fonts.families(face):
            fonts.font(name)
    canvas = TaggedCanvas(path, title, words.language, words.from_right)
    canvas.dress = cover.brand.colours
    canvas.setSubject(bare(clean(cover.survey)))
    anchors = goals(pages)
    for number, page in enumerate(pages, 1):
        _draw(canvas, page, anchors)
        if not page.whole:
            _running(canvas, drawn_from, title, (number, len(pages)))
        canvas.showPage()
    canvas.save()


def pieces(drawn_from: Source, contents: Sequence[Section] = CONTENTS) -> list[Piece]:
    """Every section's blocks, laid out for the width of the page."""
    serial = Serial()
    blocks = [block for section in contents for block in section(drawn_from)]
    return list(lay(blocks, CONTENT_WIDTH, serial))


def _draw(canvas: TaggedCanvas, page: Page, anchors: Goals) -> None:
    for y, piece in page.placed:
        if piece.anchor:
            canvas.bookmarkHorizontalAbsolute(piece.anchor, PAGE_HEIGHT - max(y - 20, 0))
        if piece.title and piece.level <= 2:
            _bookmark(canvas, piece, y)
        piece.draw(Place(canvas, 0.0 if piece.whole_page else LEFT, y, anchors))


def _bookmark(canvas: TaggedCanvas, piece: Piece, y: float) -> None:
    """An entry of the outline; headings of level 2 lie under those of level 1."""
    key = piece.anchor or f"heading-{canvas.getPageNumber()}-{round(y)}"
    if not piece.anchor:
        canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT - max(y - 20, 0))
    canvas.addOutlineEntry(piece.title, key, piece.level - 1, closed=True)


def _running(canvas: TaggedCanvas, drawn_from: Source, title: str, numbers: Sequence[int]) -> None:
    """Head and foot of a page, for the eye only."""
    words = drawn_from.words
    right = PAGE_WIDTH - LEFT
    shown = [ledger.marked_digits(str(number), "place", "page") for number in numbers]
    page = words.say("page.number", page=shown[0], pages=shown[1])
    notice = words.say("page.footer_names") if drawn_from.view.named else ""
    about = drawn_from.cover.confidentiality or words.say("cover.confidential")
    with canvas.artifact():
        draw_mark(canvas, Rect(LEFT, 46, CONTENT_WIDTH, 0.5, style.RULE))
        aside = _small_logo(canvas, drawn_from.cover.brand.logo)
        name = ledger.marked_digits(title, "name")
        head = text.shortened(name, _RUNNING, CONTENT_WIDTH * 0.62 - aside)
        draw_mark(canvas, Label(LEFT + aside, 39, head, _RUNNING))
        survey = text.shortened(clean(drawn_from.cover.survey), _RUNNING, CONTENT_WIDTH * 0.34)
        draw_mark(canvas, Label(right, 39, survey, _RUNNING, "right"))
        foot = PAGE_HEIGHT - 40
        draw_mark(canvas, Rect(LEFT, foot - 12, CONTENT_WIDTH, 0.5, style.RULE))
        said = text.shortened(f"{notice} {clean(about)}".strip(), _RUNNING, CONTENT_WIDTH * 0.8)
        draw_mark(canvas, Label(LEFT, foot + 2, said, _RUNNING))
        draw_mark(canvas, Label(right, foot + 2, page, _RUNNING, "right"))


def _small_logo(canvas: TaggedCanvas, png: bytes) -> float:
    """The logo over the rule; returns how much room it takes from the title beside it."""
    if not png:
        return 0.0
    width, height = fitted(png, *SMALL_LOGO)
    draw_image(canvas, png, (LEFT, 44 - height, width, height))
    return width + 8
