"""Cards: printed invitations for people without e-mail, ten on a page, to be cut apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import segno

from reports import fonts, style, text
from reports.brand import PLAIN, Brand, fitted
from reports.marks import Line, Rect
from reports.pen import draw_image, draw_mark
from reports.pieces import Place, draw_lines
from reports.style import Type
from reports.tagged import Tag, TaggedCanvas
from survey import letters
from survey.links import address
from survey.store import Card, spaced

ACROSS, DOWN = 2, 5
MM = 72 / 25.4
WIDTH, HEIGHT = 85 * MM, 54 * MM
LEFT = (style.PAGE_WIDTH - ACROSS * WIDTH) / 2
TOP = (style.PAGE_HEIGHT - DOWN * HEIGHT) / 2
PAD, QUIET, SQUARE = 11.0, 4, 88.0
NAME = Type(10.5, 13, "bold")
ABOUT = Type(7.6, 10, color=style.MUTED)
TITLE = Type(7.6, 10, "bold", style.BRAND)
HOW = Type(7.2, 9.6)
CODE = Type(13.5, 17, "bold")


@dataclass(frozen=True, slots=True)
class Deck:
    """What all cards of a survey have in common."""

    title: str
    firm: str
    base_url: str
    language: str
    brand: Brand = PLAIN


def draw_cards(path: Path, deck: Deck, cards: Sequence[Card], about: Mapping[str, str]) -> int:
    """Write the cards as a PDF to ``path``; returns the number of pages.

    ``about`` tells namesakes apart, by person id. The same cards give the same bytes.
    """
    fonts.font("NotoSans-Regular")  # the canvas starts with it
    canvas = TaggedCanvas(path, f"{deck.title}: {deck.firm}", deck.language)
    canvas.dress = deck.brand.colours
    pages = 0
    for page in _pages(cards):
        pages += 1
        _cut_marks(canvas)
        for place, card in enumerate(page):
            x, y = LEFT + place % ACROSS * WIDTH, TOP + place // ACROSS * HEIGHT
            _card(Place(canvas, x, y, {}), deck, card, about.get(card.person.id, ""))
        canvas.showPage()
    canvas.save()
    return pages


def _pages(cards: Sequence[Card]) -> Iterator[Sequence[Card]]:
    for begin in range(0, len(cards), ACROSS * DOWN):
        yield cards[begin : begin + ACROSS * DOWN]


def _cut_marks(canvas: TaggedCanvas) -> None:
    """Hair lines beyond the cards, so that nothing of them is left on a card."""
    right, bottom = LEFT + ACROSS * WIDTH, TOP + DOWN * HEIGHT
    with canvas.artifact():
        for column in range(ACROSS + 1):
            x = LEFT + column * WIDTH
            draw_mark(canvas, Line(x, TOP - 16, x, TOP - 5, style.MUTED, 0.4))
            draw_mark(canvas, Line(x, bottom + 5, x, bottom + 16, style.MUTED, 0.4))
        for row in range(DOWN + 1):
            y = TOP + row * HEIGHT
            draw_mark(canvas, Line(LEFT - 16, y, LEFT - 5, y, style.MUTED, 0.4))
            draw_mark(canvas, Line(right + 5, y, right + 16, y, style.MUTED, 0.4))


def _card(place: Place, deck: Deck, card: Card, about: str) -> None:
    """One card: who, where to go, the code, and the same as a square to scan."""
    words = letters.words()[letters.language_of(card.person, deck.language)]
    tag = Tag("Sect", card.code)
    side = PAD + SQUARE + 10
    room = WIDTH - side - PAD
    with place.canvas.tagged(tag, Tag("Figure", alt=f"QR: {spaced(card.code)}")):
        _square(place.at(PAD, (HEIGHT - SQUARE) / 2), address(deck.base_url, card.token))
    if deck.brand.logo:
        with place.canvas.artifact():
            _logo(place, deck.brand.logo)
    said = words["card"].format(door=f"{deck.base_url}/s/")
    lines = (
        (_short(deck.title, TITLE, room), TITLE, 0.0),
        (_fitted(card.person.name, NAME, room), NAME, 3.0),
        (_short(about, ABOUT, room), ABOUT, 0.0),
        (text.wrap(said, HOW, room), HOW, 5.0),
        ((f"{spaced(card.code)}",), CODE, 5.0),
    )
    height = sum(len(part) * type_.leading + gap for part, type_, gap in lines)
    here = place.at(side, max(4.0, (HEIGHT - height) / 2))
    for number, (part, type_, gap) in enumerate(lines):
        here = here.at(0, gap)
        with place.canvas.tagged(tag, Tag("P", number)):
            draw_lines(here, part, type_)
        here = here.at(0, len(part) * type_.leading)


def _logo(place: Place, png: bytes) -> None:
    """The logo over the square, in the middle of it."""
    width, height = fitted(png, SQUARE, (HEIGHT - SQUARE) / 2 - 8)
    x, y = place.x + PAD + (SQUARE - width) / 2, place.y + (HEIGHT - SQUARE) / 2 - height
    draw_image(place.canvas, png, (x, y, width, height))


def _fitted(name: str, type_: Type, room: float) -> tuple[str, ...]:
    """A name on two lines at most; a longer one is cut with dots."""
    lines = text.wrap(name, type_, room)
    return (
        lines if len(lines) <= 2 else (lines[0], text.shortened(" ".join(lines[1:]), type_, room))
    )


def _short(said: str, type_: Type, room: float) -> tuple[str, ...]:
    return (text.shortened(said, type_, room),) if said else ()


def _square(place: Place, said: str) -> None:
    """The QR code of a text, a run of dark modules as one rectangle."""
    rows = [list(row) for row in segno.make(said, error="m", micro=False).matrix]
    module = SQUARE / (len(rows) + 2 * QUIET)
    for y, row in enumerate(rows):
        for begin, length in _runs(row):
            x, up = (begin + QUIET) * module, (y + QUIET) * module
            draw_mark(
                place.canvas, Rect(x, up, length * module, module, style.INK), place.x, place.y
            )


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark stretches of a row begin, and how long they are."""
    begin = None
    for x, dark in enumerate([*row, 0]):
        if dark and begin is None:
            begin = x
        elif not dark and begin is not None:
            yield begin, x - begin
            begin = None
