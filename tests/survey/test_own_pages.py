"""By her link, once the results are there, each finds a page of her own, and nobody another's."""

import pytest
from sqlalchemy import text

from survey import messages, store
from tests.survey.conftest import Visitor
from tests.survey.test_editions_pages import text_of
from tests.survey.test_findings_pages import Told, told  # noqa: F401 - a fixture


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small firm of the tests is under the 30 people that a place needs: here it is not."""
    monkeypatch.setattr("analysis.own_page.PEOPLE_NEEDED", 10)


def came_back(told: Told, person: str = "E6") -> tuple[Visitor, str]:  # noqa: F811
    """Somebody at her link; the address of her pages."""
    visitor = told.world.visitor()
    link = next(link for link in told.world.links if link.person_id == person)
    return visitor, visitor.open(link)


@pytest.mark.usefixtures("few_are_enough")
def test_her_link_leads_to_a_page_with_her_answers(told: Told) -> None:  # noqa: F811
    visitor, home = came_back(told)
    assert home + "page.pdf" in visitor.page.text

    page = visitor.get(home + "page.pdf")

    assert page.mimetype == "application/pdf"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Person 6" in text_of(page.data)


@pytest.mark.usefixtures("few_are_enough")
@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_her_page_is_in_her_language(told: Told, language: str) -> None:  # noqa: F811
    visitor, home = came_back(told)
    english = visitor.get(home + "page.pdf").data

    closed = visitor.get(f"{home}?language={language}").text
    page = visitor.get(home + "page.pdf")

    assert messages.load(language)("closed.own") in closed
    assert page.mimetype == "application/pdf"
    assert text_of(page.data) != text_of(english)


def test_where_a_place_would_be_a_guess_that_is_said(told: Told) -> None:  # noqa: F811
    visitor, home = came_back(told)

    page = visitor.get(home + "page.pdf")

    assert page.status_code == 404
    assert "There is no page of your own" in page.text


@pytest.mark.usefixtures("few_are_enough")
def test_nobody_opens_anothers_page(told: Told) -> None:  # noqa: F811
    _, hers = came_back(told)
    other, _ = came_back(told, "E7")

    page = other.get(hers + "page.pdf")

    assert page.status_code == 404
    assert page.text == told.world.visitor().get("/r/0123456789abcdef/page.pdf").text


@pytest.mark.usefixtures("few_are_enough")
def test_who_has_not_answered_is_offered_no_page(told: Told) -> None:  # noqa: F811
    mine = store.invitation_of(told.world.ours, told.world.survey.id, "E7")
    assert mine
    with told.world.ours.engine.begin() as connection:
        left = text("UPDATE invitations SET state = 'declined' WHERE id = :id")
        connection.execute(left, {"id": mine.id})
    visitor, home = came_back(told, "E7")

    assert "page.pdf" not in visitor.page.text
    assert visitor.get(home + "page.pdf").request.path == home


def test_before_the_results_are_there_is_no_page(world) -> None:
    visitor = world.visitor()
    home = visitor.open(world.links[6])

    assert visitor.get(home + "page.pdf").request.path == home
