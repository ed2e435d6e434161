"""A spreadsheet of answers into ties, with each row that was not taken as it stood explained."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.model import Answers, Fault, Problem, Roster, Tie
from survey.flags import flags, too_fast
from survey.headers import ANSWERS, ROSTER, field_columns, missing_column
from survey.ids import IdIndex, clean, index_ids
from survey.ratings import SIGNED, scale_of
from survey.sheets import Table, read_table

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
STRANGE_PAIR = 0.5

Key = tuple[str, str, str]


@dataclass(slots=True)
class _Reading:
    """What has been read so far; ``rows`` says which row a tie came from."""

    table: Table
    columns: Mapping[str, int]
    index: IdIndex
    roster: Roster
    scales: Mapping[str, float]
    unlisted: frozenset[str]
    ties: dict[Key, float] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    answered: dict[str, set[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def title(self, name: str) -> str:
        column = self.columns.get(name)
        return name if column is None else self.table.header[column]

    def say(self, kind: str, row: int, column: str, value: str, said: Sequence[str]) -> None:
        """Note a fault; ``said`` is what, why, how to mend, what was taken, and about whom."""
        what, why, mend, taken, *people = said
        where = (self.table.file, row, self.title(column), value)
        self.faults.append(Fault(kind, *where, what, why, mend, taken, tuple(people)))


def read_answers(path: Path | str, roster: Roster, name: str = "") -> Answers:
    """The answers in the file at ``path`` by and about the people of ``roster``.

    Raises Problem where the file can't be read as answers, or hardly any of its ids are on the
    roster. A row with an empty ``alter_id`` says that its respondent named nobody.
    """
    return answers_from(read_table(path, name), roster)


def answers_from(table: Table, roster: Roster) -> Answers:
    """The answers in a table."""
    columns = field_columns(table.header, ANSWERS)
    _require(table, columns)
    index = index_ids(roster.ids)
    _refuse_strange_pair(table, columns, index)
    unlisted = frozenset(person.id for person in roster.people if not person.listed)
    reading = _Reading(table, columns, index, roster, _scales(table, columns), unlisted)
    reading.faults += table.faults
    _read_rows(reading)
    reading.faults += flags(reading.ties, reading.rows, roster, table.file, reading.title)
    reading.faults += too_fast(reading.ties, reading.rows, reading.seconds, table.file)
    return Answers(
        ties=tuple(Tie(s, t, q, v) for (q, s, t), v in reading.ties.items() if v > 0),
        answered={q: frozenset(ids) for q, ids in reading.answered.items()},
        faults=tuple(reading.faults),
    )


def _require(table: Table, columns: Mapping[str, int]) -> None:
    roster = field_columns(table.header, ROSTER)
    swapped = "person_id" in roster and "name" in roster
    hint = "This looks like a roster: give the roster first, then the answers." if swapped else ""
    for name in ("respondent_id", "question", "alter_id"):
        if name not in columns:
            raise missing_column(name, table, ANSWERS, hint)
    if not table.rows:
        mend = "Export the answers again; each is a row."
        raise Problem("there are no answers in the file", where=table.file, mend=mend)


def _refuse_strange_pair(table: Table, columns: Mapping[str, int], index: IdIndex) -> None:
    """Where fewer than half of the ids are known, the two files don't belong together."""
    for name in ("respondent_id", "alter_id"):
        typed = [clean(row[columns[name]]) for row in table.rows]
        ids = [id_ for id_ in typed if id_]
        unknown = [id_ for id_ in ids if not index.find(id_)]
        if len(unknown) > (1 - STRANGE_PAIR) * len(ids):
            raise Problem(
                "the answers don't belong to this roster",
                where=f"{table.file}, column {table.header[columns[name]]}",
                why=f"{len(unknown)} of {len(ids)} ids are not on it, {unknown[0]} for one.",
                mend="Give the roster that the survey was made with, or correct the ids.",
            )


def _scales(table: Table, columns: Mapping[str, int]) -> dict[str, float]:
    """The highest value of each question, as far as its answers tell."""
    if "value" not in columns:
        return {}
    values = defaultdict[str, list[float]](list)
    question, value = columns["question"], columns["value"]
    for row in table.rows:
        number = _number(row[value])
        if number is not None and number >= 0:
            values[row[question]].append(number)
    return {name: scale_of(clean(name), given) for name, given in values.items()}


def _number(text: str) -> float | None:
    """The number in a cell, with a decimal point or comma; None if it is none."""
    text = text.strip()
    if not NUMBER.fullmatch(text) or not text.isascii():
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None


def _read_rows(reading: _Reading) -> None:
    columns = reading.columns
    who, what, whom = columns["respondent_id"], columns["question"], columns["alter_id"]
    value, taken = columns.get("value"), columns.get("seconds")
    for number, row in zip(reading.table.numbers, reading.table.rows, strict=True):
        typed = (row[who], row[what], row[whom])
        if taken is not None:
            _note_seconds(reading, row[who], row[taken])
        _read_row(reading, number, typed, None if value is None else row[value])


def _note_seconds(reading: _Reading, respondent: str, typed: str) -> None:
    """How long somebody took for the whole survey: the longest that any of the rows says."""
    source, seconds = reading.index.find(clean(respondent)), _number(typed)
    if source and seconds is not None and seconds > 0:
        reading.seconds[source] = max(seconds, reading.seconds.get(source, 0.0))


def _read_row(reading: _Reading, number: int, typed: Key, value: str | None) -> None:
    """Take one row in, or say why not."""
    respondent, question, alter = typed
    source = reading.index.exact.get(respondent) or _respondent(reading, number, respondent)
    if not source:
        return
    question = clean(question)
    if not question:
        said = ("this row has no question", "Nobody can tell what was answered.")
        reading.say(
            "no_question",
            number,
            "question",
            "",
            (*said, "Fill it in.", "row left out", source),
        )
        return
    reading.answered.setdefault(question, set()).add(source)
    if not alter or alter.isspace():
        return
    target = reading.index.exact.get(alter) or _alter(reading, number, alter, source)
    if not target or _not_to_be_named(reading, number, source, target):
        return
    strength = _value(reading, number, typed, value, source)
    if strength is not None:
        variant = (respondent, alter) != (source, target)
        _keep(reading, number, (question, source, target), strength, variant)


def _respondent(reading: _Reading, number: int, typed: str) -> str:
    if not clean(typed):
        said = ("this row has no respondent", "Nobody can tell who answered.", "Fill it in.")
        reading.say("unknown_respondents", number, "respondent_id", typed, (*said, "row left out"))
        return ""
    return _found(reading, number, "respondent_id", typed) or _unknown(
        reading, number, ("unknown_respondents", "respondent_id", typed)
    )


def _alter(reading: _Reading, number: int, typed: str, source: str) -> str:
    return _found(reading, number, "alter_id", typed) or _unknown(
        reading, number, ("unknown_alters", "alter_id", typed), source
    )


def _found(reading: _Reading, number: int, column: str, typed: str) -> str:
    """The id that is meant, where its spelling differs from the roster's but leaves no doubt."""
    id_ = reading.index.find(clean(typed))
    if id_:
        said = (f"{clean(typed)} is spelt {id_} in the roster", "Only that person can be meant.")
        if clean(typed) == id_:
            said = (f"{id_} has spaces or invisible characters around it", "They are never meant.")
        rest = ("Spell ids alike everywhere.", f"read as {id_}", id_)
        reading.say("id_case_or_space_variants", number, column, typed, (*said, *rest))
    return id_


def _unknown(reading: _Reading, number: int, which: Key, *people: str) -> str:
    kind, column, typed = which
    said = (
        f"there is no person {clean(typed)} in the roster",
        "The id may be mistyped, or the person has left.",
    )
    mend = ("Add the person to the roster, or correct the id.", "row left out")
    reading.say(kind, number, column, typed, (*said, *mend, *people))
    return ""


def _not_to_be_named(reading: _Reading, number: int, source: str, target: str) -> bool:
    """Oneself, and whoever asked not to be named."""
    said: Sequence[str]
    if source == target:
        why, mend = "A tie needs two people.", "Nothing needs to be done."
        said = (f"{source} named themselves", why, mend, "row left out", source)
        reading.say("self_nominations", number, "alter_id", target, said)
    elif target in reading.unlisted:
        why, mend = "The roster's column listed says no.", "Correct it there if that is wrong."
        what = f"{target} is marked as not to be named"
        said = (what, why, mend, "row left out", source, target)
        reading.say("unlisted_named", number, "alter_id", target, said)
    return source == target or target in reading.unlisted


def _value(
    reading: _Reading, number: int, typed: Key, value: str | None, source: str
) -> float | None:
    """How strong the tie is; None where that can't be told and the row is left out."""
    if value is None:
        return 1.0
    strength = _number(value)
    top = reading.scales.get(typed[1], math.inf)
    if strength is not None and _in_range(clean(typed[1]), strength, top):
        return strength
    if not value.strip():
        why = ("Somebody was named, but not how often.", "Fill it in.", "taken as 1", source)
        reading.say("bad_frequency", number, "value", value, ("the value is empty", *why))
        return 1.0
    whole = "a number, 0 or more" if math.isinf(top) else f"a number from 0 to {top:g}"
    why = ("The other answers to this question are.", "Correct it.", "row left out", source)
    reading.say("bad_frequency", number, "value", value, (f"{clean(value)} is not {whole}", *why))
    return None


def _in_range(question: str, strength: float, top: float) -> bool:
    lowest = -top if question in SIGNED else 0
    return lowest <= strength <= top


def _keep(reading: _Reading, number: int, key: Key, value: float, variant: bool) -> None:
    """Keep the highest value of a tie; a second row for it is said."""
    before = reading.ties.get(key)
    if before is None:
        reading.ties[key], reading.rows[key] = value, number
        return
    reading.ties[key] = max(before, value)
    if not variant:
        _, source, target = key
        what = f"{source} named {target} before, in row {reading.rows[key]}"
        kept = "row left out" if value <= before else f"the higher value {value:g} kept"
        said = (what, "One tie is counted once.", "Remove one of the rows.", kept, source)
        reading.say("duplicate_rows", number, "alter_id", target, said)
