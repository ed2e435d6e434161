"""Ids in the margin: small, beside each finding and each row of figures, to be looked up by."""

from dataclasses import replace

from reports import ledger, style
from reports.ledger import Origin
from reports.marks import Label
from reports.pen import draw_label
from reports.pieces import Piece, Place
from reports.style import Type
from reports.tagged import Tag, Tags

LOOK = Type(5.8, 8, color=style.MUTED)
GAP = 6.0


def draw_ref(place: Place, ref: str, down: float) -> None:
    """The id beside what it is of, its baseline so far down."""
    said = ledger.marked(ref, Origin("place", "id"))
    draw_label(place.canvas, Label(-GAP, down, said, LOOK, "right"), place.x, place.y)


def referred(piece: Piece, ref: str, tags: Tags, down: float) -> Piece:
    """A row with its id in the margin; the numbers drawn in it belong to that id."""
    if not ref:
        return piece

    def draw(place: Place) -> None:
        with place.canvas.tagged(*tags, Tag("TH", 0, "", "Row")):
            draw_ref(place, ref, down)
        with ledger.referring(ref):
            piece.draw(place)

    return replace(piece, draw=draw)
