"""Slips as rows: written anew in random order, so that no row's place tells when it came."""

import random

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from survey.store.tables import SlipRow, new_id


def shuffle_slips(
    session: Session, survey_id: str, more: list[dict[str, object]] | None = None
) -> None:
    """Write every slip of the survey anew, ``more`` among them: random order, new ids."""
    mine = SlipRow.survey_id == survey_id
    found = session.execute(select(*SlipRow.__table__.columns).where(mine)).mappings()
    rows = [{**row, "id": new_id()} for row in (*found, *(more or ()))]
    random.SystemRandom().shuffle(rows)
    session.execute(delete(SlipRow).where(mine))
    if rows:
        session.execute(insert(SlipRow), rows)
