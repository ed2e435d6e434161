"""The code after the password: asked for at the door, set up and turned off in one's account."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from analysis.model import Problem
from survey import second_factors, store
from survey.store import Staff, factors, tickets
from survey.web import beside, sign_in
from survey.web.here import WAY_COOKIE, house, now, site

blueprint = Blueprint("second_factor", __name__, url_prefix="/console")


class CodeForm(FlaskForm):
    """A code of six digits, or a recovery code."""

    code = StringField("Code", [InputRequired("Write the code."), Length(max=40)])
    next = HiddenField()


class SetupForm(CodeForm):
    """The first code, and the password: a browser left open is not enough to lock its owner out."""

    password = PasswordField("Your password", [InputRequired("Write your password.")])


class AgainForm(FlaskForm):
    """One's password once more, before something that weakens the account."""

    password = PasswordField("Your password", [InputRequired("Write your password.")])


@blueprint.get("/second-step")
def ask() -> str:
    """Ask for the code."""
    form = CodeForm(next=request.args.get("next", ""))
    return render_template("second_step.html", form=form)


@blueprint.post("/second-step")
def check() -> Response | tuple[str, int]:
    """Let in whoever has the code."""
    asked = CodeForm()
    staff = store.staff_by_id(house(), g.ticket.staff_id) or abort(404)
    if not asked.validate_on_submit():
        return render_template("second_step.html", form=asked), 400
    try:
        key = site().config.secret_key
        second_factors.check(house(), staff, asked.code.data, key, now())
    except Problem as problem:
        beside.put(asked, problem, "code")
        return render_template("second_step.html", form=asked), 400
    if not tickets.take(house(), "second_step", request.cookies[WAY_COOKIE], now()):
        abort(404)
    return sign_in.let_in(staff, sign_in.next_page(asked.next.data or ""))


@blueprint.get("/account/authenticator")
def setup() -> str | Response:
    """The picture to scan, and the first code."""
    if second_factors.has_app(house(), g.staff.id):
        return redirect(url_for("sign_in.account"))
    return _setup_page(SetupForm())


def _setup_page(form: SetupForm) -> str:
    seed = second_factors.seed_of(house(), g.staff.id, site().config.secret_key)
    return render_template(
        "second_factor.html",
        form=form,
        picture=second_factors.picture(seed, g.staff.email, site().config.hosts[0]),
        seed=" ".join(seed[i : i + 4] for i in range(0, len(seed), 4)),
        required=site().config.second_factor == "required",
    )


@blueprint.post("/account/authenticator")
def confirm() -> Response | str | tuple[str, int]:
    """The first code turns it on; the recovery codes are shown once."""
    if second_factors.has_app(house(), g.staff.id):
        return redirect(url_for("sign_in.account"))
    asked = SetupForm()
    if not asked.validate_on_submit():
        return _setup_page(asked), 400
    try:
        with beside.field("password"):
            sign_in.check_password(asked.password.data)
        key = site().config.secret_key
        codes = second_factors.confirm(house(), g.staff, asked.code.data, key, now())
    except Problem as problem:
        beside.put(asked, problem, "code")
        return _setup_page(asked), 400
    return render_template("second_codes.html", codes=codes)


@blueprint.post("/account/authenticator/off")
def turn_off() -> Response | tuple[str, int]:
    """No code is asked for any more."""
    problem = _again()
    if problem:
        return sign_in.account_page(problem=problem), 400
    factors.drop_factor(house(), g.staff.id)
    flash("Your authenticator app is off. Only the password is asked for now.")
    return redirect(url_for("sign_in.account"))


@blueprint.post("/account/recovery-codes")
def new_codes() -> str | tuple[str, int]:
    """New recovery codes; the old ones are void."""
    problem = _again()
    if problem:
        return sign_in.account_page(problem=problem), 400
    if not second_factors.has_app(house(), g.staff.id):
        said = Problem("there is no authenticator app yet", mend="Set one up first.")
        return sign_in.account_page(problem=said), 400
    staff: Staff = g.staff
    codes = second_factors.new_recovery_codes(house(), staff)
    return render_template("second_codes.html", codes=codes)


def _again() -> Problem | None:
    """What keeps her from it: the password is missing or wrong."""
    asked = AgainForm()
    if not asked.validate_on_submit():
        return Problem("your password is missing", mend="Write it, then try again.")
    try:
        with beside.field("password"):
            sign_in.check_password(asked.password.data)
    except Problem as problem:
        return problem
    return None
