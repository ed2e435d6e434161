"""Passkeys (WebAuthn): a device's own lock as password and second factor in one."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import store
from survey.store import factors, tickets
from survey.store.factors import Passkey
from survey.store.tickets import Ticket
from survey.web import sign_in
from survey.web.here import WAY_COOKIE, house, now, site

blueprint = Blueprint("passkeys", __name__, url_prefix="/console")
PATIENCE = timedelta(minutes=5)
NAME = 60
REFUSED = "This passkey could not be used. Try again, or sign in with your password."


def _origin() -> str:
    return site().config.base_url


def _domain() -> str:
    return urlsplit(_origin()).hostname or ""


def _ask(options: Any, staff_id: str | None) -> Response:
    """Send the browser a challenge, and remember it for a while."""
    facts = {"challenge": bytes_to_base64url(options.challenge)}
    secret = tickets.issue(house(), Ticket("passkey", staff_id, facts), now() + PATIENCE, now())
    answer = make_response(webauthn.options_to_json(options))
    answer.mimetype = "application/json"
    return sign_in.with_cookie(answer, WAY_COOKIE, secret)


def _challenge(staff_id: str | None) -> bytes:
    """The challenge that this browser was sent; it is used up by this."""
    ticket = tickets.take(house(), "passkey", request.cookies.get(WAY_COOKIE, ""), now())
    if ticket is None or ticket.staff_id != staff_id:
        raise BadRequest
    return base64url_to_bytes(ticket.facts["challenge"])


@blueprint.post("/account/passkeys/begin")
def begin() -> Response | tuple[dict[str, str], int]:
    """What a device needs to make a new passkey; a browser left open is not enough to get it."""
    try:
        sign_in.check_password(str(_sent().get("password", "")))
    except (Problem, BadRequest):
        return {"error": "This is not your password. Check it, then try again."}, 400
    known = factors.passkeys_of(house(), g.staff.id)
    options = webauthn.generate_registration_options(
        rp_id=_domain(),
        rp_name="Tiewise",
        user_id=g.staff.id.encode(),
        user_name=g.staff.email,
        user_display_name=g.staff.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in known
        ],
    )
    return _ask(options, g.staff.id)


@blueprint.post("/account/passkeys")
def add() -> tuple[dict[str, str], int]:
    """Keep the public half of a new passkey."""
    sent = _sent()
    try:
        made = webauthn.verify_registration_response(
            credential=sent["credential"],
            expected_challenge=_challenge(g.staff.id),
            expected_rp_id=_domain(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
        name = " ".join(str(sent.get("name", "")).split())[:NAME] or "Passkey"
        credential = bytes_to_base64url(made.credential_id)
        key = made.credential_public_key
        passkey = Passkey(credential, g.staff.id, name, key, made.sign_count)
        factors.add_passkey(house(), passkey, now())
    except (WebAuthnException, Problem, KeyError, ValueError, TypeError, BadRequest):
        return {"error": "This passkey could not be added. Try again."}, 400
    flash(f"The passkey “{name}” is added. You can sign in with it from now on.")
    return {"go": url_for("sign_in.account")}, 200


@blueprint.post("/account/passkeys/remove")
def remove() -> Response:
    """This passkey opens nothing any more."""
    factors.drop_passkey(house(), g.staff.id, request.form.get("credential", ""))
    flash("The passkey is removed.")
    return redirect(url_for("sign_in.account"))


@blueprint.post("/passkey/begin")
def challenge() -> Response:
    """What a device needs to sign in; whose passkey it will be is not known yet."""
    options = webauthn.generate_authentication_options(
        rp_id=_domain(), user_verification=UserVerificationRequirement.REQUIRED
    )
    return _ask(options, None)


@blueprint.post("/passkey")
def enter() -> Response | tuple[dict[str, str], int]:
    """Sign in; every refusal reads the same."""
    try:
        sent = _sent()
        passkey = factors.passkey_by_credential(house(), str(sent["credential"]["id"]))
        if passkey is None:
            return {"error": REFUSED}, 400
        found = webauthn.verify_authentication_response(
            credential=sent["credential"],
            expected_challenge=_challenge(None),
            expected_rp_id=_domain(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, ValueError, TypeError, BadRequest):
        return {"error": REFUSED}, 400
    staff = store.staff_by_id(house(), passkey.staff_id)
    if staff is None:
        return {"error": REFUSED}, 400
    factors.count_use(house(), passkey.credential, found.new_sign_count)
    to = sign_in.next_page(str(sent.get("next", "")))
    response = sign_in.let_in(staff, to)
    response.status_code, response.data = 200, json.dumps({"go": to}).encode()
    response.mimetype = "application/json"
    del response.headers["Location"]
    return response


def _sent() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise BadRequest
    return sent
