"""A spreadsheet of people into a Roster, with each row that was not taken as it stood explained."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from analysis.model import Fault, Person, Problem, Roster
from survey.addresses import address
from survey.headers import ANSWERS, ROSTER, field_columns, missing_column, plain
from survey.ids import clean
from survey.managers import settle_managers
from survey.names import name_faults
from survey.sheets import Table, read_table

NO = frozenset(["no", "n", "false", "0", "nein", "falsch", "non", "faux", "falso", "لا"])
YES = frozenset(
    ["yes", "y", "true", "1", "ja", "wahr", "oui", "vrai", "si", "sí", "verdadero", "نعم"]
)
GROUPS = ("department", "team", "location")
HOLES = 0.2
MOST_PEOPLE = 100_000
# Past these it is another kind of file, and a list of them would help nobody.
MOST_FAULTS = 50_000
# The first cell of a line under the table that adds it up, without accents and punctuation.
TOTALS = frozenset(
    plain(word)
    for word in (
        "total", "totals", "sum", "grand total", "subtotal", "count", "average",
        "summe", "gesamt", "gesamtsumme", "insgesamt", "anzahl", "zwischensumme", "mittelwert",
        "totaux", "somme", "total général", "sous-total", "nombre total", "moyenne",
        "suma", "total general", "totales", "subtotales", "promedio",
        "المجموع", "الإجمالي", "المجموع الكلي",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RosterReading:
    """A Roster as far as it could be read, what was mended, and how columns were understood.

    ``headers`` maps each column of the file to our word for it (an attribute keeps its own; a
    column left out has none). With a fatal fault the roster is partial and must not be used.
    ``aliases`` are further names that people are found by.
    """

    roster: Roster
    faults: tuple[Fault, ...]
    headers: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def fatal(self) -> tuple[Fault, ...]:
        """The faults that stop an import."""
        return tuple(fault for fault in self.faults if fault.fatal)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table with its columns understood."""

    table: Table
    columns: Mapping[str, int]
    attributes: Mapping[str, int]

    def cell(self, row: Sequence[str], field: str) -> str:
        column = self.columns.get(field)
        return "" if column is None else clean(row[column])

    def title(self, field: str) -> str:
        column = self.columns.get(field, self.attributes.get(field))
        return field if column is None else self.table.header[column]

    def fault(self, kind: str, row: int, field: str, value: str, said: Sequence[str]) -> Fault:
        """A fault of one row; ``said`` is what, why, how to mend, what was taken."""
        what, why, mend, taken = said
        where = (self.table.file, row, self.title(field) if field else "", value)
        return Fault(kind, *where, what, why, mend, taken)


def read_roster(path: Path | str, name: str = "") -> RosterReading:
    """The people in the file at ``path``; ``name`` is what its reader calls it.

    Raises Problem where the file as a whole can't be read as a roster. Rows that contradict each
    other give fatal faults: nothing may be guessed there.
    """
    return roster_from(read_table(path, name, MOST_PEOPLE))


def roster_from(table: Table) -> RosterReading:
    """The people in a table."""
    sheet = _understand(table)
    faults = [*table.faults, *_repeated_columns(sheet)]
    people, rows = _people(sheet, faults)
    if not people:
        mend = "Put one person in each row, under the column names."
        raise Problem("there is nobody in the roster", where=table.file, mend=mend)
    faults += name_faults(people, rows, table, sheet.title("name"))
    faults += _holes(sheet, people, rows)
    settled, more = settle_managers(people, rows, table.file, sheet.title("manager_id"))
    aliases = _aliases(sheet, rows)
    return RosterReading(Roster(settled), (*faults, *more), _headers(sheet), aliases)


def good_rows(reading: RosterReading) -> RosterReading:
    """The same without anybody whose rows contradict each other: all of her rows are left out."""
    gone = {person for fault in reading.fatal for person in fault.people}
    kept = tuple(
        replace(person, manager_id=None) if person.manager_id in gone else person
        for person in reading.roster.people
        if person.id not in gone
    )
    faults = tuple(
        replace(fault, fatal=False, taken="all rows of this id left out") if fault.fatal else fault
        for fault in reading.faults
    )
    aliases = {id_: alias for id_, alias in reading.aliases.items() if id_ not in gone}
    return replace(reading, roster=Roster(kept), faults=faults, aliases=aliases)


def _aliases(sheet: _Sheet, rows: Mapping[str, int]) -> dict[str, str]:
    """Each person's other name, read from the row that was taken."""
    people = {number: id_ for id_, number in rows.items()}
    numbered = zip(sheet.table.numbers, sheet.table.rows, strict=True)
    found = {people[n]: sheet.cell(row, "alias") for n, row in numbered if n in people}
    return {id_: alias for id_, alias in found.items() if alias}


def _understand(table: Table) -> _Sheet:
    columns = field_columns(table.header, ROSTER)
    if "name" in columns:
        columns = {k: v for k, v in columns.items() if k not in ("first_name", "last_name")}
    _require(table, columns)
    used = set(columns.values()) | _repeats(table)
    attributes = {field: columns.pop(field) for field in GROUPS if field in columns}
    for i, title in enumerate(table.header):
        if i not in used and not title.startswith("_"):
            attributes.setdefault(clean(title), i)
    ordered = dict(sorted(attributes.items(), key=lambda item: item[1]))
    return _Sheet(table, columns, ordered)


def _require(table: Table, columns: Mapping[str, int]) -> None:
    answers = field_columns(table.header, ANSWERS)
    swapped = "alter_id" in answers and "respondent_id" in answers
    hint = "This looks like the answers: give the roster first, then the answers."
    if "person_id" not in columns:
        raise missing_column("person_id", table, ROSTER, hint if swapped else "")
    if "name" not in columns and not {"first_name", "last_name"} <= set(columns):
        raise missing_column("name", table, ROSTER)


def _headers(sheet: _Sheet) -> dict[str, str]:
    words = {column: field for field, column in sheet.columns.items()}
    words |= {column: field for field, column in sheet.attributes.items()}
    understood: dict[str, str] = {}
    for i, title in enumerate(sheet.table.header):
        understood.setdefault(title, words.get(i, ""))
    return understood


def _repeats(table: Table) -> set[int]:
    """The places of columns that are called like an earlier one."""
    titles = [plain(title) for title in table.header]
    return {i for i, title in enumerate(titles) if title in titles[:i]}


def _repeated_columns(sheet: _Sheet) -> list[Fault]:
    """Columns that are called like an earlier one: the first is taken."""
    faults = []
    for place in sorted(_repeats(sheet.table)):
        title = sheet.table.header[place]
        what, why = f"there are two columns called {title}", "Only one can be meant."
        said = (what, why, "Rename or remove one.", "the first one read")
        faults.append(sheet.fault("repeated_columns", sheet.table.header_row, title, "", said))
    return faults


def _people(sheet: _Sheet, faults: list[Fault]) -> tuple[list[Person], dict[str, int]]:
    """Each person once, and her row."""
    people: dict[str, Person] = {}
    rows: dict[str, int] = {}
    raw: dict[str, tuple[str, ...]] = {}
    for number, row in zip(sheet.table.numbers, sheet.table.rows, strict=True):
        person, said = _person(sheet, number, row)
        if person and person.id in people:
            faults.append(_twice(sheet, number, person, rows[person.id], raw[person.id] == row))
            continue
        faults += said
        if len(faults) > MOST_FAULTS:
            raise _no_roster(sheet.table.file, number)
        if person:
            people[person.id], rows[person.id], raw[person.id] = person, number, row
    return list(people.values()), rows


def _no_roster(file: str, row: int) -> Problem:
    return Problem(
        "this does not look like a roster",
        where=f"{file}, rows 1 to {row}",
        why=f"In more than {MOST_FAULTS:,} of its cells stands something that can't be meant.",
        mend="Check that it is the right file, with each column under its own name.",
    )


def _twice(sheet: _Sheet, number: int, person: Person, first: int, same: bool) -> Fault:
    where = (sheet.table.file, number, sheet.title("person_id"), person.id)
    if same:
        what, why = f"{person.id} is in the roster twice", f"Row {first} says the same."
        mend, taken = "Remove one of the rows.", "the second row left out"
    else:
        what, why = f"{person.id} is in the roster twice", f"Row {first} says something else."
        mend, taken = "Give each person an id of their own, or remove the wrong row.", "nothing"
    return Fault("duplicate_people", *where, what, why, mend, taken, (person.id,), fatal=not same)


def _person(sheet: _Sheet, number: int, row: Sequence[str]) -> tuple[Person | None, list[Fault]]:
    faults: list[Fault] = []
    id_ = _id(sheet, number, row, faults)
    if not id_ or _adds_up(sheet, number, row, id_, faults):
        return None, faults
    attributes = {key: clean(row[i]) for key, i in sheet.attributes.items() if clean(row[i])}
    person = Person(
        id=id_,
        name=_name(sheet, number, row, faults) or id_,
        attributes=attributes,
        level=_level(sheet, number, row, faults),
        manager_id=sheet.cell(row, "manager_id") or None,
        start=_start(sheet, number, row, faults),
        email=_email(sheet, number, row, faults),
        asked=_yes(sheet, number, row, "asked", faults),
        listed=_yes(sheet, number, row, "listed", faults),
        outside=sheet.cell(row, "outside"),
        language=sheet.cell(row, "language"),
    )
    return person, [replace(fault, people=(id_,)) for fault in faults]


def _adds_up(sheet: _Sheet, number: int, row: Sequence[str], id_: str, faults: list[Fault]) -> bool:
    """Whether a line is no person but the sum below the table: no name, or a number for one."""
    names = [sheet.cell(row, field) for field in ("name", "first_name", "last_name")]
    named = re.sub(r"[\d\s.,:%()=-]", "", "".join(names))
    if named or plain(id_) not in TOTALS:
        return False
    what, why = "this line adds the others up", "It stands for nobody."
    said = (what, why, "Remove the line.", "row left out")
    faults.append(sheet.fault("total_row", number, "person_id", id_, said))
    return True


def _email(sheet: _Sheet, number: int, row: Sequence[str], faults: list[Fault]) -> str:
    text = sheet.cell(row, "email")
    try:
        return text and address(text) and text
    except Problem:
        why = "No mail server would take it, so this person would not be invited."
        said = ("this is no e-mail address", why, "Write it like ann@example.com.", "left empty")
        faults.append(sheet.fault("bad_email", number, "email", text, said))
        return ""


def _id(sheet: _Sheet, number: int, row: Sequence[str], faults: list[Fault]) -> str:
    typed = row[sheet.columns["person_id"]]
    id_ = clean(typed)
    said: Sequence[str]
    if not id_:
        what, why = "this person has no id", "Answers could not be matched to this person."
        said = (what, why, "Fill in an id.", "row left out")
        faults.append(sheet.fault("missing_person_id", number, "person_id", "", said))
    elif id_ != typed:
        what, why = "this id has spaces or invisible characters around it", "They are never meant."
        said = (what, why, "Remove them.", f"read as {id_}")
        faults.append(sheet.fault("id_case_or_space_variants", number, "person_id", typed, said))
    return id_


def _name(sheet: _Sheet, number: int, row: Sequence[str], faults: list[Fault]) -> str:
    parts = [sheet.cell(row, field) for field in ("name", "first_name", "last_name")]
    name = " ".join(part for part in parts if part)
    if not name:
        said = (
            "this person has no name",
            "Nobody could find this person.",
            "Fill in the name.",
            "id taken",
        )
        faults.append(sheet.fault("missing_name", number, "name", "", said))
    return name


def _level(sheet: _Sheet, number: int, row: Sequence[str], faults: list[Fault]) -> int | None:
    text = sheet.cell(row, "level")
    if not text:
        return None
    if re.fullmatch(r"[1-9][0-9]?(\.0+)?", text):
        return int(float(text))
    said = ("this is not a level", "A level is a whole number; 1 is the top.", "Write 1, 2, 3, …")
    faults.append(sheet.fault("bad_level", number, "level", text, (*said, "left empty")))
    return None


def _start(sheet: _Sheet, number: int, row: Sequence[str], faults: list[Fault]) -> date | None:
    text = sheet.cell(row, "start_date")
    if not text:
        return None
    day = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ]00:00(:00(\.0+)?)?)?", text)
    try:
        return date.fromisoformat(day[1] if day else "")
    except ValueError:
        why = "It is no date, or day and month could be taken for each other."
        said = ("this is not a date", why, "Write year-month-day: 2024-02-28.", "left empty")
        faults.append(sheet.fault("bad_date", number, "start_date", text, said))
        return None


def _yes(sheet: _Sheet, number: int, row: Sequence[str], field: str, faults: list[Fault]) -> bool:
    text = sheet.cell(row, field)
    word = text.casefold()
    if word and word not in NO | YES:
        said = ("this is neither yes nor no", "Only these two can be meant.", "Write yes or no.")
        faults.append(sheet.fault("bad_yes_no", number, field, text, (*said, "taken as yes")))
    return word not in NO


def _holes(sheet: _Sheet, people: Sequence[Person], rows: Mapping[str, int]) -> list[Fault]:
    """Empty cells in columns that nearly everybody has: ``missing_department`` and the like."""
    faults = []
    own = [person for person in people if not person.outside]
    for key in sheet.attributes:
        without = [person for person in own if key not in person.attributes]
        if key in GROUPS or len(without) <= HOLES * len(own):
            faults += [_hole(sheet, person, rows[person.id], key) for person in without]
    return faults


def _hole(sheet: _Sheet, person: Person, row: int, key: str) -> Fault:
    what = f"{person.id} has no {key}"
    said = (
        what,
        "This person can't be counted with any group.",
        "Fill it in.",
        "counted with no group",
    )
    kind = f"missing_{plain(key)}"
    return replace(sheet.fault(kind, row, key, "", said), people=(person.id,))
