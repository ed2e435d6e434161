"""Single sign-on by OpenID Connect: the way to the firm's own sign-in page, and who comes back.

Authorisation code with PKCE, a state and a nonce. What comes back counts only if it is signed by
the issuer's keys, meant for this site, fresh, and the answer to this very request.
"""

import hmac
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from analysis.model import Problem
from survey.config import LOOPBACK, Config

PATIENCE = 10
LARGEST = 1_000_000
LEEWAY = 60
# Signatures that only the issuer can make; HS256 (a shared secret) and "none" are not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the issuer; ``email`` is empty unless the issuer has verified it."""

    issuer: str
    subject: str
    email: str


def way_out(config: Config, back: str) -> tuple[str, dict[str, str]]:
    """The address to send the browser to, and what to remember until it comes back."""
    kept = {"state": token_urlsafe(24), "nonce": token_urlsafe(24), "verifier": token_urlsafe(48)}
    asked = {
        "response_type": "code",
        "client_id": config.sso_client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": create_s256_code_challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    start = _endpoint(_about(config), "authorization_endpoint")
    return f"{start}{'&' if '?' in start else '?'}{urlencode(asked)}", kept


def way_back(
    config: Config, back: str, kept: Mapping[str, str], sent: Mapping[str, str], now: datetime
) -> Identity:
    """Who came back; a Problem if that is not proved beyond doubt."""
    if not hmac.compare_digest(sent.get("state", "").encode(), kept["state"].encode()):
        raise _unproved("The answer belongs to another request.")
    if "code" not in sent:
        raise _unproved("You were not signed in there.")
    about = _about(config)
    form = {
        "grant_type": "authorization_code",
        "code": sent["code"],
        "redirect_uri": back,
        "client_id": config.sso_client_id,
        "client_secret": config.sso_client_secret,
        "code_verifier": kept["verifier"],
    }
    told = _fetch(_endpoint(about, "token_endpoint"), form)
    keys = _fetch(_endpoint(about, "jwks_uri"))
    return _identity(config, _claims(config, told, keys, kept["nonce"], now))


def _claims(
    config: Config, told: dict[str, Any], keys: dict[str, Any], nonce: str, now: datetime
) -> CodeIDToken:
    expected = {
        "iss": {"essential": True, "value": config.sso_issuer},
        "aud": {"essential": True, "value": config.sso_client_id},
    }
    params = {"nonce": nonce, "client_id": config.sso_client_id}
    try:
        known = KeySet.import_key_set(cast("KeySetSerialization", keys))
        token = jwt.decode(str(told["id_token"]), known, algorithms=ALGORITHMS)
        claims = CodeIDToken(token.claims, token.header, expected, params)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise _unproved(f"The proof is not good: {type(error).__name__}.") from error
    return claims


def _identity(config: Config, claims: CodeIDToken) -> Identity:
    verified = claims.get("email_verified") is True
    email = str(claims.get("email", "")) if verified else ""
    return Identity(config.sso_issuer, str(claims["sub"]), email)


def _about(config: Config) -> dict[str, Any]:
    """What the issuer says of itself; it must call itself what we call it."""
    about = _fetch(f"{config.sso_issuer.rstrip('/')}/.well-known/openid-configuration")
    if about.get("issuer") != config.sso_issuer:
        raise _unproved("The issuer calls itself something else than this site was told.")
    return about


def _endpoint(about: Mapping[str, Any], name: str) -> str:
    address = str(about.get(name, ""))
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return address
    raise _unproved(f"The issuer's {name} is not reached by HTTPS.")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: what we send holds secrets and is meant for one address."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def _fetch(address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    body = urlencode(form).encode() if form is not None else None
    asked = urllib.request.Request(address, body, {"Accept": "application/json"})  # noqa: S310 - checked by _endpoint
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=PATIENCE) as answer:
            said = json.loads(answer.read(LARGEST))
    except (OSError, ValueError) as error:
        raise Problem(
            "the firm's sign-in did not answer",
            why=f"{type(error).__name__} at {urlsplit(address).hostname}.",
            mend="Try again in a minute, or sign in with your password.",
        ) from error
    if not isinstance(said, dict):
        raise _unproved("The issuer's answer makes no sense.")
    return said


def _unproved(why: str) -> Problem:
    return Problem(
        "you could not be signed in that way",
        why=why,
        mend="Try again, or sign in with your password.",
    )
