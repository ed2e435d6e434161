"""In which language a page is shown to somebody who answers, and errors in that language."""

from typing import Any

from flask import g, render_template, request
from flask.wrappers import Response

from analysis.model import Problem
from survey import bank, letters, messages, store
from survey.messages import Speech
from survey.store.profiles import profile_of

COOKIE = "tiewise_language"
YEAR = 365 * 24 * 3600


def is_respondents(path: str) -> bool:
    """Whether an address is one of those that people who answer come to."""
    return path.startswith(("/r/", "/s/"))


def offered() -> tuple[Speech, ...]:
    """The languages in which every question of this survey can be asked, as far as wanted."""
    if "survey" not in g:
        return tuple(messages.load(language) for language in bank.LANGUAGES)
    if "spoken" not in g:
        whole = bank.languages(store.questions_of(g.db, g.survey.id))
        wanted = profile_of(g.db).get("languages", whole)
        g.spoken = [language for language in whole if language in wanted] or whole
    return tuple(messages.load(language) for language in g.spoken)


def speech() -> Speech:
    """What she chose just now or before; else that of the roster, in which she was written to;
    else what her browser asks for; else English.
    """
    browser = (language for language, _ in request.accept_languages)
    chosen = (request.args.get("language", ""), request.cookies.get(COOKIE, ""))
    wanted = (*chosen, letters.spoken(g.invitation.language) if "invitation" in g else "", *browser)
    spoken = [each.language for each in offered()]
    return messages.load(messages.choose(wanted, spoken))


def words() -> dict[str, Any]:
    """What every page of hers needs: ``t`` says things, ``languages`` are what she can choose."""
    return {"t": speech(), "languages": offered()}


def remember(response: Response) -> Response:
    """Keep the language that she chose, for these pages only."""
    chosen = request.args.get("language", "")
    invitation = (request.view_args or {}).get("invitation")
    if chosen in bank.LANGUAGES and invitation:
        response.set_cookie(
            COOKIE,
            chosen,
            path=f"/r/{invitation}/",
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


def error_page(code: int) -> tuple[str, int]:
    """An error, in the language of whoever met it."""
    say = speech()
    problem = Problem(say("problem.other"), mend=say("problem.other_mend"))
    if code == 404:
        problem = Problem(say("problem.missing"), mend=say("problem.missing_mend"))
    if code == 500:
        why = say("problem.failed_why")
        problem = Problem(say("problem.failed"), why=why, mend=say("problem.failed_mend"))
    return render_template("respond_problem.html", problem=problem, **words()), code
