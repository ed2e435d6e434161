"""Lists of partner firms, and who deals with them, each row that was not taken explained."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.model import Fault, Roster
from analysis.partners import BACKUP, MAIN, Dealing, Partner, Partners
from survey.headers import PARTNER_TIES, PARTNERS, field_columns, missing_column
from survey.ids import IdIndex, clean, index_ids
from survey.names import HOSTILE
from survey.sheets import Table, read_table

LONGEST_NAME = 200
RATINGS = ("strength", "trust", "value")
# How people write importance in words; a number is taken as it is.
WORDS = {
    "low": 1.0, "niedrig": 1.0, "gering": 1.0, "faible": 1.0, "baja": 1.0, "bajo": 1.0,
    "medium": 2.0, "middle": 2.0, "mittel": 2.0, "moyenne": 2.0, "moyen": 2.0, "media": 2.0,
    "high": 3.0, "hoch": 3.0, "haute": 3.0, "élevée": 3.0, "alta": 3.0, "critical": 4.0,
    "kritisch": 4.0, "critique": 4.0, "crítica": 4.0,
    "منخفضة": 1.0, "متوسطة": 2.0, "عالية": 3.0, "حرجة": 4.0,
}  # fmt: skip
ROLES = {
    **dict.fromkeys(("main", "primary", "haupt", "hauptkontakt", "principal", "رئيسي"), MAIN),
    **dict.fromkeys(
        ("backup", "secondary", "deputy", "vertretung", "suppléant", "suplente", "بديل"), BACKUP
    ),
}


@dataclass(frozen=True, slots=True)
class PartnerReading:
    """The partners as far as they could be read, and the rows that were not taken as they stood.

    ``headers`` maps each column of the file to our word for it (empty: left out).
    """

    partners: tuple[Partner, ...]
    faults: tuple[Fault, ...]
    headers: Mapping[str, str]

    @property
    def fatal(self) -> tuple[Fault, ...]:
        """The faults that stop an import."""
        return tuple(fault for fault in self.faults if fault.fatal)


@dataclass(slots=True)
class _Sheet:
    """A table with its columns understood, and what was found wrong in it."""

    table: Table
    columns: Mapping[str, int]
    faults: list[Fault] = field(default_factory=list)

    def cell(self, row: Sequence[str], name: str) -> str:
        column = self.columns.get(name)
        return "" if column is None else clean(row[column])

    def say(
        self, kind: str, where: tuple[int, str, str], said: Sequence[str], fatal: bool = False
    ) -> None:
        """Note a fault at (row, column, value); ``said`` is what, why, how to mend, what was taken,
        and about whom.
        """
        row, name, value = where
        what, why, mend, taken, *people = said
        column = self.columns.get(name)
        title = name if column is None else self.table.header[column]
        at = (self.table.file, row, title, value)
        self.faults.append(Fault(kind, *at, what, why, mend, taken, tuple(people), fatal))

    @property
    def rows(self) -> list[tuple[int, Sequence[str]]]:
        return list(zip(self.table.numbers, self.table.rows, strict=True))


def read_partners(path: Path | str, name: str = "") -> PartnerReading:
    """The partners in the file at ``path``; ``name`` is what its reader calls it."""
    return partners_from(read_table(path, name))


def partners_from(table: Table) -> PartnerReading:
    """The partners in a table; Problem where it lacks the columns that it needs."""
    columns = field_columns(table.header, PARTNERS)
    for needed in ("partner_id", "name"):
        if needed not in columns:
            raise missing_column(needed, table, PARTNERS)
    sheet = _Sheet(table, columns, [*table.faults])
    found: dict[str, Partner] = {}
    for number, row in sheet.rows:
        partner = _partner(sheet, number, row)
        if partner and partner.id in found:
            _twice(sheet, number, partner, found[partner.id])
        elif partner:
            found[partner.id] = partner
    words = {column: word for word, column in columns.items()}
    headers = {title: words.get(i, "") for i, title in enumerate(table.header)}
    return PartnerReading(tuple(found.values()), tuple(sheet.faults), headers)


def _twice(sheet: _Sheet, number: int, partner: Partner, first: Partner) -> None:
    same = partner == first
    said = (
        f"{partner.id} is on the list of partners twice",
        "Both rows say the same." if same else "The rows say different things.",
        "Remove one of the rows." if same else "Give each partner an id of its own.",
        "the second row left out" if same else "nothing",
    )
    sheet.say("duplicate_partners", (number, "partner_id", partner.id), said, fatal=not same)


def _partner(sheet: _Sheet, number: int, row: Sequence[str]) -> Partner | None:
    id_, name = sheet.cell(row, "partner_id"), sheet.cell(row, "name")
    if not id_:
        said = ("this partner has no id", "Dealings could not be matched to it.", "Fill in an id.")
        sheet.say("missing_partner_id", (number, "partner_id", ""), (*said, "row left out"))
        return None
    if not name:
        said = ("this partner has no name", "Nobody could find it.", "Fill in the name.")
        sheet.say("missing_partner_name", (number, "name", ""), (*said, "called by its id"))
    if len(name) > LONGEST_NAME:
        why = f"Names have at most {LONGEST_NAME} letters."
        said = ("this name is too long", why, "Shorten it.")
        sheet.say("long_partner_name", (number, "name", name), (*said, "cut off"))
    if HOSTILE.search(name):
        what, why = "this name holds markup or a formula", "It is kept as text and never run."
        said = (what, why, "Check that it is meant.")
        sheet.say("hostile_names", (number, "name", name), (*said, "kept as text"))
    return Partner(
        id_,
        name[:LONGEST_NAME] or id_,
        sheet.cell(row, "type"),
        sheet.cell(row, "sector"),
        sheet.cell(row, "region"),
        _importance(sheet, number, row),
        _amount(sheet, number, row, "annual_value"),
    )


def _importance(sheet: _Sheet, number: int, row: Sequence[str]) -> float | None:
    word = sheet.cell(row, "importance").casefold()
    return WORDS[word] if word in WORDS else _amount(sheet, number, row, "importance")


def _amount(sheet: _Sheet, number: int, row: Sequence[str], name: str) -> float | None:
    """A number of 0 or more in a cell, thousands apart or not; None where there is none."""
    text = sheet.cell(row, name)
    if not text:
        return None
    value = amount(text)
    if value is None:
        said = (f"{text} is not a number of 0 or more", "Only a number can be reckoned with.")
        where = (number, name, text)
        sheet.say("bad_partner_number", where, (*said, "Write digits only.", "left empty"))
    return value


def amount(text: str) -> float | None:
    """``1200``, ``1,200.50``, ``1.200,50``, ``1 200``, ``€ 1200`` as a number; None if it is none.

    A single comma or point with three digits behind it sets thousands apart.
    """
    bare = re.sub(r"[\s'’_]|[$€£¥]|EUR|USD|GBP|CHF", "", text)
    if not re.fullmatch(r"[0-9]+([.,][0-9]+)*", bare):
        return None
    *whole, last = re.split(r"[.,]", bare)
    marks = re.findall(r"[.,]", bare)
    thousands = all(len(part) == 3 for part in (*whole[1:], last)) and len(set(marks)) == 1
    if thousands or not marks:
        value = float("".join((*whole, last)))
    elif all(len(part) == 3 for part in whole[1:]) and marks[-1] not in marks[:-1]:
        value = float("".join(whole) + "." + last)
    else:
        return None
    return value if math.isfinite(value) else None


def read_dealings(
    path: Path | str, roster: Roster, partners: Sequence[Partner], name: str = ""
) -> tuple[Partners, tuple[Fault, ...]]:
    """Who deals with which partner; a row with an empty ``partner_id`` says "with none"."""
    table = read_table(path, name)
    columns = field_columns(table.header, PARTNER_TIES)
    for needed in ("person_id", "partner_id"):
        if needed not in columns:
            raise missing_column(needed, table, PARTNER_TIES)
    sheet = _Sheet(table, columns, [*table.faults])
    people, firms = index_ids(roster.ids), index_ids(partner.id for partner in partners)
    answered: set[str] = set()
    kept: dict[tuple[str, str], Dealing] = {}
    for number, row in sheet.rows:
        person = _known(sheet, number, row, ("person_id", people))
        if not person:
            continue
        answered.add(person)
        if not sheet.cell(row, "partner_id"):
            continue
        firm = _known(sheet, number, row, ("partner_id", firms))
        if firm:
            _keep(sheet, number, kept, _dealing(sheet, number, row, (person, firm)))
    told = Partners(tuple(partners), tuple(kept.values()), frozenset(answered))
    return told, tuple(sheet.faults)


def _known(sheet: _Sheet, number: int, row: Sequence[str], which: tuple[str, IdIndex]) -> str:
    """The id that is meant in a cell; empty, and said, where there is none such."""
    column, index = which
    typed = sheet.cell(row, column)
    id_ = index.find(typed)
    if not id_:
        person = column == "person_id"
        kind = "unknown_respondents" if person else "unknown_partners"
        where = "in the roster" if person else "on the list of partners"
        what = f"there is no {'person' if person else 'partner'} {typed or '(empty)'} {where}"
        mend = "Add it there, or correct the id."
        said = (what, "The id may be mistyped.", mend, "row left out")
        sheet.say(kind, (number, column, typed), said)
    elif id_ != typed:
        meant = (f"{typed} is spelt {id_} elsewhere", "Only that one can be meant.")
        rest = ("Spell ids alike everywhere.", f"read as {id_}")
        sheet.say("id_case_or_space_variants", (number, column, typed), (*meant, *rest))
    return id_


def _dealing(sheet: _Sheet, number: int, row: Sequence[str], ends: tuple[str, str]) -> Dealing:
    typed = sheet.cell(row, "role")
    role = ROLES.get(typed.casefold(), MAIN)
    if typed and typed.casefold() not in ROLES:
        said = (f"{typed} is neither main nor backup", "Only these two can be meant.")
        rest = ("Write main or backup.", "taken as main", ends[0])
        sheet.say("bad_partner_role", (number, "role", typed), (*said, *rest))
    strength, trust, value = (_amount(sheet, number, row, name) for name in RATINGS)
    return Dealing(*ends, role, strength, trust, value)


def _keep(
    sheet: _Sheet, number: int, kept: dict[tuple[str, str], Dealing], dealing: Dealing
) -> None:
    """One dealing a person and partner: main before backup, the highest ratings; twice is said."""
    key = (dealing.person, dealing.partner)
    before = kept.get(key)
    if before is None:
        kept[key] = dealing
        return
    what = f"{dealing.person} deals with {dealing.partner} in an earlier row as well"
    said = (what, "One dealing is counted once.", "Remove one of the rows.")
    where = (number, "partner_id", dealing.partner)
    sheet.say("duplicate_rows", where, (*said, "the highest values kept", dealing.person))
    kept[key] = as_one(before, dealing)


def as_one(first: Dealing, second: Dealing) -> Dealing:
    """Two dealings of one person with one partner: main before backup, the highest ratings."""
    role = MAIN if MAIN in (first.role, second.role) else BACKUP
    pairs = ((getattr(first, name), getattr(second, name)) for name in RATINGS)
    ratings = (_highest(*pair) for pair in pairs)
    return Dealing(first.person, first.partner, role, *ratings)


def _highest(first: float | None, second: float | None) -> float | None:
    there = [value for value in (first, second) if value is not None]
    return max(there, default=None)
