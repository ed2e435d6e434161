"""Our own look at a tagged PDF: what a screen reader needs, read with an independent parser.

It is no validator of PDF/UA, and nothing here claims that a file conforms to it.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pypdfium2 import raw


@dataclass
class Element:
    """An element of the structure tree: its kind, its alternative text, what lies in it."""

    kind: str
    alt: str = ""
    marked: tuple[int, ...] = ()
    kids: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """It and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def trees(file: Path) -> list[list[Element]]:
    """The structure tree of each page, as pdfium reads it."""
    with pypdfium2.PdfDocument(file) as document:
        return [_tree(page) for page in document]


def _tree(page: pypdfium2.PdfPage) -> list[Element]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    count = raw.FPDF_StructTree_CountChildren(tree)
    tops = [_element(raw.FPDF_StructTree_GetChildAtIndex(tree, i)) for i in range(count)]
    raw.FPDF_StructTree_Close(tree)
    return tops


def _element(found: object) -> Element:
    size = raw.FPDF_StructElement_GetMarkedContentIdCount(found)
    ids = (raw.FPDF_StructElement_GetMarkedContentIdAtIndex(found, i) for i in range(size))
    element = Element(
        _said(raw.FPDF_StructElement_GetType, found),
        _said(raw.FPDF_StructElement_GetAltText, found),
        tuple(id_ for id_ in ids if id_ >= 0),
    )
    for i in range(raw.FPDF_StructElement_CountChildren(found)):
        kid = raw.FPDF_StructElement_GetChildAtIndex(found, i)
        if kid:
            element.kids.append(_element(kid))
    return element


def _said(ask: object, found: object) -> str:
    """A text of pdfium: how long it is, then itself."""
    long = ask(found, None, 0)  # type: ignore[operator]
    if not long:
        return ""
    room = ctypes.create_string_buffer(long)
    ask(found, room, long)  # type: ignore[operator]
    return room.raw[:long].decode("utf-16-le").rstrip("\0")


PARENTS = {
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}
KNOWN = {"Document", "Div", "H1", "H2", "H3", "P", "L", "Table", "Figure", "Link", *PARENTS}


def faults(file: Path) -> list[str]:
    """What is wrong with the structure, in words; empty where nothing is."""
    return [f"page {n}: {said}" for n, tops in enumerate(trees(file), 1) for said in _page(tops)]


def _page(tops: list[Element]) -> Iterator[str]:
    every = [element for top in tops for element in top.walk()]
    if not every:
        yield "no structure"
    for element in every:
        yield from _one(element)


def _one(element: Element) -> Iterator[str]:
    if element.kind not in KNOWN:
        yield f"unknown kind {element.kind}"
    if element.kind == "Figure" and len(element.alt.strip()) < 3:
        yield "a figure without alternative text"
    if element.kind == "Table":
        yield from _table(element)
    if element.kind == "Document":
        firsts = [first for kid in element.kids if (first := _first(kid)) is not None]
        yield from [] if firsts == sorted(firsts) else ["read in another order than drawn"]
    for kid in element.kids:
        if element.kind not in PARENTS.get(kid.kind, {element.kind}):
            yield f"{kid.kind} in {element.kind}"


def _first(element: Element) -> int | None:
    return min((id_ for below in element.walk() for id_ in below.marked), default=None)


def _table(table: Element) -> Iterator[str]:
    """Rows of one length, each headed; a table that goes on carries its heads on the first page."""
    rows = [[cell.kind for cell in row.kids] for row in table.kids if row.kids]
    if len({len(row) for row in rows}) > 1:
        yield f"rows of {sorted({len(row) for row in rows})} cells"
    if any(not row or row[0] != "TH" for row in rows):
        yield "a row that nothing heads"


def marked(file: Path) -> list[tuple[list[int], list[int]]]:
    """For each page the numbers of its contents as drawn, and as the structure reads them."""
    out = []
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            drawn = [raw.FPDFPageObj_GetMarkedContentID(thing.raw) for thing in page.get_objects()]
            read = [id_ for top in _tree(page) for e in top.walk() for id_ in e.marked]
            out.append((list(dict.fromkeys(id_ for id_ in drawn if id_ >= 0)), read))
    return out


def untagged(file: Path) -> list[str]:
    """Pages with text that is neither in the structure nor an artifact."""
    with pypdfium2.PdfDocument(file) as document:
        return [
            f"page {number}"
            for number, page in enumerate(document, 1)
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
            if not raw.FPDFPageObj_CountMarks(thing.raw)
        ]
