"""Rosters in the console: what a file would change, and people one by one."""

import io
import re

import pytest

from analysis.model import Person
from survey import store
from survey.store.roster_edits import (
    change_person,
    set_aliases,
)
from tests.survey.conftest import KEY, START, Visitor, World, add_survey

DRAFT = "/console/c/lindqvist-co/autumn/"


@pytest.fixture
def hr(world: World) -> Visitor:
    add_survey(world.ours, "Autumn")
    return world.visitor("hr")


def upload(hr: Visitor, text: str) -> str:
    hr.get(DRAFT + "roster/")
    hr.post(DRAFT + "roster/", file=(io.BytesIO(text.encode()), "people.csv"))
    return str(hr.page.request.path)


def test_a_new_file_shows_what_it_would_change_before_it_does(world: World, hr: Visitor) -> None:
    text = "person_id,name,department\nE1,Zoë Ångström,Works\nE2,Bo,Works\nN1,Nu,Sales\n"
    upload(hr, text)
    draft = store.survey_by_slug(world.ours, "autumn")
    assert draft

    assert "22 would leave" in hr.page.text
    assert "More than half would leave" in hr.page.text
    assert "1 would join" in hr.page.text
    assert len(store.roster_of(world.ours, draft.id).people) == 24


def test_rows_that_contradict_each_other_can_be_left_out_on_purpose(
    world: World, hr: Visitor
) -> None:
    rows = "".join(f"P{i},Person {i}\n" for i in range(8))
    path = upload(hr, f"person_id,name\n{rows}P1,Somebody Else\n")
    assert "leave out 1 person" in hr.page.text
    assert hr.post(path).status_code == 400
    hr.get(path)
    hr.post(path, choice="good")
    draft = store.survey_by_slug(world.ours, "autumn")
    assert draft

    assert len(store.roster_of(world.ours, draft.id).people) == 7


@pytest.mark.either_database
def test_somebody_is_found_changed_removed_and_brought_back(world: World, hr: Visitor) -> None:
    page = hr.get(DRAFT + "people/?find=angstrom").text
    assert page.count('<th scope="row">') == 1
    hr.get(DRAFT + "people/p/E1")
    hr.post(
        DRAFT + "people/p/E1", id="E1", name="Zoë Berg", unit_0="Works", manager="e0", asked="y"
    )
    assert "Zoë Berg changed" in hr.page.text
    hr.post(DRAFT + "people/remove", person="E1")
    assert "24 people" not in hr.page.text
    hr.post(DRAFT + "people/undo")
    draft = store.survey_by_slug(world.ours, "autumn")
    assert draft
    zoe = store.roster_of(world.ours, draft.id).by_id()["E1"]

    assert (zoe.name, zoe.manager_id, zoe.listed) == ("Zoë Berg", "E0", False)
    assert zoe.attributes["department"] == "Works"


@pytest.mark.parametrize(
    ("person", "manager", "said"),
    [("E0", "E1", "circle"), ("E1", "E1", "circle"), ("E1", "nobody", "no person nobody")],
)
def test_a_manager_that_can_not_be_is_explained(
    hr: Visitor, person: str, manager: str, said: str
) -> None:
    hr.get(DRAFT + f"people/p/{person}")
    page = hr.post(DRAFT + f"people/p/{person}", id=person, name="X", manager=manager)

    assert page.status_code == 400
    assert said in page.text


def test_an_alias_is_kept_and_found(hr: Visitor) -> None:
    hr.get(DRAFT + "people/new")
    hr.post(DRAFT + "people/new", id="J1", name="山田 花子", alias="Yamada Hanako", asked="y")
    page = hr.get(DRAFT + "people/?find=yamada").text

    assert re.findall(r"<bdi>(山田 花子)</bdi></a>", page) == ["山田 花子"]


def test_those_who_answer_find_people_by_their_other_name(world: World, hr: Visitor) -> None:
    draft = store.survey_by_slug(world.ours, "autumn")
    assert draft
    change_person(world.ours, draft.id, Person("J1", "山田 花子"), "added")
    set_aliases(world.ours, draft.id, {"J1": "Yamada Hanako"})
    store.open_survey(world.ours, draft.id, START)
    link = store.issue_links(world.ours, draft.id, KEY)[3]
    visitor = world.visitor()
    home = visitor.open(link)
    visitor.post(home + "start")
    found = visitor.get(home + "q/1/people.json?find=hanako").json

    assert [row[1] for row in found["people"]] == ["山田 花子"]
