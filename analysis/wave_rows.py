"""What came of holding two waves side by side, as rows: figures before and now, ties, people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

LAST = "the last survey"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in both waves, from the ``people`` who answered both.

    ``half`` is how far the change could be off either way (95 %, allowing for how many figures
    were looked at); ``seen`` the smallest change that would have been seen four times in five;
    ``least`` the smallest that is worth telling; ``p`` the chance of such a change where nothing
    changed, ``q`` the same for all that were looked at. ``once`` is how many people of the unit
    are in one wave only: before, and now.
    """

    measure: str
    before: float
    now: float
    half: float
    seen: float
    least: float
    p: float
    q: float
    people: int
    unit_type: str = ""
    units: tuple[str, ...] = ()
    once: tuple[int, int] = (0, 0)

    @property
    def change(self) -> float:
        """By how much the figure went up, or down."""
        return self.now - self.before

    @property
    def told(self) -> bool:
        """Whether it changed beyond luck and by enough to matter."""
        return abs(self.change) > self.half and abs(self.change) >= self.least

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        keys = ("measure", "unit_type", "before", "now", "change", "low", "high", "seen", "least")
        rest = {"p": self.p, "q": self.q, "people": self.people, "told": self.told}
        return {"units": list(self.units)} | {key: getattr(self, key) for key in keys} | rest

    @property
    def low(self) -> float:
        """The change at least, as far as these answers can say; no figure falls below nothing."""
        return max(self.change - self.half, -self.before)

    @property
    def high(self) -> float:
        """The change at most."""
        return self.change + self.half


@dataclass(frozen=True, slots=True)
class TiesKept:
    """Ties of those who answered both, among people on both lists.

    ``jaccard`` is kept over all that were there in either wave.
    """

    kept: int
    dissolved: int
    created: int

    @property
    def jaccard(self) -> float:
        """Share of the ties of either wave that are in both."""
        return self.kept / max(self.kept + self.dissolved + self.created, 1)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who is in which wave: ``both`` answered both; ``once`` bear on one wave only
    (before, and now): they answered once, or are on one list only.

    ``left`` and ``joined`` are by the lists of people, ``moved`` changed their unit.
    """

    people_before: int
    people_now: int
    answered_before: int
    answered_now: int
    both: int
    once: tuple[int, int]
    left: int
    joined: int
    moved: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Two waves side by side, on one question and one list of units.

    ``refused`` says for each question that could not be compared why: a key of a sentence.
    ``figures`` are those of the last report, on everybody who answered then; ``names`` of people
    who left. ``title`` and ``on`` are those of the last survey.
    """

    relation: str
    unit_type: str
    turnover: Turnover
    ties: TiesKept | None = None
    whole: tuple[Change, ...] = ()
    units: tuple[Change, ...] = ()
    pairs: tuple[Change, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    on: date | None = None
    hidden: int = 0

    def figure(self, measure: str) -> Change | None:
        """The change of a figure of the whole, if it was compared."""
        return next((row for row in self.whole if row.measure == measure), None)

    @property
    def rows(self) -> tuple[Change, ...]:
        """Every figure that was compared."""
        return (*self.whole, *self.units, *self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, as ``findings.json`` holds it."""
        return {
            "relation": self.relation,
            "unit_type": self.unit_type,
            "turnover": asdict(self.turnover),
            "ties": {**asdict(self.ties), "jaccard": self.ties.jaccard} if self.ties else None,
            "figures": [row.to_dict() for row in self.rows],
            "refused": dict(self.refused),
            "last_survey": dict(self.figures),
            "title": self.title,
            "on": self.on.isoformat() if self.on else None,
        }
