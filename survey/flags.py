"""Notes on whole sets of answers that are to be read with care; nothing is changed for them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from analysis.model import Answers, Fault, Roster
from survey.ratings import straight_liners

NEARLY_ALL = 0.9
MANY = 25
FAST = 60
SEVERAL = 3
ASK = "Ask the person, or leave these answers out."

Ties = Mapping[tuple[str, str, str], float]
Rows = Mapping[tuple[str, str, str], int]


def flags(
    ties: Ties, rows: Rows, roster: Roster, file: str, title: Callable[[str], str]
) -> list[Fault]:
    """Who rated everybody alike, named nearly everybody or very many, or was not to be asked.

    ``ties`` and ``rows`` are keyed by question, respondent and named; ``title`` gives the name
    that a column has in ``file``.
    """
    given = defaultdict[tuple[str, str], list[float]](list)
    first: dict[tuple[str, str], int] = {}
    for (question, person, _), value in ties.items():
        given[question, person].append(value)
    for (question, person, _), row in rows.items():
        first[question, person] = min(row, first.get((question, person), row))
    found = [
        *_straight(given, first),
        *_everybody(given, first, len(roster.people) - 1),
        *_many(given, first, len(roster.people) - 1),
        *_unasked(first, roster),
    ]
    return [
        Fault(kind, file, row, title(column), value, *said, (person,))
        for kind, row, column, value, said, person in found
    ]


Note = tuple[str, int, str, str, tuple[str, str, str, str], str]
Given = Mapping[tuple[str, str], Sequence[float]]
First = Mapping[tuple[str, str], int]


def _straight(given: Given, first: First) -> list[Note]:
    """People who rated nearly everybody alike where others didn't."""
    notes: list[Note] = []
    for question in dict.fromkeys(question for question, _ in given):
        ratings = {person: values for (asked, person), values in given.items() if asked == question}
        for person, value in straight_liners(ratings).items():
            what = f"{person} rated nearly everybody {value:g} ({question})"
            why = "Others vary; this may have been answered without looking."
            said = (what, why, ASK, "kept as answered")
            row = first[question, person]
            notes.append(("straight_liner", row, "value", f"{value:g}", said, person))
    return notes


def of_site(answers: Answers, roster: Roster) -> tuple[Fault, ...]:
    """The same of answers that were given on the site, where there is no file and no row."""
    ties = {(tie.question, tie.source, tie.target): tie.value for tie in answers.ties}
    found = flags(ties, dict.fromkeys(ties, 0), roster, "", lambda column: "")
    return tuple(replace(fault, row=None) for fault in found)


def _everybody(given: Given, first: First, others: int) -> list[Note]:
    """People who named nine in ten of all others, and at least 25."""
    notes: list[Note] = []
    for (question, person), values in given.items():
        if _nearly_all(len(values), others):
            what = f"{person} named {len(values)} of {others} people ({question})"
            said = (what, "Hardly anybody works with everybody.", ASK, "kept as answered")
            row, value = first[question, person], str(len(values))
            notes.append(("names_nearly_everybody", row, "alter_id", value, said, person))
    return notes


def _nearly_all(named: int, others: int) -> bool:
    return named >= max(MANY, NEARLY_ALL * others)


def _many(given: Given, first: First, others: int) -> list[Note]:
    """People who named more than 25, once each, where they named most; nearly everybody aside."""
    most: dict[str, tuple[int, str]] = {}
    for (question, person), values in given.items():
        most[person] = max(most.get(person, (0, "")), (len(values), question))
    notes: list[Note] = []
    for person, (named, question) in most.items():
        if named > MANY and not _nearly_all(named, others):
            what = f"{person} named {named} people ({question})"
            said = (what, "Most people name 3 to 10.", ASK, "kept as answered")
            row = first[question, person]
            notes.append(("names_many", row, "alter_id", str(named), said, person))
    return notes


def _unasked(first: First, roster: Roster) -> list[Note]:
    """People who answered though the roster says that they get no survey."""
    unasked = {person.id for person in roster.people if not person.asked}
    rows: dict[str, int] = {}
    for (_, person), row in first.items():
        if person in unasked:
            rows[person] = min(row, rows.get(person, row))
    why = ("Both can't be right.", "Correct the column asked, or leave these answers out.")
    notes: list[Note] = []
    for person, row in sorted(rows.items()):
        said = (f"{person} answered but is not asked", *why, "kept as answered")
        notes.append(("not_asked_answered", row, "respondent_id", person, said, person))
    return notes


def too_fast(ties: Ties, rows: Rows, seconds: Mapping[str, float], file: str) -> list[Fault]:
    """People who named several colleagues in less than a minute, all questions together."""
    named = Counter(person for _, person, _ in ties)
    first: dict[str, int] = {}
    for (_, person, _), row in rows.items():
        first[person] = min(row, first.get(person, row))
    return [
        Fault(
            kind="answered_too_fast",
            file=file,
            row=first[person],
            column="seconds",
            value=f"{taken:g}",
            what=f"{person} answered in {taken:g} seconds and named {named[person]} times",
            why="Reading the questions takes longer; some of it may be guessed.",
            mend=ASK,
            taken="kept as answered",
            people=(person,),
        )
        for person, taken in sorted(seconds.items())
        if taken < FAST and named[person] >= SEVERAL
    ]


def shown_last_names(people: Sequence[str]) -> tuple[Fault, ...]:
    """Who was shown whom she had named last time: nothing wrong, but to be known of results."""
    return tuple(
        Fault(
            kind="shown_last_names",
            file="",
            row=None,
            column="",
            value="",
            what=f"{person} was shown whom they had named last time",
            why="Names that are offered are given again more readily.",
            mend="Nothing needs to be done; allow for it in what has changed since last time.",
            taken="kept as answered",
            people=(person,),
        )
        for person in people
    )
