"""What one person may read about herself: her own answers and rough places among all.

Never who named her, nor how many did: bands as wide as a quarter of the firm, wider where missing
answers leave more open.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from analysis.editions import Own, Standing
from analysis.further_rows import Further
from analysis.model import Answers, Problem
from analysis.privacy import MANAGER, Policy, View, view
from analysis.results import PersonRow, Results

PEOPLE_NEEDED = 30  # as for every ranking of people
RESPONSE_NEEDED = 0.65  # as for everything about single people
LOW, HIGH = 0.25, 0.75
Z = 1.96


def own_page(
    results: Results, answers: Answers, person_id: str, policy: Policy | None = None
) -> View:
    """A view that holds one person's own answers and rough places, and nothing of anybody else.

    Problem where she is not on the roster or did not answer, where the mode shows nobody a
    person's answers, or where fewer than 30 people or under 65 % answered, so that a place among
    them would be a guess.
    """
    policy = policy or Policy()
    me = _answered(results, person_id)
    _refuse(results, policy)
    told = _answers(results, answers, person_id)
    if not told:  # withdrawn since
        raise _no_answers(person_id)
    named = {id_ for _, ids in told for id_ in ids} | {person_id}
    people = results.roster.by_id()
    shown = view(results, MANAGER, policy)
    return replace(
        shown,
        names={id_: people[id_].name for id_ in sorted(named) if id_ in people},
        people=(),
        units=(),
        pairs=(),
        organisation=(),
        findings=(),
        not_found=(),
        not_said=(),
        faults={},
        hidden={},
        homes={},
        further=Further(),
        about=None,
        own=_own(results, answers, me, told),
        changes=None,
    )


def _answered(results: Results, person_id: str) -> PersonRow:
    me = next((row for row in results.people if row.person_id == person_id), None)
    if me is None:
        raise Problem("there is no such person", where=person_id, mend="Name an id of the roster.")
    if not me.answered:
        raise _no_answers(person_id)
    return me


def _no_answers(person_id: str) -> Problem:
    return Problem(
        "this person has no page",
        where=person_id,
        why="The page gives back what somebody answered, and nothing was answered here.",
        mend="Make pages for those who answered.",
    )


def _refuse(results: Results, policy: Policy) -> None:
    """Where the mode or the number of answers forbids a page."""
    if policy.mode == "aggregate":
        raise Problem(
            "nobody gets a page of her own in this survey",
            why="Its mode is aggregate: nobody sees what a single person answered.",
            mend="Share the report on the whole firm instead.",
        )
    answered, rate = sum(row.answered for row in results.people), _rate(results)
    if answered < PEOPLE_NEEDED or rate < RESPONSE_NEEDED:
        raise Problem(
            "too few answered for pages of single people",
            why=f"{answered} answered ({rate:.0%}); {PEOPLE_NEEDED} and {RESPONSE_NEEDED:.0%} are"
            " needed, or a place among them would be a guess.",
            mend="Share the report on the whole firm instead.",
        )


def _rate(results: Results) -> float:
    found = next((e for e in results.organisation if e.measure == "response_rate"), None)
    heard = sum(row.answered for row in results.people)
    return found.value if found else heard / max(len(results.people), 1)


def _answers(
    results: Results, answers: Answers, person_id: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every question that she answered, with those whom she named, in the order of the input."""
    return tuple(
        (
            question,
            tuple(
                dict.fromkeys(
                    tie.target
                    for tie in answers.ties
                    if tie.source == person_id and tie.question == question
                )
            ),
        )
        for question in results.made.questions
        if person_id in answers.answered.get(question, ())
    )


def _own(
    results: Results, answers: Answers, me: PersonRow, told: tuple[tuple[str, tuple[str, ...]], ...]
) -> Own:
    unit_type = _unit_type(results)
    reached = _reached(results, answers, unit_type)
    named = {id_ for _, ids in told for id_ in ids}
    homes = {p.id: p.attributes.get(unit_type, "") for p in results.roster.people if p.id in named}
    heard = [row.person_id for row in results.people if row.answered]
    return Own(
        me.person_id,
        len(results.people),
        told,
        tuple(_standings(results, me)),
        unit_type,
        reached[me.person_id],
        round(median(reached[id_] for id_ in heard)),
        homes,
    )


def _unit_type(results: Results) -> str:
    """Departments where there are some, else none."""
    count = Counter(row.unit_type for row in results.units)
    return "department" if count["department"] >= 2 else ""


def _reached(results: Results, answers: Answers, unit_type: str) -> Mapping[str, int]:
    """How many units, or people where there are no units, each person's answers lead to."""
    home = {p.id: p.attributes.get(unit_type, "") for p in results.roster.people}
    found: dict[str, set[str]] = {id_: set() for id_ in home}
    for tie in answers.ties:
        if tie.question in results.made.questions and tie.source in found:
            goal = home.get(tie.target, "") if unit_type else tie.target
            found[tie.source] |= {goal} - {""}
    return {id_: len(goals) for id_, goals in found.items()}


def _standings(results: Results, me: PersonRow) -> Sequence[Standing]:
    """How widely she is asked among all, allowing for who is silent; whom she asks, as it is."""
    heard = [row for row in results.people if row.answered]
    asked = [_if_all_answered(row, results)[1] for row in results.people]
    low, _, high = _if_all_answered(me, results)
    out = [float(row.out_degree) for row in heard]
    return (
        Standing("in_degree", _band(low, asked), _band(high, asked)),
        Standing("out_degree", *([_band(float(me.out_degree), out)] * 2)),
    )


def _if_all_answered(row: PersonRow, results: Results) -> tuple[float, float, float]:
    """By how many she would be named if all answered: at least, likely, at most.

    The silent name her as often as those who answered do: Wilson's 95 % interval of that share
    (Wilson 1927), times the number of the silent, on top of those who named her.
    """
    heard = sum(other.answered for other in results.people) - row.answered
    asked = sum(person.asked and not person.outside for person in results.roster.people)
    silent = max(0, asked - 1 - heard)
    share, room = row.in_degree / heard, Z * Z / heard
    middle = (share + room / 2) / (1 + room)
    half = Z / (1 + room) * (share * (1 - share) / heard + room / (4 * heard)) ** 0.5
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    named = row.in_degree
    return named + silent * low, named + silent * share, named + silent * high


def _band(value: float, values: Sequence[float]) -> int:
    """The lowest quarter, the middle half or the highest quarter; equals share a place."""
    below = sum(other < value - 1e-9 for other in values)
    same = sum(abs(other - value) <= 1e-9 for other in values)
    place = (below + same / 2) / len(values)
    return 0 if place < LOW else 2 if place > HIGH else 1
