"""What a client is set to: colours, logo, languages, and what its next survey starts from."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.store.console_tables import ProfileRow
from survey.store.engines import Database, reading, writing
from survey.store.tables import seconds

LOGO = "logo"
APPROVED = "approved:"


def profile_of(db: Database) -> dict[str, Any]:
    """Every setting of this client but its logo, by name."""
    with reading(db) as session:
        rows = session.scalars(select(ProfileRow).where(ProfileRow.key != LOGO)).all()
    return {row.key: row.value for row in rows if not row.key.startswith(APPROVED)}


def set_profile(db: Database, values: Mapping[str, Any]) -> None:
    """Set these; the others stay as they are."""
    with writing(db) as session:
        for key, value in values.items():
            session.merge(ProfileRow(key=key, value=value))


def has_logo(db: Database) -> bool:
    """Whether the client has a logo."""
    with reading(db) as session:
        return session.scalar(select(ProfileRow.key).where(ProfileRow.key == LOGO)) is not None


def logo_of(db: Database) -> bytes:
    """The client's logo as PNG; empty if it has none."""
    with reading(db) as session:
        row = session.get(ProfileRow, LOGO)
    return base64.b64decode(row.value) if row else b""


def set_logo(db: Database, png: bytes) -> None:
    """This picture as the logo, or none where it is empty."""
    with writing(db) as session:
        session.execute(delete(ProfileRow).where(ProfileRow.key == LOGO))
        if png:
            session.add(ProfileRow(key=LOGO, value=base64.b64encode(png).decode()))


def approve(db: Database, survey_id: str, name: str, now: datetime) -> None:
    """The trust person agrees that this survey names people to managers."""
    value = {"name": name, "at": seconds(now)}
    with writing(db) as session:
        session.merge(ProfileRow(key=APPROVED + survey_id, value=value))


def approval_of(db: Database, survey_id: str) -> str:
    """Who agreed to it; empty if nobody has."""
    with reading(db) as session:
        return approval(session, survey_id)


def approval(session: Session, survey_id: str) -> str:
    """The same within a session of its caller's."""
    row = session.get(ProfileRow, APPROVED + survey_id)
    return str(row.value["name"]) if row else ""
