"""Pieces onto pages: no heading left alone at the foot, no table split under its titles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.pieces import Goals, Piece
from reports.style import CONTENT_HEIGHT, TOP

# A section follows another on its page if that page is filled to this share at most.
JOINED = 0.6
BETWEEN = 38.0
# A page this empty is not worth its paper, if distances half as wide save it.
NEARLY_EMPTY, TIGHT = 0.22, 0.5


@dataclass(slots=True)
class Page:
    """Pieces with the distance of each from the top of the paper."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether one piece takes all of the paper."""
        return any(piece.whole_page for _, piece in self.placed)

    @property
    def alone(self) -> bool:
        """Whether no other section may come to this page."""
        return self.whole or any(piece.alone for _, piece in self.placed)

    def room_for(self, group: Sequence[Piece]) -> bool:
        """Whether pieces that belong together still fit."""
        need = sum(piece.above + piece.height for piece in group)
        return self.used + need - (0 if self.placed else group[0].above) <= CONTENT_HEIGHT

    def add(self, piece: Piece) -> None:
        """Put a piece below what is there."""
        self.used += piece.above if self.placed else 0.0
        self.placed.append((0.0 if piece.whole_page else TOP + self.used, piece))
        self.used += piece.height


def paginate(pieces: Iterable[Piece]) -> list[Page]:
    """Fill pages from the top; a group that does not fit starts the next page.

    A section starts a page too, unless all of it fits on what a short one has left.
    """
    pages = [Page()]
    for section in _sections(pieces):
        filled = _filled(pages[-1], section)
        if filled[-1].used < NEARLY_EMPTY * CONTENT_HEIGHT:
            tight = [replace(piece, above=TIGHT * piece.above) for piece in section]
            filled = min(filled, _filled(pages[-1], tight), key=len)
        pages[-1:] = filled
    return pages


def _filled(page: Page, section: Sequence[Piece]) -> list[Page]:
    """This page and those after it once a section is there."""
    pages = [Page(list(page.placed), page.used)]
    first = section[0]
    if first.fresh and _joins(page, section):
        section = [replace(first, above=BETWEEN, fresh=False), *section[1:]]
    for group in _groups(section):
        _place_group(pages, group)
    return pages


def _sections(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces from one that begins a section up to the next."""
    section: list[Piece] = []
    for piece in pieces:
        if piece.fresh and section:
            yield section
            section = []
        section.append(piece)
    if section:
        yield section


def _joins(page: Page, section: Sequence[Piece]) -> bool:
    """Whether a section may stand below what a page holds already."""
    if not page.placed or page.alone or any(p.alone or p.whole_page for p in section):
        return False
    need = BETWEEN + sum(piece.above + piece.height for piece in section)
    return page.used <= JOINED * CONTENT_HEIGHT and page.used + need <= CONTENT_HEIGHT


def _place_group(pages: list[Page], group: Sequence[Piece]) -> None:
    """Put pieces that belong together on the last page or, if they do not fit, on a new one."""
    fresh = group[0].fresh or pages[-1].whole
    if pages[-1].placed and (fresh or not pages[-1].room_for(group)):
        pages.append(Page())
        if group[0].again and not fresh:
            pages[-1].add(group[0].again)
    for piece in group:
        _place(pages, piece)


def _place(pages: list[Page], piece: Piece) -> None:
    """Add a piece; a group taller than a page is broken where it must be."""
    if pages[-1].placed and not piece.whole_page and not pages[-1].room_for([piece]):
        pages.append(Page())
        if piece.again:
            pages[-1].add(piece.again)
    pages[-1].add(piece)


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that have to stand on one page: each with those that it is kept with."""
    group: list[Piece] = []
    for piece in pieces:
        if piece.fresh and group:
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group


def goals(pages: Sequence[Page]) -> Goals:
    """The number of the page on which each anchor stands, from 1."""
    return {
        piece.anchor: number
        for number, page in enumerate(pages, 1)
        for _, piece in page.placed
        if piece.anchor
    }
