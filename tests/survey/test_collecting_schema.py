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
