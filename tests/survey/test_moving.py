"""Clients handed over in one file and erased without a trace; sites backed up and restored."""

import io
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.model import Person, Problem, Roster
from survey import accounts, store
from survey.store import Database, House, Reply, moving
from survey.store.profiles import profile_of, set_profile
from survey.web.here import EXTENSION
from tests.survey.conftest import KEY, PASSWORD, START, World, add_survey

OURS = "/console/c/lindqvist-co/"
CANARY = "Xylophon-Kanarienvogel"


def answered(db: Database, name: str = "Ann") -> store.Survey:
    """A closed survey with one answer."""
    people = tuple(Person(f"E{i}", f"{name} {i}", {"department": name}) for i in range(6))
    survey = store.open_survey(db, add_survey(db, "Spring", Roster(people)).id, START)
    mine = store.invitation_of(db, survey.id, "E1")
    assert mine
    store.record(db, mine.id, Reply("information", {"E2": 3.0}), START)
    store.submit(db, mine.id, START)
    folder = db.folder / "runs" / ("0" * 16)
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(f"%PDF {name}".encode())
    return store.close_survey(db, survey.id, START)


def test_a_client_is_handed_over_whole_in_one_file(
    db: Database, house: House, tmp_path: Path
) -> None:
    survey = answered(db)
    set_profile(db, {"colour": "#7a1fa2"})
    file = tmp_path / "client.zip"
    moving.export_client(house, db.slug, file, START)
    other = store.open_house(tmp_path / "other")
    taken = moving.import_client(other, file, START)
    there = store.open_client(other, taken.slug)

    assert taken.name == db.name
    assert store.replies_of(there, survey.id) == store.replies_of(db, survey.id)
    assert store.roster_of(there, survey.id) == store.roster_of(db, survey.id)
    assert profile_of(there) == profile_of(db)
    assert (there.folder / "runs" / ("0" * 16) / "report.pdf").read_bytes() == b"%PDF Ann"
    assert file.stat().st_mode & 0o077 == 0
    other.close()


def test_a_client_is_not_taken_in_twice(db: Database, house: House, tmp_path: Path) -> None:
    moving.export_client(house, db.slug, tmp_path / "c.zip", START)

    with pytest.raises(Problem, match="already"):
        moving.import_client(house, tmp_path / "c.zip", START)
    assert len(store.list_clients(house)) == 1
    assert not list((house.folder / "clients").glob("incoming-*"))


def test_after_erasing_the_handed_over_client_comes_back_with_its_links(
    db: Database, house: House, tmp_path: Path
) -> None:
    survey = store.open_survey(db, add_survey(db).id, START)
    token = store.issue_links(db, survey.id, KEY)[0].token
    moving.export_client(house, db.slug, tmp_path / "c.zip", START)
    moving.erase_client(house, db.slug)
    back = store.open_client(house, moving.import_client(house, tmp_path / "c.zip", START).slug)

    assert store.invitation_by_token(back, token) is not None


def spoilt(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the file with its parts changed."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = file.with_name("spoilt.zip")
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made


def _reseal(parts: dict[str, bytes]) -> None:
    """Make the manifest say what the parts are now, as somebody with intent would."""
    import hashlib

    facts = json.loads(parts["manifest.json"])
    facts["files"] = {n: hashlib.sha256(d).hexdigest() for n, d in parts.items() if n[0] != "m"}
    parts["manifest.json"] = json.dumps(facts).encode()


def _flip(parts: dict[str, bytes]) -> None:
    parts["client.db"] = parts["client.db"][:-1] + bytes([parts["client.db"][-1] ^ 1])


def _climb(parts: dict[str, bytes]) -> None:
    parts["../../evil"] = b"x"


def _damage(parts: dict[str, bytes]) -> None:
    parts["client.db"] = parts["client.db"][:5000] + b"\0" * 5000
    _reseal(parts)


def _other_kind(parts: dict[str, bytes]) -> None:
    facts = json.loads(parts["manifest.json"]) | {"schema": "tiewise/backup/1"}
    parts["manifest.json"] = json.dumps(facts).encode()


def _no_database(parts: dict[str, bytes]) -> None:
    del parts["client.db"]
    _reseal(parts)


def _sql(parts: dict[str, bytes], command: str) -> None:
    file = Path("/nonexistent")
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "x.db"
        file.write_bytes(parts["client.db"])
        with sqlite3.connect(file) as connection:
            connection.execute(command)
        connection.close()
        parts["client.db"] = file.read_bytes()
    _reseal(parts)


def _trigger(parts: dict[str, bytes]) -> None:
    _sql(parts, "CREATE TRIGGER spy AFTER INSERT ON answers BEGIN DELETE FROM people; END")


def _no_promise(parts: dict[str, bytes]) -> None:
    _sql(parts, "DROP TRIGGER promise")


def _newer(parts: dict[str, bytes]) -> None:
    _sql(parts, "UPDATE alembic_version SET version_num = 'client_9999'")


@pytest.mark.parametrize(
    "change",
    [_flip, _climb, _damage, _other_kind, _no_database, _trigger, _no_promise, _newer],
    ids=lambda change: change.__name__.strip("_"),
)
def test_a_file_that_is_not_what_we_made_is_refused_and_leaves_nothing(
    db: Database, house: House, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    answered(db)
    moving.export_client(house, db.slug, tmp_path / "c.zip", START)
    bad = spoilt(tmp_path / "c.zip", change)
    other = store.open_house(tmp_path / "other")

    with pytest.raises(Problem, match="taken in"):
        moving.import_client(other, bad, START)
    assert store.list_clients(other) == ()
    assert not list((tmp_path / "other" / "clients").iterdir())
    other.close()


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + b"\0" * 18, b"no zip"])
def test_what_is_no_archive_is_explained(house: House, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "c.zip").write_bytes(data)

    with pytest.raises(Problem, match="taken in"):
        moving.import_client(house, tmp_path / "c.zip", START)


def test_erased_means_erased(world: World) -> None:
    """Every file of the instance is searched for words that only the erased client held."""
    house = world.house
    client = store.create_client(house, f"{CANARY} client", START)
    db = store.open_client(house, client.slug)
    answered(db, CANARY)
    (db.folder / "uploads" / "x").mkdir(parents=True)
    (db.folder / "uploads" / "x" / "people.csv").write_text(CANARY, encoding="utf-8")
    mail = f"{CANARY}@example.com"
    account = store.Account(mail, f"{CANARY} staff", accounts.hash_password(PASSWORD))
    staff = store.create_staff(house, account, START)
    store.grant(house, staff.id, client.key, "consultant", ("department", CANARY))
    secret = accounts.invite(
        house, accounts.Invitation(client.key, mail, CANARY, "hr", ("team", CANARY)), START
    )
    store.begin_session(house, staff.id, secret, START)
    visitor = world.visitor()
    visitor.client.set_cookie("tiewise_staff", secret, path="/console/")
    visitor.get(f"/console/c/{client.slug}/leave/")
    assert CANARY in visitor.page.text
    visitor.post(f"/console/c/{client.slug}/leave/erase", name=f"{CANARY} client")
    words = (CANARY.encode(), CANARY.casefold().encode(), client.key.encode())
    held = {f: f.read_bytes() for f in house.folder.rglob("*") if f.is_file()}

    assert len(held) >= 2
    assert [f.name for f, data in held.items() if any(word in data for word in words)] == []
    assert not (house.folder / "clients" / client.key).exists()


def test_erasing_one_client_leaves_the_others_and_shared_accounts(world: World) -> None:
    moving.erase_client(world.house, world.theirs.slug)

    assert [client.slug for client in store.list_clients(world.house)] == [world.ours.slug]
    assert store.staff_by_email(world.house, "foreigner@example.com") is None
    assert store.staff_by_email(world.house, "owner@example.com") is not None
    assert len(store.roster_of(world.ours, world.survey.id).people) == 24


def test_a_client_is_erased_only_if_its_name_is_typed(world: World) -> None:
    consultant = world.visitor("consultant")
    consultant.get(OURS + "leave/")

    assert consultant.post(OURS + "leave/erase", name="Rival").status_code == 400
    assert len(store.list_clients(world.house)) == 2


def test_the_file_to_hand_over_is_downloaded_and_not_left_lying(world: World) -> None:
    consultant = world.visitor("consultant")
    consultant.get(OURS + "leave/")
    answer = consultant.post(OURS + "leave/export")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
    answer.close()

    assert "client.db" in names
    assert list((world.house.folder / "leaving").iterdir()) == []


def test_a_backup_brings_everything_back(world: World, tmp_path: Path) -> None:
    answered_ = store.create_client(world.house, "Third", START)
    survey = answered(store.open_client(world.house, answered_.slug))
    assert moving.backup(world.house, tmp_path / "all.zip", START) == 3
    assert moving.restore(tmp_path / "all.zip", tmp_path / "again") == 3
    again = store.open_house(tmp_path / "again")
    third = store.open_client(again, "third")

    assert [c.name for c in store.list_clients(again)] == ["Lindqvist & Co", "Rival", "Third"]
    assert store.replies_of(third, survey.id)
    assert store.staff_by_email(again, "hr@example.com") is not None
    again.close()


def test_a_backup_holds_no_secret_key(tmp_path: Path) -> None:
    from survey import config
    from survey.app import create_app

    settings_ = config.load(None, {}, {"instance": tmp_path / "site"})
    app = create_app(settings_)
    moving.backup(app.extensions[EXTENSION].house, tmp_path / "all.zip", START)
    app.extensions[EXTENSION].house.close()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        held = [archive.read(name) for name in archive.namelist()]

    assert not any(settings_.secret_key.encode() in part for part in held)


def test_nothing_is_restored_over_what_is_there(house: House, tmp_path: Path) -> None:
    moving.backup(house, tmp_path / "all.zip", START)

    with pytest.raises(Problem, match="not empty"):
        moving.restore(tmp_path / "all.zip", house.folder)


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it(
    db: Database, house: House, tmp_path: Path
) -> None:
    survey = store.open_survey(db, add_survey(db).id, START)
    mine = {f"E{i}": store.invitation_of(db, survey.id, f"E{i}") for i in range(1, 24)}
    acknowledged: list[str] = []
    stop = threading.Event()

    def answer() -> None:
        for person, invitation in mine.items():
            if stop.is_set() or invitation is None:
                return
            store.record(db, invitation.id, Reply("information", {"E0": 3.0}), START)
            store.submit(db, invitation.id, START)
            acknowledged.append(person)

    answering = threading.Thread(target=answer)
    answering.start()
    while len(acknowledged) < 4 and answering.is_alive():
        stop.wait(0.005)
    before = set(acknowledged)
    moving.backup(house, tmp_path / "all.zip", START)
    stop.set()
    answering.join()
    moving.restore(tmp_path / "all.zip", tmp_path / "again")
    again = store.open_house(tmp_path / "again")
    held = set(store.replies_of(store.open_client(again, db.slug), survey.id))
    again.close()

    assert len(before) >= 4
    assert before <= held <= set(acknowledged)
