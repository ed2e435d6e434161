"""Ways in: single sign-on against a real little issuer, two doors, and forms that wait."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from analysis.model import Problem
from survey import config, store
from survey.app import create_app
from survey.config import Config
from survey.store import factors
from survey.web.here import EXTENSION
from tests.survey.conftest import KEY, PASSWORD, START, Visitor, World

OURS = "/console/c/lindqvist-co/"
SITE = "tiewise-site"
SECRET = "the issuer's secret"  # noqa: S105 - of the little issuer below


class Issuer:
    """An OpenID Connect issuer on a port of its own; ``spoil`` changes what it says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.spoil: Callable[[dict[str, Any]], None] = lambda _claims: None
        self.sign_with: Any = self.key
        self.algorithm = "RS256"
        self.asked: dict[str, str] = {}
        self.received: dict[str, str] = {}
        self.claims: dict[str, Any] = {}
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.say(issuer.about() if "well-known" in self.path else issuer.keys())

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                issuer.received = {k: v[0] for k, v in parse_qs(text).items()}
                self.say({"id_token": issuer.token(), "token_type": "Bearer"})

            def say(self, facts: dict[str, Any]) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(facts).encode())

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorise",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def token(self) -> str:
        now = int(START.timestamp())
        claims = {
            "iss": self.url,
            "aud": SITE,
            "sub": "subject-7",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            "email": "Analyst@example.com",
            "email_verified": True,
        }
        self.spoil(claims)
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, claims, self.sign_with, algorithms=[self.algorithm])

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.close()


@pytest.fixture
def signing_on(world: World, issuer: Issuer) -> World:
    site = world.app.extensions[EXTENSION]
    settings = replace(
        site.config, sso_issuer=issuer.url, sso_client_id=SITE, sso_client_secret=SECRET
    )
    world.app.extensions[EXTENSION] = replace(site, config=settings)
    return world


def there_and_back(world: World, issuer: Issuer, **changes: str) -> Visitor:
    visitor = world.visitor()
    answer = visitor.client.get("/console/single-sign-on/?next=" + OURS)
    asked = parse_qs(urlsplit(answer.location).query)
    issuer.asked = {key: values[0] for key, values in asked.items()}
    sent = {"code": "abc", "state": issuer.asked["state"]} | changes
    visitor.page = visitor.client.get(
        "/console/single-sign-on/back", query_string=sent, follow_redirects=True
    )
    return visitor


def test_whoever_comes_back_with_proof_is_in(signing_on: World, issuer: Issuer) -> None:
    visitor = there_and_back(signing_on, issuer)

    assert visitor.page.request.path == OURS
    assert issuer.received["client_secret"] == SECRET
    challenge = create_s256_code_challenge(issuer.received["code_verifier"])
    assert challenge == issuer.asked["code_challenge"]
    assert issuer.asked["redirect_uri"] == "http://127.0.0.1:8000/console/single-sign-on/back"


def test_a_new_address_at_the_issuer_is_still_the_same_account(
    signing_on: World, issuer: Issuer
) -> None:
    there_and_back(signing_on, issuer)
    issuer.spoil = lambda claims: claims.update(email="married@example.com")

    assert there_and_back(signing_on, issuer).page.request.path == OURS


SPOILT: dict[str, Callable[[dict[str, Any]], None]] = {
    "another nonce": lambda c: c.update(nonce="x"),
    "no nonce": lambda c: c.pop("nonce"),
    "another site": lambda c: c.update(aud="other"),
    "another issuer": lambda c: c.update(iss="https://evil.test"),
    "expired": lambda c: c.update(exp=int(START.timestamp()) - 3600),
    "for two sites": lambda c: c.update(aud=[SITE, "other"], azp="other"),
    "no subject": lambda c: c.pop("sub"),
    "unverified address": lambda c: c.update(email_verified=False),
    "verified in words": lambda c: c.update(email_verified="true"),
    "a stranger": lambda c: c.update(email="stranger@example.com"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_nobody_comes_in_with_less_than_proof(
    signing_on: World, issuer: Issuer, spoil: Callable[[dict[str, Any]], None]
) -> None:
    issuer.spoil = spoil
    visitor = there_and_back(signing_on, issuer)

    assert visitor.page.status_code == 400
    assert visitor.client.get_cookie("tiewise_staff", path="/console/") is None


@pytest.mark.parametrize("kind", ["another key", "shared secret"])
def test_a_token_that_the_issuer_has_not_signed_is_refused(
    signing_on: World, issuer: Issuer, kind: str
) -> None:
    if kind == "another key":
        issuer.sign_with = RSAKey.generate_key(2048, {"kid": "one"})
    else:
        issuer.sign_with, issuer.algorithm = OctKey.import_key(SECRET + "0" * 32), "HS256"

    assert there_and_back(signing_on, issuer).page.status_code == 400


@pytest.mark.parametrize("changes", [{"state": "other"}, {"state": ""}])
def test_an_answer_to_another_request_is_refused(
    signing_on: World, issuer: Issuer, changes: dict[str, str]
) -> None:
    assert there_and_back(signing_on, issuer, **changes).page.status_code == 400
    assert issuer.received == {}


def test_the_way_back_is_open_once(signing_on: World, issuer: Issuer) -> None:
    visitor = there_and_back(signing_on, issuer)
    sent = {"code": "abc", "state": issuer.asked["state"]}
    again = visitor.client.get("/console/single-sign-on/back", query_string=sent)

    assert again.status_code == 400


def test_an_issuer_that_does_not_answer_is_explained(signing_on: World, issuer: Issuer) -> None:
    issuer.close()
    page = signing_on.visitor().get("/console/single-sign-on/")

    assert page.status_code == 400
    assert "did not answer" in page.text


def test_an_issuer_that_calls_itself_something_else_is_refused(
    signing_on: World, issuer: Issuer
) -> None:
    about = issuer.about() | {"issuer": "https://other.test"}
    issuer.about = lambda: about  # type: ignore[method-assign]

    assert signing_on.visitor().get("/console/single-sign-on/").status_code == 400


def test_without_single_sign_on_there_is_no_such_page(world: World) -> None:
    assert world.visitor().get("/console/single-sign-on/").status_code == 404
    assert "single-sign-on" not in world.visitor().get("/console/sign-in").text


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
