"""A client leaves as a whole: in one file for another house, or for good."""

from pathlib import Path
from secrets import token_hex

from flask import (
    Blueprint,
    flash,
    g,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask.wrappers import Response as Answer
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from analysis.model import Problem
from survey import store
from survey.store import moving
from survey.web import beside
from survey.web.here import house, now

blueprint = Blueprint("handing_over", __name__, url_prefix="/console/c/<client>/leave")


class EraseForm(FlaskForm):
    """The client's name, typed on purpose."""

    name = StringField("Type the client's name", [InputRequired("Type the name.")])


@blueprint.get("/")
def form(client: str) -> str:
    """What can be done, and what it means."""
    return _page(EraseForm())


def _page(asked: EraseForm) -> str:
    states = [survey.state for survey in store.list_surveys(g.db)]
    return render_template(
        "client_leave.html",
        form=asked,
        surveys=len(states),
        still_open=states.count("open"),
    )


@blueprint.post("/export")
def export(client: str) -> Answer:
    """Everything in one file."""
    folder = house().folder / "leaving"
    folder.mkdir(exist_ok=True, mode=0o700)
    file = folder / f"{token_hex(8)}.zip"
    moving.export_client(house(), client, file, now())
    held = file.open("rb")
    # The open handle still reads it; nobody else finds it any more, however the download ends.
    Path(file).unlink()
    name = f"{client}-{now():%Y-%m-%d}.tiewise.zip"
    return send_file(held, "application/zip", as_attachment=True, download_name=name)


@blueprint.post("/erase")
def erase(client: str) -> Response | tuple[str, int]:
    """Erase the client, if its name was typed."""
    asked = EraseForm()
    if not asked.validate_on_submit():
        return _page(asked), 400
    if " ".join(asked.name.data.split()) != g.db.name:
        said = Problem(
            "nothing was erased",
            why="What you typed is not the client's name.",
            mend=f"Type it as it stands here: {g.db.name}.",
        )
        beside.put(asked, said, "name")
        return _page(asked), 400
    name = g.db.name
    moving.erase_client(house(), client)
    flash(f"{name} is erased.")
    return redirect(url_for("clients.index"))
