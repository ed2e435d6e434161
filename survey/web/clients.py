"""Clients of the house, and who may see what at each."""

from secrets import token_urlsafe

from flask import Blueprint, g, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from analysis.model import Problem
from survey import accounts, store
from survey.web.here import house, now

blueprint = Blueprint("clients", __name__, url_prefix="/console")
ROLES = (
    ("analyst", "Analyst: runs surveys, and sees names where the survey allows it"),
    ("manager", "Manager: sees counts and the managers' report"),
)


class ClientForm(FlaskForm):
    """A firm's name."""

    name = StringField("Name of the firm", [InputRequired("Write the name."), Length(max=120)])


class AccessForm(FlaskForm):
    """Somebody, and her role at this client."""

    name = StringField("Name", [InputRequired("Write their name."), Length(max=120)])
    email = EmailField(
        "E-mail address",
        [Regexp(r"^[^@\s]+@[^@\s]+$", message="Write an address like ann@example.com.")],
    )
    role = RadioField("Role", choices=[SelectChoice(*role) for role in ROLES], default="manager")


@blueprint.get("/")
def index() -> str:
    """The clients at which this account has a role."""
    mine = [c for c in store.list_clients(house()) if store.role_of(house(), g.staff.id, c.key)]
    return render_template("clients.html", clients=mine)


@blueprint.get("/clients/new")
def new() -> str:
    """A form for a new client."""
    return render_template("client_new.html", form=ClientForm())


@blueprint.post("/clients/new")
def create() -> Response | tuple[str, int]:
    """Make a client; whoever makes it becomes its first analyst."""
    asked = ClientForm()
    problem = None
    if asked.validate_on_submit():
        try:
            client = store.create_client(house(), asked.name.data, now())
            store.grant(house(), g.staff.id, client.key, "analyst")
            return redirect(url_for("manage.surveys", client=client.slug))
        except Problem as found:
            problem = found
    return render_template("client_new.html", form=asked, problem=problem), 400


@blueprint.get("/c/<client>/access")
def access(client: str) -> str:
    """Who has a role at this client."""
    return _access_page(AccessForm())


@blueprint.post("/c/<client>/access")
def give_access(client: str) -> str | tuple[str, int]:
    """Give somebody a role; a new account gets a first password, shown this once."""
    asked = AccessForm()
    if not asked.validate_on_submit():
        return _access_page(asked), 400
    staff, password = _account(asked)
    store.grant(house(), staff.id, g.db.key, asked.role.data)
    return _access_page(AccessForm(formdata=None), given=staff, password=password)


def _account(asked: AccessForm) -> tuple[store.Staff, str]:
    """The account of this address, made with a random password if there is none."""
    known = store.staff_by_email(house(), asked.email.data)
    if known:
        return known, ""
    password = token_urlsafe(12)
    made = store.Account(asked.email.data, asked.name.data, accounts.hash_password(password))
    return store.create_staff(house(), made, now()), password


def _access_page(form: AccessForm, given: store.Staff | None = None, password: str = "") -> str:
    members = store.members_of(house(), g.db.key)
    return render_template(
        "access.html", form=form, members=members, given=given, password=password
    )
