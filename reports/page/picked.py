"""Parts of the report for a page: sections as they are, findings with their evidence on demand."""

from collections.abc import Iterable

from reports.blocks import Block, Fitted, Heading, Text
from reports.page.blocks import as_html, said
from reports.sections import Section
from reports.sections.findings import findings
from reports.source import Source


def section_html(source: Source, section: Section, depth: int = 1) -> str:
    """One section of the report."""
    return as_html(section(source), depth)


def findings_html(source: Source, depth: int = 1) -> str:
    """Each of the weightiest findings with "how do we know?" beside it, then the others."""
    return "\n".join(_article(source, block, depth) for block in findings(source))


def _article(source: Source, block: Block, depth: int) -> str:
    if not isinstance(block, Fitted):
        return as_html([block], depth)
    parts = block.choices[0]
    told = next((i for i, part in enumerate(parts) if not _tells(part)), len(parts))
    ask = said(source.words.say("page_map.how_known"))
    evidence = as_html(parts[told:], depth)
    shown = f"<details><summary>{ask}</summary>{evidence}</details>"
    return f'<article class="card finding">{as_html(parts[:told], depth)}{shown}</article>'


def _tells(part: Block) -> bool:
    """Whether it is the claim or what it means, and not yet the evidence."""
    return isinstance(part, Text) or (isinstance(part, Heading) and part.level == 1)


def sections_html(source: Source, sections: Iterable[Section], depth: int = 1) -> str:
    """Several sections, each set apart."""
    parts = (section_html(source, section, depth) for section in sections)
    return "\n".join(f"<section>{part}</section>" for part in parts if part)
