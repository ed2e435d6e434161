"""The console's migrations with rows in them: what was there before is there afterwards."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.store import postgres
from survey.store.engines import open_engine, open_schema
from survey.store.migrate import upgrade
from tests.survey.test_store_schema import blank, database_url, down, tables_of  # noqa: F401

HOUSE = (
    "INSERT INTO clients VALUES ('k', 'ek', 'Ek', 1)",
    "INSERT INTO staff VALUES ('s', 'a@x.test', 'Ann', 'hash', true, 1)",
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
        "outside, attributes) VALUES ('p', 'v', 0, 'E1', 'Ann', '', true, true, '', '{}')"
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


def put(engine: sa.Engine, lines: Sequence[str]) -> None:
    with engine.begin() as connection:
        postgres.enter(connection)
        for line in lines:
            connection.execute(sa.text(line))


def rows(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        postgres.enter(connection)
        return {
            name: [tuple(row) for row in connection.execute(sa.text(f"SELECT * FROM {name}"))]  # noqa: S608
            for name in tables_of(engine)
        }


@pytest.mark.parametrize(("branch", "before", "after", "filling"), CASES)
def test_rows_go_up_and_down_unharmed(
    blank: sa.Engine,  # noqa: F811
    branch: str,
    before: str,
    after: str,
    filling: Sequence[str],
) -> None:
    upgrade(blank, branch, before)
    put(blank, filling)
    first = rows(blank)
    upgrade(blank, branch, after)
    up = rows(blank)
    put(blank, AFTER[branch])
    down(blank, branch, before)

    assert any(first.values())
    assert {name: up[name] for name in first} == first
    assert rows(blank) == first


@pytest.mark.parametrize(("branch", "before", "filling"), [(b, r, f) for b, r, _, f in CASES])
def test_an_older_database_is_brought_up_to_date_when_it_is_opened(
    blank: sa.Engine,  # noqa: F811
    tmp_path: Path,
    branch: str,
    before: str,
    filling: Sequence[str],
) -> None:
    upgrade(blank, branch, before)
    put(blank, filling)
    if blank.dialect.name == "postgresql":
        open_schema(blank, postgres.HOUSE, branch)
    else:
        open_engine(tmp_path / "new.db", branch).dispose()

    assert {"house": "tickets", "client": "profile"}[branch] in tables_of(blank)
