"""Reports for the managers of units: one each, or all in one file; a bound reader gets her own."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, g, render_template
from flask.wrappers import Response as Answer

from analysis.model import Problem
from analysis.results import Results
from survey import jobs, kept, reporting, store
from survey.pipeline import Inputs
from survey.reporting import Wanted
from survey.web.findings import NONE_YET, ZIP_DAY

blueprint = Blueprint("editions", __name__, url_prefix="/console/c/<client>/<survey>/reports")
KEY = 16


def key_of(unit: str) -> str:
    """What stands for a unit in addresses, whatever its name is made of."""
    return sha256(unit.encode()).hexdigest()[:KEY]


def _current() -> tuple[Inputs, Results]:
    job = store.latest_job(g.db, g.survey.id, "done")
    if job is None:
        raise NONE_YET
    return jobs.inputs_of(g.db, g.survey.id), kept.load(jobs.folder_of(g.db, job.id))


def _units(job: Inputs, results: Results) -> dict[str, str]:
    """The units whose report whoever is signed in may have, by key."""
    rows = reporting.unit_rows(job, results)
    if g.unit:
        rows = tuple(row for row in rows if (row.unit_type, row.unit) == g.unit)
    return {key_of(row.unit): row.unit for row in rows}


@blueprint.get("/")
def page(client: str, survey: str) -> str | tuple[str, int]:
    """Of which units there is a report, and why not of the others."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    return render_template(
        "editions.html",
        survey=g.survey,
        units=_units(job, results),
        needed=reporting.answers_needed(job),
        named=job.options.policy.mode == "named",
    )


@blueprint.get("/<unit>.pdf")
def unit(client: str, survey: str, unit: str) -> Answer | tuple[str, int]:
    """One unit's report."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    name = _units(job, results).get(unit) or abort(404)
    return _file(_pdf(job, results, name), f"{g.survey.slug}-{unit}.pdf", "application/pdf")


@blueprint.get("/all.zip")
def together(client: str, survey: str) -> Answer | tuple[str, int]:
    """Every unit's report in one ZIP, sent as they are made: many take a while."""
    try:
        job, results = _current()
    except Problem as problem:
        return render_template("findings_none.html", survey=g.survey, problem=problem), 400
    names = list(_units(job, results).values()) or abort(404)
    return _file(_zipped(job, results, names), f"{g.survey.slug}-units.zip", "application/zip")


def _pdf(job: Inputs, results: Results, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = reporting.report(job, results, Wanted("unit", name), Path(folder) / "unit.pdf")
        return made.path.read_bytes()


class _Outbox(io.RawIOBase):
    """What a ZIP is written into, to be taken away piece by piece."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        self.waiting.append(bytes(piece))
        return len(self.waiting[-1])

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self.waiting = b"".join(self.waiting), []
        return taken


def _zipped(job: Inputs, results: Results, names: list[str]) -> Iterator[bytes]:
    """The ZIP piece by piece; files are numbered and named like their units, with no hour in."""
    out = _Outbox()
    with zipfile.ZipFile(out, "w") as package:
        for number, name in enumerate(names, 1):
            plain = "".join(c if c.isalnum() else "-" for c in name)[:60].strip("-")
            entry = zipfile.ZipInfo(f"{number:03}-{plain}.pdf", ZIP_DAY)
            package.writestr(entry, _pdf(job, results, name))
            yield out.take()
    yield out.take()


def _file(content: bytes | Iterator[bytes], name: str, kind: str) -> Answer:
    answer = Answer(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
