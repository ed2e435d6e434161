"""The console's migrations with rows in them: what was there before is there afterwards."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from survey.store.engines import open_engine
from survey.store.migrate import settings, upgrade

HOUSE = (
    "INSERT INTO clients VALUES ('k', 'ek', 'Ek', 1)",
    "INSERT INTO staff VALUES ('s', 'a@x.test', 'Ann', 'hash', 1, 1)",
    "INSERT INTO members VALUES ('m', 's', 'k', 'analyst')",
    "INSERT INTO sessions VALUES ('h', 's', 1, 1)",
)
CLIENT = (
    (
        "INSERT INTO surveys (id, slug, title, goal, contact, contact_email, question_set, mode, "
        "k, state, created_at, faults) VALUES ('v', 'a', 'A', 'g', 'c', 'e', 'annual', 'analyst', "
        "5, 'open', 1, '[]')"
    ),
    (
        "INSERT INTO people (id, survey_id, position, person_id, name, email, asked, listed, "
        "outside, attributes) VALUES ('p', 'v', 0, 'E1', 'Ann', '', 1, 1, '', '{}')"
    ),
)
AFTER = {
    "house": ("INSERT INTO scopes VALUES ('x', 's', 'k', 'department', 'Sales')",),
    "client": ("INSERT INTO series VALUES ('v', NULL, 5)", "INSERT INTO aliases VALUES ('p', 'A')"),
}
CASES = [
    ("house", "house_0001", "house_0002", HOUSE),
    ("client", "client_0003", "client_0004", CLIENT),
]


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables if name != "alembic_version"]
        return {n: connection.execute(f"SELECT * FROM {n}").fetchall() for n in names}  # noqa: S608


@pytest.mark.parametrize(("branch", "before", "after", "filling"), CASES)
def test_rows_go_up_and_down_unharmed(
    tmp_path: Path, branch: str, before: str, after: str, filling: Sequence[str]
) -> None:
    file = tmp_path / "rows.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    upgrade(engine, branch, before)
    with closing(sqlite3.connect(file)) as connection, connection:
        for line in filling:
            connection.execute(line)
    first = rows(file)
    upgrade(engine, branch, after)
    up = rows(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        for line in AFTER[branch]:
            connection.execute(line)
    config = settings(branch)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, before)
    engine.dispose()

    assert any(first.values())
    assert {name: up[name] for name in first} == first
    assert rows(file) == first


@pytest.mark.parametrize(("branch", "before", "after", "filling"), CASES)
def test_an_older_database_is_brought_up_to_date_when_it_is_opened(
    tmp_path: Path, branch: str, before: str, after: str, filling: Sequence[str]
) -> None:
    file = tmp_path / "old.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    upgrade(engine, branch, before)
    engine.dispose()
    open_engine(file, branch).dispose()

    assert {"house": "tickets", "client": "profile"}[branch] in rows(file)
