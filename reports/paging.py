"""Pieces onto pages: no heading left alone at the foot, no table split under its titles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reports.pieces import Goals, Piece
from reports.style import CONTENT_HEIGHT, TOP


@dataclass(slots=True)
class Page:
    """Pieces with the distance of each from the top of the paper."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether one piece takes all of the paper."""
        return any(piece.whole_page for _, piece in self.placed)

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
    """Fill pages from the top; a group that does not fit starts the next page."""
    pages = [Page()]
    for group in _groups(pieces):
        fresh = group[0].fresh or pages[-1].whole
        if pages[-1].placed and (fresh or not pages[-1].room_for(group)):
            pages.append(Page())
            if group[0].again and not fresh:
                pages[-1].add(group[0].again)
        for piece in group:
            _place(pages, piece)
    return pages


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
