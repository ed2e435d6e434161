"""What the library of slides leaves out: hanging lists, language and direction, a brand."""

from collections.abc import Iterator, Mapping
from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from reports.plain import RTL

LEFT, RIGHT = "l", "r"


def hang(paragraph: Any, by: float, numbered: bool) -> None:
    """Let the lines of a paragraph hang behind a dot, or a number that counts by itself."""
    about = paragraph._p.get_or_add_pPr()
    about.set("marL", str(Pt(by)))
    about.set("indent", str(-Pt(by)))
    kind, facts = ("buAutoNum", {"type": "arabicPeriod"}) if numbered else ("buChar", {"char": "•"})
    mark: Any = OxmlElement(f"a:{kind}")
    for name, value in facts.items():
        mark.set(name, value)
    after = about.find(qn("a:defRPr"))
    about.append(mark) if after is None else after.addprevious(mark)


def speak(slide: Any, language: str) -> None:
    """Say in which language every text is, for spelling and for who listens."""
    for paragraph in _paragraphs(slide):
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", language)


def recolour(slide: Any, colours: Mapping[str, str]) -> None:
    """Put these colours in the place of ours in a slide's texts and tables, never in its charts."""
    for colour in slide._element.iter(qn("a:srgbClr")):
        worn = colours.get(f"#{colour.get('val')}")
        if worn:
            colour.set("val", worn[1:].upper())


def turn(slide: Any, width: float) -> None:
    """Turn a slide of this width (in points) round: what stood left stands right."""
    for shape in slide.shapes:
        shape.left = Pt(width) - shape.left - shape.width
        if shape.has_chart:
            shape.chart.value_axis.reverse_order = True
        elif shape.has_table:
            shape._element.graphic.graphicData.tbl.tblPr.set("rtl", "1")
    for paragraph in _paragraphs(slide):
        about = paragraph._p.get_or_add_pPr()
        about.set("rtl", "0" if _from_left(paragraph.text) else "1")
        about.set("algn", RIGHT)


def _from_left(said: str) -> bool:
    """Whether a whole sentence runs from the left, such as a client's own words in English."""
    return any(c.isalpha() for c in said) and not RTL.search(said)


def _paragraphs(slide: Any) -> Iterator[Any]:
    """Every paragraph of a slide: of its boxes, tables and notes."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from shape.text_frame.paragraphs
        elif shape.has_table:
            for cell in shape.table.iter_cells():
                yield from cell.text_frame.paragraphs
    if slide.has_notes_slide:
        yield from slide.notes_slide.notes_text_frame.paragraphs
