"""The validation pack as pages: one description, written as Markdown with pictures and as PDF."""

from reports.validation.pages import Page, pages, write_pdf
from reports.validation.said import stated
from reports.validation.sections import document
from reports.validation.words import load

__all__ = ["Page", "document", "load", "pages", "stated", "write_pdf"]
