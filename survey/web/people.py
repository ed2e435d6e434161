"""The people of a roster one by one: found, added, changed, removed or marked as left, undone."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, EmailField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from analysis.model import Person, Problem
from survey import charts, store
from survey.ids import clean, index_ids
from survey.store import Entry, corrections
from survey.store.corrections import Note
from survey.store.roster_edits import (
    change_person,
    last_edit,
    remove_person,
    set_aliases,
    undo,
)
from survey.web import beside, listing
from survey.web.here import now, site

blueprint = Blueprint("people", __name__, url_prefix="/console/c/<client>/<survey>/people")
SHOWN = 100
EDITABLE = ("draft", "open")
USUAL = ("department", "team", "location")
TEXT = 200


class PersonForm(FlaskForm):
    """Somebody, as in a row of the roster."""

    id = StringField("Id", [InputRequired("Write an id."), Length(max=TEXT)])
    name = StringField("Name", [InputRequired("Write their name."), Length(max=TEXT)])
    alias = StringField("Also found as", [Length(max=TEXT)])
    email = EmailField(
        "E-mail address",
        [
            Optional(),
            Regexp(r"^[^@\s]+@[^@\s]+$", message="Write an address like ann@example.com."),
            Length(max=254),
        ],
    )
    manager = StringField("Manager's id", [Length(max=TEXT)])
    level = IntegerField(
        "Level", [Optional(), NumberRange(1, 99, "Write a whole number from 1, the top.")]
    )
    start = DateField("Start date", [Optional()])
    outside = StringField("Partner firm", [Length(max=TEXT)])
    language = StringField("Language", [Length(max=TEXT)])
    asked = BooleanField("Gets the survey", default=True)
    listed = BooleanField("Can be named by others", default=True)


@blueprint.get("/")
def index(client: str, survey: str) -> str:
    """Everybody on the roster, or those who are looked for."""
    entries = store.entries_of(g.db, g.survey.id)
    typed = request.args.get("find", "")
    shown = _found(entries, typed)
    roster = store.roster_of(g.db, g.survey.id)
    return render_template(
        "roster_people.html",
        shown=shown[:SHOWN],
        found=len(shown),
        total=len(entries),
        typed=typed,
        units=[kind for kind in USUAL if kind in roster.unit_types],
        chart=charts.said(charts.chart_of(roster, store.faults_of(g.db, g.survey.id))),
        last=_last(),
        corrected=corrections.corrections_of(g.db, g.survey.id),
        draft=g.survey.state == "draft",
        editable=g.survey.state in EDITABLE,
    )


def _last() -> str:
    """What would be undone; empty if nothing."""
    if g.survey.state == "draft":
        return last_edit(g.db, g.survey.id)
    if g.survey.state != "open":
        return ""
    made = corrections.corrections_of(g.db, g.survey.id)
    return next((each.said for each in made if not each.undone), "")


def _note(said: str) -> Note:
    return Note(said, g.staff.name, now())


def _found(entries: tuple[Entry, ...], typed: str) -> list[Person]:
    """Those whose name, id, unit or other name begins with the typed words."""
    if not typed.strip():
        return [entry.person for entry in entries]
    return [e.person for e in entries if listing.matches(_words(e), typed)]


def _words(entry: Entry) -> tuple[str, ...]:
    person = entry.person
    return listing.words(f"{person.name} {person.id} {listing.about(person)} {entry.alias}")


@blueprint.get("/new")
def new(client: str, survey: str) -> str:
    """A form for somebody who is not on the roster yet."""
    return _page(_form(None), None)


@blueprint.post("/new")
def add(client: str, survey: str) -> Response | tuple[str, int]:
    """Put somebody on the roster."""
    return _keep(None)


@blueprint.get("/p/<path:person>")
def edit(client: str, survey: str, person: str) -> str:
    """A form for somebody who is on it."""
    found = _person(person)
    return _page(_form(found), found)


@blueprint.post("/p/<path:person>")
def change(client: str, survey: str, person: str) -> Response | tuple[str, int]:
    """Change what is known of somebody."""
    return _keep(_person(person))


@blueprint.post("/remove")
def remove(client: str, survey: str) -> Response:
    """Take somebody off a draft's roster, or mark her as left; it can be undone."""
    person = _person(request.form.get("person", ""), gone=True)
    if g.survey.state == "open":
        corrections.leave(g.db, g.survey.id, person.id, _note(f"{person.name} marked as left"))
        flash(f"{person.name} is asked no more. What others answered stays.")
        return redirect(url_for("people.index", client=client, survey=survey))
    remove_person(g.db, g.survey.id, person.id, f"{person.name} removed")
    flash(f"{person.name} is off the roster.")
    return redirect(url_for("people.index", client=client, survey=survey))


@blueprint.post("/undo")
def take_back(client: str, survey: str) -> Response:
    """Undo the last change of the roster."""
    opened = g.survey.state == "open"
    said = corrections.take_back(g.db, g.survey.id, now()) if opened else undo(g.db, g.survey.id)
    flash(f"Undone: {said}." if said else "There is nothing to undo.")
    return redirect(url_for("people.index", client=client, survey=survey))


def _person(person_id: str, gone: bool = False) -> Person:
    found = store.roster_of(g.db, g.survey.id).by_id().get(person_id)
    if found is None and gone:
        raise Problem("this person is not on the roster", mend="Go back and look at it again.")
    return found or abort(404)


def _extra() -> list[str]:
    """The columns to group by that this roster has, and the usual ones."""
    return list(dict.fromkeys([*USUAL, *store.roster_of(g.db, g.survey.id).unit_types]))


def _form(person: Person | None) -> PersonForm:
    """The form with a field for each column that this roster groups by."""
    fields = {
        f"unit_{i}": StringField(name.capitalize(), [Length(max=TEXT)])
        for i, name in enumerate(_extra())
    }
    made: PersonForm = type("PersonForm", (PersonForm,), fields)(data=_facts(person))
    return made


def _facts(person: Person | None) -> dict[str, object]:
    if person is None:
        return {}
    entries = store.entries_of(g.db, g.survey.id)
    alias = next(e.alias for e in entries if e.person.id == person.id)
    keys = ("id", "name", "email", "level", "start", "outside", "language", "asked", "listed")
    facts: dict[str, object] = {key: getattr(person, key) for key in keys}
    facts |= {f"unit_{i}": person.attributes.get(k, "") for i, k in enumerate(_extra())}
    return facts | {"manager": person.manager_id or "", "alias": alias}


def _page(form: PersonForm, person: Person | None) -> str:
    units = [form[name] for name in form._fields if name.startswith("unit_")]
    return render_template(
        "roster_person.html",
        form=form,
        person=person,
        units=units,
        draft=g.survey.state == "draft",
        opened=g.survey.state == "open",
    )


def _keep(old: Person | None) -> Response | tuple[str, int]:
    form = _form(old)
    if not form.validate_on_submit():
        return _page(form, old), 400
    try:
        person = _read(form, old)
        said = f"{person.name} changed" if old else f"{person.name} added"
        _put(person, said, old)
        set_aliases(g.db, g.survey.id, {person.id: clean(form.alias.data or "")})
    except Problem as problem:
        beside.put(form, problem, "id")
        return _page(form, old), 400
    flash(f"{said}.")
    where = {"client": g.db.slug, "survey": g.survey.slug}
    return redirect(url_for("people.index", **where))


def _put(person: Person, said: str, old: Person | None) -> None:
    """Into a draft as it is; into the roster of an open survey as a correction."""
    if g.survey.state != "open":
        change_person(g.db, g.survey.id, person, said, old.id if old else None)
        return
    if old is None:
        corrections.add(g.db, g.survey.id, person, _note(said))
        store.issue_links(g.db, g.survey.id, site().config.secret_key)
        return
    if old.id != person.id:
        raise Problem(
            "an id stands once the survey is open",
            where="Id",
            why="Answers belong to it.",
            mend=f"Leave it at {old.id}; everything else can be corrected.",
        )
    corrections.correct(g.db, g.survey.id, person, _note(said))


def _read(form: PersonForm, old: Person | None) -> Person:
    """What was filled in, as a Person; a Problem where it contradicts the others."""
    names = _extra()
    units = {name: clean(form[f"unit_{i}"].data or "") for i, name in enumerate(names)}
    start: date | None = form.start.data
    made = Person(
        id=clean(form.id.data),
        name=clean(form.name.data),
        attributes={name: unit for name, unit in units.items() if unit},
        level=form.level.data,
        start=start,
        email=clean(form.email.data or ""),
        asked=form.asked.data,
        listed=form.listed.data,
        outside=clean(form.outside.data or ""),
        language=clean(form.language.data or ""),
    )
    return replace(made, manager_id=_manager(clean(form.manager.data or ""), made.id, old))


def _manager(typed: str, person_id: str, old: Person | None) -> str | None:
    if not typed:
        return None
    roster = store.roster_of(g.db, g.survey.id)
    found = index_ids(p.id for p in roster.people).find(typed)
    if not found:
        raise Problem(
            f"there is no person {typed} on the roster",
            where="Manager's id",
            mend="Write the id of somebody on the roster, or leave it empty.",
        )
    if found == person_id or (old and charts.circle_of(old.id, found, roster)):
        raise Problem(
            "that would be a circle",
            where="Manager's id",
            why=f"{found} reports, directly or by way of others, to {person_id}.",
            mend="Change the manager of one of them first.",
        )
    return found
