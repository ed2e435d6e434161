"""A second client from the first one's survey, all in the console: neither sees the other."""

import html
import io
import re

import pytest

from survey import jobs, store
from survey.store import Database, Link, Survey
from tests.survey.conftest import KEY, Visitor, World
from tests.survey.test_findings_pages import answer_all

THEIRS = tuple(f"Nordlys {i}" for i in range(24))
OURS = ("Łukasz Żółć", "Person 8", "Lindqvist")
PAGES = (
    "", "people/", "questions", "aims", "promises/", "invitations", "links", "schedule/", "board/",
    "findings/", "findings/map", "findings/tables", "findings/downloads/json", "reports/",
)  # fmt: skip


@pytest.fixture
def consultant(world: World) -> Visitor:
    """Somebody who works for both firms."""
    store.grant(world.house, world.staff["analyst"].id, world.theirs.key, "analyst")
    return world.visitor("analyst")


def second_client(world: World, consultant: Visitor) -> Survey:
    """The first one's survey is copied, gets a roster of its own, and is opened: by forms alone."""
    consultant.get("/console/c/lindqvist-co/spring/copy")
    consultant.post("/console/c/lindqvist-co/spring/copy", to="rival", title="Ours now")
    home = "/console/c/rival/ours-now/"
    rows = [f"E{i},{name},{('Red', 'Green', 'Blue')[i % 3]}" for i, name in enumerate(THEIRS)]
    sheet = "\n".join(("person_id,name,department", *rows))
    consultant.get(home + "roster/")
    consultant.post(home + "roster/", file=(io.BytesIO(sheet.encode()), "people.csv"))
    consultant.post(str(consultant.page.request.path))
    consultant.get(home)
    consultant.post(home + "open")
    made = store.survey_by_slug(world.theirs, "ours-now")
    assert made
    assert made.state == "open"
    return made


def answer(world: World, link: Link) -> Visitor:
    """She starts, and sees her colleagues."""
    visitor = world.visitor()
    path = visitor.open(link)
    visitor.post(path + "start")
    return visitor


def analysed(world: World, db: Database, survey: Survey) -> None:
    """Everybody answers; it is closed and analysed from its page."""
    answer_all(db, survey.id)
    visitor = world.visitor("analyst")
    home = f"/console/c/{db.slug}/{survey.slug}/"
    visitor.get(home)
    visitor.post(home + "results/")
    jobs.work_once(jobs.desk(world.house, world.clock))
    job = store.latest_job(db, survey.id, "done")
    assert job


def read(visitor: Visitor, db: Database, survey: Survey) -> str:
    """Every page of a survey and its results, as one text."""
    pages = [visitor.get(f"/console/c/{db.slug}/{survey.slug}/{page}") for page in PAGES]
    assert {page.status_code for page in pages} == {200}
    # Which firms one may go to stands above every page; that is no fact of the other survey.
    return html.unescape(
        re.sub(r"<header.*?</header>", "", " ".join(p.text for p in pages), flags=re.DOTALL)
    )


def test_a_second_client_is_set_up_from_the_first_and_neither_sees_the_other(
    world: World, consultant: Visitor
) -> None:
    made = second_client(world, consultant)
    link = store.issue_links(world.theirs, made.id, KEY)[0]
    asked = html.unescape(answer(world, link).page.text)
    first = html.unescape(answer(world, world.links[0]).page.text)
    analysed(world, world.theirs, made)
    analysed(world, world.ours, world.survey)
    theirs = asked + read(consultant, world.theirs, made)
    ours = first + read(consultant, world.ours, world.survey)

    assert "Nordlys 8" in theirs
    assert "Person 8" in ours
    assert [name for name in OURS if name in theirs] == []
    assert [name for name in (*THEIRS, "Rival", "Ours now") if name in ours] == []


def test_who_works_for_one_of_the_two_gets_no_page_of_the_other(
    world: World, consultant: Visitor
) -> None:
    made = second_client(world, consultant)
    pages = [f"/console/c/rival/{made.slug}/{page}" for page in PAGES]
    back = [f"/console/c/lindqvist-co/spring/{page}" for page in PAGES]

    assert {world.visitor("consultant").get(page).status_code for page in pages} == {404}
    assert {world.visitor("foreigner").get(page).status_code for page in back} == {404}
