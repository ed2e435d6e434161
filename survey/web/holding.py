"""Where replies lie until they are submitted: in the store; or, where nobody is named, with her.

In an anonymous survey what somebody has answered so far lies in a cookie of her own browser, for
the pages of her link alone. The server reads it when she sends a page and keeps nothing of it.
"""

import base64
import json
import zlib
from collections.abc import Mapping

from flask import g, request
from flask.wrappers import Response

from survey import store
from survey.store import Reply
from survey.web.here import now, site

COOKIE = "tiewise_draft"
MONTH = 30 * 24 * 3600
KIOSK_SECONDS = 30 * 60
LARGEST = 60_000


def replies() -> Mapping[str, Reply]:
    """All that she has replied so far, by question."""
    return _draft() if g.survey.anonymous else store.reply_of(g.db, g.invitation.id)


def keep(reply: Reply) -> None:
    """Put this reply in the place of what she replied before."""
    if g.survey.anonymous:
        _change({**_draft(), reply.question: reply})
    else:
        store.record(g.db, g.invitation.id, reply, now())


def forget(question: str) -> None:
    """She has not replied to this question."""
    if g.survey.anonymous:
        _change({key: reply for key, reply in _draft().items() if key != question})
    else:
        store.forget(g.db, g.invitation.id, question, now())


def clear() -> None:
    """Nothing stays on her device."""
    if g.survey.anonymous:
        _change({})


def _change(draft: Mapping[str, Reply]) -> None:
    g.draft, g.draft_changed = draft, True


def _draft() -> Mapping[str, Reply]:
    if "draft" not in g:
        g.draft = unpacked(request.cookies.get(COOKIE, ""))
    found: Mapping[str, Reply] = g.draft
    return found


def packed(draft: Mapping[str, Reply]) -> str:
    """Replies as a short text."""
    facts = {key: [dict(reply.named), reply.own] for key, reply in draft.items()}
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(text: str) -> Mapping[str, Reply]:
    """The replies that ``packed`` wrote; none where somebody has meddled with them."""
    try:
        plain = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), LARGEST)
        facts = json.loads(plain) if plain else {}
        return {str(key): _reply(str(key), *given) for key, given in facts.items()}
    except (ValueError, TypeError, AttributeError, zlib.error, RecursionError):
        return {}


def _reply(key: str, named: Mapping[str, float | None], own: float | None) -> Reply:
    values = {str(name): None if v is None else float(v) for name, v in named.items()}
    return Reply(key, values, None if own is None else float(own))


def leave_with_her(response: Response) -> Response:
    """Put what she has answered into her cookie, or take it away when it is empty."""
    invitation = (request.view_args or {}).get("invitation")
    if not g.get("draft_changed") or not invitation:
        return response
    path = f"/r/{invitation}/"
    if not g.draft:
        response.delete_cookie(COOKIE, path=path)
        return response
    response.set_cookie(
        COOKIE,
        packed(g.draft),
        path=path,
        max_age=KIOSK_SECONDS if request.cookies.get("tiewise_kiosk") else MONTH,
        httponly=True,
        samesite="Lax",
        secure=site().config.secure,
    )
    return response
