"""Staff come in, change their password, and leave."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from analysis.model import Problem
from survey import accounts, store
from survey.web.guards import STAFF_COOKIE
from survey.web.here import house, now, site

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
    return render_template("sign_in.html", form=SignInForm(next=request.args.get("next", "")))


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """Sign in; every refusal reads the same."""
    asked = SignInForm()
    problem = None
    if asked.validate_on_submit():
        try:
            address = request.remote_addr or ""
            secret = accounts.sign_in(
                house(), asked.email.data, asked.password.data, now(), address
            )
            return _with_cookie(redirect(_next(asked.next.data or "")), secret)
        except Problem as found:
            problem = found
    return render_template("sign_in.html", form=asked, problem=problem), 400


def _next(path: str) -> str:
    """Where she wanted to go, if that is a page of the console."""
    fine = path.startswith("/console/") and "\\" not in path and "//" not in path
    return path if fine else url_for("clients.index")


def _with_cookie(response: Response, secret: str) -> Response:
    response.set_cookie(
        STAFF_COOKIE,
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
    return render_template("account.html", form=PasswordForm())


@blueprint.post("/account")
def change_password() -> Response | tuple[str, int]:
    """A new password; all other browsers are signed out."""
    asked = PasswordForm()
    problem = None
    if asked.validate_on_submit():
        try:
            _change(asked)
        except Problem as found:
            problem = found
        else:
            flash("Your password is changed. Sign in with the new one.")
            return redirect(url_for("sign_in.form"))
    return render_template("account.html", form=asked, problem=problem), 400


def _change(asked: PasswordForm) -> None:
    if not accounts.is_password(g.staff.password_hash, asked.old.data):
        raise Problem("the password so far is not this one", mend="Check it, then try again.")
    store.set_password(house(), g.staff.id, accounts.hash_password(asked.new.data))
