"""Who may open which page: one table, and the one function that holds it.

Whoever may not is told what a stranger is told about a page that never existed. In the console
somebody who is not signed in is led to the sign-in page, whatever the address was.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from survey import store
from survey.web.here import house, now

STAFF_COOKIE = "tiewise_staff"
DOOR_COOKIE = "tiewise_door"
KEY_LENGTH = 16

POLICIES: dict[str, str] = {
    "static": "public",
    "site.home": "public",
    "site.healthz": "public",
    "site.readyz": "public",
    "respond.door": "public",
    "respond.first": "respondent",
    "respond.start": "respondent",
    "respond.decline": "respondent",
    "respond.ask": "respondent",
    "respond.answer": "respondent",
    "respond.people": "respondent",
    "respond.review": "respondent",
    "respond.submit": "respondent",
    "respond.done": "respondent",
    "respond.withdraw": "respondent",
    "sign_in.form": "public",
    "sign_in.enter": "public",
    "sign_in.leave": "staff",
    "sign_in.account": "staff",
    "sign_in.change_password": "staff",
    "clients.index": "staff",
    "clients.new": "owner",
    "clients.create": "owner",
    "clients.access": "analyst",
    "clients.give_access": "analyst",
    "manage.surveys": "member",
    "manage.new": "analyst",
    "manage.create": "analyst",
    "manage.survey": "member",
    "manage.questions_page": "analyst",
    "manage.open_survey": "analyst",
    "manage.links": "analyst",
    "manage.links_csv": "analyst",
    "manage.close_survey": "analyst",
    "rosters.form": "analyst",
    "rosters.upload": "analyst",
    "rosters.preview": "analyst",
    "rosters.bad_rows": "analyst",
    "rosters.commit": "analyst",
    "results.start": "analyst",
    "results.state": "member",
    "results.report": "member",
}


def check() -> Response | None:
    """Before each request: let in, lead to the sign-in page, or answer as to a stranger."""
    if request.endpoint is None:
        return _unknown_address()
    policy = POLICIES.get(request.endpoint)
    if policy is None:
        abort(404)
    return GUARDS[policy](request.view_args or {})


def signed_in() -> store.Staff | None:
    """Who is signed in with this browser."""
    secret = request.cookies.get(STAFF_COOKIE, "")
    return store.staff_of_session(house(), secret, now()) if secret else None


def _unknown_address() -> Response | None:
    """An address without a page: in the console it must look like any other one."""
    if request.path.startswith("/console/") and signed_in() is None:
        return redirect(url_for("sign_in.form"))
    return None


def _public(_args: dict[str, Any]) -> Response | None:
    return None


def _staff(_args: dict[str, Any]) -> Response | None:
    g.staff = signed_in()
    if g.staff is None:
        back = request.path if request.method == "GET" else None
        return redirect(url_for("sign_in.form", next=back))
    return None


def _owner(args: dict[str, Any]) -> Response | None:
    turned = _staff(args)
    if turned is None and not g.staff.owner:
        abort(404)
    return turned


def _member(args: dict[str, Any]) -> Response | None:
    """Somebody with a role at the client of the address; its survey is looked up in passing."""
    turned = _staff(args)
    if turned is not None:
        return turned
    try:
        g.db = store.open_client(house(), args["client"])
    except KeyError:
        abort(404)
    g.role = store.role_of(house(), g.staff.id, g.db.key)
    if g.role is None or args["client"] != g.db.slug:
        abort(404)
    if "survey" in args:
        g.survey = store.survey_by_slug(g.db, args["survey"]) or abort(404)
    return None


def _analyst(args: dict[str, Any]) -> Response | None:
    turned = _member(args)
    if turned is None and g.role != "analyst":
        abort(404)
    return turned


def _respondent(args: dict[str, Any]) -> Response | None:
    """The holder of the personal link that belongs to the address; each has her own cookie."""
    found = by_token(request.cookies.get(DOOR_COOKIE, ""))
    if found is None or found[1].id != args["invitation"]:
        abort(404)
    g.db, g.invitation = found
    g.survey = store.survey_of(g.db, g.invitation.survey_id)
    return None


def by_token(token: str) -> tuple[store.Database, store.Invitation] | None:
    """Whose link has this token; None for whatever is not one."""
    try:
        db = store.open_client(house(), token[:KEY_LENGTH])
    except KeyError:
        return None
    invitation = store.invitation_by_token(db, token)
    return (db, invitation) if invitation and token.startswith(db.key) else None


GUARDS: dict[str, Callable[[dict[str, Any]], Response | None]] = {
    "public": _public,
    "staff": _staff,
    "owner": _owner,
    "member": _member,
    "analyst": _analyst,
    "respondent": _respondent,
}
