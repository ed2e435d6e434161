"""What became of actions, as it is stored, on both databases: kept, undone, moved."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey import store
from survey.store import Database, House, actions, moving
from survey.store.actions import Task, Wording
from survey.store.migrate import upgrade
from tests.survey.conftest import START, add_survey
from tests.survey.test_console_schema import CLIENT, put, rows
from tests.survey.test_store_schema import blank, down  # noqa: F401

SAID = Wording("Introduce Ann to Bo", "Introduce two people", "silo-department-sales", "ei", 0.5)
TAKEN_ON = (
    "INSERT INTO actions VALUES ('v', 'k', 's', '', 'Ann', '', 'open', '', '', '', 1, 1, NULL)"
)
TASK = Task("Zoë Ångström", date(2027, 5, 1), "doing", "asked on Monday")


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


def test_the_tables_come_and_go_and_leave_the_rest_unharmed(blank: sa.Engine) -> None:  # noqa: F811
    upgrade(blank, "client", "client_0009")
    put(blank, CLIENT)
    before = rows(blank)
    upgrade(blank, "client", "client_0010")
    put(blank, (TAKEN_ON,))
    up = rows(blank)
    down(blank, "client", "client_0009")

    assert {name: up[name] for name in before} == before
    assert len(up["actions"]) == 1
    assert rows(blank) == before


def test_what_is_noted_is_there_again(db: Database) -> None:
    survey = add_survey(db)
    actions.note(db, survey.id, "k", SAID, TASK)

    assert actions.noted_of(db, survey.id) == (actions.Noted("k", SAID, TASK),)


def test_the_last_change_is_undone_and_no_other(db: Database) -> None:
    survey = add_survey(db)
    actions.note(db, survey.id, "k", SAID, TASK)
    actions.note(db, survey.id, "k", SAID, Task("Bo"))

    assert actions.undo(db, survey.id)
    assert actions.noted_of(db, survey.id)[0].task == TASK
    assert not actions.undo(db, survey.id)
    assert actions.noted_of(db, survey.id)[0].task == TASK


def test_an_action_that_was_added_by_mistake_is_gone_when_undone(db: Database) -> None:
    survey = add_survey(db)
    actions.add(db, survey.id, "Move the coffee machine")

    assert actions.last_change(db, survey.id)
    assert actions.undo(db, survey.id)
    assert actions.noted_of(db, survey.id) == ()
    assert actions.last_change(db, survey.id) is None


def test_surveys_do_not_see_each_others_actions(db: Database) -> None:
    first, second = add_survey(db), add_survey(db, "Autumn")
    actions.add(db, first.id, "Move the coffee machine")

    assert actions.noted_of(db, second.id) == ()
    assert not actions.undo(db, second.id)


def test_actions_go_along_with_their_client_and_are_erased_with_it(
    house: House, db: Database, tmp_path: Path
) -> None:
    survey = add_survey(db)
    actions.note(db, survey.id, "k", SAID, TASK)
    moving.export_client(house, db.slug, tmp_path / "client.zip", START)
    moving.erase_client(house, db.slug)
    with pytest.raises(KeyError):
        store.open_client(house, db.slug)
    back = store.open_client(
        house, moving.import_client(house, tmp_path / "client.zip", START).slug
    )

    assert actions.noted_of(back, survey.id) == (actions.Noted("k", SAID, TASK),)
