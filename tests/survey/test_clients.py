"""Clients: their look, next waves and copies, handed over in one file, erased without a trace."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from analysis.model import Person, Problem, Roster
from survey import accounts, brand, store
from survey.store import Database, House, Reply, moving, series
from survey.store.profiles import logo_of, profile_of, set_profile
from survey.web.here import EXTENSION
from tests.survey.conftest import KEY, PASSWORD, START, World, add_survey

OURS = "/console/c/lindqvist-co/"
CANARY = "Xylophon-Kanarienvogel"


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#aa3311").save(made, kind)
    return made.getvalue()


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


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_is_readable_or_refused_with_one_that_is(number: int) -> None:
    try:
        found = brand.colours(f"#{number:06x}")
    except Problem as problem:
        found = brand.colours(problem.mend.split()[-1].rstrip("."))

    assert all(brand.contrast(found.light, each) >= 4.5 for each in brand.LIGHT)
    assert all(brand.contrast(found.dark, each) >= 4.5 for each in brand.DARK)
    assert brand.contrast(found.on_light, found.light) >= 4.5
    assert brand.contrast(found.on_dark, found.dark) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_grounds_of_the_contrast_are_those_of_the_style_sheet() -> None:
    import templates

    text = templates.path("static", "tiewise.css").read_text(encoding="utf-8")

    assert all(colour in text for colour in (*brand.LIGHT, *brand.DARK, *brand.INK))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_and_small(kind: str) -> None:
    with Image.open(io.BytesIO(brand.logo(picture(kind) + CANARY.encode()))) as drawn:
        assert drawn.format == "PNG"
        assert drawn.size == (480, 240)


def test_nothing_but_the_picture_is_left_of_a_logo() -> None:
    assert CANARY.encode() not in brand.logo(picture() + CANARY.encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='x'/>", picture("GIF"), picture()[:200], b"\x89PNG" + b"0" * 3_000_000],
    ids=["empty", "svg", "gif", "cut off", "large"],
)
def test_what_is_no_logo_is_refused(data: bytes) -> None:
    with pytest.raises(Problem, match="logo"):
        brand.logo(data)


def settings(world: World, **changes: object) -> str:
    hr = world.visitor("hr")
    hr.get(OURS + "settings")
    fields = {"colour": "#7a1fa2", "languages": ["en", "de"], "mode": "aggregate", "k": "8"}
    return hr.post(OURS + "settings", **(fields | changes)).text


def test_the_settings_are_kept_and_new_surveys_start_from_them(world: World) -> None:
    settings(world, logo=(io.BytesIO(picture()), "logo.png"))
    page = world.visitor("hr").get(OURS + "new").text

    assert profile_of(world.ours)["colour"] == "#7a1fa2"
    assert 'value="8"' in page
    assert logo_of(world.ours).startswith(b"\x89PNG")


def test_those_who_answer_see_colour_and_logo_of_their_own_firm_only(world: World) -> None:
    settings(world, logo=(io.BytesIO(picture()), "logo.png"))
    visitor = world.visitor()
    home = visitor.open(world.links[0])

    assert "#7a1fa2" in visitor.get(home + "brand.css").text
    assert visitor.get(home + "logo.png").status_code == 200
    assert f'src="{home}logo.png"' in visitor.get(home).text
    assert "#7a1fa2" not in world.visitor("foreigner").get("/console/c/rival/brand.css").text


def test_a_pale_colour_is_refused_with_one_that_can_be_read(world: World) -> None:
    page = settings(world, colour="#ffee88")

    assert "too pale" in page
    assert "The nearest one that can be read is #" in page
    assert profile_of(world.ours) == {}


@pytest.mark.parametrize(("field", "value"), [("k", "3"), ("mode", "x"), ("languages", "xx")])
def test_settings_that_will_not_do_change_nothing(world: World, field: str, value: str) -> None:
    settings(world, **{field: value})

    assert profile_of(world.ours) == {}


def test_the_next_wave_keeps_wording_policy_and_people_and_no_answer(db: Database) -> None:
    first = answered(db)
    wave = series.next_wave(db, first.id, "Autumn", START)

    assert store.questions_of(db, wave.id) == store.questions_of(db, first.id)
    assert store.roster_of(db, wave.id) == store.roster_of(db, first.id)
    assert (wave.state, wave.plan.mode, wave.plan.k) == ("draft", first.plan.mode, first.plan.k)
    assert store.replies_of(db, wave.id) == {}
    assert series.followed(db, wave.id) == first


def test_the_next_wave_is_drafted_in_the_console_and_leads_to_the_roster(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "spring/next")
    hr.post(OURS + "spring/next", title="Spring 2028")

    assert hr.page.request.path == OURS + "spring-2028/roster/"


def test_a_copy_takes_no_person_to_the_other_client(world: World) -> None:
    store.grant(world.house, world.staff["analyst"].id, world.theirs.key, "hr")
    analyst = world.visitor("analyst")
    analyst.get(OURS + "spring/copy")
    analyst.post(OURS + "spring/copy", to="rival", title="The same")
    copy = store.survey_by_slug(world.theirs, "the-same")
    assert copy

    assert store.questions_of(world.theirs, copy.id) == store.questions_of(
        world.ours, world.survey.id
    )
    assert store.roster_of(world.theirs, copy.id).people == ()


def test_nothing_is_copied_to_a_client_at_which_one_runs_no_surveys(world: World) -> None:
    store.grant(world.house, world.staff["analyst"].id, world.theirs.key, "manager")
    analyst = world.visitor("analyst")
    page = analyst.get(OURS + "spring/copy").text
    answer = analyst.post(OURS + "spring/copy", to="rival", title="The same")

    assert "Rival" not in page
    assert answer.status_code == 400
    assert store.survey_by_slug(world.theirs, "the-same") is None


def test_a_survey_is_put_away_and_taken_out_again(world: World) -> None:
    store.close_survey(world.ours, world.survey.id, START)
    hr = world.visitor("hr")
    hr.get(OURS + "spring/")
    assert "Put away" in hr.post(OURS + "spring/archive").text
    hr.get(OURS + "spring/")

    assert "Put away" not in hr.post(OURS + "spring/unarchive").text


def test_an_open_survey_is_not_put_away(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "spring/")

    assert hr.post(OURS + "spring/archive").status_code == 400


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
