"""A View into pages: ``pdf(view, cover, path)`` draws what the gate lets through."""

from reports.pdf import pdf
from reports.source import Cover

__all__ = ["Cover", "pdf"]
