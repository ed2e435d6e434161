"""The teams of an anonymous survey: which column of the roster, which are large enough to name."""

from collections import Counter
from dataclasses import dataclass

from analysis.model import Roster

COLUMNS = ("department", "team", "location")
FEWEST_TEAMS = 3
ASKED = "own_team"
NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Teams:
    """The teams by name: ``large`` ones can be named and said to be one's own, ``small`` neither.

    ``column`` is where the roster has them, ``asked`` how many people of each large one are asked.
    """

    column: str
    large: tuple[str, ...]
    small: tuple[str, ...]
    asked: dict[str, int]


def teams_of(roster: Roster, k: int) -> Teams:
    """Departments, or what else the roster has; a team is large where ``k`` people are asked.

    Fewer could be recognised by what is said of their team, even if all of them answer.
    """
    column = next((name for name in COLUMNS if name in roster.unit_types), COLUMNS[0])
    inside = [person for person in roster.people if not person.outside]
    homes = Counter(p.attributes.get(column, "") for p in inside if p.asked)
    every = sorted({p.attributes.get(column, "") for p in inside} - {""}, key=str.casefold)
    large = tuple(name for name in every if homes[name] >= k)
    small = tuple(name for name in every if name not in large)
    return Teams(column, large, small, {name: homes[name] for name in large})
