"""Actions, each tried on the network before it is recommended.

An action is tried by adding the ties that it would make, measuring again, and comparing with as
many ties made between people drawn at random. It shows what the ties would do if people used
them, not that they will.
"""

import numpy as np
from scipy import sparse

from analysis import engine
from analysis.model import Effect, Recommendation
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import Study

INTRODUCTIONS = 3
CANDIDATES = 8
LIKELY = 0.5
WORTH_IT = 0.002
LOOKED_AT = 200
RANDOM_TRIES = 20
EXACT_UP_TO, SEEN_FROM = 4000, 500


def introductions(study: Study, unit: BoolArray) -> tuple[Recommendation, ...]:
    """The three introductions across the unit's border that bring both sides closest together.

    Greedy over well-connected people of either side who have no such tie yet, those apart who carry
    most already. The effect is
    the typical number of steps between the two sides (harmonic mean), before and after, and the
    mean of twenty random choices.
    """
    inside, outside = np.flatnonzero(unit), np.flatnonzero(~unit)
    if len(inside) < 2 or len(outside) < 2:
        return ()
    sides = Sides(study.both_ways, inside, outside)
    chosen, closer = sides.best(_candidates(study, inside), _candidates(study, outside))
    rng = np.random.default_rng([study.settings.seed, int(inside[0])])
    random = [sides.try_random(rng) for _ in range(RANDOM_TRIES)]
    ids = study.network.roster.ids
    effect = Effect("steps_between", sides.typical(sides.near), closer, float(np.mean(random)))
    people = tuple(ids[v] for pair in chosen for v in pair)
    return (Recommendation("introduction", people, effect=effect),)


def _candidates(study: Study, people: IntArray) -> IntArray:
    """The best connected of these people who are not at the top of the firm already.

    They can pass a new contact on; whoever is sought or in between most has enough to carry.
    """
    broker, sought = study.top
    free = people[(np.maximum(broker, sought)[people] < LIKELY) & ~study.unreliable[people]]
    people = free if len(free) else people
    contacts = np.diff(study.both_ways.indptr)[people]
    return people[np.argsort(-contacts, kind="stable")[:CANDIDATES]]


class Sides:
    """Steps between two sides of the firm, and what a new tie would make of them.

    ``near`` is 1/steps between (up to 200 people of) either side.
    """

    def __init__(self, ties: sparse.csr_array, inside: IntArray, outside: IntArray) -> None:
        self.ties, self.inside, self.outside = ties, _some(inside), _some(outside)
        self.near = _inverse(engine.distances(ties, self.inside)[:, self.outside])

    def typical(self, near: FloatArray) -> float:
        """Harmonic mean of the steps between the two sides."""
        return float(1 / max(near.mean(), 1e-12))

    def with_tie(self, near: FloatArray, a: int, b: int) -> FloatArray:
        """1/steps between the sides once a and b are in touch."""
        return self._closer(near, *engine.distances(self.ties, np.array([a, b])))

    def _closer(self, near: FloatArray, from_a: IntArray, from_b: IntArray) -> FloatArray:
        there = _sum(from_a[self.inside][:, None], from_b[self.outside][None, :])
        back = _sum(from_b[self.inside][:, None], from_a[self.outside][None, :])
        return np.maximum(near, np.maximum(there, back))

    def best(
        self, inside: IntArray, outside: IntArray
    ) -> tuple[tuple[tuple[int, int], ...], float]:
        """Greedy choice of introductions, nobody twice, and the typical steps that they give."""
        chosen: list[tuple[int, int]] = []
        near, people = self.near, np.concatenate([inside, outside])
        steps = dict(zip(people.tolist(), engine.distances(self.ties, people), strict=True))
        for _ in range(INTRODUCTIONS):
            used = {v for pair in chosen for v in pair}
            options = [
                (int(a), int(b))
                for a in inside
                for b in outside
                if not self.ties[a, b] and a not in used and b not in used
            ]
            if not options:
                break
            tried = [self._closer(near, steps[a], steps[b]) for a, b in options]
            best = int(np.argmax([after.mean() for after in tried]))
            near = tried[best]
            chosen.append(options[best])
        return tuple(chosen), self.typical(near)

    def try_random(self, rng: np.random.Generator) -> float:
        """The typical steps after as many introductions between people drawn at random."""
        near = self.near
        for _ in range(INTRODUCTIONS):
            near = self.with_tie(near, int(rng.choice(self.inside)), int(rng.choice(self.outside)))
        return self.typical(near)


def _some(people: IntArray) -> IntArray:
    """Everybody, or 200 spread evenly over them."""
    return people[np.unique(np.linspace(0, len(people) - 1, LOOKED_AT).astype(np.int64))]


def _inverse(steps: IntArray) -> FloatArray:
    return np.divide(1.0, steps, out=np.zeros(steps.shape), where=steps > 0)


def _sum(first: IntArray, second: IntArray) -> FloatArray:
    """1/(steps + 1 + steps), 0 where either has no way."""
    ways = (first >= 0) & (second >= 0)
    return np.where(ways, 1.0 / np.maximum(first + second + 1, 1), 0.0)


def stand_in(study: Study, person: int) -> tuple[Recommendation, ...]:
    """A colleague who could take over some of the contact, and whom to meet for that.

    The stand-in shares her unit (if it has anybody else) and most of her contacts; she meets up
    to three of the others, those first whom nobody else reaches. The effect is how much less in
    touch the firm gets when ``person`` leaves (rise of fragmentation), before and after. Nobody is
    recommended where that does not help visibly, and more than as many ties made at random.
    """
    ties = study.both_ways
    contacts = ties.indices[ties.indptr[person] : ties.indptr[person + 1]]
    if len(contacts) < 2:
        return ()
    helper = _helper(study, person, contacts)
    to_meet = _to_meet(study, person, helper, contacts)
    if not len(to_meet):
        return ()
    rng = np.random.default_rng([study.settings.seed, person])
    some = _from_whom(study, person)
    random = [
        _rise(_joined(ties, *_random_pair(rng, study.size, len(to_meet))), person, some)
        for _ in range(RANDOM_TRIES // 4)
    ]
    after = _rise(_joined(ties, np.full(len(to_meet), helper), to_meet), person, some)
    ids = study.network.roster.ids
    people = (ids[person], ids[helper], *(ids[v] for v in to_meet))
    effect = Effect("fragmentation_rise", _rise(ties, person, some), after, float(np.mean(random)))
    if after > effect.before - WORTH_IT or after >= effect.random:
        return ()
    return (Recommendation("stand_in", people, effect=effect),)


def _helper(study: Study, person: int, contacts: IntArray) -> int:
    """Who shares most contacts with her, in her own unit if it has anybody else."""
    shared = np.asarray(study.both_ways[:, contacts].sum(axis=1)).ravel()
    shared[person] = -1
    mates = (study.unit == study.unit[person]) & (study.unit >= 0)
    mates[person] = False
    if mates.any():
        shared = np.where(mates, shared, -1)
    return int(np.argmax(shared))


def _to_meet(study: Study, person: int, helper: int, contacts: IntArray) -> IntArray:
    """Up to three of her contacts that the stand-in lacks, farthest from the stand-in first.

    Of those equally far whoever carries less; one a unit before a second of the same.
    """
    ties = study.both_ways
    rest = engine.without(ties, person)
    shift = helper - (helper > person)
    away = np.insert(engine.distances(rest, np.array([shift]))[0], person, 0)
    away = np.where(away < 0, study.size, away)
    far = [int(v) for v in contacts if v != helper and away[v] > 1]
    carries = np.maximum(*study.top)
    far.sort(key=lambda v: (-away[v], carries[v], v))
    first = {study.unit[v]: v for v in reversed(far)}
    order = [v for v in far if v in first.values()] + [v for v in far if v not in first.values()]
    return np.array(order[:INTRODUCTIONS], dtype=np.int64)


def _from_whom(study: Study, person: int) -> IntArray | None:
    """Everybody; in large firms some others, drawn at random, from whom all that is tried is seen.

    The same ones before and after, so that their luck cancels out.
    """
    if study.size <= EXACT_UP_TO:
        return None
    rng = np.random.default_rng([study.settings.seed, person, 37])
    some = rng.choice(study.size - 1, SEEN_FROM, replace=False)
    return np.sort(some + (some >= person))


def _rise(ties: sparse.csr_array, person: int, some: IntArray | None = None) -> float:
    """How much less in touch everybody else is without this person, seen from ``some`` of them."""
    others = None if some is None else some - (some > person)
    without = engine.fragmentation(engine.without(ties, person), others)
    return without - engine.fragmentation(ties, some)


def _random_pair(rng: np.random.Generator, size: int, count: int) -> tuple[IntArray, IntArray]:
    first = rng.integers(0, size, count)
    return first, (first + rng.integers(1, size, count)) % size


def _joined(ties: sparse.csr_array, first: IntArray, second: IntArray) -> sparse.csr_array:
    """The ties with these pairs in touch as well."""
    both = np.concatenate([first, second]), np.concatenate([second, first])
    added = sparse.csr_array((np.ones(len(both[0])), both), shape=ties.shape)
    joined: sparse.csr_array = ((ties + added) > 0).astype(float).tocsr()
    joined.sort_indices()
    return joined
