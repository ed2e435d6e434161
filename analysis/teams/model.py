"""What an anonymous survey brings in, and the one table that everything is worked out from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.model import Problem
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.settings import Settings

MAIN = "team_information"
RESPONSE_NEEDED = 0.7


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """One answer to one question: from somebody of ``team`` (empty: not said), naming teams."""

    question: str
    team: str
    named: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TeamAnswers:
    """Everything that came back, and how many were asked.

    ``asked`` counts the people of each team that can be named; ``invited`` and ``answered`` those
    of the whole firm, also in teams too ``small`` to be named. ``wishes`` are questions about
    teams that one should work more with; ``column`` is where the roster has the teams.
    """

    column: str
    asked: Mapping[str, int]
    answers: tuple[TeamAnswer, ...]
    invited: int
    answered: int
    small: Mapping[str, int]
    ties: tuple[str, ...] = (MAIN,)
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamStudy:
    """The teams from which at least ``k`` people answered, and what those people said.

    ``going`` is answers × teams, 0 or 1; ``home`` each answer's team. Answers of smaller teams, of
    people who said no team, and namings of smaller teams are left out of everything: no sum holds
    them, so that none can be subtracted.
    """

    given: TeamAnswers
    settings: Settings
    k: int

    @cached_property
    def main(self) -> str:
        """The question that findings rest on; a Problem if nobody answered any."""
        chosen = [q for q in (self.settings.questions or self.given.ties) if self._of(q)]
        if not chosen:
            raise Problem(
                "nobody answered",
                why="Without a single answer there is no network.",
                mend="Check that the answers belong to this roster.",
            )
        return chosen[0]

    def _of(self, question: str) -> list[TeamAnswer]:
        """In an order that follows from what was said, so that no other can leave a trace."""
        mine = (answer for answer in self.given.answers if answer.question == question)
        return sorted(mine, key=lambda a: (a.team, sorted(a.named.items())))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many people of each team answered."""
        return Counter(answer.team for answer in self._of(self.main))

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """The teams that may be spoken of, by name."""
        return tuple(name for name in sorted(self.given.asked) if self.counts[name] >= self.k)

    @cached_property
    def home(self) -> IntArray:
        """The team of each answer that counts, as positions."""
        return self._home(self.main)

    @cached_property
    def going(self) -> BoolArray:
        """Which teams each answer names."""
        return self._going(self.main)

    def _home(self, question: str) -> IntArray:
        place = {name: i for i, name in enumerate(self.teams)}
        kept = [place[a.team] for a in self._of(question) if a.team in place]
        return np.array(kept, dtype=np.int64)

    def _going(self, question: str) -> BoolArray:
        least = self.settings.min_value
        rows = [
            [name != a.team and a.named.get(name, 0.0) >= max(least, 1e-9) for name in self.teams]
            for a in self._of(question)
            if a.team in self.teams
        ]
        return np.array(rows, dtype=bool).reshape(-1, len(self.teams))

    @cached_property
    def table(self) -> FloatArray:
        """From team to team: how many people go there. All that is published follows from it."""
        return self.banded(table(self.home, self.going, len(self.teams)))

    @cached_property
    def wished(self) -> FloatArray:
        """From team to team: how many people wish to work more with it."""
        size = len(self.teams)
        every = np.zeros((size, size))
        for question in self.given.wishes:
            if np.all(np.bincount(self._home(question), minlength=size) >= self.k):
                every += table(self._home(question), self._going(question), size)
        return every

    def banded(self, counts: FloatArray) -> FloatArray:
        """None is told as one, and all as all but one, so that a cell never says what each said."""
        most = np.maximum(self.sizes[:, None] - 1.0, 1.0)
        shown = np.clip(counts, 1.0, most)
        np.fill_diagonal(shown, 0.0)
        return shown

    @cached_property
    def sizes(self) -> IntArray:
        """How many people of each team answered."""
        return np.array([self.counts[name] for name in self.teams], dtype=np.int64)

    @cached_property
    def asked(self) -> IntArray:
        """How many of each team were asked; never fewer than answered."""
        found = [max(self.given.asked[name], self.counts[name]) for name in self.teams]
        return np.array(found, dtype=np.int64)

    @cached_property
    def judged(self) -> BoolArray:
        """Teams of which enough answered for something to be said of them."""
        enough: BoolArray = self.sizes >= RESPONSE_NEEDED * self.asked
        return enough


def table(home: IntArray, going: BoolArray, teams: int) -> FloatArray:
    """Namings added up by the namer's team: teams × teams."""
    out = np.zeros((teams, teams))
    np.add.at(out, home, going.astype(float))
    return out
