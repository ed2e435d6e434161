"""The words that everything else is said in: people, ties, evidence, findings.

Read this first. Everything here is frozen data; behaviour lives in functions elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


class Problem(Exception):
    """An error that its reader can act on: what is wrong, where, why, and what to do.

    ``where`` names a file, a row, a column or a setting, as far as it is known. The web turns a
    Problem into a page or a form message; the command prints it and ends with 1.
    Anything that is not a Problem is a bug.
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.why, self.mend = what, where, why, mend

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(part for part in (said, self.why, self.mend) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of an input file that was not taken as it stood, and why.

    ``kind`` is a word that faults are counted by (``duplicate_rows``, ``unknown_alters``, …);
    ``people`` the ids that it is about; ``taken`` says what was done instead ("row left out",
    "highest value kept"). ``fatal`` faults stop the import: nothing may be guessed there.
    """

    kind: str
    file: str
    row: int | None
    column: str
    value: str
    what: str
    why: str
    mend: str
    taken: str
    people: tuple[str, ...] = ()
    fatal: bool = False

    @property
    def where(self) -> str:
        """File, row and column in one phrase, as far as they are known."""
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, row, column) if part)


@dataclass(frozen=True, slots=True)
class Person:
    """An employee, or with ``outside`` a contact at a partner firm.

    ``attributes`` holds what people can be grouped by (department, team, location, …); a
    missing value is an absent key. ``level`` 1 is the top. ``asked`` False: can be named but gets
    no survey; ``listed`` False: gets the survey but cannot be named. ``language`` is the one that
    she is written to in; nobody is grouped by it.
    """

    id: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    level: int | None = None
    manager_id: str | None = None
    start: date | None = None
    email: str = ""
    asked: bool = True
    listed: bool = True
    outside: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who can answer or be named, in the order of the file."""

    people: tuple[Person, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every person's id, in order."""
        return tuple(person.id for person in self.people)

    @property
    def unit_types(self) -> tuple[str, ...]:
        """The attributes that people can be grouped by, in order of first appearance."""
        return tuple(dict.fromkeys(key for person in self.people for key in person.attributes))

    def by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}


@dataclass(frozen=True, slots=True)
class Tie:
    """``source`` goes to ``target``, in answer to ``question``, this strongly."""

    source: str
    target: str
    question: str
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back: the ties, and who answered which question (naming somebody or not).

    ``answered`` keeps "named nobody" apart from "did not answer".
    """

    ties: tuple[Tie, ...]
    answered: Mapping[str, frozenset[str]]
    faults: tuple[Fault, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that anybody answered, in the order of the input."""
        return tuple(self.answered)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number with all that it takes to be read: never a bare figure.

    ``expected`` is what ``against`` (chance, last wave, a benchmark) would give, with the
    interval ``low`` to ``high`` (95 %) in which that would lie; ``p`` is the chance of a value as
    extreme there and ``q`` the same allowing for how many were looked at. ``people`` is how many
    people the number rests on, ``relation`` on which question or questions, where it was said.
    """

    measure: str
    value: float
    people: int
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    against: str = ""
    relation: str = ""


SubjectType = Literal["person", "unit", "pair", "partner", "organisation"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a finding is about; ``people`` where it is about several.

    ``name`` is a partner's: only people are called by the names that a View holds.
    """

    type: SubjectType
    id: str = ""
    unit_type: str = ""
    unit: str = ""
    units: tuple[str, str] | tuple[()] = ()
    people: tuple[str, ...] = ()
    name: str = ""

    @property
    def key(self) -> str:
        """A stable text for ids: ``department-Sales``, ``E0042``."""
        parts = (self.id, self.unit_type, self.unit, *self.units)
        return "-".join(part for part in parts if part)

    @property
    def names(self) -> tuple[str, ...]:
        """Every person id in it."""
        return (self.id, *self.people) if self.type == "person" else self.people


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action changed when it was tried on the network.

    ``before`` and ``after`` it, and what the same effort spent at ``random`` would have given.
    """

    measure: str
    before: float
    after: float
    random: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something to do, for whom, and what it did to the network when tried."""

    kind: str
    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the network that helps or hurts the work.

    ``relation`` names the question or questions it rests on. ``severity`` (how much it matters)
    and ``confidence`` (how sure we are, after chance and missing answers) lie in 0 to 1.
    ``caveats`` are keys of sentences in templates/wording, as kinds and measures are.
    """

    kind: str
    subject: Subject
    relation: str
    confidence: float
    severity: float
    evidence: tuple[Evidence, ...]
    caveats: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def id(self) -> str:
        """Stable from run to run: ``silo-department-Sales``."""
        key = self.subject.key or self.evidence[0].measure
        return f"{self.kind}-{key}".replace(" ", "_").lower()


@dataclass(frozen=True, slots=True)
class NotFound:
    """Looked for, and not there. ``why`` is a key of a sentence, filled from ``facts``."""

    kind: str
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotSaid:
    """Could be there, but these answers cannot carry it. ``why`` as in NotFound."""

    kind: str
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Outcome = Finding | NotFound | NotSaid
