"""What the sections of one unit's report share: its name in sentences, contact with each other."""

from dataclasses import dataclass
from typing import Any

from analysis.editions import OneUnit
from analysis.narrowing import OWN_TEAM
from analysis.results import PairRow, UnitRow
from reports import facts
from reports.plain import isolated
from reports.source import Source, pairs


@dataclass(frozen=True, slots=True)
class Contact:
    """Another unit, with contacts to it and from it where they may be shown."""

    unit: str
    gives: PairRow | None
    gets: PairRow | None

    @property
    def ties(self) -> int:
        """Contacts both ways."""
        return sum(row.ties for row in (self.gives, self.gets) if row)

    @property
    def expected(self) -> float:
        """What chance would give both ways."""
        return sum(row.expected for row in (self.gives, self.gets) if row)


def about(source: Source) -> OneUnit:
    """The unit of this report; TypeError for a view that was not narrowed."""
    if source.view.about is None:
        raise TypeError("the view is not narrowed to a unit")
    return source.view.about


def row_of(source: Source) -> UnitRow:
    """The unit's own row."""
    return source.view.units[0]


def known(source: Source) -> dict[str, Any]:
    """What sentences about the unit may use."""
    one, words = about(source), source.words
    unit = isolated(one.unit)
    return {
        "unit": unit,
        "Unit": unit,
        "unit_type": one.unit_type,
        "type": facts.unit_type(words, one.unit_type),
        "types": facts.unit_type(words, one.unit_type, many=True),
        "k": source.view.policy.k,
        "team": max(OWN_TEAM, source.view.policy.k),
    }


def contacts(source: Source) -> tuple[Contact, ...]:
    """Every other unit that may be shown, those furthest from chance first."""
    mine, found = about(source).unit, pairs(source.view)
    others = dict.fromkeys(unit for pair in found for unit in pair if unit != mine)
    rows = [Contact(unit, found.get((mine, unit)), found.get((unit, mine))) for unit in others]
    return tuple(sorted(rows, key=lambda row: (-abs(row.ties - row.expected), row.unit)))


def inside(source: Source) -> PairRow | None:
    """Contacts of the unit with itself."""
    mine = about(source).unit
    return pairs(source.view).get((mine, mine))
