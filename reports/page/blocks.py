"""The report's blocks as HTML: what a section says on paper it says on screen.

Everything that stands in a block is text; this is where it is escaped, once.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from reports.blocks import (
    Block,
    Bullets,
    Cell,
    Columns,
    Entry,
    Figure,
    Fitted,
    Heading,
    Logo,
    Panel,
    Poster,
    Stats,
    Table,
    Text,
)
from reports.page.svg import svg
from reports.plain import CLOSE, OPEN, bare

LOWEST = 6


def as_html(blocks: Iterable[Block], depth: int = 1) -> str:
    """Blocks one after the other; headings of level 1 become those of level ``depth`` + 1."""
    return "\n".join(_gathered(list(blocks), depth))


def _gathered(blocks: list[Block], depth: int) -> list[str]:
    """Entries that follow each other are one list."""
    out: list[str] = []
    for block in blocks:
        said = WRITERS[type(block)](block, depth)
        if isinstance(block, Entry) and out and out[-1].endswith("</ol><!--entries-->"):
            out[-1] = out[-1].removesuffix("</ol><!--entries-->") + said + "</ol><!--entries-->"
        elif isinstance(block, Entry):
            out.append(f'<ol class="entries">{said}</ol><!--entries-->')
        else:
            out.append(said)
    return [part.removesuffix("<!--entries-->") for part in out]


def said(text: str) -> str:
    """Text made safe; a name that keeps its own direction is set apart."""
    return escape(text).replace(OPEN, "<bdi>").replace(CLOSE, "</bdi>")


def _heading(block: Heading, depth: int) -> str:
    level = min(block.level + depth, LOWEST)
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    ref = f" {_ref(block.ref)}" if block.ref else ""
    kicker = f'<p class="kicker">{said(block.kicker)}{ref}</p>' if block.kicker else ""
    return f"{kicker}<h{level}{anchor}>{said(block.text)}</h{level}>"


def _text(block: Text, _depth: int) -> str:
    label = f"<strong>{said(block.label)}</strong> " if block.label else ""
    return f'<p class="r-{block.role}">{label}{said(block.text)}</p>'


def _bullets(block: Bullets, _depth: int) -> str:
    kind = "ol" if block.numbered else "ul"
    items = "".join(f"<li>{said(item)}</li>" for item in block.items)
    return f'<{kind} class="r-{block.role}">{items}</{kind}>'


def _stats(block: Stats, _depth: int) -> str:
    items = "".join(
        f"<div><dt>{said(stat.label)}</dt><dd>{said(stat.value)}</dd>"
        f'<dd class="stat-note">{said(stat.note)}</dd></div>'
        for stat in block.items
    )
    return f'<dl class="figures">{items}</dl>'


def _table(block: Table, _depth: int) -> str:
    heads = "".join(
        f'<th scope="col"{_side(column.align)}>{said(column.title)}</th>'
        for column in block.columns
    )
    sides = [column.align for column in block.columns]
    rows = "".join(_row(row, sides, block.ref_of(i)) for i, row in enumerate(block.rows))
    caption = f"<caption>{said(block.caption)}</caption>" if block.caption else ""
    head = f"<thead><tr>{heads}</tr></thead>"
    # What is wider than the screen is scrolled, also by keyboard.
    name = escape(block.caption or block.columns[0].title)
    wrap = f'<div class="tablewrap" tabindex="0" role="group" aria-label="{name}">'
    return f"{wrap}<table>{caption}{head}<tbody>{rows}</tbody></table></div>"


def _ref(ref: str) -> str:
    """The id by which numbers are looked up, the same as on paper."""
    return f'<span class="ref">{escape(ref)}</span>'


def _row(row: tuple[Cell, ...], sides: list[Any], ref: str) -> str:
    cells = []
    for number, (cell, side) in enumerate(zip(row, sides, strict=True)):
        tag = 'th scope="row"' if number == 0 and cell.text else "td"
        known = f" {_ref(ref)}" if ref and number == 0 else ""
        cells.append(f"<{tag}{_side(side)}>{_cell(cell)}{known}</{tag[:2]}>")
    anchor = f' id="{escape(ref)}"' if ref else ""
    return f"<tr{anchor}>{''.join(cells)}</tr>"


def _cell(cell: Cell) -> str:
    text = svg(cell.picture, cell.text) if cell.picture else said(cell.text)
    shown = f"<strong>{text}</strong>" if cell.bold and not cell.picture else text
    return shown + (f'<br><span class="soft">{said(cell.small)}</span>' if cell.small else "")


def _side(align: str) -> str:
    return ' class="num"' if align == "right" else ""


def _figure(block: Figure, _depth: int) -> str:
    caption = f"<figcaption>{said(block.caption)}</figcaption>" if block.caption else ""
    return f"<figure>{svg(block.picture, block.alt)}{caption}</figure>"


def _entry(block: Entry, _depth: int) -> str:
    text = said(block.text)
    linked = f'<a href="#{escape(block.goal)}">{text}</a>' if block.goal else text
    note = f'<br><span class="soft">{said(block.note)}</span>' if block.note else ""
    mark = f'<span class="entry-number" aria-hidden="true">{said(block.number)}</span>'
    return f"<li>{mark}<div>{linked}{note}</div></li>"


def _panel(block: Panel, depth: int) -> str:
    return f'<div class="panel panel-{block.tone}">{as_html(block.blocks, depth)}</div>'


def _columns(block: Columns, depth: int) -> str:
    sides = (block.left, block.right)
    return (
        '<div class="sides">' + "".join(f"<div>{as_html(x, depth)}</div>" for x in sides) + "</div>"
    )


def _poster(block: Poster, depth: int) -> str:
    facts = "".join(f"<dt>{said(name)}</dt><dd>{said(value)}</dd>" for name, value in block.facts)
    level = min(depth, LOWEST)
    own = "".join(f'<p class="own">{said(line)}</p>' for line in block.words)
    return (
        f"{_logo(block.logo)}"
        f'<h{level}>{said(block.title)}</h{level}><p class="lead">{said(block.subtitle)}</p>'
        f'<dl class="facts">{facts}</dl>{own}<p class="note">{said(block.notice)}</p>'
    )


def _logo(logo: Logo | None) -> str:
    """The picture itself stands in the page: nothing is fetched."""
    if logo is None:
        return ""
    data = b64encode(logo.png).decode()
    return f'<p><img class="logo" src="data:image/png;base64,{data}" alt="{said_in(logo.alt)}"></p>'


def said_in(text: str) -> str:
    """Text made safe for an attribute."""
    return escape(bare(text))


def _fitted(block: Fitted, depth: int) -> str:
    """On a screen there is room for the fullest of the choices."""
    return as_html(block.choices[0], depth)


WRITERS: dict[type, Callable[[Any, int], str]] = {
    Heading: _heading,
    Text: _text,
    Bullets: _bullets,
    Stats: _stats,
    Table: _table,
    Figure: _figure,
    Entry: _entry,
    Panel: _panel,
    Columns: _columns,
    Poster: _poster,
    Fitted: _fitted,
}
