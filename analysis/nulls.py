"""The firm rewired: what chance does to paths, to contact between units, and to cut points."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from scipy import sparse

from analysis import cutting, engine, rewiring
from analysis.missing import Draws
from analysis.network import BoolArray, FloatArray, IntArray, both_ways
from analysis.rewiring import CHAIN
from analysis.workers import shared

EXACT_UP_TO = 1000
Chain = tuple[sparse.csr_array, int, int]  # the ties it begins with, how many, seed


@dataclass(frozen=True)
class Rewired:
    """Firms with the same numbers of ties each way, otherwise at random; counted when asked for.

    Each figure is counted in what it is compared with, rewired: directed paths in completed
    networks, contact in completed networks both ways, cut points and pieces in the answers both
    ways. In firms over ``EXACT_UP_TO`` people paths are counted from some sources only, drawn at
    random: that spreads what chance gives a little, and so makes nobody stand out who does not.
    """

    draws: Draws
    nulls: int
    seed: int
    executor: Executor | None = None

    @cached_property
    def betweenness(self) -> FloatArray:
        """Directed paths through each person: firms × people."""
        return self._count(_paths, self._completed())

    @cached_property
    def bridging(self) -> FloatArray:
        """Share of the contact between departments through each person: firms × people."""
        count = partial(_bridges, self.draws.relation.units("department")[1])
        return self._count(count, self._completed(both=True))

    @property
    def cut_off(self) -> IntArray:
        """The most people that any one person cuts off in each firm."""
        return self._torn[:, 0]

    @property
    def apart(self) -> IntArray:
        """How many are in touch with somebody in each firm, but not with the most."""
        return self._torn[:, 1]

    @cached_property
    def _torn(self) -> IntArray:
        named = both_ways(self.draws.networks[0])
        named = named if self.draws.complete else self.draws.relation.both_ways
        return self._count(_torn, self._chains((named,)))

    def _completed(self, both: bool = False) -> list[Chain]:
        some = self.draws.networks[: -(-self.nulls // CHAIN)]
        return self._chains(tuple(both_ways(ties) if both else ties for ties in some))

    def _chains(self, networks: tuple[sparse.csr_array, ...]) -> list[Chain]:
        """Chains of ``CHAIN`` rewired firms, each beginning with the next of the networks."""
        begins = range(0, self.nulls, CHAIN)
        return [
            (networks[k // CHAIN % len(networks)], min(CHAIN, self.nulls - k), self.seed + k)
            for k in begins
        ]

    def _count(self, count: Callable[[Chain], np.ndarray], chains: list[Chain]) -> np.ndarray:
        compiled = self.draws.relation.size > engine.DENSE_UP_TO
        return np.concatenate(shared(count, chains, self.executor, compiled=compiled))


def some_people(size: int, seed: int) -> IntArray:
    """Everybody, or in large firms some drawn at random: from whom paths are counted."""
    if size <= EXACT_UP_TO:
        return np.arange(size)
    count = 512 if size <= 5 * EXACT_UP_TO else 256
    return np.sort(np.random.default_rng([seed, size]).choice(size, count, replace=False))


def _paths(chain: Chain) -> FloatArray:
    ties, count, seed = chain
    firms = rewiring.several(ties, count, seed)
    return np.array([_betweenness(firm, seed + k) for k, firm in enumerate(firms)])


def _bridges(unit: IntArray, chain: Chain) -> FloatArray:
    ties, count, seed = chain
    firms = rewiring.several(ties, count, seed, directed=False)
    return np.array([bridging(firm, unit, seed + k) for k, firm in enumerate(firms)])


def _torn(chain: Chain) -> IntArray:
    """Most cut off by anybody, and people apart."""
    ties, count, seed = chain
    return np.array(
        [
            (most_cut_off(firm), int(people_apart(firm).sum()))
            for firm in rewiring.several(ties, count, seed, directed=False)
        ],
        dtype=np.int64,
    ).reshape(-1, 2)


def most_cut_off(both: sparse.csr_array) -> int:
    """How many people of the largest piece the one who cuts off the most parts from most of it."""
    lost = cutting.everybodys_loss(both)[engine.pieces(both) == 0]
    return int(lost.max(initial=0))


def _betweenness(ties: sparse.csr_array, seed: int, unit: IntArray | None = None) -> FloatArray:
    """Exact, or in large firms estimated from some sources."""
    size = ties.shape[0]
    if size <= EXACT_UP_TO:
        return engine.betweenness(ties, unit)
    sources = some_people(size, seed)
    estimated: FloatArray = engine.paths_from(ties, sources, unit) * (size / len(sources))
    return estimated


def bridging(both: sparse.csr_array, unit: IntArray, seed: int = 0) -> FloatArray:
    """Share of the shortest contact between different departments that leads through each person.

    Over pairs of people in two departments with a way between them, herself not an end. From some
    sources only in large firms, drawn by ``seed``.
    """
    through = _betweenness(both, seed, unit) / 2
    piece = engine.pieces(both)
    together = _pairs_within(piece) - _pairs_within(piece * (int(unit.max(initial=0)) + 2) + unit)
    return through / max(together, 1.0)


def _pairs_within(labels: IntArray) -> float:
    size = np.unique(labels, return_counts=True)[1].astype(float)
    return float((size * (size - 1) / 2).sum())


def people_apart(both: sparse.csr_array) -> BoolArray:
    """Who is in touch with somebody, but in a piece of the firm apart from the largest."""
    linked = np.diff(both.indptr) > 0
    away: BoolArray = linked & (engine.pieces(both) > 0)
    return away
