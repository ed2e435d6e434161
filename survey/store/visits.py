"""Who is signed in, in which browser, and how often signing in failed."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from survey.store.engines import House, reading, writing
from survey.store.staff import Staff, staff_by_id
from survey.store.tables import FailureRow, SessionRow, seconds

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)


def digest(secret: str) -> str:
    """What is stored in place of something that opens a door."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin_session(house: House, staff_id: str, secret: str, now: datetime) -> None:
    """The browser that holds ``secret`` is signed in; sessions that ran out are cleared away."""
    with writing(house) as session:
        session.execute(delete(SessionRow).where(SessionRow.begun_at < seconds(now - LONGEST)))
        row = SessionRow(
            secret_hash=digest(secret),
            staff_id=staff_id,
            begun_at=seconds(now),
            seen_at=seconds(now),
        )
        session.merge(row)


def staff_of_session(house: House, secret: str, now: datetime) -> Staff | None:
    """Who is signed in with ``secret``; seen again, so that the idle time starts anew."""
    with reading(house) as session:
        row = session.get(SessionRow, digest(secret))
    if row is None or row.begun_at < seconds(now - LONGEST) or row.seen_at < seconds(now - IDLE):
        return None
    if row.seen_at < seconds(now) - 60:
        _seen(house, row.secret_hash, now)
    return staff_by_id(house, row.staff_id)


def _seen(house: House, secret_hash: str, now: datetime) -> None:
    with writing(house) as session:
        row = session.get(SessionRow, secret_hash)
        if row is not None:
            row.seen_at = seconds(now)


def end_session(house: House, secret: str) -> None:
    """Signed out: a copy of the cookie opens nothing any more."""
    with writing(house) as session:
        session.execute(delete(SessionRow).where(SessionRow.secret_hash == digest(secret)))


def note_failure(house: House, who: str, now: datetime, forget_after: timedelta) -> None:
    """Remember that signing in failed for ``who``; what is older than needed is forgotten."""
    with writing(house) as session:
        session.execute(delete(FailureRow).where(FailureRow.at < seconds(now - forget_after)))
        session.add(FailureRow(who=digest(who), at=seconds(now)))


def failures_since(house: House, who: str, since: datetime) -> int:
    """How often signing in failed for ``who`` since then."""
    wanted = (FailureRow.who == digest(who)) & (FailureRow.at >= seconds(since))
    with reading(house) as session:
        return int(session.scalar(select(func.count()).where(wanted)) or 0)


def staff_of_ended_session(house: House, secret: str) -> str | None:
    """Whose session this was, if it ended by itself and not by signing out."""
    with reading(house) as session:
        row = session.get(SessionRow, digest(secret))
    return row.staff_id if row else None
