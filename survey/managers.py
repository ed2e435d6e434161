"""Who reports to whom: managers that don't exist and cycles are cleared, and that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.model import Fault, Person
from survey.ids import index_ids

Said = tuple[str, str, str, str]


def settle_managers(
    people: Sequence[Person], rows: Mapping[str, int], file: str, column: str
) -> tuple[tuple[Person, ...], list[Fault]]:
    """The people with managers that exist and no cycles, and what had to be cleared."""
    boss, faults = _known(people, rows, file, column)
    tops = [person.id for person in people if person.manager_id is None and not person.outside]
    for member in _in_cycles(boss):
        where = (file, rows[member], column)
        faults.append(_fault("manager_cycle", where, boss[member], _circle(member, boss), member))
    cycles = {fault.people[0] for fault in faults if fault.kind == "manager_cycle"}
    settled = tuple(_under(p, None if p.id in cycles else boss.get(p.id)) for p in people)
    return settled, faults + _several_tops(tops, boss, rows, (file, column))


def _under(person: Person, manager_id: str | None) -> Person:
    """The person under this manager; nearly always as she is, and then not made anew."""
    return person if person.manager_id == manager_id else replace(person, manager_id=manager_id)


def _circle(member: str, boss: Mapping[str, str]) -> Said:
    if boss[member] == member:
        why = "Nobody reports to herself; at the top the cell is empty."
        return f"{member} is their own manager", why, "Empty the cell.", "manager left empty"
    why = f"Following the managers from {member} leads back to {member}."
    mend = "Correct the manager in one of these rows."
    return f"{member} is, by way of others, their own manager", why, mend, "manager left empty"


def _known(
    people: Sequence[Person], rows: Mapping[str, int], file: str, column: str
) -> tuple[dict[str, str], list[Fault]]:
    """Each person's manager where there is such a person."""
    index = index_ids(person.id for person in people)
    boss, faults = {}, []
    for person in people:
        typed = person.manager_id
        if typed is None:
            continue
        found = index.find(typed)
        where = (file, rows[person.id], column)
        if not found:
            said = (
                f"there is no person {typed} in the roster",
                "So nobody can report to that person.",
            )
            mend = ("Add the person, or correct the id.", "manager left empty")
            faults.append(_fault("unknown_manager", where, typed, (*said, *mend), person.id))
            continue
        if found != typed:
            said = (f"{typed} is spelt {found} elsewhere", "Only that person can be meant.")
            mend = ("Spell ids alike everywhere.", f"read as {found}")
            faults.append(
                _fault("id_case_or_space_variants", where, typed, (*said, *mend), person.id)
            )
        boss[person.id] = found
    return boss, faults


def _in_cycles(boss: Mapping[str, str]) -> list[str]:
    """Everybody who is on a cycle, each cycle in the order of its managers."""
    done, found = set[str](), list[str]()
    for start in boss:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step not in done and step not in path:
            path[step] = None
            step = boss.get(step)
        if step is not None and step in path:
            members = list(path)
            found += members[members.index(step) :]
        done.update(path)
    return found


def _several_tops(
    tops: Sequence[str], boss: Mapping[str, str], rows: Mapping[str, int], where: tuple[str, str]
) -> list[Fault]:
    """Several people without a manager, where most have one: said, not changed."""
    if len(tops) < 2 or len(boss) < len(tops):
        return []
    why = f"So have {len(tops) - 1} others; most firms have one top."
    mend = "Fill the cell in if it was forgotten."
    file, column = where
    return [
        _fault(
            "several_tops",
            (file, rows[top], column),
            "",
            (f"{top} has no manager", why, mend, "kept as it is"),
            top,
        )
        for top in tops
    ]


def _fault(
    kind: str, where: tuple[str, int | None, str], value: str, said: Said, person: str
) -> Fault:
    file, row, column = where
    what, why, mend, taken = said
    return Fault(kind, file, row, column, value, what, why, mend, taken, (person,))
