"""What taking a new roster would change: who joins, leaves, moves, is called something else."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.model import Person, Roster

SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about one person: ``what`` is the column, an empty text is an empty cell."""

    person: Person
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two rosters, people known again by their ids alone.

    ``again`` are pairs of a leaver and a joiner who share name or address: most likely one person
    whose id has changed, who would be counted as two.
    """

    joiners: tuple[Person, ...] = ()
    leavers: tuple[Person, ...] = ()
    renamed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    other: tuple[Change, ...] = ()
    again: tuple[tuple[Person, Person], ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything differs at all."""
        return bool(self.joiners or self.leavers or self.renamed or self.moved or self.other)

    def unlike(self, before: int) -> bool:
        """Whether so many leave that it looks like the wrong file, or like new ids."""
        return before > 0 and len(self.leavers) > SHARE * before


def compare(before: Roster, after: Roster) -> Changes:
    """What ``after`` changes against ``before``, in the order of the rosters."""
    old, new = before.by_id(), after.by_id()
    joiners = tuple(person for person in after.people if person.id not in old)
    leavers = tuple(person for person in before.people if person.id not in new)
    found = [c for p in after.people if p.id in old for c in _differences(old[p.id], p)]
    units = {*before.unit_types, *after.unit_types}
    return Changes(
        joiners=joiners,
        leavers=leavers,
        renamed=tuple(change for change in found if change.what == "name"),
        moved=tuple(change for change in found if change.what in units),
        other=tuple(c for c in found if c.what != "name" and c.what not in units),
        again=_again(leavers, joiners),
    )


def _differences(before: Person, after: Person) -> Iterator[Change]:
    was, is_ = cells(before), cells(after)
    for what in dict.fromkeys([*was, *is_]):
        if was.get(what, "") != is_.get(what, ""):
            yield Change(after, what, was.get(what, ""), is_.get(what, ""))


def cells(person: Person) -> dict[str, str]:
    """A person as the cells of a row, columns that say nothing left out."""
    row = {
        "name": person.name,
        "email": person.email,
        **person.attributes,
        "level": str(person.level or ""),
        "manager_id": person.manager_id or "",
        "start_date": person.start.isoformat() if person.start else "",
        "asked": "" if person.asked else "no",
        "listed": "" if person.listed else "no",
        "outside": person.outside,
        "language": person.language,
    }
    return {what: text for what, text in row.items() if text}


def _again(
    leavers: tuple[Person, ...], joiners: tuple[Person, ...]
) -> tuple[tuple[Person, Person], ...]:
    """Leavers and joiners of one address, or of one name that only they have."""
    gone = _only(leavers)
    pairs = []
    for joiner in joiners:
        found = [gone[key] for key in _marks(joiner) if key in gone]
        if found:
            pairs.append((found[0], joiner))
    return tuple(pairs)


def _only(people: tuple[Person, ...]) -> Mapping[str, Person]:
    counts = Counter(mark for person in people for mark in _marks(person))
    return {m: person for person in people for m in _marks(person) if counts[m] == 1}


def _marks(person: Person) -> list[str]:
    name = unicodedata.normalize("NFC", person.name).casefold()
    marks = [f"mail:{person.email.casefold()}"] if person.email else []
    return [*marks, f"name:{name}"]
