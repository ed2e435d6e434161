"""A roster is uploaded, shown as it was understood with what it changes, and then taken."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from analysis.model import Fault, Problem
from survey import charts, store
from survey.charts import chart_of
from survey.roster import RosterReading, good_rows, read_roster
from survey.roster_changes import compare
from survey.store.roster_edits import replace_roster, set_aliases
from survey.store.series import followed
from survey.web.manage import csv_file

blueprint = Blueprint("rosters", __name__, url_prefix="/console/c/<client>/<survey>/roster")
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
PREVIEW = 10
FAULTS_SHOWN = 100


class UploadForm(FlaskForm):
    """A spreadsheet of people."""

    file = FileField("Spreadsheet of people", [FileRequired("Choose a file.")])


@blueprint.get("/")
def form(client: str, survey: str) -> str:
    """Choose a file; what it must hold."""
    return render_template("roster.html", form=UploadForm())


@blueprint.post("/")
def upload(client: str, survey: str) -> Response | tuple[str, int]:
    """Keep the file aside and go to the preview; one that cannot be read is explained here."""
    asked = UploadForm()
    if not asked.validate_on_submit():
        return render_template("roster.html", form=asked), 400
    try:
        key = _keep(asked.file.data)
        read(key)
    except Problem as problem:
        return render_template("roster.html", form=asked, problem=problem), 400
    return redirect(url_for("rosters.preview", client=client, survey=survey, upload=key))


def _folder() -> Path:
    folder: Path = g.db.folder / "uploads" / g.survey.id
    return folder


def _keep(sent: FileStorage) -> str:
    """Put the file under a name of our own; an earlier one of this survey goes."""
    name = (sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Problem(
            "this is not a spreadsheet",
            where=name,
            why=f"Its name ends in {ending or 'nothing'}.",
            mend=f"Save it as one of: {', '.join(ENDINGS)}.",
        )
    if g.survey.state != "draft":
        raise Problem("the roster stands", why="The survey has been opened already.")
    shutil.rmtree(_folder(), ignore_errors=True)
    key = token_hex(8)
    _folder().mkdir(parents=True, mode=0o700)
    sent.save(_folder() / f"{key}{ending}")
    (_folder() / f"{key}.name").write_text(name, encoding="utf-8")
    return key


def read(key: str) -> RosterReading:
    """The uploaded file as a roster; 404 if it is not there any more."""
    files = [f for f in _folder().glob(f"{key}.*") if f.suffix != ".name"]
    if not re.fullmatch(r"[0-9a-f]{16}", key) or not files:
        abort(404)
    return read_roster(files[0], _name(key))


def _name(key: str) -> str:
    """What the uploader calls the file."""
    return (_folder() / f"{key}.name").read_text(encoding="utf-8")


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
    header = ("file", "row", "column", "value", "what", "why", "mend", "taken")
    return csv_file(header, _rows(read(upload).faults), f"{g.survey.slug}-rows-to-mend.csv")


def _rows(faults: Sequence[Fault]) -> list[tuple[str, ...]]:
    return [
        (f.file, str(f.row or ""), f.column, f.value, f.what, f.why, f.mend, f.taken)
        for f in faults
    ]


@blueprint.post("/<upload>")
def commit(client: str, survey: str, upload: str) -> Response | tuple[str, int]:
    """Take the people as previewed: all of them, or on purpose those whose rows are good."""
    reading = read(upload)
    if reading.faults and request.form.get("choice") != "good":
        raise Problem("some rows are not as they should be", mend="Mend them, or take the rest.")
    kept = good_rows(reading)
    if not kept.roster.people:
        raise Problem("nobody would be left on the roster", mend="Mend the file first.")
    said = f"the roster from {_name(upload)}"
    count = replace_roster(g.db, g.survey.id, kept.roster, kept.faults, said)
    set_aliases(g.db, g.survey.id, kept.aliases)
    shutil.rmtree(_folder(), ignore_errors=True)
    flash(f"{count} people are on the roster.")
    return redirect(url_for("manage.survey", client=client, survey=survey))
