"""Tables of plain text."""

from collections.abc import Sequence

from reports.blocks import Cell, Column, Table
from reports.style import Align

ALIGN: dict[str, Align] = {"l": "left", "r": "right"}


def table(
    head: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[str]], aligned: str
) -> Table:
    """The first cell of each row is bold; ``aligned`` has a letter (l or r) for each column."""
    cells = tuple(tuple(Cell(text, bold=i == 0) for i, text in enumerate(row)) for row in rows)
    return Table(columns(head, shares, aligned), cells)


def columns(head: Sequence[str], shares: Sequence[float], aligned: str) -> tuple[Column, ...]:
    """Titles with their share of the width."""
    told = zip(head, shares, aligned, strict=True)
    return tuple(Column(title, share, ALIGN[letter]) for title, share, letter in told)
