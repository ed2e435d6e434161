"""Everything that finders may look at, worked out once and only when somebody asks."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis import chance, communities, engine, measures, missing, rewiring, sampling, treatments
from analysis.chance import Blocks, Shuffled
from analysis.communities import Groups
from analysis.comparing import Asked, Compared, compare
from analysis.missing import Draws
from analysis.model import Fault, NotSaid
from analysis.network import BoolArray, FloatArray, IntArray, Network, Relation, both_ways
from analysis.nulls import Rewired, bridging, people_apart
from analysis.partners import Contacts, Partners
from analysis.settings import Settings
from analysis.treatments import Score
from analysis.waves import Wave

__all__ = ["Study", "bridging", "people_apart"]

Progress = Callable[[str, float], None]
MAIN_QUESTION = "information"
NAMES_EVERYBODY = "names_nearly_everybody"
MOST_UNITS = 100
CHART = ("department", "team", "location")
RANK_FROM = 30
ENOUGH_DRAWS = 20
RESPONSE_NEEDED = 0.65
UNIT_RESPONSE_NEEDED = 0.7
MANY_NULLS = 100
FEW_NULLS = 40
HUGE, FEWEST_NULLS, FEW_SHUFFLES = 20_000, 20, 500
LEAVERS_EXACT = 4000
ALL_DRAWS_UP_TO, DRAWS_OF_WHOLE = 1000, 25
DRAWS_UP_TO = ((3000, 1000), (20_000, 20))  # people, draws


@dataclass(frozen=True)
class Study:
    """A network with everything that is known about it.

    ``whole`` takes all chosen questions together and carries the tables of measures; ``main`` is
    the question that findings rest on: "information" if it was asked, else the first.
    """

    network: Network
    settings: Settings
    faults: tuple[Fault, ...] = ()
    executor: Executor | None = None
    before: Wave | None = None
    partners: Partners = field(default_factory=Partners)

    @cached_property
    def contacts(self) -> Contacts:
        """Who deals with which partner firm, and what the silent may know of them."""
        return Contacts(self.partners, self.main, self.settings.seed)

    @cached_property
    def whole(self) -> Relation:
        """All chosen questions together."""
        return self.network.relation(self.settings.questions, self.settings.min_value)

    @cached_property
    def main(self) -> Relation:
        """The question that findings rest on."""
        chosen = self.settings.questions or self.network.questions
        name = MAIN_QUESTION if MAIN_QUESTION in chosen else chosen[0]
        alone = self.network.relation((name,), self.settings.min_value)
        return self.whole if len(chosen) == 1 else alone

    @property
    def size(self) -> int:
        """How many people are on the roster."""
        return self.whole.size

    @cached_property
    def response_rate(self) -> float:
        """Share of those who were asked that answered the main question."""
        asked = self.asked
        return float(self.main.answered[asked].mean()) if asked.any() else 0.0

    @cached_property
    def asked(self) -> BoolArray:
        """Who got the survey (or answered without being asked)."""
        asked = np.array([person.asked for person in self.network.roster.people], dtype=bool)
        both: BoolArray = asked | self.main.answered
        return both

    @cached_property
    def people(self) -> dict[str, np.ndarray]:
        """Measures of all questions together, a column each, for the tables."""
        known: dict[str, np.ndarray] = {}
        if self.estimated_paths:
            known["betweenness"] = self.estimated_paths[0][0]
            known["betweenness_undirected"] = self.estimated_paths[1][0] / 2
        return dict(measures.people(self.whole, known, self.executor))

    @cached_property
    def estimated_paths(self) -> tuple[tuple[FloatArray, float], ...]:
        """Paths directed and both ways with their errors, where exact ones would take too long."""
        chosen = self.settings
        if self.size <= chosen.exact_up_to:
            return ()
        both = self.whole.ties, self.whole.both_ways
        return tuple(sampling.estimate(t, chosen.sources, chosen.seed, self.executor) for t in both)

    @cached_property
    def both_ways(self) -> sparse.csr_array:
        """The main question's ties in either direction."""
        return self.main.both_ways

    @cached_property
    def unit(self) -> IntArray:
        """Each person's department, -1 where it is missing."""
        return self.main.units("department")[1]

    @cached_property
    def draws(self) -> Draws:
        """The main question with the missing answers drawn."""
        return missing.draw(self.main, self._draws, self.settings.seed)

    @property
    def _draws(self) -> int:
        """As many as were asked for; fewer, or none, where each takes long."""
        most = [most for people, most in DRAWS_UP_TO if self.size <= people]
        return min([self.settings.draws, *most[:1]]) if most else 0

    @cached_property
    def treatments(self) -> tuple[Score, ...]:
        """How well each treatment of missing answers does on this network; empty if none miss."""
        if self.draws.complete:
            return ()
        silent = float((~self.main.answered).mean())
        return treatments.compared(self.main, silent, self.settings.seed)

    @cached_property
    def treatment(self) -> str:
        """The treatment that paths are counted under."""
        if self.main.answered.all():
            return "complete"
        return "as_named" if self.draws.complete else treatments.choose(self.treatments)

    @cached_property
    def paths(self) -> FloatArray:
        """Betweenness in each completed network of the main question: draws × people."""
        return self._through(treatments.completed(self.draws, self.treatment, self.settings.seed))

    def _through(self, filled: Draws) -> FloatArray:
        """Betweenness in each network, estimated where exact ones would take too long."""
        chosen = self.settings
        if self.size <= chosen.exact_up_to:
            return missing.paths(filled, self.executor)
        estimates = (
            sampling.estimate(ties, chosen.sources, chosen.seed, self.executor)[0]
            for ties in filled.networks
        )
        return np.array(list(estimates))

    @cached_property
    def top(self) -> tuple[FloatArray, FloatArray]:
        """Probability of being a top broker and of being among the most sought (main question)."""
        return missing.top_probabilities(self.draws, self.paths)

    @cached_property
    def top_of_whole(self) -> tuple[FloatArray, FloatArray]:
        """The same on all questions together; in large firms from fewer draws, for the tables."""
        if self.whole is self.main:
            return self.top
        draws = self._draws if self.size <= ALL_DRAWS_UP_TO else min(self._draws, DRAWS_OF_WHOLE)
        whole = missing.draw(self.whole, draws, self.settings.seed)
        if whole.complete:
            return missing.top_probabilities(whole, self.people["betweenness"][None, :])
        filled = treatments.completed(whole, self.treatment, self.settings.seed)
        return missing.top_probabilities(whole, self._through(filled))

    @cached_property
    def unreliable(self) -> BoolArray:
        """Whose own answers name nearly everybody: paths through them mean nothing."""
        flagged = {id_ for f in self.faults if f.kind == NAMES_EVERYBODY for id_ in f.people}
        return np.array([id_ in flagged for id_ in self.network.roster.ids], dtype=bool)

    @cached_property
    def groups(self) -> Groups:
        """Groups in all questions together, with stability and null."""
        chosen = self.settings
        return communities.find(self.whole, chosen, self.executor)

    @cached_property
    def unit_types(self) -> tuple[str, ...]:
        """Attributes that really group people: 2 to 100 groups, of 3 people on average or more."""
        return tuple(name for name in self.network.roster.unit_types if self._groups_people(name))

    def _groups_people(self, unit_type: str) -> bool:
        homes = [
            p.attributes[unit_type] for p in self.network.roster.people if unit_type in p.attributes
        ]
        return 2 <= len(set(homes)) <= min(MOST_UNITS, max(2, len(homes) / 3))

    @cached_property
    def formal(self) -> tuple[str, ...]:
        """The attributes that are units of the chart: only they can be silos."""
        return tuple(name for name in CHART if name in self.unit_types)

    @cached_property
    def shuffled(self) -> dict[str, Shuffled]:
        """Units against shuffled labels, on all questions together, by unit type."""
        return {name: self._shuffle(self.whole, name) for name in self.unit_types}

    @cached_property
    def shuffled_main(self) -> dict[str, Shuffled]:
        """The same for the main question and formal units: what silos are judged on."""
        if self.whole is self.main:
            return {name: self.shuffled[name] for name in self.formal}
        return {name: self._shuffle(self.main, name) for name in self.formal}

    def _shuffle(self, relation: Relation, unit_type: str) -> Shuffled:
        return chance.shuffle_units(relation, unit_type, self.shuffles, self.settings.seed)

    @property
    def shuffles(self) -> int:
        """How often labels are dealt out anew."""
        most = self.settings.permutations if self.size <= HUGE else FEW_SHUFFLES
        return max(min(self.settings.permutations, most), 1)

    @cached_property
    def pairs(self) -> dict[str, Blocks]:
        """Ties between units on all questions together, by unit type."""
        return {name: chance.block_counts(self.whole, name) for name in self.unit_types}

    @cached_property
    def blocks(self) -> Blocks:
        """Ties between departments on the main question against chance."""
        return chance.block_counts(self.main, "department")

    @cached_property
    def rewired(self) -> Rewired:
        """The main question's firm rewired: what chance does to paths."""
        most = MANY_NULLS if self.size <= 600 else self._few_nulls
        nulls = max(1, min(self.settings.nulls, most))
        return Rewired(self.draws, nulls, self.settings.seed, self.executor)

    @property
    def _few_nulls(self) -> int:
        """As many rewired firms as can be told from none, where each takes long."""
        return FEW_NULLS if self.size <= HUGE else FEWEST_NULLS

    @cached_property
    def rewired_ties(self) -> tuple[sparse.csr_array, ...]:
        """The answers to the main question rewired, everybody naming and being named as often."""
        most = MANY_NULLS if self.size <= 3000 else self._few_nulls
        nulls = min(self.settings.nulls, most)
        return tuple(rewiring.several(self.main.ties, nulls, self.settings.seed))

    @cached_property
    def leavers(self) -> FloatArray:
        """How much less in touch the others are without each person (rise of D_F, Borgatti 2006).

        In firms over ``LEAVERS_EXACT`` people estimated from the ways of some of them.
        """
        few = None
        if self.size > LEAVERS_EXACT:
            rng = np.random.default_rng([self.settings.seed, 31])
            count = LEAVERS_EXACT if self.size <= 20_000 else LEAVERS_EXACT // 16
            few = np.sort(rng.choice(self.size, count, replace=False))
        before = engine.fragmentation(self.both_ways, few)
        rise: FloatArray = engine.leavers(self.both_ways, few) - before
        return rise

    @cached_property
    def bridging(self) -> FloatArray:
        """Share of the contact between departments that each carries: mean over draws."""
        some = self.draws.networks[:ENOUGH_DRAWS]
        every = [bridging(both_ways(ties), self.unit, k) for k, ties in enumerate(some)]
        mean: FloatArray = np.mean(every, axis=0)
        return mean

    @property
    def asked_before(self) -> Asked:
        """What is compared with the earlier wave: the main question first, units of the chart."""
        order = dict.fromkeys((self.main.name, *self.whole.name.split(" + ")))
        return Asked(tuple(order), self.formal, self.settings.min_value, self.settings.seed)

    @cached_property
    def compared(self) -> Compared:
        """This wave beside the one before it."""
        if self.before is None:
            raise LookupError("there is no earlier wave")
        return compare(self.before, self.network, self.asked_before)

    def too_few_answers(self, kind: str) -> NotSaid | None:
        """Why nothing can be said of single people, if under 65 % answered."""
        if self.response_rate >= RESPONSE_NEEDED:
            return None
        facts = {"rate": self.response_rate, "needed": RESPONSE_NEEDED}
        return NotSaid(kind, "response_too_low", facts)

    def unrankable(self, kind: str) -> NotSaid | None:
        """Why nobody may be ranked by brokerage here, if so: too few people or answers."""
        if self.size < RANK_FROM:
            facts = {"people": self.size, "needed": RANK_FROM}
            return NotSaid(kind, "too_few_people_to_rank", facts)
        return self.too_few_answers(kind)
