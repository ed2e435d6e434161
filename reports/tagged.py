"""A reportlab canvas whose pages carry a structure that screen readers can follow.

Everything drawn is either content of an element (heading, paragraph, cell, figure) or an artifact
(rules, running heads). At the end the elements become the structure tree of PDF 1.7, chapter 14.7.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from reports.ledger import unmarked


@dataclass(frozen=True, slots=True)
class Tag:
    """One step in the path to an element; the same ``key`` under one parent is the same element.

    ``kind`` is a standard type (H1, P, Table, …); ``alt`` says what a figure shows; ``scope`` is
    Column or Row for a header cell.
    """

    kind: str
    key: int | str = 0
    alt: str = ""
    scope: str = ""


Tags = tuple[Tag, ...]


@dataclass(slots=True)
class _Element:
    tag: Tag
    name: str
    parent: "_Element | None" = None
    kids: list[Any] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """Pages with a structure tree; ``language`` and ``title`` go to the document.

    ``from_right`` turns pages round for a language that is written from right to left: whatever
    is drawn at a distance from the left edge stands at that distance from the right one.
    ``dress`` has the colour of a client's brand for each of ours that it takes the place of.
    """

    def __init__(self, path: Path, title: str, language: str, from_right: bool = False) -> None:
        self.from_right = from_right
        self.dress: Mapping[str, str] = {}
        super().__init__(
            str(path),
            invariant=1,
            lang=language,
            pdfVersion=(1, 7),
            pageCompression=1,
            initialFontName="NotoSans-Regular",
        )
        self.setTitle(title)
        self.setCreator("Tiewise")
        self.setProducer("Tiewise")
        self.setAuthor("Tiewise")
        self._top = _Element(Tag("Document"), "Struct0")
        self._elements: dict[Tags, _Element] = {(): self._top}
        self._marked: list[list[_Element]] = [[]]
        self._linked: list[_Element] = []

    @contextmanager
    def tagged(self, *tags: Tag) -> Iterator[None]:
        """What is drawn inside is content of the element at the end of this path."""
        element = self._element(tags)
        number = len(self._marked[-1])
        self._marked[-1].append(element)
        element.kids.append((len(self._marked), number))
        self.addLiteral(f"/{element.tag.kind} <</MCID {number}>> BDC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is there for the eye only."""
        self.addLiteral("/Artifact BMC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def spoken(self, text: str) -> Iterator[None]:
        """Shaped glyphs that stand for this text."""
        self.addLiteral(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")
        yield
        self.addLiteral("EMC")

    def link(
        self, box: tuple[float, float, float, float], goal: tuple[str, str], tags: Tags
    ) -> None:
        """A place to click, part of the Link in ``tags``; ``goal`` is bookmark and description."""
        element = self._element(tags)
        note = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "F": 4,
                "Rect": PDFArray(list(box)),
                "Border": PDFArray([0, 0, 0]),
                "Dest": self._bookmarkReference(goal[0]),
                "Contents": PDFString(goal[1]),
                "StructParent": 10_000 + len(self._linked),
            }
        )
        self._linked.append(element)
        name = f"link{len(self._linked)}"
        self._addAnnotation(note, name)
        element.kids.append((len(self._marked), self._doc.refAnnotation(name)))

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End the page and tell it which elements it holds."""
        name = self._doc.thisPageName()
        super().showPage()
        page = self._doc.idToObject[name]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._marked) - 1
        page.Tabs = PDFName("S")
        self._marked.append([])

    def save(self) -> None:
        """Write the file, with the structure tree."""
        catalog = self._doc.Catalog
        root = self._structure()
        catalog.StructTreeRoot = self._doc.Reference(root, "StructRoot")
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        preferences: dict[str, Any] = {"DisplayDocTitle": "true"}
        if self.from_right:
            preferences["Direction"] = PDFName("R2L")
        catalog.ViewerPreferences = PDFDictionary(preferences)
        catalog.Metadata = XMP(creator=self._metadata)
        super().save()

    def _element(self, tags: Tags) -> _Element:
        if tags not in self._elements:
            parent = self._element(tags[:-1])
            made = _Element(tags[-1], f"Struct{len(self._elements)}", parent)
            parent.kids.append(made)
            self._elements[tags] = made
        return self._elements[tags]

    def _structure(self) -> PDFDictionary:
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = self._doc.Reference(root, "StructRoot")
        refs = {
            id(e): self._doc.Reference(PDFDictionary({}), e.name) for e in self._elements.values()
        }
        for element in self._elements.values():
            parent = refs[id(element.parent)] if element.parent else reference
            self._doc.idToObject[element.name].dict.update(self._described(element, parent, refs))
        root.dict["K"] = PDFArray([refs[id(self._top)]])
        numbers: list[Any] = []
        for page, elements in enumerate(self._marked):
            if elements:
                numbers += [page, PDFArray([refs[id(e)] for e in elements])]
        for place, element in enumerate(self._linked):
            numbers += [10_000 + place, refs[id(element)]]
        root.dict["ParentTree"] = PDFDictionary({"Nums": PDFArray(numbers)})
        root.dict["ParentTreeNextKey"] = 10_000 + len(self._linked)
        return root

    def _described(self, element: _Element, parent: Any, refs: dict[int, Any]) -> dict[str, Any]:
        tag = element.tag
        said: dict[str, Any] = {"Type": PDFName("StructElem"), "S": PDFName(tag.kind), "P": parent}
        if tag.alt:
            said["Alt"] = PDFString(unmarked(tag.alt))
        if tag.scope:
            said["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(tag.scope)})
        said["K"] = PDFArray([self._kid(kid, refs) for kid in element.kids])
        return said

    def _kid(self, kid: Any, refs: dict[int, Any]) -> Any:
        if isinstance(kid, _Element):
            return refs[id(kid)]
        page, content = kid
        shown = {"Pg": self._doc.Reference(self._doc.idToObject[f"Page{page}"], f"Page{page}")}
        if isinstance(content, int):
            return PDFDictionary({"Type": PDFName("MCR"), **shown, "MCID": content})
        return PDFDictionary({"Type": PDFName("OBJR"), **shown, "Obj": content})

    def _metadata(self, document: Any) -> bytes:
        title = _xml(self._doc.info.title)
        packet = (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        )
        return packet.encode()


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
