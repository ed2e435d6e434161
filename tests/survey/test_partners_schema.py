"""The migration of goals, last time's names and partner firms, with rows in it."""

import sqlalchemy as sa

from survey.store.migrate import upgrade
from tests.survey.test_console_schema import CLIENT, put, rows
from tests.survey.test_store_schema import blank, database_url, down  # noqa: F401

INVITED = "INSERT INTO invitations (id, survey_id, person, state, notice_hash) VALUES "
PARTNER = "INSERT INTO partners (person, type, sector, region, settled) VALUES "


def test_surveys_and_invitations_come_through_unharmed(blank: sa.Engine) -> None:  # noqa: F811
    upgrade(blank, "client", "client_0007")
    put(blank, (*CLIENT, f"{INVITED} ('i', 'v', 'p', 'invited', '')"))
    before = rows(blank)

    upgrade(blank, "client", "client_0008")
    up = rows(blank)
    down(blank, "client", "client_0007")

    assert up["surveys"][0][: len(before["surveys"][0])] == before["surveys"][0]
    assert not up["surveys"][0][-1]
    assert not up["invitations"][0][-1]
    assert rows(blank) == before


def test_partners_go_with_what_knows_of_them(blank: sa.Engine) -> None:  # noqa: F811
    upgrade(blank, "client", "client_0008")
    firm = CLIENT[1].replace("'p', 'v', 0, 'E1', 'Ann'", "'f', 'v', 1, 'P1', 'Supplier X'")
    put(blank, (*CLIENT, firm, f"{PARTNER} ('f', '', '', '', '')"))

    down(blank, "client", "client_0007")

    assert [row[3] for row in rows(blank)["people"]] == ["E1"]
