"""Partner firms in the console: a list is uploaded, and what people typed is settled afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import partner_names, store
from survey.partners import PartnerReading, read_partners
from survey.store import Firm
from survey.web import uploads
from survey.web.manage import csv_file
from survey.web.uploads import UploadForm

blueprint = Blueprint("firms", __name__, url_prefix="/console/c/<client>/<survey>/partners")
OF = "-partners"
PREVIEW = 10
FAULTS_SHOWN = 100
OVER = ("closed", "analysed")


@dataclass(frozen=True, slots=True)
class Typed:
    """A name that one person or several typed: their rows, what was decided, what may be meant."""

    name: str
    ids: tuple[str, ...]
    settled: str
    into: str
    likely: str


@blueprint.get("/")
def page(client: str, survey: str) -> str:
    """The list, and what to upload; after closing what people typed, to be settled."""
    return _page(UploadForm())


def _page(form: UploadForm, problem: Problem | None = None) -> str:
    firms = store.firms_of(g.db, g.survey.id)
    listed = [firm for firm in firms if not firm.typed]
    people = [entry.person.outside for entry in store.entries_of(g.db, g.survey.id)]
    over = g.survey.state in OVER
    return render_template(
        "firms.html",
        form=form,
        problem=problem,
        listed=listed,
        outside=len({name for name in people if name}),
        draft=g.survey.state == "draft",
        over=over,
        typed=typed(firms) if over else (),
    )


def typed(firms: Sequence[Firm]) -> tuple[Typed, ...]:
    """What was typed, each name once however it was spelt; the open ones first."""
    listed = [firm for firm in firms if not firm.typed]
    names = {firm.id: firm.partner.name for firm in listed}
    used = _used()
    heaps: dict[str, list[Firm]] = {}
    for firm in firms:
        if firm.typed and firm.key in used:
            heaps.setdefault(partner_names.key(firm.partner.name), []).append(firm)
    rows = []
    for heap in heaps.values():
        name, first = heap[0].partner.name, heap[0]
        near = partner_names.alike(name, names.items(), 1)
        into = names.get(first.merged_into, "")
        ids = tuple(firm.id for firm in heap)
        rows.append(Typed(name, ids, first.settled, into, near[0] if near else ""))
    return tuple(sorted(rows, key=lambda row: (row.settled != "", row.name.casefold())))


def _used() -> set[str]:
    """What submitted answers name."""
    replies = store.replies_of(g.db, g.survey.id).values()
    return {name for mine in replies for reply in mine.values() for name in reply.named}


@blueprint.post("/")
def upload(client: str, survey: str) -> Response | tuple[str, int]:
    """Keep the file aside and go to the preview; one that cannot be read is explained here."""
    asked = UploadForm()
    if not asked.validate_on_submit():
        return _page(asked), 400
    try:
        key = uploads.keep(asked.file.data, "the list of partners", OF)
        read(key)
    except Problem as problem:
        return _page(asked, problem), 400
    return redirect(url_for("firms.preview", client=client, survey=survey, upload=key))


def read(key: str) -> PartnerReading:
    """The uploaded file as a list of partners."""
    return read_partners(*uploads.found(key, OF))


@blueprint.get("/<upload>")
def preview(client: str, survey: str, upload: str) -> str:
    """What was understood, what was not, and the choice."""
    reading = read(upload)
    return render_template(
        "firms_preview.html",
        upload=upload,
        reading=reading,
        partners=reading.partners[:PREVIEW],
        faults=sorted(reading.faults, key=lambda fault: not fault.fatal)[:FAULTS_SHOWN],
        before=len(store.firms_of(g.db, g.survey.id)),
    )


@blueprint.post("/<upload>/problems.csv")
def bad_rows(client: str, survey: str, upload: str) -> Answer:
    """The rows to mend, as a sheet."""
    rows = uploads.to_mend(read(upload).faults)
    return csv_file(uploads.MENDING, rows, f"{g.survey.slug}-partners-to-mend.csv")


@blueprint.post("/<upload>")
def commit(client: str, survey: str, upload: str) -> Response:
    """Take the list as previewed; where two rows contradict each other nothing is taken."""
    reading = read(upload)
    if reading.fatal:
        raise Problem("some rows contradict others", mend="Mend them and upload the file again.")
    if reading.faults and request.form.get("choice") != "good":
        raise Problem("some rows are not as they should be", mend="Mend them, or take the rest.")
    if not reading.partners:
        raise Problem("no partner would be on the list", mend="Mend the file first.")
    store.put_firms(g.db, g.survey.id, reading.partners)
    uploads.forget(OF)
    flash(f"Partners on the list: {len(reading.partners)}.")
    return redirect(_here())


def _here() -> str:
    return url_for("firms.page", client=g.db.slug, survey=g.survey.slug)


@blueprint.post("/settle")
def settle(client: str, survey: str) -> Response:
    """What somebody typed is a listed partner, one of its own, or undecided again."""
    ids, how = request.form.getlist("firm"), request.form.get("do", "")
    if how not in ("merged", "new", "undo"):
        raise Problem("nothing was chosen", mend="Press one of the buttons beside the name.")
    into = request.form.get("into", "") if how == "merged" else ""
    store.settle(g.db, g.survey.id, ids, "" if how == "undo" else how, into)
    said = {"merged": "Merged", "new": "Kept as a partner of its own", "undo": "Taken back"}[how]
    again = " Analyse again for it to count." if g.survey.state == "analysed" else ""
    flash(f"{said}.{again}")
    return redirect(_here())
