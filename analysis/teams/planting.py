"""Anonymous answers with known truth: what is planted in teams, told as team answers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.planted import plant
from analysis.teams.coarse import coarsened
from analysis.teams.model import TeamAnswer, TeamAnswers

LEAK, SOUGHT, KEPT = 0.15, 0.8, 0.4
OFTEN = 3.0
Change = Callable[[TeamAnswer], TeamAnswer]


def unlinked(seed: int, people: int = 200) -> tuple[TeamAnswers, tuple[str, str]]:
    """An ordinary firm in which the two largest teams go to each other one time in seven."""
    given, rng = _ordinary(seed, people)
    first, second = _largest(given)

    def change(answer: TeamAnswer) -> TeamAnswer:
        other = {first: second, second: first}.get(answer.team, "")
        return answer if rng.random() < LEAK else _without(answer, other)

    return _changed(given, change), (first, second)


def one_way(seed: int, people: int = 200) -> tuple[TeamAnswers, tuple[str, str]]:
    """An ordinary firm in which the largest team goes to the second, which hardly goes back."""
    given, rng = _ordinary(seed, people)
    first, second = _largest(given)

    def change(answer: TeamAnswer) -> TeamAnswer:
        if answer.team == first:
            return _with(answer, second) if rng.random() < SOUGHT else answer
        go = answer.team == second and rng.random() >= LEAK
        return _without(answer, first) if go else answer

    return _changed(given, change), (first, second)


def crowded(seed: int, people: int = 200) -> tuple[TeamAnswers, str]:
    """A firm in which people go to a team or two, and four of five of them to a small one."""
    given, rng = _ordinary(seed, people)
    sought = min(given.asked, key=lambda name: (given.asked[name], name))

    def change(answer: TeamAnswer) -> TeamAnswer:
        few = replace(answer, named={n: v for n, v in answer.named.items() if rng.random() < KEPT})
        go = answer.team not in ("", sought) and rng.random() < SOUGHT
        return _with(few, sought) if go else few

    return _changed(given, change), sought


def _ordinary(seed: int, people: int) -> tuple[TeamAnswers, np.random.Generator]:
    firm = plant("ordinary", seed, people=people)
    return coarsened(firm.roster, firm.answers), np.random.default_rng([seed, 77])


def _largest(given: TeamAnswers) -> tuple[str, str]:
    first, second = sorted(given.asked, key=lambda name: (-given.asked[name], name))[:2]
    return first, second


def _changed(given: TeamAnswers, change: Change) -> TeamAnswers:
    return replace(given, answers=tuple(change(answer) for answer in given.answers))


def _without(answer: TeamAnswer, team: str) -> TeamAnswer:
    return replace(answer, named={n: v for n, v in answer.named.items() if n != team})


def _with(answer: TeamAnswer, team: str) -> TeamAnswer:
    return replace(answer, named={**answer.named, team: OFTEN})
