"""Who stands on a page where names are picked: found, suggested, told apart."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from analysis.model import Person
from survey import store
from survey.store import Database, Entry

ALL_SHOWN = 300
SUGGESTED = 25
FOUND = 30
SURVEYS_KEPT = 4
ABOUT = ("title", "role", "team", "department", "location")


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who can be ticked: her random id, her name, and what tells her from namesakes."""

    id: str
    name: str
    about: str
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """The roster of an open survey, ready to be shown and searched: everybody, and by id the
    option and the words of each.
    """

    entries: tuple[Entry, ...]
    options: Mapping[str, Option]
    words: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=SURVEYS_KEPT)
def directory(db: Database, survey_id: str, version: int) -> Directory:
    """The directory of a survey that has been opened, at this version of its roster.

    Kept, for in a firm of ten thousand each letter that somebody types would take a second to
    answer. Whoever can't be named has an option too: she may have been named before.
    """
    entries = store.entries_of(db, survey_id)
    known = options(entries)
    found_by = {e.id: words(f"{e.person.name} {known[e.id].about} {e.alias}") for e in entries}
    return Directory(entries, known, found_by)


NO_TEAM = "none"


def of_teams(names: Sequence[str]) -> Directory:
    """The directory of an anonymous survey: teams stand where people stand in others."""
    entries = tuple(Entry(f"t{i}", Person(name, name)) for i, name in enumerate(names))
    return Directory(entries, options(entries), {e.id: words(e.person.name) for e in entries})


@dataclass(frozen=True, slots=True)
class Group:
    """People who stand together: why (``picks``, ``found``, ``earlier``, ``close``, ``team``), or
    as ``home`` under the name of their department or firm, if they have one; ``teams`` are teams.
    """

    why: str
    name: str
    options: tuple[Option, ...]


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched: lower case, with and without accents."""
    plain = re.findall(r"\w+", text.casefold())
    folded = re.findall(r"\w+", anyascii(text).casefold())
    return tuple(dict.fromkeys([*folded, *plain]))


def matches(searchable: Sequence[str], typed: str) -> bool:
    """Whether each typed word begins some word of hers, in any order, accents or not."""
    asked = parts(typed)
    return bool(asked) and begins(searchable, asked)


def parts(typed: str) -> tuple[str, ...]:
    """The words that were typed, without accents."""
    return tuple(re.findall(r"\w+", anyascii(typed).casefold()))


def begins(searchable: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether each of the words asked for begins one of hers."""
    return all(any(word.startswith(part) for word in searchable) for part in asked)


def options(entries: Sequence[Entry]) -> dict[str, Option]:
    """Everybody as options; namesakes who look alike are told apart by their id."""
    abouts = {entry.id: about(entry.person) for entry in entries}
    same = Counter((entry.person.name, abouts[entry.id]) for entry in entries)
    made = {}
    for entry in entries:
        said = abouts[entry.id]
        if same[entry.person.name, said] > 1:
            said = " · ".join(part for part in (said, entry.person.id) if part)
        made[entry.id] = Option(entry.id, entry.person.name, said, entry.alias)
    return made


def about(person: Person) -> str:
    """What she does where, as far as the roster says."""
    known = (person.attributes.get(key, "") for key in ABOUT)
    parts = [part for part in (person.outside, *known) if part]
    return " · ".join(dict.fromkeys(parts))


def found(
    known: Mapping[str, Option], by: Mapping[str, Sequence[str]], typed: str
) -> tuple[Option, ...]:
    """Those whose words, held in ``by``, match; by name, and too many to read are cut off."""
    asked = parts(typed)
    hits = [option for id_, option in known.items() if asked and begins(by[id_], asked)]
    return tuple(sorted(hits, key=lambda option: anyascii(option.name).casefold())[:FOUND])


def nearby(entries: Sequence[Entry], me: Person) -> tuple[list[str], list[str]]:
    """The ids of her manager and reports, and of her own team."""
    close = [
        e.id
        for e in entries
        if e.person.id == me.manager_id or (me.id and e.person.manager_id == me.id)
    ]
    unit = "team" if me.attributes.get("team") else "department"
    mine = me.attributes.get(unit)
    team = [e.id for e in entries if mine and e.person.attributes.get(unit) == mine]
    return close, [id_ for id_ in team if id_ not in close]


def everybody(entries: Sequence[Entry], seed: str) -> list[tuple[str, list[str]]]:
    """Departments in alphabetical order, the people of each in an order that favours nobody.

    Contacts at another firm stand under its name.
    """
    homes: dict[str, list[str]] = {}
    for entry in entries:
        home = entry.person.outside or entry.person.attributes.get("department", "")
        homes.setdefault(home, []).append(entry.id)
    shuffle = random.Random(seed).shuffle  # noqa: S311 - an order, not a secret
    for ids in homes.values():
        shuffle(ids)
    return sorted(homes.items(), key=lambda item: (not item[0], item[0].casefold()))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is to show: who is ticked, who was named before, what was searched.

    ``last`` are those whom she named in the wave before: offered, never ticked.
    """

    ticked: Sequence[str]
    earlier: Sequence[str]
    typed: str
    suggest: bool
    last: Sequence[str] = ()


def groups(
    entries: Sequence[Entry], me: Person, wanted: Wanted, all_: Directory
) -> tuple[Group, ...]:
    """The people on the page in groups, each person once: picked first, then found, then near."""
    known = {entry.id: all_.options[entry.id] for entry in entries}
    rows: list[Heap] = [("picks", "", wanted.ticked)]
    if wanted.typed:
        rows.append(("found", "", [each.id for each in found(known, all_.words, wanted.typed)]))
    rows += [("last", "", wanted.last), ("earlier", "", wanted.earlier)]
    if wanted.suggest:
        close, team = nearby(entries, me)
        rows += [("close", "", close), ("team", "", team[:SUGGESTED])]
    if len(entries) <= ALL_SHOWN:
        rows += [("home", home, ids) for home, ids in everybody(entries, me.id)]
    return _once(rows, known)


def as_named(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Those who were named before, in one group that stays as it is."""
    known = options(entries)
    return _once([("earlier", "", list(known))], known)


def teams_apart(entries: Sequence[Entry], earlier: Sequence[str]) -> tuple[Group, ...]:
    """Teams that were named before, then the others."""
    known = {e.id: Option(e.id, e.person.name, "") for e in entries}
    return _once([("earlier", "", earlier), ("teams", "", list(known))], known)


Heap = tuple[str, str, Sequence[str]]


def _once(rows: Sequence[Heap], known: Mapping[str, Option]) -> tuple[Group, ...]:
    """Each person in the first group that has her; empty groups are left out."""
    seen: set[str] = set()
    made = []
    for why, name, ids in rows:
        fresh = [id_ for id_ in dict.fromkeys(ids) if id_ in known and id_ not in seen]
        seen.update(fresh)
        if fresh:
            made.append(Group(why, name, tuple(known[id_] for id_ in fresh)))
    return tuple(made)
