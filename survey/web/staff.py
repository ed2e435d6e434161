"""Who may see what at a client: invited by a link that is good once, changed, removed."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from analysis.model import Problem
from survey import accounts, second_factors, store
from survey.accounts import Invitation
from survey.store import Staff, tickets
from survey.store.staff import Unit, places_of, revoke_role
from survey.web import beside, sign_in
from survey.web.guards import signed_in
from survey.web.here import house, now, site
from survey.web.rights import RIGHTS

blueprint = Blueprint("staff", __name__, url_prefix="/console")
ROLES = (
    ("hr", "HR admin: runs surveys and rosters; sees results without names"),
    ("analyst", "Analyst: runs surveys too, and sees names where the survey allows it"),
    ("consultant", "Consultant: as an analyst; can also hand this client over and erase it"),
    ("manager", "Report reader: sees how a survey comes along, and the managers' report"),
    ("trust", "Trust person (works council, data protection): sees what people are asked and told"),
)
GONE = Problem(
    "that person is not in the list any more",
    why="Somebody else may have changed it in the meantime, or the role may more than yours.",
    mend="Go back and look at the list again.",
)
OPERATES = "Operator: runs this site, makes clients and invites the people who look after them"
SHORT = {key: said.split(":")[0] for key, said in ROLES}


class InviteForm(FlaskForm):
    """Somebody, her role at this client, and the unit that she is bound to, if any."""

    name = StringField("Name", [InputRequired("Write their name."), Length(max=120)])
    email = EmailField(
        "E-mail address",
        [
            Regexp(r"^[^@\s]+@[^@\s]+$", message="Write an address like ann@example.com."),
            Length(max=254),
        ],
    )
    role = RadioField("Role", choices=[SelectChoice(*role) for role in ROLES], default="manager")
    unit = SelectField("What a report reader reads about", default="")


class WelcomeForm(FlaskForm):
    """One's name and a password, to enter for the first time."""

    name = StringField("Your name", [InputRequired("Write your name."), Length(max=120)])
    password = PasswordField("Choose a password", [InputRequired("Choose a password.")])


@blueprint.get("/c/<client>/access")
def access(client: str) -> str:
    """Who has a role at this client."""
    return _page(_form())


def _form(empty: bool = False) -> InviteForm:
    form = InviteForm(formdata=None) if empty else InviteForm()
    form.unit.choices = [SelectChoice("", "The whole firm")]
    form.unit.choices += [SelectChoice(f"{k}\n{u}", u, None, k.capitalize()) for k, u in _units()]
    return form


def _units() -> list[Unit]:
    """The units of the newest roster."""
    surveys = store.list_surveys(g.db)
    people = store.roster_of(g.db, surveys[0].id).people if surveys else ()
    kinds = ("department", "team", "location")
    found = {(kind, p.attributes[kind]) for p in people for kind in kinds if kind in p.attributes}
    return sorted(found, key=lambda unit: (kinds.index(unit[0]), unit[1].casefold()))


@blueprint.post("/c/<client>/access")
def invite(client: str) -> str | tuple[str, int]:
    """Give somebody a role; somebody new gets a link to enter with, shown this once."""
    asked = _form()
    if not asked.validate_on_submit():
        return _page(asked), 400
    if not _may_give(asked.role.data):
        problem = Problem(
            "you can't give this role", why="It may more than yours.", mend="Ask a consultant."
        )
        beside.put(asked, problem, "role")
        return _page(asked), 400
    kind, _, unit = asked.unit.data.partition("\n")
    made = Invitation(
        client_key=g.db.key,
        email=asked.email.data.strip(),
        name=" ".join(asked.name.data.split()),
        role=asked.role.data,
        unit=(kind, unit) if asked.role.data == "manager" else ("", ""),
    )
    return _page(_form(empty=True), made, accounts.invite(house(), made, now()))


def _may_give(role: str) -> bool:
    """Nobody gives, changes or takes a role that may more than her own."""
    return g.staff.owner or RIGHTS[role] <= RIGHTS[g.post]


def _page(
    form: InviteForm,
    invited: Invitation | None = None,
    secret: str = "",
) -> str:
    way = url_for("staff.welcome", secret=secret) if secret else ""
    rows = [
        (staff, place, second_factors.has_one(house(), staff.id))
        for staff, place in places_of(house(), g.db.key)
    ]
    return render_template(
        "access.html",
        form=form,
        rows=rows,
        waiting=_waiting(),
        roles=SHORT,
        invited=invited,
        link=site().config.base_url + way,
        may_give=_may_give,
    )


def _waiting() -> dict[str, Invitation]:
    """Who was invited to this client and has not entered yet."""
    all_of_them = tickets.waiting(house(), "invitation", now())
    found = {key: accounts.invitation_of(ticket) for key, ticket in all_of_them.items()}
    return {key: each for key, each in found.items() if each.client_key == g.db.key}


def _somebody() -> Staff:
    """Whom the button is about: somebody with a role here that one may change."""
    asked = request.form.get("staff", "")
    found = next((pair for pair in places_of(house(), g.db.key) if pair[0].id == asked), None)
    if found is None or not _may_give(found[1].role):
        raise GONE
    return found[0]


@blueprint.post("/c/<client>/access/role")
def change(client: str) -> Response:
    """Another role for somebody."""
    staff, role = _somebody(), request.form.get("role", "")
    if role not in SHORT or not _may_give(role):
        raise Problem("there is no such role to give", mend="Pick one of the list.")
    _keep_one(staff, role)
    store.grant(house(), staff.id, g.db.key, role)  # type: ignore[arg-type]  # one of SHORT
    flash(f"{staff.name} is now: {SHORT[role]}.")
    return redirect(url_for("staff.access", client=client))


@blueprint.post("/c/<client>/access/remove")
def remove(client: str) -> Response:
    """Somebody has no access here any more."""
    staff = _somebody()
    _keep_one(staff, "")
    revoke_role(house(), staff.id, g.db.key)
    flash(f"{staff.name} has no access to {g.db.name} any more.")
    return redirect(
        url_for("clients.index" if staff.id == g.staff.id else "staff.access", client=client)
    )


def _keep_one(staff: Staff, role: str) -> None:
    """Somebody must be left who can give access."""
    others = [p for s, p in places_of(house(), g.db.key) if s.id != staff.id]
    left = [RIGHTS[p.role] for p in others] + [RIGHTS.get(role, frozenset())]
    if not any("settings" in rights for rights in left):
        raise Problem(
            "nobody would be left who can give access",
            mend="Give somebody else the role of HR admin, analyst or consultant first.",
        )


@blueprint.post("/c/<client>/access/again")
def invite_again(client: str) -> str:
    """A new link for somebody who has not entered yet; the old one is void."""
    key, invitation = _invited()
    tickets.void(house(), "invitation", key)
    return _page(_form(empty=True), invitation, accounts.invite(house(), invitation, now()))


@blueprint.post("/c/<client>/access/withdraw")
def withdraw(client: str) -> Response:
    """The link that somebody was given opens nothing any more."""
    key, invitation = _invited()
    tickets.void(house(), "invitation", key)
    flash(f"The invitation of {invitation.name} is withdrawn.")
    return redirect(url_for("staff.access", client=client))


def _invited() -> tuple[str, Invitation]:
    key = request.form.get("invitation", "")
    found = _waiting().get(key)
    if found is None or not _may_give(found.role):
        raise GONE
    return key, found


@blueprint.get("/welcome/<secret>")
def welcome(secret: str) -> str:
    """The door for somebody who was invited; looking uses nothing up."""
    invitation = accounts.invitation_of(g.ticket)
    return _welcome_page(WelcomeForm(name=invitation.name))


def _welcome_page(form: WelcomeForm) -> str:
    invitation = accounts.invitation_of(g.ticket)
    me = signed_in()
    firms = {each.key: each.name for each in store.list_clients(house())}
    return render_template(
        "welcome.html",
        form=form,
        invitation=invitation,
        firm=firms.get(invitation.client_key, ""),
        role=dict(ROLES).get(invitation.role, OPERATES),
        known=store.staff_by_email(house(), invitation.email) is not None,
        me=me if me and _is_for(invitation, me) else None,
    )


def _is_for(invitation: Invitation, staff: Staff) -> bool:
    return staff.email == invitation.email.casefold()


@blueprint.post("/welcome/<secret>")
def accept(secret: str) -> Response | tuple[str, int]:
    """Enter: with a new account, or with the one that one is signed in with."""
    invitation, me = accounts.invitation_of(g.ticket), signed_in()
    if me and _is_for(invitation, me):
        accounts.accept(house(), secret, me, now())
        return redirect(url_for("clients.index"))
    asked = WelcomeForm()
    if not asked.validate_on_submit():
        return _welcome_page(asked), 400
    try:
        hashed = accounts.hash_password(asked.password.data)
        if store.staff_by_email(house(), invitation.email):
            raise Problem("this address has an account", mend="Sign in, then open the link again.")
        account = store.Account(invitation.email, " ".join(asked.name.data.split()), hashed)
        return sign_in.let_in(
            accounts.accept(house(), secret, account, now()), url_for("clients.index")
        )
    except Problem as problem:
        beside.put(asked, problem, "password")
        return _welcome_page(asked), 400
