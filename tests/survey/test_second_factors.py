"""Codes of an authenticator app, recovery codes, and what adding a key asks for."""

import re
from datetime import timedelta

import pyotp
import pytest

from analysis.model import Problem
from survey import accounts, second_factors
from survey.store import factors
from tests.survey.conftest import KEY, PASSWORD, START, World


def with_app(world: World, role: str = "analyst") -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """The authenticator app of this account, turned on, and its recovery codes."""
    staff = world.staff[role]
    app = pyotp.TOTP(second_factors.seed_of(world.house, staff.id, KEY))
    codes = second_factors.confirm(world.house, staff, app.at(world.clock()), KEY, world.clock())
    world.clock.pass_(minutes=2)
    return app, codes


def test_a_code_is_asked_for_after_the_password(world: World) -> None:
    app, _ = with_app(world)
    visitor = world.visitor()
    visitor.sign_in("analyst@example.com")
    assert visitor.page.request.path == "/console/second-step"
    assert visitor.client.get_cookie("tiewise_staff", path="/console/") is None
    visitor.post("/console/second-step", code=app.at(world.clock()))

    assert visitor.page.request.path == "/console/"


def test_a_code_is_good_once(world: World) -> None:
    app, _ = with_app(world)
    code = app.at(world.clock())
    second_factors.check(world.house, world.staff["analyst"], code, KEY, world.clock())

    with pytest.raises(Problem, match="not right"):
        second_factors.check(world.house, world.staff["analyst"], code, KEY, world.clock())


@pytest.mark.parametrize(("seconds", "good"), [(-95, False), (-30, True), (30, True), (95, False)])
def test_a_code_is_good_for_half_a_minute_either_side(
    world: World, seconds: int, good: bool
) -> None:
    app, _ = with_app(world)
    code = app.at(world.clock() + timedelta(seconds=seconds))
    visitor = world.visitor()
    visitor.sign_in("analyst@example.com")
    visitor.post("/console/second-step", code=code)

    assert (visitor.page.request.path == "/console/") is good


def test_a_recovery_code_lets_in_once(world: World) -> None:
    _, codes = with_app(world)
    staff = world.staff["analyst"]
    second_factors.check(world.house, staff, codes[3].upper().replace("-", " "), KEY, START)

    assert factors.recovery_codes_left(world.house, staff.id) == 9
    with pytest.raises(Problem, match="not right"):
        second_factors.check(world.house, staff, codes[3], KEY, START)


def test_guessing_codes_is_stopped(world: World) -> None:
    app, _ = with_app(world)
    staff = world.staff["analyst"]
    for _ in range(8):
        with pytest.raises(Problem, match="not right"):
            second_factors.check(world.house, staff, "recovery", KEY, world.clock())

    with pytest.raises(Problem, match="too many"):
        second_factors.check(world.house, staff, app.at(world.clock()), KEY, world.clock())


def test_the_seed_can_not_be_read_from_the_database(world: World) -> None:
    app, codes = with_app(world)
    world.house.engine.dispose()
    held = b"".join(file.read_bytes() for file in world.house.folder.glob("house.db*"))

    assert app.secret.encode() not in held
    assert not any(code.replace("-", "").encode() in held for code in codes)


def test_an_app_is_set_up_and_turned_off_in_the_account(world: World) -> None:
    visitor = world.visitor("analyst")
    page = visitor.get("/console/account/authenticator").text
    seed = re.search(r'type this into the app: <span class="code">([A-Z2-7 ]+)<', page)
    assert seed
    app = pyotp.TOTP(seed[1].replace(" ", ""))
    sent = {"code": app.at(world.clock()), "password": "wrong"}
    assert visitor.post("/console/account/authenticator", **sent).status_code == 400
    codes = visitor.post("/console/account/authenticator", **(sent | {"password": PASSWORD})).text
    assert codes.count('class="code"') == 10
    visitor.get("/console/account")
    assert visitor.post("/console/account/authenticator/off", password="wrong").status_code == 400  # noqa: S106
    visitor.post("/console/account/authenticator/off", password=PASSWORD)

    assert not second_factors.has_app(world.house, world.staff["analyst"].id)


@pytest.mark.parametrize("sent", [{}, {"password": "wrong"}, {"password": None}])
def test_no_passkey_is_added_without_the_password(world: World, sent: dict[str, str]) -> None:
    visitor = world.visitor("analyst")
    visitor.get("/console/account")
    proof = {"X-CSRFToken": visitor.proof()}
    answer = visitor.client.post("/console/account/passkeys/begin", json=sent, headers=proof)

    assert answer.status_code == 400
    assert visitor.client.get_cookie("tiewise_way", path="/console/") is None


def test_the_seed_stays_the_same_until_its_first_code_is_typed(world: World) -> None:
    visitor = world.visitor("analyst")
    first = visitor.get("/console/account/authenticator").text
    visitor.post("/console/account/authenticator", code="000000", password=PASSWORD)

    assert re.findall(r"[A-Z2-7 ]{39}", first) == re.findall(r"[A-Z2-7 ]{39}", visitor.page.text)


def test_a_half_way_cookie_is_no_session(world: World) -> None:
    with_app(world)
    owes = accounts.begin_second_step(world.house, world.staff["analyst"], world.clock())
    visitor = world.visitor()
    visitor.client.set_cookie("tiewise_staff", owes, path="/console/")

    assert visitor.get("/console/").request.path == "/console/sign-in"
