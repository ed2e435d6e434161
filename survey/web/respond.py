"""The respondent's door: the personal link, the first page, decline, review, submit, withdraw."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import planner, store
from survey.web import asking, holding, notice, own_pages, reviewing, speaking, taking
from survey.web.guards import DOOR_COOKIE, by_token
from survey.web.here import now, site

blueprint = Blueprint("respond", __name__)
blueprint.context_processor(speaking.words)
blueprint.after_request(speaking.remember)
blueprint.after_request(holding.leave_with_her)
LEFT = ("declined", "withdrawn")


@blueprint.get("/s/<token>")
def door(token: str) -> Response:
    """The personal link: the token moves into a cookie and leaves the address. Uses nothing up."""
    found = by_token(token)
    if found is None:
        abort(404)
    path = url_for("respond.first", invitation=found[1].id)
    response = redirect(path)
    response.set_cookie(
        DOOR_COOKIE, token, path=path, httponly=True, samesite="Lax", secure=site().config.secure
    )
    return response


def told() -> tuple[notice.Item, ...]:
    """The notice of this survey, in her language."""
    minutes = planner.minutes(store.questions_of(g.db, g.survey.id), asking.nameable())
    return notice.notice(g.survey, minutes.usual, speaking.speech())


def late() -> Response | None:
    """To the first page, whoever comes too late: it says that the survey is closed."""
    return None if _in_time() else redirect(url_for("respond.first", invitation=g.invitation.id))


def _in_time() -> bool:
    """Whether her answers are taken: one that is closing waits only for those in the middle."""
    at_it = g.invitation.state in ("answering", "submitted")
    return g.survey.takes_answers(now()) and (g.survey.closing_at is None or at_it)


def handed_in() -> Response | None:
    """To the last page, whoever has put in answers that are nobody's: they stand."""
    if not (g.survey.anonymous and g.invitation.state == "submitted"):
        return None
    return redirect(url_for("respond.done", invitation=g.invitation.id))


def barred() -> Response | None:
    """To the first page, whoever has not started, has left, or comes too late."""
    if g.invitation.state in (*LEFT, "invited"):
        return redirect(url_for("respond.first", invitation=g.invitation.id))
    return late() or handed_in()


@blueprint.get("/r/<invitation>/")
def first(invitation: str) -> str | Response:
    """What for, who sees what, must I, whom to ask; start and decline."""
    if not _in_time():
        return render_template("respond_closed.html", own=own_pages.is_there())
    begun = bool(holding.replies())
    return handed_in() or render_template("respond_first.html", notice=told(), begun=begun)


@blueprint.post("/r/<invitation>/start")
def start(invitation: str) -> Response:
    """She read it and takes part."""
    turned = late() or handed_in()
    if turned is not None:
        return turned
    store.inform(g.db, invitation, notice.fingerprint(told()), now())
    number = asking.next_open(asking.asked(1))
    return redirect(url_for("respond.ask", invitation=invitation, number=number))


@blueprint.post("/r/<invitation>/decline")
def decline(invitation: str) -> Response:
    """She does not take part; as easy as starting."""
    return late() or handed_in() or _leave(store.decline)


@blueprint.get("/r/<invitation>/q/<int:number>")
def ask(invitation: str, number: int) -> str | Response:
    """One page of questions."""
    return barred() or asking.show(asking.asked(number))


@blueprint.post("/r/<invitation>/q/<int:number>")
def answer(invitation: str, number: int) -> str | Response | tuple[str, int] | dict[str, str]:
    """Keep what one page says, and go where the pressed button leads."""
    return barred() or taking.take(asking.asked(number))


@blueprint.get("/r/<invitation>/q/<int:number>/people.json")
def people(invitation: str, number: int) -> dict[str, list[list[str]]]:
    """Everybody who can be named there, for the picker: id, name, about, words to search."""
    return asking.directory(number, request.args.get("find", ""))


@blueprint.get("/r/<invitation>/review")
def review(invitation: str) -> str | Response:
    """All answers on one page before they are submitted."""
    return barred() or render_template("respond_review.html", rows=reviewing.summary())


@blueprint.post("/r/<invitation>/submit")
def submit(invitation: str) -> Response:
    """She is done; she can still change everything, unless what she answered is nobody's now."""
    turned = barred()
    if turned is not None:
        return turned
    replies = holding.replies()
    if not replies:
        flash(speaking.speech()("review.nothing_yet"))
        return redirect(url_for("respond.review", invitation=invitation))
    if g.survey.anonymous:
        store.put_in(g.db, invitation, *asking.for_slips(replies), now())
        holding.clear()
    else:
        store.submit(g.db, invitation, now())
    return redirect(url_for("respond.done", invitation=invitation))


@blueprint.get("/r/<invitation>/done")
def done(invitation: str) -> str | Response:
    """What happens next; change, withdraw, or take part after all."""
    if g.invitation.state not in ("submitted", *LEFT):
        return redirect(url_for("respond.first", invitation=invitation))
    takes, own = g.survey.takes_answers(now()), own_pages.promised()
    return render_template("respond_done.html", takes=takes, own=own)


@blueprint.post("/r/<invitation>/withdraw")
def withdraw(invitation: str) -> Response:
    """Her answers are deleted."""
    return late() or handed_in() or _leave(store.withdraw)


def _leave(how: Callable[[store.Database, str, datetime], None]) -> Response:
    how(g.db, g.invitation.id, now())
    holding.clear()
    return redirect(url_for("respond.done", invitation=g.invitation.id))
