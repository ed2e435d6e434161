"""The roster of an open survey put right: who joins, leaves, moves; and no answer is touched."""

from dataclasses import replace

import pytest

from analysis.model import Person, Problem
from survey import jobs, store
from survey.store import Database, Reply, Survey, corrections
from survey.store.corrections import Note
from tests.survey.conftest import KEY, START, Visitor, World
from tests.survey.mail_desk import Desk

NOTE = Note("put right", "Hanna", START)
NEW = Person("N1", "Nils Ny", {"department": "Sales"}, manager_id="E0", email="nils@example.com")

pytestmark = pytest.mark.either_database


def of(db: Database, survey: Survey, person_id: str) -> Person:
    return store.roster_of(db, survey.id).by_id()[person_id]


def invitation(db: Database, survey: Survey, person_id: str) -> store.Invitation:
    found = store.invitation_of(db, survey.id, person_id)
    assert found
    return found


def answers(db: Database, survey: Survey, person_id: str, *named: str) -> None:
    mine = invitation(db, survey, person_id)
    store.inform(db, mine.id, "h", START)
    store.record(db, mine.id, Reply("information", dict.fromkeys(named, 2.0)), START)
    store.submit(db, mine.id, START)


def test_who_joins_is_invited_once_the_others_were_and_can_be_named(desk: Desk) -> None:
    desk.start()
    desk.send()
    corrections.add(desk.db, desk.survey.id, NEW, NOTE)
    links = {link.person_id for link in store.issue_links(desk.db, desk.survey.id, KEY)}
    desk.send()
    answers(desk.db, desk.survey, "E1", "N1")

    assert "N1" in links
    assert desk.server.recipients["nils@example.com"] == 1
    assert store.board(desk.db, desk.survey.id).asked == 25


def test_who_has_left_gets_no_mail_and_no_new_answers_and_keeps_the_old_ones(desk: Desk) -> None:
    answers(desk.db, desk.survey, "E1", "E2", "E3")
    answers(desk.db, desk.survey, "E2", "E1")
    corrections.leave(desk.db, desk.survey.id, "E2", NOTE)
    desk.start()
    desk.send()
    again = invitation(desk.db, desk.survey, "E1")
    store.record(desk.db, again.id, Reply("information", {"E2": 3.0}), START)
    with pytest.raises(Problem, match="cannot be named"):
        answers(desk.db, desk.survey, "E5", "E2")
    found = jobs.answers_of(desk.db, desk.survey.id)

    assert "e2@example.com" not in desk.server.recipients
    assert ("E1", "E2") in {(tie.source, tie.target) for tie in found.ties}
    assert ("E2", "E1") in {(tie.source, tie.target) for tie in found.ties}


@pytest.mark.parametrize("answered", [True, False])
def test_marking_somebody_as_left_does_not_tell_whether_she_answered(
    db: Database, open_survey: Survey, answered: bool
) -> None:
    for number in range(3, 12):
        answers(db, open_survey, f"E{number}", "E1")
    if answered:
        answers(db, open_survey, "E2", "E1")
    before = store.board(db, open_survey.id)
    corrections.leave(db, open_survey.id, "E2", NOTE)
    after = store.board(db, open_survey.id)

    assert (after.asked, after.submitted) == (before.asked - 1, before.submitted)


def test_another_address_gets_what_the_old_one_could_not(desk: Desk) -> None:
    desk.start()
    desk.send()
    store.note_bounces(desk.db, desk.survey.id, [("e3@example.com", "gone")], START)
    desk.clock.pass_(days=2)
    desk.start("reminder")
    person = replace(of(desk.db, desk.survey, "E3"), email="right@example.com")
    corrections.correct(desk.db, desk.survey.id, person, NOTE)
    desk.send()

    assert desk.server.recipients["right@example.com"] == 1
    assert store.unreached_of(desk.db, desk.survey.id) == ()


def test_a_correction_is_noted_and_taken_back(db: Database, open_survey: Survey) -> None:
    answers(db, open_survey, "E1", "E3")
    before = store.roster_of(db, open_survey.id)
    token = {link.person_id: link.token for link in store.issue_links(db, open_survey.id, KEY)}
    moved = replace(of(db, open_survey, "E3"), name="Åsa", attributes={"department": "Works"})
    corrections.correct(db, open_survey.id, moved, Note("E3 moved", "Hanna", START))
    corrections.leave(db, open_survey.id, "E4", Note("E4 left", "Hanna", START))
    first = corrections.take_back(db, open_survey.id, START)
    second = corrections.take_back(db, open_survey.id, START)
    noted = corrections.corrections_of(db, open_survey.id)
    after = {link.person_id: link.token for link in store.issue_links(db, open_survey.id, KEY)}

    assert (first, second) == ("E4 left", "E3 moved")
    assert store.roster_of(db, open_survey.id) == before
    assert [(each.said, each.by, each.undone) for each in noted] == [
        ("E4 left", "Hanna", True),
        ("E3 moved", "Hanna", True),
    ]
    assert after == token
    assert corrections.take_back(db, open_survey.id, START) == ""


def test_who_joined_is_not_taken_back_once_named(db: Database, open_survey: Survey) -> None:
    corrections.add(db, open_survey.id, NEW, NOTE)
    answers(db, open_survey, "E1", "N1")

    with pytest.raises(Problem, match="can't be undone"):
        corrections.take_back(db, open_survey.id, START)
    assert of(db, open_survey, "N1") == NEW


def test_what_was_done_in_the_draft_is_not_undone_afterwards(
    db: Database, open_survey: Survey
) -> None:
    assert corrections.take_back(db, open_survey.id, START) == ""


def test_a_closed_surveys_roster_stands(db: Database, open_survey: Survey) -> None:
    store.close_survey(db, open_survey.id, START)

    with pytest.raises(Problem, match="closed stands"):
        corrections.add(db, open_survey.id, NEW, NOTE)


def test_an_id_stands(world: World) -> None:
    visitor = _at(world, "p/E3")
    visitor.post(_path(world, "p/E3"), id="E99", name="Other", asked="y", listed="y")

    assert visitor.page.status_code == 400
    assert "Answers belong to it" in visitor.page.text


def _path(world: World, page: str) -> str:
    return f"/console/c/{world.ours.slug}/{world.survey.slug}/people/{page}"


def _at(world: World, page: str) -> Visitor:
    visitor = world.visitor("hr")
    visitor.get(_path(world, page))
    return visitor


def test_hr_adds_marks_and_takes_back_on_the_page(world: World) -> None:
    visitor = _at(world, "new")
    told = visitor.page.text
    fields = {"id": "N1", "name": "Nils Ny", "email": "n@example.com", "asked": "y", "listed": "y"}
    visitor.post(_path(world, "new"), **fields)
    added = visitor.page.text
    visitor.get(_path(world, "p/E3"))
    visitor.post(_path(world, "remove"), person="E3")
    left = of(world.ours, world.survey, "E3")
    visitor.post(_path(world, "undo"))

    assert "They get a link of their own" in told
    assert "Nils Ny added" in added
    assert "(<bdi>Hr</bdi>, 1 March, 09:00)" in added
    assert (left.asked, left.listed) == (False, False)
    assert of(world.ours, world.survey, "E3").asked


def test_who_answers_sees_corrections_at_once_and_keeps_whom_she_named(world: World) -> None:
    visitor = world.visitor()
    visitor.post(visitor.open(world.links[0]) + "start")
    page = str(visitor.page.request.path)
    boxes = visitor.boxes()
    visitor.post(page, people=[boxes["Person 6"], boxes["Person 7"]], do="next")
    corrections.leave(world.ours, world.survey.id, "E6", NOTE)
    corrections.leave(world.ours, world.survey.id, "E8", NOTE)
    renamed = replace(of(world.ours, world.survey, "E9"), name="Åsa Nyhlén")
    corrections.correct(world.ours, world.survey.id, renamed, NOTE)
    visitor.get(page)
    seen = visitor.boxes()
    visitor.post(page, people=[boxes["Person 6"], boxes["Person 7"], boxes["Person 9"]], do="next")
    mine = store.reply_of(world.ours, invitation(world.ours, world.survey, "E0").id)

    assert ("Person 6" in seen, "Person 8" in seen, "Åsa Nyhlén" in seen) == (True, False, True)
    assert set(mine["information"].named) == {"E6", "E7", "E9"}
