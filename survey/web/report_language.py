"""In which language results are told: chosen where they are read, kept for that survey's pages."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from survey import bank, messages, report_languages
from survey.messages import Speech

COOKIE = "tiewise_report"
YEAR = 365 * 24 * 3600


def chosen() -> str:
    """What was chosen just now; else what was chosen before; else what is usual at the client.

    A Problem where a language is asked for that no report can be in.
    """
    asked = request.args.get("language")
    if asked is not None:
        return report_languages.checked(asked)
    before = request.cookies.get(COOKIE, "")
    return before if before in bank.LANGUAGES else report_languages.usual(g.db)


def words() -> dict[str, Any]:
    """What a page of results needs: the language that it tells them in, and the others."""
    spoken: Speech = messages.load(chosen())
    return {"spoken": spoken, "languages": report_languages.offered()}


def remember(response: Response) -> Response:
    """Keep the language that was chosen, for the pages of this survey."""
    asked = request.args.get("language", "")
    if asked in bank.LANGUAGES and "survey" in g:
        response.set_cookie(
            COOKIE,
            asked,
            path=url_for("manage.survey", client=g.db.slug, survey=g.survey.slug),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response
