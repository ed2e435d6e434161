"""The response board: how many answered, by unit; never who, and never who answered what."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import Select, func, select

from survey.store.engines import Database, reading
from survey.store.tables import (
    BounceRow,
    InvitationRow,
    PersonRow,
    RoundRow,
    SurveyRow,
    moment,
)

SMALL = 5
LEFT = ("declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit: how many are asked, submitted, are at it, and are not reached by mail.

    ``minutes`` is the median from pressing start to submitting, pauses included; None where fewer
    than k people have submitted.
    """

    unit: str
    asked: int
    submitted: int
    answering: int = 0
    bounced: int = 0
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of the whole and by unit; units under k people stand together as one row."""

    asked: int
    submitted: int
    answering: int
    declined: int
    rows: tuple[BoardRow, ...]
    bounced: int = 0
    minutes: float | None = None

    @property
    def rate(self) -> float:
        """The share of those asked who submitted."""
        return min(1.0, self.submitted / self.asked) if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """When answers came, without whose: what a forecast needs.

    ``asked`` counts everybody asked, ``left`` those who declined or withdrew; ``prompts`` are the
    moments of opening and of each sending. Moments are gone once the survey is closed.
    """

    asked: int
    left: int
    opened_at: datetime | None
    submitted: tuple[datetime, ...]
    prompts: tuple[datetime, ...]


# Whoever has left and had not begun is missed no more.
_counts = PersonRow.asked | (InvitationRow.state != "invited")


@dataclass(frozen=True, slots=True)
class _One:
    unit: str
    state: str
    bounced: bool
    minutes: float | None
    asked: bool = True


def counts(db: Database, survey_id: str) -> dict[str, int]:
    """How many invitations stand in each state; of people who have left only what they did."""
    mine = (InvitationRow.survey_id == survey_id) & _counts
    joined = select(InvitationRow.state, func.count()).join(
        PersonRow, PersonRow.id == InvitationRow.person
    )
    asked = joined.where(mine)
    with reading(db) as session:
        found = session.execute(asked.group_by(InvitationRow.state)).all()
    return {row[0]: row[1] for row in found}


def board(db: Database, survey_id: str, unit_type: str = "department") -> Board:
    """Response so far. Declining and withdrawing show as one number, and never by unit."""
    with reading(db) as session:
        k = max(SMALL, session.get_one(SurveyRow, survey_id).k)
        ones = [
            _One(home.get(unit_type, ""), row.state, bounced is not None, _minutes(row), still)
            for home, still, row, bounced in session.execute(_asked(survey_id))
        ]
    whole = _row("", ones, k)
    states = Counter(one.state for one in ones)
    return Board(
        asked=whole.asked,
        submitted=whole.submitted,
        answering=whole.answering,
        declined=sum(states[state] for state in LEFT),
        rows=_rows(ones, k),
        bounced=whole.bounced,
        minutes=whole.minutes,
    )


def _asked(survey_id: str) -> Select[dict[str, str], bool, InvitationRow, str]:
    return (
        select(PersonRow.attributes, PersonRow.asked, InvitationRow, BounceRow.why)
        .join(InvitationRow, InvitationRow.person == PersonRow.id)
        .outerjoin(BounceRow, BounceRow.invitation_id == InvitationRow.id)
        .where(InvitationRow.survey_id == survey_id)
    )


def _minutes(row: InvitationRow) -> float | None:
    if row.state != "submitted" or row.informed_at is None or row.submitted_at is None:
        return None
    return max(0, row.submitted_at - row.informed_at) / 60


def _rows(ones: Sequence[_One], k: int) -> tuple[BoardRow, ...]:
    """A row a unit of at least k; the rest together, with one more unit if they are too few."""
    units = defaultdict[str, list[_One]](list)
    for one in ones:
        units[one.unit].append(one)
    large = sorted(unit for unit, mine in units.items() if len(mine) >= k and unit)
    rest = [one for unit, mine in units.items() if unit not in large for one in mine]
    if rest and len(rest) < k and large:
        # The rest could be worked out from the whole, so it is hidden behind the smallest unit.
        hidden = min(large, key=lambda unit: (len(units[unit]), unit))
        large.remove(hidden)
        rest += units[hidden]
    rows = [_row(unit, units[unit], k) for unit in large]
    return (*rows, _row("", rest, k)) if rest else tuple(rows)


def _row(unit: str, ones: Sequence[_One], k: int) -> BoardRow:
    states = Counter(one.state for one in ones)
    times = [one.minutes for one in ones if one.minutes is not None]
    bounced = sum(one.bounced for one in ones)
    spent = float(median(times)) if len(times) >= k else None
    # The answers of people who have left count, while they themselves are asked no more: so
    # marking somebody as left changes one figure only, whether she had answered or not.
    asked = sum(one.asked for one in ones)
    return BoardRow(unit, asked, states["submitted"], states["answering"], bounced, spent)


def pulse(db: Database, survey_id: str) -> Pulse:
    """When answers came in."""
    mine = InvitationRow.survey_id == survey_id
    with reading(db) as session:
        opened = moment(session.get_one(SurveyRow, survey_id).opened_at)
        states = select(InvitationRow.state, InvitationRow.submitted_at)
        joined = states.join(PersonRow, PersonRow.id == InvitationRow.person)
        found = session.execute(joined.where(mine & _counts)).all()
        sendings = session.scalars(select(RoundRow.made_at).where(RoundRow.survey_id == survey_id))
        prompts = [opened, *(moment(at) for at in sendings)]
    times = [moment(at) for state, at in found if state == "submitted" and at is not None]
    return Pulse(
        asked=len(found),
        left=sum(state in LEFT for state, _ in found),
        opened_at=opened,
        submitted=tuple(sorted(at for at in times if at)),
        prompts=tuple(sorted(at for at in prompts if at)),
    )


def not_answered(db: Database, survey_id: str) -> tuple[tuple[str, str, str], ...]:
    """Id, name and address of those to invite again: neither submitted, nor declined.

    Nothing where the list, or what it leaves out, is shorter than k: it would tell about the few.
    """
    asked = (
        select(PersonRow.person_id, PersonRow.name, PersonRow.email, InvitationRow.state)
        .join(InvitationRow, InvitationRow.person == PersonRow.id)
        .where((InvitationRow.survey_id == survey_id) & PersonRow.asked)
        .order_by(PersonRow.position)
    )
    with reading(db) as session:
        k = max(SMALL, session.get_one(SurveyRow, survey_id).k)
        rows = session.execute(asked).all()
    found = tuple((r[0], r[1], r[2]) for r in rows if r[3] in ("invited", "answering"))
    return found if min(len(found), len(rows) - len(found)) >= k else ()
