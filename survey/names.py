"""Names that need care: markup and formulas, several scripts, two people of one name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis.model import Fault, Person
from survey.sheets import Table

HOSTILE = re.compile(r"^[=+\-@＝＋－＠\t\r]|<\s*[a-zA-Z/!?]|=\?|&#?\w+;|\{\{|\$\{|\{%")
LATIN = frozenset({"LATIN"})
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "IDEOGRAPHIC"})


def name_faults(
    people: Sequence[Person], rows: Mapping[str, int], table: Table, column: str
) -> list[Fault]:
    """What readers should know about the names and texts in a roster; nothing is changed."""
    faults = [fault for p in people for fault in _hostile(p, rows[p.id], table.file, column)]
    mixed = [person for person in people if len(scripts(person.name)) > 1]
    faults += [_scripts(person, rows[person.id], table.file, column) for person in mixed]
    return faults + _namesakes(people, rows, table.file, column)


def scripts(name: str) -> frozenset[str]:
    """The scripts that a name is written in; Chinese, Japanese and Korean count as one."""
    if name.isascii():
        return LATIN
    words = (unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha())
    return frozenset("EAST ASIAN" if w in EAST_ASIAN else w.split("-")[0] for w in words if w)


def _hostile(person: Person, row: int, file: str, column: str) -> list[Fault]:
    texts = {column: person.name, **person.attributes}
    return [
        Fault(
            kind="hostile_names",
            file=file,
            row=row,
            column=key,
            value=text,
            what="this text holds characters that a program could take for a command",
            why="Markup or a formula may run where it is opened; nobody is called that.",
            mend="Check the text; correct it if it is not meant.",
            taken="kept as it is, and never run",
            people=(person.id,),
        )
        for key, text in texts.items()
        if HOSTILE.search(text)
    ]


def _scripts(person: Person, row: int, file: str, column: str) -> Fault:
    return Fault(
        kind="unicode_name",
        file=file,
        row=row,
        column=column,
        value=person.name,
        what="this name mixes several scripts",
        why="That is in order; but it may be harder to find, or letters only look alike.",
        mend="Nothing needs to be done.",
        taken="kept as it is",
        people=(person.id,),
    )


def _namesakes(
    people: Sequence[Person], rows: Mapping[str, int], file: str, column: str
) -> list[Fault]:
    """One fault a name that several people have: they are told apart by team and id."""
    called = defaultdict[str, list[Person]](list)
    for person in people:
        called[unicodedata.normalize("NFC", person.name).casefold()].append(person)
    return [
        Fault(
            kind="same_name",
            file=file,
            row=rows[same[1].id],
            column=column,
            value=same[1].name,
            what=f"{len(same)} people are called {same[0].name}",
            why="Colleagues may mix them up when they answer.",
            mend="Show what tells them apart: department, team, title.",
            taken="kept as they are, told apart by id",
            people=tuple(person.id for person in same),
        )
        for same in called.values()
        if len(same) > 1
    ]
