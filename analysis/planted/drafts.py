"""From a sketch to a firm: who answers, how strong each tie is, and the figures of the truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.model import Answers, Tie
from analysis.planted.firms import Claim
from analysis.planted.staff import IntArray, Staff
from analysis.planted.ties import Sketch

QUESTIONS = ("information", "problem_solving")
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sketch and what is true of it; ``quotas`` says how many answer in single departments."""

    firm: Sketch
    expect: tuple[Claim, ...] = ()
    forbid: tuple[Claim, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    quotas: Mapping[int, float] = field(default_factory=dict)


def respondents(draft: Draft, rate: float) -> BoolArray:
    """Who answers: a share ``rate`` of the firm, or of each department that has a quota."""
    firm = draft.firm
    answered = np.ones(firm.staff.size, dtype=bool)
    left = np.ones(firm.staff.size, dtype=bool)
    for unit, share in draft.quotas.items():
        members = firm.staff.members("department", unit)
        answered[_unheard(firm, members, share)] = False
        left[members] = False
    answered[_unheard(firm, np.flatnonzero(left), rate)] = False
    answered[list(firm.silent)] = False
    return answered


def _unheard(firm: Sketch, members: IntArray, rate: float) -> IntArray:
    """Those of ``members`` who don't answer: the silent first, never those who must be heard."""
    order = firm.rng.permutation(members)
    free = [int(i) for i in order if i not in firm.heard and i not in firm.silent]
    mute = [int(i) for i in order if i in firm.silent]
    count = round(len(members) * (1 - rate))
    return np.array((mute + free)[: max(count, len(mute))], dtype=np.int64)


def to_answers(firm: Sketch, answered: BoolArray) -> Answers:
    """The answers of those who answered, to both questions.

    Planted ties are always in the first question; of the others four in a hundred are named for
    problem solving only, and two thirds of all for both.
    """
    pairs = firm.all_pairs
    pairs = pairs[answered[pairs[:, 0]]]
    size = firm.staff.size
    fixed = np.isin(pairs @ [size, 1], firm.fixed @ [size, 1])
    luck = firm.rng.random(len(pairs))
    first = fixed | (luck >= 0.04)
    second = luck < 0.68
    strength = _strength(firm, pairs)
    ids = firm.staff.ids
    ties: list[Tie] = []
    for question, chosen in zip(QUESTIONS, (first, second), strict=True):
        rows = zip(pairs[chosen].tolist(), strength[chosen].tolist(), strict=True)
        ties.extend(Tie(ids[s], ids[t], question, float(value)) for (s, t), value in rows)
    heard = frozenset(ids[i] for i in np.flatnonzero(answered))
    return Answers(tuple(ties), dict.fromkeys(QUESTIONS, heard))


def _strength(firm: Sketch, pairs: IntArray) -> IntArray:
    """2 (quarterly) to 5 (daily), stronger inside a team."""
    same = firm.staff.team[pairs[:, 0]] == firm.staff.team[pairs[:, 1]]
    return 2 + firm.rng.binomial(3, np.where(same, 0.65, 0.42))


def figures(staff: Staff, answers: Answers) -> dict[str, Any]:
    """The figures that every truth states, from the first question as it was answered."""
    place = {id_: i for i, id_ in enumerate(staff.ids)}
    first = [t for t in answers.ties if t.question == QUESTIONS[0]]
    source = np.array([place[t.source] for t in first], dtype=np.int64)
    target = np.array([place[t.target] for t in first], dtype=np.int64)
    heard = answers.answered[QUESTIONS[0]]
    named = {t.source for t in answers.ties}
    return {
        "n": staff.size,
        "respondents": len(heard),
        "response_rate": len(heard) / staff.size,
        "non_respondents": [id_ for id_ in staff.ids if id_ not in heard],
        "answered_empty": [id_ for id_ in staff.ids if id_ in heard and id_ not in named],
        "internal_share": _internal_share(staff, source, target),
        "outside_ratio": _outside_ratio(staff, source, target),
    }


def _internal_share(staff: Staff, source: IntArray, target: IntArray) -> dict[str, float]:
    """The share of each department's own nominations that stay in it."""
    home = staff.department
    total = np.bincount(home[source], minlength=len(staff.departments))
    same = home[source] == home[target]
    inside = np.bincount(home[source][same], minlength=len(staff.departments))
    return {
        name: float(i / max(t, 1))
        for name, i, t in zip(staff.departments, inside, total, strict=True)
    }


def _outside_ratio(staff: Staff, source: IntArray, target: IntArray) -> dict[str, float]:
    """Ties across each department's border over what the same degrees would give by chance."""
    count = len(staff.departments)
    out = np.bincount(staff.department[source], minlength=count)
    back = np.bincount(staff.department[target], minlength=count)
    table = np.zeros((count, count), dtype=np.int64)
    np.add.at(table, (staff.department[source], staff.department[target]), 1)
    across = out + back - 2 * np.diag(table)
    ties = max(len(source), 1)
    chance = (out * (ties - back) + back * (ties - out)) / ties
    return {
        name: float(a / max(c, 1e-9))
        for name, a, c in zip(staff.departments, across, chance, strict=True)
    }
