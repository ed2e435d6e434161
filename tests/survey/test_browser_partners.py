"""The console's pages about partners, in Chromium for everybody."""

import pytest
from playwright.sync_api import Browser

from analysis.partners import Partner
from survey import store
from survey.store import Reply
from tests.survey.conftest import START, add_survey
from tests.survey.looking import Looker
from tests.survey.test_browser_respond import (  # noqa: F401 - fixtures
    Place,
    browser,
    place,
    staff_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIST = "partner_id,name,sector,annual_value\nP1,Acme,Food,much\nP2,محمد,,2\n".encode()


def settled(place: Place) -> None:  # noqa: F811
    """The survey is closed, and E6 has typed a partner that is not on its list."""
    mine = store.invitation_of(place.db, place.survey.id, "E6")
    assert mine
    id_ = store.add_typed(place.db, mine.id, "Umbra Logistics", START)
    firms = store.firms_of(place.db, place.survey.id, mine.id)
    (key,) = [firm.key for firm in firms if firm.id == id_]
    store.record(place.db, mine.id, Reply("partner", {key: 1.0}), START)
    store.submit(place.db, mine.id, START)
    store.close_survey(place.db, place.survey.id, START)


def test_everybody_can_use_the_pages_about_partners(
    place: Place,  # noqa: F811
    browser: Browser,  # noqa: F811
) -> None:
    draft = add_survey(place.db, "Next year")
    store.put_firms(place.db, draft.id, [Partner("P9", "Nova", "supplier")])
    settled(place)
    page, look = staff_page(place, browser), Looker()
    look.watch(page, place.url)
    home = f"{place.url}/console/c/{place.db.slug}"
    page.goto(f"{home}/{draft.slug}/partners/")
    look.look(page, "partners-draft")
    files = {"name": "partners.csv", "mimeType": "text/csv", "buffer": LIST}
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Look at it").click()
    look.look(page, "partners-preview")
    page.goto(f"{home}/{place.survey.slug}/partners/")
    look.look(page, "partners-settle")
    page.get_by_role("button", name="Merge Umbra Logistics").click()
    look.look(page, "partners-settled")
    merged = page.get_by_text("Merged with Umbra").count()
    page.close()

    assert merged == 1
    assert look.faults == []
