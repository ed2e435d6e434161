"""Between SQLite and PostgreSQL: files to hand over, backups, and erasing in a schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import doctor, store
from survey.config import Config
from survey.store import Database, House, moving, postgres
from survey.store.profiles import profile_of, set_profile
from tests.survey.conftest import KEY, START, add_survey
from tests.survey.postgres import Server
from tests.survey.test_moving import CANARY, answered


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


@pytest.fixture
def server(postgres_server: Server) -> Iterator[Server]:
    yield postgres_server
    postgres_server.empty()


@pytest.fixture
def on_postgres(server: Server, tmp_path: Path) -> Iterator[House]:
    house = store.open_house(tmp_path / "served", server.address())
    yield house
    house.close()


def everything(db: Database, survey: store.Survey) -> tuple[object, ...]:
    """What must be the same wherever it is kept."""
    return (
        store.roster_of(db, survey.id),
        store.questions_of(db, survey.id),
        store.replies_of(db, survey.id),
        store.board(db, survey.id),
        profile_of(db),
    )


def test_a_client_moves_from_files_to_a_server_and_back(on_postgres: House, tmp_path: Path) -> None:
    files = store.open_house(tmp_path / "files")
    first = store.open_client(files, store.create_client(files, "Zoë & Ek", START).slug)
    survey = answered(first)
    set_profile(first, {"colour": "#7a1fa2"})
    before = everything(first, survey)
    moving.export_client(files, first.slug, tmp_path / "there.zip", START)
    there = moving.import_client(on_postgres, tmp_path / "there.zip", START)
    served = store.open_client(on_postgres, there.slug)
    between = everything(served, survey)
    moving.erase_client(files, first.slug)
    moving.export_client(on_postgres, served.slug, tmp_path / "back.zip", START)
    back = store.open_client(files, moving.import_client(files, tmp_path / "back.zip", START).slug)
    after = everything(back, survey)
    files.close()

    assert before == between == after
    assert not list(served.folder.glob("*.db*"))
    assert (served.folder / "runs" / ("0" * 16) / "report.pdf").exists()


def test_a_backup_of_either_is_restored_to_a_server(
    db: Database, house: House, server: Server, tmp_path: Path
) -> None:
    survey = answered(db)
    before = everything(db, survey)
    moving.backup(house, tmp_path / "all.zip", START)
    if house.on_postgres:
        moving.erase_client(house, db.slug)
    count = moving.restore(tmp_path / "all.zip", tmp_path / "again", server.address())
    again = store.open_house(tmp_path / "again", server.address())
    after = everything(store.open_client(again, db.slug), survey)
    again.close()

    assert (count, after) == (1, before)


def test_a_backup_is_not_restored_over_clients(
    on_postgres: House, server: Server, tmp_path: Path
) -> None:
    store.create_client(on_postgres, "Ek", START)
    moving.backup(on_postgres, tmp_path / "all.zip", START)

    with pytest.raises(Problem, match="database is not empty"):
        moving.restore(tmp_path / "all.zip", tmp_path / "again", server.address())
    assert [client.name for client in store.list_clients(on_postgres)] == ["Ek"]


def test_nothing_of_an_erased_client_is_left_on_the_server(
    on_postgres: House, server: Server
) -> None:
    client = store.create_client(on_postgres, f"{CANARY} client", START)
    answered(store.open_client(on_postgres, client.slug), CANARY)
    before = server.dump()
    moving.erase_client(on_postgres, client.slug)
    left = server.dump()

    assert CANARY in before
    assert client.key in before
    assert CANARY not in left
    assert CANARY.casefold() not in left
    assert client.key not in left


def test_a_dump_of_the_server_holds_no_link(on_postgres: House, server: Server) -> None:
    db = store.open_client(on_postgres, store.create_client(on_postgres, "Ek", START).slug)
    survey = store.open_survey(db, add_survey(db).id, START)
    links = store.issue_links(db, survey.id, KEY)
    held = server.dump()

    assert all(link.person_id in held for link in links)
    assert not any(link.token in held for link in links)


def test_the_doctor_says_which_database_it_is(database_url: str, tmp_path: Path) -> None:
    config = Config(instance=tmp_path, database_url=database_url)
    (found,) = [c for c in doctor.examine(lambda: config) if c.name == "database"]

    assert found.ok
    assert found.said.startswith("PostgreSQL 1" if database_url else "SQLite 3")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql+psycopg://me:geheim@127.0.0.1:1/x", "can't be reached"),
        ("mysql://me:geheim@127.0.0.1/x", "no address"),
        ("geheim", "no address"),
    ],
)
def test_a_server_that_is_not_there_is_said_without_its_password(url: str, what: str) -> None:
    with pytest.raises(Problem, match=what) as said:
        postgres.connect(url)

    assert "geheim" not in f"{said.value} {said.value.why}"


def test_a_text_that_postgres_cannot_hold_is_told_and_not_stored(on_postgres: House) -> None:
    with pytest.raises(Problem, match="could not be saved"):
        store.create_client(on_postgres, "Ek\0", START)
    assert store.list_clients(on_postgres) == ()
