"""The three editions of the report: for the organisation, for one unit's manager, for one person.

Each is drawn from a view alone; what is in it is a plain list in ``reports.sections``.
"""

from pathlib import Path

from analysis.model import Problem
from analysis.privacy import View
from reports.ledger import Ledger
from reports.pdf import Drawing, pdf, traced
from reports.plain import bare, clean
from reports.sections import PERSON_CONTENTS, UNIT_CONTENTS
from reports.source import Cover
from reports.tracing import Files

EDITIONS = ("organisation", "unit", "person")


def edition(view: View, cover: Cover, path: Path, files: Files | None = None) -> Ledger:
    """Write the edition that this view is for: a person's own page, a unit's report, or the whole.

    The same view and cover give the same bytes; ``files`` as in ``reports.pdf``.
    """
    if view.own:
        return person(view, cover, path, files)
    if view.about:
        return unit(view, cover, path, files)
    return pdf(view, cover, path, files)


def unit(view: View, cover: Cover, path: Path, files: Files | None = None) -> Ledger:
    """Write the report for the manager of one unit, from a view narrowed to it."""
    if view.about is None:
        raise _wrong("a unit", "analysis.narrowing.narrowed")
    words = cover.words_for(view)
    named = {"unit": clean(view.about.unit), "client": clean(cover.client)}
    title = bare(words.say("editions.cover.title", **named))
    return traced(Drawing(view, cover, UNIT_CONTENTS, title), path, files)


def person(view: View, cover: Cover, path: Path, files: Files | None = None) -> Ledger:
    """Write one person's page, from a view of her own."""
    if view.own is None:
        raise _wrong("a person", "analysis.own_page.own_page")
    words = cover.words_for(view)
    title = bare(words.say("editions.person.header", client=clean(cover.client)))
    return traced(Drawing(view, cover, PERSON_CONTENTS, title), path, files)


def _wrong(what: str, maker: str) -> Problem:
    return Problem(
        f"this view is not narrowed to {what}",
        why="An edition for one reader holds what that reader may see, and no more.",
        mend=f"Make the view with {maker}.",
    )
