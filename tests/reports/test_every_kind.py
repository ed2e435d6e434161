"""Every kind of finding can be told: words for all of it, and a page for whoever may see it."""

import pytest

from analysis import MANAGER, Policy, analyse, view
from analysis.findings import FINDERS
from reports import Cover, pdf, wording
from tests.analysis.test_more_findings import PLANTED, QUICK

PARTS = ("name", "looked_for", "claim", "short", "means", "else")


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_every_kind_has_its_words(finder):
    words = wording.load("en")

    assert [part for part in PARTS if not words.has(f"kinds.{finder.kind}.{part}")] == []


@pytest.mark.parametrize("kind", PLANTED)
def test_every_kind_is_told_to_analysts_and_managers(kind, tmp_path):
    results = analyse(PLANTED[kind]().network, QUICK)
    words = wording.load("en")

    for audience in (None, MANAGER):
        seen = view(results, audience, Policy()) if audience else view(results)
        pdf(seen, Cover("Acme"), tmp_path / "report.pdf")

        assert (tmp_path / "report.pdf").stat().st_size > 10_000
    claims = [words.claim(f, view(results).names) for f in results.findings if f.kind == kind]
    assert claims
    assert all("{" not in claim for claim in claims)
