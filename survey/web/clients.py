"""Clients of the house."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from analysis.model import Problem
from survey import store
from survey.web import beside
from survey.web.here import house, now

blueprint = Blueprint("clients", __name__, url_prefix="/console")


class ClientForm(FlaskForm):
    """A firm's name."""

    name = StringField("Name of the firm", [InputRequired("Write the name."), Length(max=120)])


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
    """Make a client; whoever makes it becomes its first consultant."""
    asked = ClientForm()
    if asked.validate_on_submit():
        try:
            client = store.create_client(house(), asked.name.data, now())
            store.grant(house(), g.staff.id, client.key, "consultant")
            return redirect(url_for("manage.surveys", client=client.slug))
        except Problem as problem:
            beside.put(asked, problem, "name")
    return render_template("client_new.html", form=asked), 400
