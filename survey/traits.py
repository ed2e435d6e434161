"""What people say of themselves: means of groups, never of anybody, none that gives one away."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from analysis.model import Roster
from survey.bank import Question
from survey.questions import kind_of
from survey.store import Reply, Slip
from survey.teams import teams_of

Replies = Mapping[str, Mapping[str, Reply]]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a group's answers: ``answered`` of ``asked`` people, and where the mean of all
    who were asked would lie (95 %). ``unit`` is empty for groups too small to stand alone.
    """

    unit: str
    answered: int
    asked: int
    mean: float
    low: float
    high: float


def means(
    question: Question, replies: Replies, roster: Roster, k: int, unit_type: str = "department"
) -> tuple[Mean, ...]:
    """Everybody first, then each group of ``unit_type`` that may be shown; nothing if none may.

    A group is shown where at least ``k`` people answered and not all alike; the others stand
    together, and take in the smallest one shown until they may be shown too, so that nobody can be
    worked out by subtraction. Interval: Student's t with the correction for a finite group (Cochran
    1977, 2.6); it allows for who did not answer only as far as they are like those who did.
    """
    homes = {p.id: p.attributes.get(unit_type, "") for p in roster.people if p.asked}
    groups: dict[str, list[float]] = {}
    for person, home in homes.items():
        own = _own(question, replies.get(person, {}))
        if own is not None:
            groups.setdefault(home, []).append(own)
    return _means(question, groups, list(homes.values()), k)


def means_of_slips(
    question: Question, slips: Sequence[Slip], roster: Roster, k: int
) -> tuple[Mean, ...]:
    """The same of an anonymous survey, by the team that stands on each slip."""
    column = teams_of(roster, k).column
    homes = [p.attributes.get(column, "") for p in roster.people if p.asked]
    groups: dict[str, list[float]] = {}
    for slip in slips:
        if slip.question == question.key and slip.own is not None:
            groups.setdefault(slip.team, []).append(slip.own)
    return _means(question, groups, homes, k)


def _means(
    question: Question, groups: Mapping[str, list[float]], homes: Sequence[str], k: int
) -> tuple[Mean, ...]:
    everybody = [value for values in groups.values() for value in values]
    if not _may_be_shown(everybody, k):
        return ()
    shown, rest = _kept_apart(groups, k)
    sizes = {unit: max(homes.count(unit), len(shown[unit])) for unit in shown}
    rows = [_mean(unit, values, sizes[unit], question) for unit, values in sorted(shown.items())]
    if rest:
        rows.append(_mean("", rest, len(homes) - sum(sizes.values()), question))
    return (_mean("", everybody, len(homes), question), *(rows if len(rows) > 1 else ()))


def _own(question: Question, mine: Mapping[str, Reply]) -> float | None:
    reply = mine.get(question.key)
    return kind_of(question).trait(reply) if reply else None


def _may_be_shown(values: Sequence[float], k: int) -> bool:
    return len(values) >= k and len(set(values)) > 1


def _kept_apart(
    groups: Mapping[str, Sequence[float]], k: int
) -> tuple[dict[str, Sequence[float]], list[float]]:
    """The groups that may be shown, and all the other answers together."""
    shown = {unit: v for unit, v in groups.items() if unit and _may_be_shown(v, k)}
    rest = [value for unit, values in groups.items() if unit not in shown for value in values]
    while rest and shown and not _may_be_shown(rest, k):
        smallest = min(shown, key=lambda unit: (len(shown[unit]), unit))
        rest += shown.pop(smallest)
    return shown, rest


def _mean(unit: str, values: Sequence[float], asked: int, question: Question) -> Mean:
    from scipy.stats import t

    n, mean = len(values), fmean(values)
    missing = max(0.0, 1 - n / asked) if asked else 0.0
    reach = float(t.ppf(0.975, n - 1)) * stdev(values) / math.sqrt(n) * math.sqrt(missing)
    steps = [step.value for step in question.scale]
    return Mean(unit, n, asked, mean, max(min(steps), mean - reach), min(max(steps), mean + reach))
