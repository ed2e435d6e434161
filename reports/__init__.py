"""A View into pages: ``pdf(view, cover, path)``. Draws what the gate lets through, computes nothing."""

from reports.pdf import pdf
from reports.source import Cover

__all__ = ["Cover", "pdf"]
