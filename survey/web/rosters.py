"""A roster is uploaded, shown as it was understood with what it changes, and then taken."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import charts, store
from survey.charts import chart_of
from survey.roster import RosterReading, good_rows, read_roster
from survey.roster_changes import compare
from survey.store.roster_edits import replace_roster, set_aliases
from survey.store.series import followed
from survey.web import uploads
from survey.web.manage import csv_file
from survey.web.uploads import UploadForm

blueprint = Blueprint("rosters", __name__, url_prefix="/console/c/<client>/<survey>/roster")
PREVIEW = 10
FAULTS_SHOWN = 100


class RosterForm(UploadForm):
    """A spreadsheet of people."""

    file = FileField("Spreadsheet of people", [FileRequired("Choose a file.")])


@blueprint.get("/")
def form(client: str, survey: str) -> str:
    """Choose a file; what it must hold."""
    return render_template("roster.html", form=RosterForm())


@blueprint.post("/")
def upload(client: str, survey: str) -> Response | tuple[str, int]:
    """Keep the file aside and go to the preview; one that cannot be read is explained here."""
    asked = RosterForm()
    if not asked.validate_on_submit():
        return render_template("roster.html", form=asked), 400
    try:
        key = uploads.keep(asked.file.data, "the roster")
        read(key)
    except Problem as problem:
        return render_template("roster.html", form=asked, problem=problem), 400
    return redirect(url_for("rosters.preview", client=client, survey=survey, upload=key))


def read(key: str) -> RosterReading:
    """The uploaded file as a roster; 404 if it is not there any more."""
    return read_roster(*uploads.found(key))


@blueprint.get("/<upload>")
def preview(client: str, survey: str, upload: str) -> str:
    """What was understood, what was not, what it would change, and the choice."""
    reading = read(upload)
    before = store.roster_of(g.db, g.survey.id)
    kept = good_rows(reading)
    return render_template(
        "roster_preview.html",
        upload=upload,
        reading=reading,
        people=reading.roster.people[:PREVIEW],
        asked=sum(person.asked for person in reading.roster.people),
        units=_units(reading),
        faults=sorted(reading.faults, key=lambda fault: not fault.fatal)[:FAULTS_SHOWN],
        fatal=reading.fatal,
        left_out=len({person for fault in reading.fatal for person in fault.people}),
        before=len(before.people),
        changes=compare(before, kept.roster) if before.people else None,
        earlier=followed(g.db, g.survey.id),
        chart=charts.said(chart_of(reading.roster, reading.faults)),
    )


def _units(reading: RosterReading) -> list[tuple[str, int]]:
    """How many departments, teams, … there are."""
    people = reading.roster.people
    kinds = reading.roster.unit_types
    return [(kind, len({p.attributes.get(kind) for p in people} - {None})) for kind in kinds]


@blueprint.post("/<upload>/problems.csv")
def bad_rows(client: str, survey: str, upload: str) -> Answer:
    """The rows to mend, as a sheet."""
    rows = uploads.to_mend(read(upload).faults)
    return csv_file(uploads.MENDING, rows, f"{g.survey.slug}-rows-to-mend.csv")


@blueprint.post("/<upload>")
def commit(client: str, survey: str, upload: str) -> Response | tuple[str, int]:
    """Take the people as previewed: all of them, or on purpose those whose rows are good."""
    reading = read(upload)
    if reading.faults and request.form.get("choice") != "good":
        raise Problem("some rows are not as they should be", mend="Mend them, or take the rest.")
    kept = good_rows(reading)
    if not kept.roster.people:
        raise Problem("nobody would be left on the roster", mend="Mend the file first.")
    said = f"the roster from {uploads.found(upload)[1]}"
    count = replace_roster(g.db, g.survey.id, kept.roster, kept.faults, said)
    set_aliases(g.db, g.survey.id, kept.aliases)
    uploads.forget()
    flash(f"{count} people are on the roster.")
    return redirect(url_for("manage.survey", client=client, survey=survey))
