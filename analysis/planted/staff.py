"""Who works in a planted firm: departments, teams, places, levels, managers, start dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from analysis.model import Person, Roster
from analysis.planted.names import address, draw_names

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

SURVEY_DATE = date(2025, 10, 1)
LOCATIONS = ("Leipzig", "Porto", "Gdańsk", "Cork")
DEPARTMENTS = (
    "Engineering", "Sales", "Operations", "Customer Care", "Finance", "Research", "Marketing",
    "Logistics", "People", "Legal", "Quality", "Purchasing",
)  # fmt: skip
TEAM_SIZE = 7
LEADS_PER_MANAGER = 6


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """Everybody, as arrays by position in the roster; ``manager`` is -1 at the top.

    ``departments``, ``teams`` and ``locations`` are the names that the numbers stand for.
    """

    departments: tuple[str, ...]
    teams: tuple[str, ...]
    department: IntArray
    team: IntArray
    location: IntArray
    level: IntArray
    manager: IntArray
    ids: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.ids)

    def home(self, unit_type: str) -> IntArray:
        """Everybody's department, team or location, as numbers."""
        homes = {"department": self.department, "team": self.team, "location": self.location}
        return homes[unit_type]

    def unit_names(self, unit_type: str) -> tuple[str, ...]:
        """The names of all departments, teams or locations."""
        names = {"department": self.departments, "team": self.teams, "location": LOCATIONS}
        return names[unit_type]

    def members(self, unit_type: str, unit: int) -> IntArray:
        """The people of one department, team or location."""
        return np.flatnonzero(self.home(unit_type) == unit)


def department_sizes(rng: np.random.Generator, people: int, departments: int = 0) -> list[int]:
    """Uneven sizes of at least 5 that add up to ``people``, the largest first.

    Three departments in a small firm, twelve in a large one, unless ``departments`` says.
    """
    steps = (40, 90, 180, 350, 700, 1500, 2500)
    count = departments or 3 + sum(people >= step for step in steps)
    shares = rng.uniform(1.0, 1.6, count)
    sizes = 5 + np.floor((people - 5 * count) * shares / shares.sum()).astype(int)
    sizes[0] += people - sizes.sum()
    return sorted((int(size) for size in sizes), reverse=True)


def hire(rng: np.random.Generator, sizes: Sequence[int]) -> Staff:
    """People for departments of these ``sizes``, in teams of about seven, shuffled."""
    department = np.repeat(np.arange(len(sizes)), sizes)
    team, teams = _teams(sizes)
    first = np.searchsorted(team, np.arange(len(teams)))
    manager, level = _chart(department, team, first)
    order = rng.permutation(len(department))
    place = np.argsort(order)
    width = max(4, len(str(len(order))))
    return Staff(
        DEPARTMENTS[: len(sizes)],
        teams,
        department[order],
        team[order],
        _locations(rng, team, len(teams))[order],
        level[order],
        np.where(manager >= 0, place[manager], -1)[order],
        tuple(f"E{i + 1:0{width}d}" for i in range(len(order))),
    )


def _teams(sizes: Sequence[int]) -> tuple[IntArray, tuple[str, ...]]:
    """Everybody's team, and the teams' names: ``Sales 2``."""
    team: list[IntArray] = []
    names: list[str] = []
    for name, size in zip(DEPARTMENTS, sizes, strict=False):
        count = max(1, size // TEAM_SIZE)
        team.append(len(names) + np.sort(np.arange(size) % count))
        names.extend(f"{name} {i + 1}" for i in range(count))
    return np.concatenate(team), tuple(names)


def _chart(department: IntArray, team: IntArray, first: IntArray) -> tuple[IntArray, IntArray]:
    """Managers and levels: a head a department, a lead a team, a manager over six leads."""
    manager = first[team].copy()
    level = np.full(len(team), 5)
    for unit in range(int(department.max()) + 1):
        leads = first[department[first] == unit]
        head, middle = leads[0], leads[:: LEADS_PER_MANAGER + 1]
        level[leads], level[middle], level[head] = 4, 3, 2
        manager[leads] = np.repeat(middle, LEADS_PER_MANAGER + 1)[: len(leads)]
        manager[middle], manager[head] = head, 1
    level[1], manager[1] = 1, -1
    return manager, level


def _locations(rng: np.random.Generator, team: IntArray, teams: int) -> IntArray:
    """Where people sit: three in four with their team."""
    shares = (0.35, 0.25, 0.2, 0.2)
    common = rng.choice(len(LOCATIONS), teams, p=shares)[team]
    alone = rng.choice(len(LOCATIONS), len(team), p=shares)
    return np.where(rng.random(len(team)) < 0.75, common, alone)


def to_roster(rng: np.random.Generator, staff: Staff) -> Roster:
    """The staff with names, addresses and start dates."""
    names = draw_names(rng, staff.size)
    days = np.minimum(rng.exponential(5.5 * 365, staff.size) + 20, 32 * 365)
    return Roster(tuple(_person(staff, i, names[i], int(days[i])) for i in range(staff.size)))


def _person(staff: Staff, i: int, name: str, days: int) -> Person:
    kinds = ("department", "team", "location")
    homes = {kind: staff.unit_names(kind)[staff.home(kind)[i]] for kind in kinds}
    boss = int(staff.manager[i])
    return Person(
        staff.ids[i],
        name,
        homes,
        level=int(staff.level[i]),
        manager_id=staff.ids[boss] if boss >= 0 else None,
        start=SURVEY_DATE - timedelta(days=days),
        email=address(name, staff.ids[i]),
    )
