"""Later migrations of a client's tables with rows in them, up and down again."""

import sqlalchemy as sa

from survey.store.migrate import upgrade
from tests.survey.test_console_schema import CLIENT, put, rows
from tests.survey.test_store_schema import blank, database_url, down  # noqa: F401

SPEAKER = (
    "INSERT INTO people (id, survey_id, position, person_id, name, email, asked, listed, outside, "
    "attributes) VALUES ('q', 'v', 1, 'E2', 'Bo', '', true, true, '', "
    '\'{"department": "Sales", "language": "de"}\')'
)


def people(engine: sa.Engine) -> list[tuple[object, ...]]:
    return sorted(rows(engine)["people"], key=lambda row: str(row[0]))


def test_a_language_becomes_the_persons_own_and_goes_back(blank: sa.Engine) -> None:  # noqa: F811
    upgrade(blank, "client", "client_0004")
    put(blank, (*CLIENT, SPEAKER))
    before = people(blank)
    upgrade(blank, "client", "client_0005")
    up = [(row[-1], "language" in str(row[-2])) for row in people(blank)]
    down(blank, "client", "client_0004")

    assert up == [("", False), ("de", False)]
    assert [[str(cell) for cell in row[:-1]] for row in people(blank)] == [
        [str(cell) for cell in row[:-1]] for row in before
    ]
    assert "language" in str(people(blank)[1][-1])


def test_jobs_edits_and_surveys_get_what_is_new_and_lose_it_again(
    blank: sa.Engine,  # noqa: F811
) -> None:
    upgrade(blank, "client", "client_0006")
    put(blank, (*CLIENT, JOB, EDIT))
    before = rows(blank)
    upgrade(blank, "client", "client_0007")
    up = rows(blank)
    down(blank, "client", "client_0006")

    assert up["jobs"][0][-2:] == ("analysis", {}) or up["jobs"][0][-2:] == ("analysis", "{}")
    assert up["roster_edits"][0][-2:] == (None, "")
    assert up["surveys"][0][-2:] == (None, 0)
    assert rows(blank) == before


def test_what_was_erased_is_noted_in_a_table_of_its_own(blank: sa.Engine) -> None:  # noqa: F811
    upgrade(blank, "client", "client_0008")
    put(blank, CLIENT)
    before = rows(blank)
    upgrade(blank, "client", "client_0009")
    put(blank, ("INSERT INTO erasures VALUES ('v', 'links', 1)",))
    up = rows(blank)
    down(blank, "client", "client_0008")

    assert {name: up[name] for name in before} == before
    assert rows(blank) == before


JOB = (
    "INSERT INTO jobs (id, survey_id, state, stage, share, error, attempts, created_at, beat_at) "
    "VALUES ('j', 'v', 'done', '', 1, '{}', 1, 1, 1)"
)
EDIT = (
    "INSERT INTO roster_edits (id, survey_id, number, said, before) VALUES ('x', 'v', 1, 's', '[]')"
)
