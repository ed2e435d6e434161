"""Blocks as Markdown: for pages that are read on a screen, with pictures in files beside them."""

from collections.abc import Callable, Iterable, Iterator

from reports.blocks import (
    Block,
    Bullets,
    Cell,
    Columns,
    Entry,
    Figure,
    Fitted,
    Heading,
    Panel,
    Poster,
    Stats,
    Table,
    Text,
)
from reports.marks import Picture
from reports.plain import bare

SPECIAL = "\\`*_[]<>|#"
Keep = Callable[[Picture, str], str]


def markdown(blocks: Iterable[Block], keep: Keep) -> str:
    """The blocks in order; ``keep(picture, alt)`` stores a picture and gives its address."""
    return "\n\n".join(part for block in blocks for part in _block(block, keep) if part) + "\n"


def plain(text: str) -> str:
    """Text in which nothing is read as markup."""
    return "".join(f"\\{c}" if c in SPECIAL else c for c in bare(text))


def _block(block: Block, keep: Keep) -> Iterator[str]:
    match block:
        case Poster():
            yield f"# {plain(block.title)}"
            yield plain(block.subtitle)
            yield "\n".join(f"* {plain(name)}: **{plain(value)}**" for name, value in block.facts)
            yield plain(block.notice)
        case Panel():
            inner = "\n\n".join(part for b in block.blocks for part in _block(b, keep))
            yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        case Columns():
            for inside in (*block.left, *block.right):
                yield from _block(inside, keep)
        case Fitted():
            for inside in block.choices[0]:
                yield from _block(inside, keep)
        case _:
            yield from _simple(block, keep)


Simple = Heading | Text | Bullets | Stats | Table | Figure | Entry


def _simple(block: Simple, keep: Keep) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {plain(block.text)}"
        case Text():
            label = f"**{plain(block.label)}** " if block.label else ""
            yield label + plain(block.text)
        case Bullets():
            signs = (f"{i}." if block.numbered else "*" for i in range(1, len(block.items) + 1))
            yield "\n".join(
                f"{s} {plain(item)}" for s, item in zip(signs, block.items, strict=True)
            )
        case Stats():
            yield "\n".join(f"* **{plain(s.value)}** {plain(s.label)}" for s in block.items)
        case Entry():
            yield f"{plain(block.number)} {plain(block.text)}"
        case Table():
            yield _table(block)
            yield f"*{plain(block.caption)}*" if block.caption else ""
        case Figure():
            yield f"![{plain(block.alt)}]({keep(block.picture, block.alt)})"
            yield f"*{plain(block.caption)}*" if block.caption else ""


def _table(block: Table) -> str:
    signs = {"left": "---", "right": "--:", "center": ":-:"}
    head = [plain(column.title) for column in block.columns]
    rule = [signs[column.align] for column in block.columns]
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _cell(cell: Cell) -> str:
    said = plain(cell.text)
    return f"**{said}**" if cell.bold and said else said
