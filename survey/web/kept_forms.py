"""A form that was sent after its sender's session had run out is kept until she is back in.

Kept is what a browser sent whose cookie still names a session that ended by itself, with the
form's own proof; so strangers can neither fill the database nor slip anybody a form.
"""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from survey.store import tickets
from survey.store.tickets import Ticket
from survey.store.visits import staff_of_ended_session
from survey.web.here import STAFF_COOKIE, house, now, site

blueprint = Blueprint("kept_forms", __name__, url_prefix="/console")
COOKIE = "tiewise_kept"
KEPT = timedelta(days=3)
LARGEST = 200_000
UNKEPT = frozenset(("csrf_token", "password", "old", "new", "code"))


def turn_away() -> Response:
    """To the sign-in page; what she filled in is kept, and she is told."""
    if request.method == "GET":
        return redirect(url_for("sign_in.form", next=request.path))
    response = redirect(url_for("sign_in.form", next=url_for("kept_forms.page")))
    staff_id = staff_of_ended_session(house(), request.cookies.get(STAFF_COOKIE, ""))
    if staff_id is None or not _is_hers():
        return redirect(url_for("sign_in.form"))
    facts = {"path": request.path, "fields": _fields(), "file": bool(request.files)}
    secret = tickets.issue(house(), Ticket("form", staff_id, facts), now() + KEPT, now())
    response.set_cookie(
        COOKIE,
        secret,
        path="/console/",
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=site().config.secure,
    )
    return response


def _is_hers() -> bool:
    """Whether the form came from a page of ours, and is of a size that a form has."""
    if (request.content_length or 0) > LARGEST or UNKEPT & set(request.form) - {"csrf_token"}:
        return False
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _fields() -> list[list[str]]:
    return [[k, v] for k, v in request.form.items(multi=True) if k not in UNKEPT]


@blueprint.get("/kept")
def page() -> str | Response:
    """What she had filled in, ready to be sent; shown to nobody but her."""
    found = _hers()
    if found is None:
        return redirect(url_for("clients.index"))
    return render_template("kept_form.html", kept=found.facts)


@blueprint.post("/kept")
def discard() -> Response:
    """She does not want it any more."""
    if _hers():
        tickets.take(house(), "form", request.cookies.get(COOKIE, ""), now())
    response = redirect(url_for("clients.index"))
    response.delete_cookie(COOKIE, path="/console/")
    return response


def _hers() -> Ticket | None:
    found = tickets.look(house(), "form", request.cookies.get(COOKIE, ""), now())
    return found if found and found.staff_id == g.staff.id else None
