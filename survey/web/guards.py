"""Who may open which page: one table, and the one function that holds it.

A role is a set of rights; a page's policy asks for one. ``g.post`` is the role, ``g.rights`` what
it may, and ``g.role`` as whom it reads results: as an analyst, with names where the survey allows
it, or as a manager, without. ``g.unit`` is the one unit that a reader is bound to, if any.

Whoever may not is told what a stranger is told about a page that never existed. In the console
somebody who is not signed in is led to the sign-in page, whatever the address was.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from survey import second_factors, store
from survey.store import tickets
from survey.store.staff import place_of
from survey.web import kept_forms
from survey.web.here import STAFF_COOKIE, WAY_COOKIE, house, now, site
from survey.web.rights import RIGHTS, WANTED

Guard = Callable[[dict[str, Any]], Response | None]
DOOR_COOKIE = "tiewise_door"
KEY_LENGTH = 16
EITHER_DOOR = ("static", "site.healthz", "site.readyz")
WITHOUT_SECOND_FACTOR = (
    "second_factor.setup",
    "second_factor.confirm",
    "passkeys.begin",
    "passkeys.add",
    "sign_in.account",
    "sign_in.leave",
)

POLICIES: dict[str, str] = {
    "static": "public",
    "site.home": "public",
    "site.healthz": "public",
    "site.readyz": "public",
    "respond.door": "public",
    "own_pages.page": "respondent",
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
    "kept_forms.page": "staff",
    "kept_forms.discard": "staff",
    "second_factor.ask": "ticket",
    "second_factor.check": "ticket",
    "second_factor.setup": "staff",
    "second_factor.confirm": "staff",
    "second_factor.turn_off": "staff",
    "second_factor.new_codes": "staff",
    "passkeys.begin": "staff",
    "passkeys.add": "staff",
    "passkeys.remove": "staff",
    "passkeys.challenge": "public",
    "passkeys.enter": "public",
    "single_sign_on.go": "single_sign_on",
    "single_sign_on.back": "single_sign_on",
    "staff.welcome": "ticket",
    "staff.accept": "ticket",
    "staff.access": "admin",
    "staff.invite": "admin",
    "staff.change": "admin",
    "staff.remove": "admin",
    "staff.invite_again": "admin",
    "staff.withdraw": "admin",
    "brand.form": "admin",
    "brand.keep": "admin",
    "brand.css": "guest",
    "brand.logo": "guest",
    "brand.respondents_css": "respondent",
    "brand.respondents_logo": "respondent",
    "promises.page": "trusted",
    "promises.agree": "approver",
    "waves.form": "runner",
    "waves.follow": "runner",
    "waves.copy_form": "runner",
    "waves.copy": "runner",
    "waves.archive": "runner",
    "waves.unarchive": "runner",
    "handing_over.form": "consultant",
    "handing_over.export": "consultant",
    "handing_over.erase": "consultant",
    "manage.surveys": "guest",
    "manage.new": "runner",
    "manage.create": "runner",
    "manage.survey": "guest",
    "questions.page": "trusted",
    "aims.page": "runner",
    "aims.keep": "runner",
    "questions.add": "runner",
    "questions.move": "runner",
    "questions.remove": "runner",
    "questions.put_back": "runner",
    "questions.words": "trusted",
    "questions.reword": "runner",
    "manage.open_survey": "runner",
    "manage.close_survey": "runner",
    "rosters.form": "runner",
    "firms.page": "runner",
    "firms.upload": "runner",
    "firms.preview": "runner",
    "firms.bad_rows": "runner",
    "firms.commit": "runner",
    "firms.settle": "runner",
    "rosters.upload": "runner",
    "rosters.preview": "runner",
    "rosters.bad_rows": "runner",
    "rosters.commit": "runner",
    "people.index": "runner",
    "people.new": "runner",
    "people.add": "runner",
    "people.edit": "runner",
    "people.change": "runner",
    "people.remove": "runner",
    "people.take_back": "runner",
    "results.start": "runner",
    "results.state": "member",
    "results.report": "member",
    "findings.page": "member",
    "findings.map_page": "member",
    "findings.tables": "member",
    "findings.downloads": "member",
    "findings.download": "member",
    "actions.page": "member",
    "actions.keep": "runner",
    "actions.add": "runner",
    "actions.undo": "runner",
    "editions.page": "reader",
    "editions.unit": "reader",
    "editions.together": "member",
    "editions.make_all": "member",
    "editions.state": "member",
    "work.page": "runner",
    "work.stop": "runner",
    "work.again": "runner",
    "invitations.page": "runner",
    "invitations.state": "runner",
    "invitations.choose": "runner",
    "invitations.letter": "runner",
    "invitations.keep_letter": "runner",
    "invitations.test": "runner",
    "invitations.send": "runner",
    "invitations.stop": "runner",
    "invitations.again": "runner",
    "invitations.bounces": "runner",
    "invitations.mend_address": "runner",
    "links.page": "runner",
    "links.sheet": "runner",
    "links.cards_pdf": "runner",
    "schedule.page": "runner",
    "schedule.add": "runner",
    "schedule.remove": "runner",
    "board.page": "guest",
    "board.again_csv": "runner",
    "board.look_ahead": "runner",
    "codes.form": "public",
    "codes.kiosk": "public",
    "codes.enter": "public",
}


def check() -> Response | None:
    """Before each request: let in, lead to the sign-in page, or answer as to a stranger."""
    if not _served():
        abort(404)
    if request.endpoint is None:
        return _unknown_address()
    policy = POLICIES.get(request.endpoint)
    if policy is None:
        abort(404)
    return GUARDS[policy](request.view_args or {})


def _served() -> bool:
    """Whether the address lies behind a door that is open here: the survey's, or the console's."""
    door = site().config.serve
    if door == "all" or request.endpoint in EITHER_DOOR:
        return True
    return request.path.startswith("/console/") == (door == "console")


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
        return kept_forms.turn_away()
    if _lacks_second_factor():
        return redirect(url_for("second_factor.setup"))
    return None


def _lacks_second_factor() -> bool:
    """Where a second factor is required: whether this account still has to set one up."""
    if site().config.second_factor != "required" or request.endpoint in WITHOUT_SECOND_FACTOR:
        return False
    return not second_factors.has_one(house(), g.staff.id)


def _owner(args: dict[str, Any]) -> Response | None:
    turned = _staff(args)
    if turned is None and not g.staff.owner:
        abort(404)
    return turned


def _at_client(right: str) -> Guard:
    """Lets in whoever has this right at the client of the address."""

    def guard(args: dict[str, Any]) -> Response | None:
        turned = _staff(args)
        if turned is None:
            _enter(args)
            if right not in g.rights:
                abort(404)
            if "survey" in args:
                g.survey = store.survey_by_slug(g.db, args["survey"]) or abort(404)
        return turned

    return guard


def _enter(args: dict[str, Any]) -> None:
    """Look up the client of the address and what this account is there; 404 if nothing."""
    try:
        g.db = store.open_client(house(), args["client"])
    except KeyError:
        abort(404)
    place = place_of(house(), g.staff.id, g.db.key)
    if place is None or args["client"] != g.db.slug:
        abort(404)
    g.post, g.unit = place.role, (place.unit_type, place.unit) if place.unit else None
    # Whoever is bound to one unit must learn nothing of the others.
    g.rights = RIGHTS[g.post] - {"results"} if g.unit else RIGHTS[g.post]
    g.role = "analyst" if "names" in g.rights else "manager"


def _ticket_holder(args: dict[str, Any]) -> Response | None:
    """Somebody on the way in, who holds what this step takes; to all others there is no page."""
    kind: tickets.Kind = "invitation" if "secret" in args else "second_step"
    secret = args.get("secret") or request.cookies.get(WAY_COOKIE, "")
    g.ticket = tickets.look(house(), kind, secret, now()) or abort(404)
    return None


def _single_sign_on(_args: dict[str, Any]) -> Response | None:
    """Where no single sign-on is set up there is no page."""
    return None if site().config.sso_issuer else abort(404)


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


GUARDS: dict[str, Guard] = {
    "public": _public,
    "staff": _staff,
    "owner": _owner,
    "respondent": _respondent,
    "ticket": _ticket_holder,
    "single_sign_on": _single_sign_on,
    **{policy: _at_client(right) for policy, right in WANTED.items()},
}
