"""The client's own words at the end, if it has any."""

from collections.abc import Iterator

from reports.blocks import Block, Panel, Text
from reports.brand import own_lines
from reports.source import Source


def closing(source: Source) -> Iterator[Block]:
    """A panel under whatever stands last."""
    found = own_lines(source.cover.brand.closing)
    if found:
        yield Panel(tuple(Text(line, "note") for line in found), "brand")
