"""Two doors to one site, and forms that wait until their sender is back in."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import config, store
from survey.app import create_app
from survey.config import Config
from survey.store import factors
from survey.web.here import EXTENSION
from tests.survey.conftest import KEY, PASSWORD, START, Visitor, World

OURS = "/console/c/lindqvist-co/"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sso_issuer": "http://idp.test", "sso_client_id": "x"}, "unencrypted"),
        ({"sso_issuer": "https://idp.test"}, "does not know what"),
        ({"serve": "both"}, "no value"),
        ({"second_factor": "perhaps"}, "no value"),
    ],
)
def test_doors_that_would_be_insecure_are_refused(
    tmp_path: Path, options: dict[str, str], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        config.load(None, {}, {"instance": tmp_path} | options)


@pytest.mark.parametrize(
    ("door", "open_", "shut"),
    [
        ("survey", ("/", "/r/x/"), ("/console/", "/console/sign-in", "/console/passkey")),
        ("console", ("/console/sign-in",), ("/", "/s/x", "/r/x/")),
    ],
)
def test_a_site_with_one_door_has_no_other(
    tmp_path: Path, door: str, open_: tuple[str, ...], shut: tuple[str, ...]
) -> None:
    settings = Config(instance=tmp_path / "site", secret_key=KEY, serve=door)
    app = create_app(settings)
    client = app.test_client()
    for path in ("/healthz", "/readyz", "/static/tiewise.css"):
        with client.get(path) as answer:
            assert answer.status_code == 200
    statuses = {path: client.get(path).status_code for path in (*open_, *shut)}
    app.extensions[EXTENSION].house.close()

    assert {statuses[path] for path in shut} == {404}
    assert statuses[open_[0]] == 200


def test_the_survey_door_does_not_speak_of_the_console(tmp_path: Path) -> None:
    app = create_app(Config(instance=tmp_path / "site", secret_key=KEY, serve="survey"))
    page = app.test_client().get("/").text
    app.extensions[EXTENSION].house.close()

    assert "/console/" not in page


def overnight(world: World, **fields: str) -> Visitor:
    """An HR admin who fills in a form, goes home, and sends it in the morning."""
    visitor = world.visitor("hr")
    visitor.get(OURS + "new")
    world.clock.pass_(hours=15)
    visitor.post(OURS + "new", **fields)
    return visitor


FORM = {
    "title": "Filled in over night",
    "goal": "bids",
    "contact": "Ann",
    "contact_email": "a@x.test",
    "question_set": "annual",
    "mode": "analyst",
    "k": "5",
}


def morning(visitor: Visitor, role: str = "hr") -> None:
    fields = {"email": f"{role}@example.com", "password": PASSWORD, "next": "/console/kept"}
    visitor.post("/console/sign-in", **fields)


def test_a_form_filled_in_before_the_session_ran_out_is_still_there(world: World) -> None:
    visitor = overnight(world, **FORM)
    assert "What you filled in is kept" in visitor.page.text
    morning(visitor)
    assert "Filled in over night" in visitor.page.text
    visitor.get("/console/kept")
    visitor.post(OURS + "new", **FORM)

    assert store.survey_by_slug(world.ours, "filled-in-over-night") is not None


def test_somebody_else_at_that_browser_does_not_see_the_form(world: World) -> None:
    visitor = overnight(world, **FORM)
    morning(visitor, "manager")

    assert visitor.page.request.path == "/console/"
    assert "over night" not in visitor.page.text


def test_a_stranger_can_leave_no_form(world: World) -> None:
    visitor = world.visitor()
    visitor.get("/console/sign-in")
    visitor.post(OURS + "new", **FORM)

    assert "is kept" not in visitor.page.text
    assert visitor.client.get_cookie("tiewise_kept", path="/console/") is None


def test_nothing_is_kept_after_signing_out(world: World) -> None:
    visitor = world.visitor("hr")
    visitor.get(OURS + "new")
    proof = visitor.proof()
    cookie = visitor.client.get_cookie("tiewise_staff", path="/console/")
    assert cookie
    visitor.post("/console/sign-out")
    visitor.client.set_cookie("tiewise_staff", cookie.value, path="/console/")
    visitor.client.post(OURS + "new", data=FORM | {"csrf_token": proof})

    assert visitor.client.get_cookie("tiewise_kept", path="/console/") is None


def test_a_forged_form_is_not_kept(world: World) -> None:
    visitor = world.visitor("hr")
    world.clock.pass_(hours=15)
    visitor.client.post(OURS + "new", data=FORM | {"csrf_token": "forged"})

    assert visitor.client.get_cookie("tiewise_kept", path="/console/") is None


def test_a_kept_form_can_be_thrown_away(world: World) -> None:
    visitor = overnight(world, **FORM)
    morning(visitor)
    visitor.post("/console/kept")

    assert visitor.get("/console/kept").request.path == "/console/"


def test_a_password_is_never_kept(world: World) -> None:
    visitor = world.visitor("hr")
    visitor.get("/console/account")
    world.clock.pass_(hours=15)
    visitor.post("/console/account", old=PASSWORD, new="a longer and better one")

    assert visitor.client.get_cookie("tiewise_kept", path="/console/") is None


def test_a_required_second_factor_is_asked_for_before_anything_else(world: World) -> None:
    site = world.app.extensions[EXTENSION]
    settings = replace(site.config, second_factor="required")
    world.app.extensions[EXTENSION] = replace(site, config=settings)
    visitor = world.visitor("hr")

    assert visitor.get(OURS).request.path == "/console/account/authenticator"
    assert visitor.get("/console/account").status_code == 200
    passkey = factors.Passkey("id", world.staff["hr"].id, "laptop", b"key", 0)
    factors.add_passkey(world.house, passkey, START)
    assert visitor.get(OURS).request.path == OURS
