"""The respondent's door: the personal link, the first page, decline, review, submit, withdraw."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import bank, questions, store
from survey.web import asking, notice
from survey.web.guards import DOOR_COOKIE, by_token
from survey.web.here import now, site

blueprint = Blueprint("respond", __name__)
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
    """The notice of this survey."""
    return notice.notice(g.survey, bank.load(g.survey.plan.question_set).minutes)


@blueprint.get("/r/<invitation>/")
def first(invitation: str) -> str:
    """What for, who sees what, must I, whom to ask; start and decline."""
    if not g.survey.takes_answers(now()):
        return render_template("respond_closed.html")
    replies = store.reply_of(g.db, invitation)
    return render_template("respond_first.html", notice=told(), begun=bool(replies))


@blueprint.post("/r/<invitation>/start")
def start(invitation: str) -> Response:
    """She read it and takes part."""
    store.inform(g.db, invitation, notice.fingerprint(told()), now())
    return redirect(url_for("respond.ask", invitation=invitation, number=_next_number(invitation)))


def _next_number(invitation: str) -> int:
    """The first page that has not been answered, or the first of all."""
    replies = store.reply_of(g.db, invitation)
    pages = questions.pages(store.questions_of(g.db, g.survey.id))
    open_ones = [page.number for page in pages if not asking.is_answered(page, replies)]
    return open_ones[0] if open_ones and replies else 1


@blueprint.post("/r/<invitation>/decline")
def decline(invitation: str) -> Response:
    """She does not take part; as easy as starting."""
    store.decline(g.db, invitation, now())
    return redirect(url_for("respond.done", invitation=invitation))


@blueprint.get("/r/<invitation>/q/<int:number>")
def ask(invitation: str, number: int) -> str | Response:
    """One page of questions."""
    if g.invitation.state in (*LEFT, "invited") or not g.survey.takes_answers(now()):
        return redirect(url_for("respond.first", invitation=invitation))
    return asking.show(asking.asked(number))


@blueprint.post("/r/<invitation>/q/<int:number>")
def answer(invitation: str, number: int) -> str | Response | tuple[str, int] | dict[str, str]:
    """Keep what one page says, and go where the pressed button leads."""
    if g.invitation.state in (*LEFT, "invited"):
        return redirect(url_for("respond.first", invitation=invitation))
    return asking.take(asking.asked(number))


@blueprint.get("/r/<invitation>/people.json")
def people(invitation: str) -> dict[str, list[list[str]]]:
    """Everybody who can be named, for the picker: id, name, about, words to search."""
    return asking.directory(request.args.get("find", ""))


@blueprint.get("/r/<invitation>/review")
def review(invitation: str) -> str | Response:
    """All answers on one page before they are submitted."""
    if g.invitation.state in (*LEFT, "invited") or not g.survey.takes_answers(now()):
        return redirect(url_for("respond.first", invitation=invitation))
    return render_template("respond_review.html", rows=asking.summary())


@blueprint.post("/r/<invitation>/submit")
def submit(invitation: str) -> Response:
    """She is done, and can still change everything until the survey closes."""
    if not store.reply_of(g.db, invitation):
        flash("You have not answered anything yet. Answer a question, or decline.")
        return redirect(url_for("respond.review", invitation=invitation))
    store.submit(g.db, invitation, now())
    return redirect(url_for("respond.done", invitation=invitation))


@blueprint.get("/r/<invitation>/done")
def done(invitation: str) -> str | Response:
    """What happens next; change, withdraw, or take part after all."""
    if g.invitation.state not in ("submitted", *LEFT):
        return redirect(url_for("respond.first", invitation=invitation))
    return render_template("respond_done.html", takes=g.survey.takes_answers(now()))


@blueprint.post("/r/<invitation>/withdraw")
def withdraw(invitation: str) -> Response:
    """Her answers are deleted."""
    store.withdraw(g.db, invitation, now())
    return redirect(url_for("respond.done", invitation=invitation))
