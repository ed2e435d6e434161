"""Staff come in, change their password, and leave."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from analysis.model import Problem
from survey import accounts, second_factors, store
from survey.store import Staff, factors
from survey.web import beside
from survey.web.here import STAFF_COOKIE, WAY_COOKIE, house, now, site

blueprint = Blueprint("sign_in", __name__, url_prefix="/console")


class SignInForm(FlaskForm):
    """Who, and how she proves it."""

    email = EmailField(
        "E-mail address", [InputRequired("Write your e-mail address."), Length(max=254)]
    )
    password = PasswordField("Password", [InputRequired("Write your password."), Length(max=256)])
    next = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, and the old one to show that it is still she."""

    old = PasswordField("Password so far", [InputRequired("Write your password so far.")])
    new = PasswordField("New password", [InputRequired("Write a new password.")])


@blueprint.get("/sign-in")
def form() -> str:
    """The sign-in page."""
    return _page(SignInForm(next=request.args.get("next", "")))


def _page(asked: SignInForm) -> str:
    by = site().config.sso_name if site().config.sso_issuer else ""
    return render_template("sign_in.html", form=asked, single_sign_on=by)


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """Take the password, then ask for a code where one is set up; every refusal reads the same."""
    asked = SignInForm()
    if not asked.validate_on_submit():
        return _page(asked), 400
    email, password, address = asked.email.data, asked.password.data, request.remote_addr or ""
    try:
        staff = accounts.sign_in(house(), email, password, now(), address)
    except Problem as problem:
        beside.put(asked, problem, "password")
        return _page(asked), 400
    to = next_page(asked.next.data or "")
    if second_factors.has_app(house(), staff.id):
        owes = accounts.begin_second_step(house(), staff, now())
        return with_cookie(redirect(url_for("second_factor.ask", next=to)), WAY_COOKIE, owes)
    return let_in(staff, to)


def let_in(staff: Staff, to: str) -> Response:
    """She has proved who she is: a new session, and where she wanted to go."""
    secret = accounts.begin(house(), staff, now())
    response = with_cookie(redirect(to), STAFF_COOKIE, secret)
    response.delete_cookie(WAY_COOKIE, path="/console/")
    return response


def next_page(path: str) -> str:
    """Where she wanted to go, if that is a page of the console."""
    fine = path.startswith("/console/") and "\\" not in path and "//" not in path
    return path if fine else url_for("clients.index")


def with_cookie(response: Response, name: str, secret: str) -> Response:
    """The response, leaving a secret with the browser that only the console gets back."""
    response.set_cookie(
        name,
        secret,
        path="/console/",
        httponly=True,
        samesite="Lax",
        secure=site().config.secure,
    )
    return response


@blueprint.post("/sign-out")
def leave() -> Response:
    """Sign out: the session is gone on the server, not only in the browser."""
    store.end_session(house(), request.cookies.get(STAFF_COOKIE, ""))
    response = redirect(url_for("sign_in.form"))
    response.delete_cookie(STAFF_COOKIE, path="/console/")
    return response


@blueprint.get("/account")
def account() -> str:
    """One's own account."""
    return account_page(PasswordForm())


def account_page(form: PasswordForm | None = None, problem: Problem | None = None) -> str:
    """Who she is, and what she proves it with."""
    return render_template(
        "account.html",
        form=form or PasswordForm(formdata=None),
        problem=problem,
        app=second_factors.has_app(house(), g.staff.id),
        codes_left=factors.recovery_codes_left(house(), g.staff.id),
        passkeys=factors.passkeys_of(house(), g.staff.id),
    )


@blueprint.post("/account")
def change_password() -> Response | tuple[str, int]:
    """A new password; all other browsers are signed out."""
    asked = PasswordForm()
    if not asked.validate_on_submit():
        return account_page(asked), 400
    try:
        _change(asked)
    except Problem as problem:
        beside.put(asked, problem, "new")
        return account_page(asked), 400
    flash("Your password is changed. Sign in with the new one.")
    return redirect(url_for("sign_in.form"))


def _change(asked: PasswordForm) -> None:
    with beside.field("old"):
        check_password(asked.old.data)
    store.set_password(house(), g.staff.id, accounts.hash_password(asked.new.data))


def check_password(typed: str) -> None:
    """A Problem unless this is her password: a browser left open is not enough for what follows."""
    address = f"mail:{g.staff.email}"
    if store.failures_since(house(), address, now() - accounts.WINDOW) >= accounts.TRIES_AN_ACCOUNT:
        raise Problem("there were too many tries", mend="Wait a quarter of an hour and try again.")
    if not accounts.is_password(g.staff.password_hash, typed):
        store.note_failure(house(), address, now(), accounts.WINDOW)
        raise Problem("this is not your password", mend="Check it, then try again.")
