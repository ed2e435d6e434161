"""The door for people without e-mail: the short code of a printed card, and the kiosk."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import letters, store
from survey.web import holding, speaking
from survey.web.guards import DOOR_COOKIE, by_token
from survey.web.here import house, now, site

blueprint = Blueprint("codes", __name__)
blueprint.context_processor(speaking.words)
KIOSK_COOKIE = "tiewise_kiosk"
MOST_TRIES, WITHIN = 30, timedelta(minutes=15)
KIOSK_SECONDS = 30 * 60


@blueprint.app_context_processor
def kiosk_words() -> dict[str, Callable[[], Mapping[str, str]]]:
    """``kiosk()`` gives pages what a visit to a kiosk needs to end; nothing anywhere else."""
    return {"kiosk": _kiosk_words}


def _kiosk_words() -> Mapping[str, str]:
    if not request.cookies.get(KIOSK_COOKIE):
        return {}
    return letters.words()[speaking.speech().language]


@blueprint.get("/s/")
def form() -> str:
    """Where the code of a card is typed."""
    return _form(kiosk=False)


@blueprint.get("/kiosk/", endpoint="kiosk")
def shared() -> Response:
    """The same on a device that many people use: whoever was here before is forgotten."""
    answer = Response(_form(kiosk=True), mimetype="text/html")
    before = request.cookies.get(KIOSK_COOKIE, "")
    if before:
        answer.delete_cookie(DOOR_COOKIE, path=f"/r/{before}/")
        answer.delete_cookie(speaking.COOKIE, path=f"/r/{before}/")
        answer.delete_cookie(holding.COOKIE, path=f"/r/{before}/")
    answer.delete_cookie(KIOSK_COOKIE, path="/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _form(kiosk: bool, wrong: str = "", typed: str = "") -> str:
    words = letters.words()[speaking.speech().language]
    said = words[wrong] if wrong else ""
    return render_template("cards_door.html", words=words, shared=kiosk, wrong=said, typed=typed)


@blueprint.post("/s/")
def enter() -> Response | tuple[str, int]:
    """Lead to the survey that a code belongs to; wrong guesses are counted and slowed down."""
    kiosk = request.form.get("kiosk") == "yes"
    who = f"code:{request.remote_addr or ''}"
    if store.failures_since(house(), who, now() - WITHIN) >= MOST_TRIES:
        return _form(kiosk, "code_wait"), 429
    typed = request.form.get("code", "")[:60]
    token = _token(typed)
    found = by_token(token) if token else None
    if token is None or found is None:
        store.note_failure(house(), who, now(), WITHIN)
        return _form(kiosk, "code_wrong", typed), 400
    return _let_in(token, found[1].id, kiosk)


def _token(typed: str) -> str | None:
    """The token of a code, at whichever client it is."""
    for client in store.list_clients(house()):
        db = store.open_client(house(), client.slug)
        token = store.token_of_code(db, site().config.secret_key, typed)
        if token:
            return token
    return None


def _let_in(token: str, invitation: str, kiosk: bool) -> Response:
    """The same cookie that a personal link sets; on a kiosk it does not last."""
    path = url_for("respond.first", invitation=invitation)
    answer = redirect(path)
    facts: dict[str, Any] = {"httponly": True, "samesite": "Lax"}
    facts["secure"] = site().config.secure
    age = KIOSK_SECONDS if kiosk else None
    answer.set_cookie(DOOR_COOKIE, token, path=path, max_age=age, **facts)
    if kiosk:
        answer.set_cookie(KIOSK_COOKIE, invitation, path="/", max_age=KIOSK_SECONDS, **facts)
    return answer
