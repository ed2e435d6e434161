"""Single sign-on against a real little issuer that lies in every way it can."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from survey.web.here import EXTENSION
from tests.survey.conftest import START, Visitor, World

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
