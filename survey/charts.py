"""Who reports to whom, looked over before people are asked: tops, circles, loose ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.model import Fault, Person, Roster

WIDE = 30
NAMED = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """The people chart of a roster.

    ``tops`` have no manager. ``circles`` are people who, by way of each other, manage themselves;
    each begins with whoever comes first in the file. ``depth`` counts the steps from a top to the
    person farthest down. ``wide`` are managers of more than 30 people.
    """

    tops: tuple[Person, ...]
    circles: tuple[tuple[Person, ...], ...]
    depth: int
    wide: tuple[tuple[Person, int], ...]
    managed: int


def chart_of(roster: Roster, faults: Sequence[Fault] = ()) -> Chart:
    """The chart; circles are taken from what was cleared while the roster was read."""
    people = [person for person in roster.people if not person.outside]
    known = {person.id: person for person in people}
    boss = {p.id: p.manager_id for p in people if p.manager_id in known and p.manager_id}
    circles = tuple(_circles(faults, known))
    in_circle = {person.id for circle in circles for person in circle}
    reports: dict[str, int] = {}
    for manager in boss.values():
        reports[manager] = reports.get(manager, 0) + 1
    return Chart(
        tops=tuple(p for p in people if p.id not in boss and p.id not in in_circle),
        circles=circles,
        depth=max((_depth(id_, boss) for id_ in boss), default=0),
        wide=tuple((known[id_], n) for id_, n in reports.items() if n > WIDE),
        managed=len(boss),
    )


def _depth(id_: str, boss: Mapping[str, str]) -> int:
    """How many managers stand above; settled rosters have no cycles."""
    steps = 0
    while id_ in boss:
        id_, steps = boss[id_], steps + 1
    return steps


def _circles(faults: Sequence[Fault], known: Mapping[str, Person]) -> Iterator[tuple[Person, ...]]:
    nexts = {f.people[0]: f.value for f in faults if f.kind == "manager_cycle"}
    left = [id_ for id_ in known if id_ in nexts]
    while left:
        circle = [left[0]]
        while nexts.get(circle[-1]) in left and nexts[circle[-1]] not in circle:
            circle.append(nexts[circle[-1]])
        left = [id_ for id_ in left if id_ not in circle]
        yield tuple(known[id_] for id_ in circle)


def circle_of(person_id: str, manager_id: str, roster: Roster) -> bool:
    """Whether giving this person that manager would close a circle."""
    boss = {p.id: p.manager_id for p in roster.people}
    step: str | None = manager_id
    for _ in range(len(boss) + 1):
        if step == person_id:
            return True
        step = boss.get(step) if step else None
    return False


def said(chart: Chart) -> list[str]:
    """What is worth a second look, in sentences; empty if the chart is one tree of usual shape."""
    if not chart.managed:
        return ["Nobody has a manager. Without them nothing is said about who goes past the boss."]
    lines = [f"{_chain(circle)}: nobody can be above themselves." for circle in chart.circles]
    if len(chart.tops) > 1:
        lines.append(
            f"{len(chart.tops)} people have no manager: {_names(chart.tops)}. Most firms have one "
            "person at the top; fill in the others' managers if they were forgotten."
        )
    lines += [
        f"{n} people report to {who.name}. Check that this is meant." for who, n in chart.wide
    ]
    return lines


def _chain(circle: tuple[Person, ...]) -> str:
    if len(circle) == 1:
        return f"{circle[0].name} reports to {circle[0].name}"
    return " reports to ".join(person.name for person in (*circle, circle[0]))


def _names(people: Sequence[Person]) -> str:
    named = ", ".join(person.name for person in people[:NAMED])
    more = len(people) - NAMED
    return f"{named} and {more} more" if more > 0 else named
