"""A View for the screen: the report's own blocks as HTML, and the interactive map's data."""

from reports.page.blocks import as_html
from reports.page.map_data import map_data
from reports.page.offline import answered, html, map_parts, the_rest
from reports.page.picked import findings_html, section_html

__all__ = [
    "answered",
    "as_html",
    "findings_html",
    "html",
    "map_data",
    "map_parts",
    "section_html",
    "the_rest",
]
