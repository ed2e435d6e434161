"""The firm's own sign-in page: sent there, and back with who it is."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import single_sign_on, store
from survey.single_sign_on import Identity
from survey.store import Staff, factors, tickets
from survey.store.tickets import Ticket
from survey.web import sign_in
from survey.web.here import WAY_COOKIE, house, now, site

blueprint = Blueprint("single_sign_on", __name__, url_prefix="/console/single-sign-on")
PATIENCE = timedelta(minutes=15)
STRANGER = Problem(
    "there is no account here for you yet",
    why="Signing in there proves who you are, not that you have been given access here.",
    mend="Ask whoever runs the surveys to invite you with the same e-mail address.",
)


def _back() -> str:
    return site().config.base_url + url_for("single_sign_on.back")


@blueprint.get("/")
def go() -> Response | tuple[str, int]:
    """Off to the firm's own sign-in page."""
    try:
        address, kept = single_sign_on.way_out(site().config, _back())
    except Problem as problem:
        return _refused(problem)
    facts = {**kept, "next": sign_in.next_page(request.args.get("next", ""))}
    ticket = Ticket("single_sign_on", None, facts)
    secret = tickets.issue(house(), ticket, now() + PATIENCE, now())
    return sign_in.with_cookie(redirect(address), WAY_COOKIE, secret)


@blueprint.get("/back")
def back() -> Response | tuple[str, int]:
    """Back from there: let in whoever has an account here."""
    ticket = tickets.take(house(), "single_sign_on", request.cookies.get(WAY_COOKIE, ""), now())
    try:
        if ticket is None:
            raise Problem("signing in took too long", mend="Begin again.")
        sent = request.args.to_dict()
        found = single_sign_on.way_back(site().config, _back(), ticket.facts, sent, now())
        staff = _account(found)
    except Problem as problem:
        return _refused(problem)
    return sign_in.let_in(staff, ticket.facts["next"])


def _account(found: Identity) -> Staff:
    """The account of this identity; the first time it is found by the verified address."""
    known = factors.staff_id_of(house(), found.issuer, found.subject)
    staff = store.staff_by_id(house(), known) if known else None
    if staff is None and found.email:
        staff = store.staff_by_email(house(), found.email)
        if staff is not None:
            factors.identify(house(), staff.id, found.issuer, found.subject)
    if staff is None:
        raise STRANGER
    return staff


def _refused(problem: Problem) -> tuple[str, int]:
    form = sign_in.SignInForm(formdata=None)
    by = site().config.sso_name
    return render_template("sign_in.html", form=form, problem=problem, single_sign_on=by), 400
