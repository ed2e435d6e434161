"""The pages that belong to nobody: the front door and the two that machines ask."""

from flask import Blueprint, render_template

from survey import store
from survey.web.here import house, site

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
def home() -> str:
    """Where somebody lands who has only the name of the site."""
    return render_template("home.html", console=site().config.serve == "all")


@blueprint.get("/healthz")
def healthz() -> tuple[dict[str, str], int]:
    """The process answers."""
    return {"status": "ok"}, 200


@blueprint.get("/readyz")
def readyz() -> tuple[dict[str, str], int]:
    """The databases answer and stand at the newest revision, and the queue can be written."""
    faults = store.readiness(house())
    return {"status": "not ready" if faults else "ok", **faults}, 503 if faults else 200
