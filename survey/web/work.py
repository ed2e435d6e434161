"""What goes on at a client: analyses, reports, mail; each stopped or tried again from here."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import jobs, store, work
from survey.web.here import house, now

blueprint = Blueprint("work", __name__, url_prefix="/console/c/<client>/_work")


@blueprint.get("/")
def page(client: str) -> str:
    """Everything that goes on or went on, with progress and what to do."""
    pieces = work.of_client(g.db)
    return render_template("work.html", pieces=pieces, busy=any(piece.busy for piece in pieces))


@blueprint.post("/stop")
def stop(client: str) -> Response:
    """Do no more of one piece."""
    piece = _piece()
    if piece is None:
        return _gone()
    if piece.key.startswith("job."):
        store.stop_job(g.db, piece.key[4:], now())
    else:
        store.halt_messages(g.db, piece.survey.id)
    flash(f"{piece.name}: it stops. You can begin again from here.")
    return redirect(url_for("work.page", client=client))


@blueprint.post("/again")
def again(client: str) -> Response:
    """Begin one piece again; mail goes to those only whom it did not reach."""
    piece = _piece()
    if piece is None:
        return _gone()
    if piece.key.startswith("job."):
        jobs.retry(house(), client, piece.key[4:], now())
    else:
        store.queue_again(g.db, piece.survey.id, now())
    flash(f"{piece.name}: it is tried again.")
    return redirect(url_for("work.page", client=client))


def _piece() -> work.Piece | None:
    wanted = request.form.get("piece", "")
    return next((p for p in work.of_client(g.db) if p.key == wanted), None)


def _gone() -> Response:
    flash("There is no such work any more.")
    return redirect(url_for("work.page", client=g.db.slug))
