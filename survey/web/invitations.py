"""Invitations and reminders: their words, a test, the sending, and whom mail does not reach."""

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.model import Problem
from survey import letters, mailing, store
from survey.addresses import address as email_address
from survey.links import address
from survey.store import Collecting, Wording
from survey.web import beside
from survey.web.here import now, site

blueprint = Blueprint("invitations", __name__, url_prefix="/console/c/<client>/<survey>")
Page = str | tuple[str, int] | Response
MOST_BOUNCES = 20_000


@blueprint.get("/invitations")
def page(client: str, survey: str) -> str:
    """Where the sending stands, and what can be done."""
    return _page()


def _page(problem: Problem | None = None, shown: str = "") -> str:
    """The page, with what went wrong; ``shown`` is what was typed into the field of bounces."""
    chosen = store.collecting_of(g.db, g.survey.id)
    rounds = store.rounds_of(g.db, g.survey.id)
    return render_template(
        "send.html",
        survey=g.survey,
        chosen=chosen,
        rounds=rounds,
        next_kind="reminder" if rounds else "invitation",
        waiting=sum(made.waiting for made in rounds),
        stuck=sum(made.counts.get(s, 0) for made in rounds for s in AGAIN),
        unreached=store.unreached_of(g.db, g.survey.id),
        counts=store.counts(g.db, g.survey.id),
        languages=letters.languages(),
        spoken=_spoken(chosen),
        mail_host=site().config.mail_host,
        mail_from=site().config.mail_from,
        problem=problem,
        bounces=shown,
    )


AGAIN = ("refused", "given_up")


def _spoken(chosen: Collecting) -> list[str]:
    """The languages that somebody of this survey is written to in."""
    people = store.roster_of(g.db, g.survey.id).people
    used = {letters.language_of(person, chosen.language) for person in people if person.asked}
    return [code for code in letters.languages() if code in used | {chosen.language}]


def _back(part: str = "") -> Response:
    where = {"client": g.db.slug, "survey": g.survey.slug}
    return redirect(url_for("invitations.page", **where, _anchor=part or None))


@blueprint.get("/invitations/state.json")
def state(client: str, survey: str) -> dict[str, int]:
    """How far the sending is."""
    rounds = store.rounds_of(g.db, g.survey.id)
    waiting = sum(made.waiting for made in rounds)
    last = rounds[-1] if rounds else None
    total = last.total if last else 0
    return {"waiting": waiting, "done": total - (last.waiting if last else 0), "total": total}


@blueprint.post("/invitations/choices")
def choose(client: str, survey: str) -> Page:
    """Keep language, target and number of reminders."""
    language = request.form.get("language", "")
    try:
        with beside.field("language"):
            if language not in letters.languages():
                raise Problem("there is no such language", mend="Pick one from the list.")
        target = _whole("target", 5, 100)
        chosen = Collecting(language, target / 100, _whole("reminders", 0, 4))
        store.choose_collecting(g.db, g.survey.id, chosen)
    except Problem as problem:
        return _page(problem), 400
    flash("Saved.")
    return _back()


def _whole(field: str, least: int, most: int) -> int:
    typed = request.form.get(field, "").strip()
    number = int(typed) if typed.isdecimal() and len(typed) <= 6 else -1
    with beside.field(field):
        if not least <= number <= most:
            raise Problem("this does not fit", mend=f"Write a number from {least} to {most}.")
    return number


@blueprint.get("/invitations/letter")
def letter(client: str, survey: str) -> str:
    """The wording of one letter, to read and to change."""
    kind, language = _place()
    return _letter_page(kind, language, letters.wording(g.db, g.survey, kind, language))


def _place() -> tuple[str, str]:
    """The letter that the address or form is about; 404 if there is none."""
    kind = request.values.get("kind", "invitation")
    language = request.values.get("language", "en")
    if kind not in letters.LETTERS or language not in letters.languages():
        abort(404)
    return kind, language


def _letter_page(kind: str, language: str, wording: Wording, problem: Problem | None = None) -> str:
    facts = letters.facts_of(g.db, g.survey, language)
    facts |= {"name": "Ann Example", "url": address(site().config.base_url, "…")}
    try:
        preview = letters.fill(wording, facts)
    except Problem as found:
        preview, problem = letters.Letter("", ""), problem or found
    return render_template(
        "send_letter.html",
        kind=kind,
        language=language,
        languages=letters.languages(),
        wording=wording,
        own=store.letter_of(g.db, g.survey.id, kind, language) is not None,
        preview=preview,
        placeholders=letters.PLACEHOLDERS,
        problem=problem,
    )


@blueprint.post("/invitations/letter")
def keep_letter(client: str, survey: str) -> Page:
    """Keep a wording, after checking it; or go back to the shipped one."""
    kind, language = _place()
    if request.form.get("do") == "reset":
        store.keep_letter(g.db, g.survey.id, (kind, language), None)
        flash("The wording that comes with Tiewise is back.")
        return _back("letters")
    body = request.form.get("body", "").replace("\r\n", "\n")
    wording = Wording(request.form.get("subject", "").strip(), body)
    try:
        letters.check(wording)
        letters.fill(wording, letters.facts_of(g.db, g.survey, language))
    except Problem as problem:
        about = beside.Misfilled("subject" if problem.where == "subject" else "body", problem)
        return _letter_page(kind, language, wording, about), 400
    store.keep_letter(g.db, g.survey.id, (kind, language), wording)
    flash("The wording is kept. Send yourself a test before it goes out.")
    return _back("letters")


@blueprint.post("/invitations/test")
def test(client: str, survey: str) -> Page:
    """Send a test to an address of one's own."""
    kind, language = _place()
    to = request.form.get("to", "").strip()
    try:
        place = (kind, language, to)
        with beside.field("to"):
            email_address(to)
        mailing.send_test(site().config, g.db, g.survey.id, place, now())
    except Problem as problem:
        return _page(problem), 400
    flash(f"A test is on its way to {to}. Its link leads nowhere on purpose.")
    return _back()


@blueprint.post("/invitations/send")
def send(client: str, survey: str) -> Page:
    """Queue the invitation or a reminder; pressed twice it is one."""
    kind = request.values.get("kind", "invitation")
    rounds = store.rounds_of(g.db, g.survey.id)
    if kind not in letters.LETTERS:
        abort(404)
    if request.values.get("number", str(len(rounds))) != str(len(rounds)):
        return _back()
    try:
        store.issue_links(g.db, g.survey.id, site().config.secret_key)
        made = mailing.start(site().config, g.db, g.survey.id, kind, now())
    except Problem as problem:
        return _page(problem), 400
    flash(f"{made.waiting} messages are going out. You can leave this page.")
    return _back()


@blueprint.post("/invitations/stop")
def stop(client: str, survey: str) -> Response:
    """Send no more of what still waits."""
    halted = store.halt_messages(g.db, g.survey.id)
    flash(f"Stopped: {halted} messages were not sent. “Send them after all” undoes this.")
    return _back()


@blueprint.post("/invitations/again")
def again(client: str, survey: str) -> Response:
    """Try once more what was refused, given up or stopped."""
    queued = store.queue_again(g.db, g.survey.id, now())
    store.note_trouble(g.db, g.survey.id, {}, None)
    flash(f"{queued} messages are tried again. Who has answered since gets none.")
    return _back()


@blueprint.post("/invitations/bounces")
def bounces(client: str, survey: str) -> Page:
    """Note whose mail came back: typed in, or from a file."""
    text = request.form.get("addresses", "")
    try:
        with beside.field("addresses"):
            rows = list(_bounced(text))
            if not rows:
                mend = "Write one in each line, or pick a file."
                raise Problem("there is no address here", mend=mend)
    except Problem as problem:
        return _page(problem, text), 400
    noted = store.note_bounces(g.db, g.survey.id, rows, now())
    said = f"Noted for {noted.known} people. They get no reminder until their address is mended."
    if noted.unknown:
        some = ", ".join(noted.unknown[:5]) + (" …" if len(noted.unknown) > 5 else "")
        said += f" Nobody on the roster has: {some}."
    flash(said)
    return _back("unreached")


def _bounced(text: str) -> Iterator[tuple[str, str]]:
    """Address (or id) and reason from the lines of a text and of an uploaded CSV file."""
    file = request.files.get("file")
    raw = file.read(MOST_BOUNCES * 100) if file and file.filename else b""
    lines = [*text.splitlines(), *raw.decode("utf-8-sig", "replace").splitlines()]
    if "\0" in text or b"\0" in raw or len(lines) > MOST_BOUNCES:
        raise Problem("this is not a list of addresses", mend="Use a CSV with an address a row.")
    separator = ";" if sum(";" in line for line in lines) > len(lines) / 2 else ","
    for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator):
        cells = [cell.strip() for cell in row]
        who = next((cell for cell in cells if "@" in cell), cells[0] if cells else "")
        if who and who.casefold() not in HEADINGS:
            yield who, " ".join(cell for cell in cells if cell and cell != who)


HEADINGS = ("email", "e-mail", "address", "recipient", "person_id", "id")


@blueprint.post("/invitations/address")
def mend_address(client: str, survey: str) -> Page:
    """Give somebody another address and send what could not be sent."""
    mine = request.form.get("invitation", "")
    try:
        with beside.field(f"email-{mine}"):
            email = email_address(request.form.get("email", ""))
    except Problem as problem:
        return _page(problem), 400
    if not store.mend_address(g.db, g.survey.id, mine, email, now()):
        abort(404)
    flash("The address is mended; what could not be sent goes out to it.")
    return _back("unreached")
