"""The response board: how many answered, by unit; never who answered what."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from survey.store.engines import Database, reading
from survey.store.tables import InvitationRow, PersonRow

SMALL = 5


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit: how many are asked and how many submitted."""

    unit: str
    asked: int
    submitted: int


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of the whole and by unit; units under five people stand together as one row."""

    asked: int
    submitted: int
    answering: int
    declined: int
    rows: tuple[BoardRow, ...]

    @property
    def rate(self) -> float:
        """The share of those asked who submitted."""
        return self.submitted / self.asked if self.asked else 0.0


def counts(db: Database, survey_id: str) -> dict[str, int]:
    """How many invitations stand in each state."""
    asked = select(InvitationRow.state, func.count()).where(InvitationRow.survey_id == survey_id)
    with reading(db) as session:
        found = session.execute(asked.group_by(InvitationRow.state)).all()
    return {row[0]: row[1] for row in found}


def board(db: Database, survey_id: str, unit_type: str = "department") -> Board:
    """Response so far. Declining and withdrawing show as one number, and never by unit."""
    asked = (
        select(PersonRow.attributes, InvitationRow.state)
        .join(InvitationRow, InvitationRow.person == PersonRow.id)
        .where(InvitationRow.survey_id == survey_id)
    )
    with reading(db) as session:
        found = [(home.get(unit_type, ""), state) for home, state in session.execute(asked)]
    states = Counter(state for _, state in found)
    return Board(
        asked=len(found),
        submitted=states["submitted"],
        answering=states["answering"],
        declined=states["declined"] + states["withdrawn"],
        rows=_rows(found),
    )


def _rows(found: list[tuple[str, str]]) -> tuple[BoardRow, ...]:
    sizes = Counter(unit for unit, _ in found)
    done = Counter(unit for unit, state in found if state == "submitted")
    large = sorted(unit for unit, size in sizes.items() if size >= SMALL and unit)
    rows = [BoardRow(unit, sizes[unit], done[unit]) for unit in large]
    rest = [unit for unit in sizes if unit not in large]
    if rest:
        asked, submitted = sum(sizes[u] for u in rest), sum(done[u] for u in rest)
        rows.append(BoardRow("", asked, submitted))
    return tuple(rows)
