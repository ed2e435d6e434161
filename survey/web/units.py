"""Response by unit, as far as whoever looks may see it: some see one unit only."""

from flask import g, request

from survey import store
from survey.store import Board, BoardRow

UNIT_TYPES = ("department", "team", "location")


def unit_type() -> tuple[str, list[str]]:
    """How units are told apart on this page, and how else they could be."""
    if g.get("unit"):
        return g.unit[0], [g.unit[0]]
    entries = store.entries_of(g.db, g.survey.id)
    known = {key for entry in entries for key in entry.person.attributes}
    found = [kind for kind in UNIT_TYPES if kind in known] or ["department"]
    asked = request.args.get("by", found[0])
    return (asked if asked in found else found[0]), found


def seen_board(by: str) -> Board:
    """The board, or only the row of her unit for whoever is bound to one."""
    board = store.board(g.db, g.survey.id, by)
    if not g.get("unit"):
        return board
    mine = [row for row in board.rows if row.unit == g.unit[1]] or [BoardRow(g.unit[1], 0, 0)]
    row = mine[0]
    return Board(row.asked, row.submitted, row.answering, 0, (row,), row.bounced, row.minutes)
