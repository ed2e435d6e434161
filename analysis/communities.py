"""Groups that the ties themselves show: Louvain run many times, how stable, against chance.

One run proves nothing: the share of runs that reach the best grouping known is 4 % on a real law
firm. So the best of many is reported, with how far the runs agree, and only if rewired firms do
not look as grouped (Blondel 2008; Guimerà 2004; Vinh 2010).
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from scipy import sparse, special

from analysis import louvain, rewiring
from analysis.measures import modularity
from analysis.model import Evidence
from analysis.network import FloatArray, IntArray, Relation
from analysis.settings import Settings
from analysis.workers import shared

STABLE_FROM = 0.8
AMI_PAIRS = 150
PYTHON_LOUVAIN = "python-louvain"
ITERATED = "iterated Louvain"
LARGE, MIDDLING, HUGE = 1500, 5000, 20_000
FEW_PAIRS = 40
AT_ONCE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The reported grouping and what is known about it.

    ``labels`` 0 is the largest group; ``certainty`` per person is the share of runs that keep her
    with her group's core; ``stability`` the mean agreement (AMI) of pairs of runs; ``null`` the
    modularity of rewired firms and ``p`` the chance of a run as good as ours there; ``method`` says
    whose run the reported grouping is.
    """

    labels: IntArray
    quality: float
    typical_quality: float
    certainty: FloatArray
    stability: float
    null: FloatArray
    p: float
    runs: int
    method: str = PYTHON_LOUVAIN

    @property
    def count(self) -> int:
        """How many groups there are, people without any tie apart."""
        return int((np.bincount(self.labels) > 1).sum()) if len(self.labels) else 0

    @property
    def evidence(self) -> Evidence:
        """How well repeated groupings agree, beside the least that a grouping needs."""
        least = "the least that a grouping needs"
        size, value = len(self.labels), self.stability
        return Evidence(
            "group_stability", value, size, STABLE_FROM, STABLE_FROM, 1.0, against=least
        )

    @property
    def stable(self) -> bool:
        """Whether a grouping may be claimed at all."""
        return self.stability >= STABLE_FROM and self.p < 0.05 and self.count > 1


def find(relation: Relation, settings: Settings, executor: Executor | None = None) -> Groups:
    """Group people by their ties in either direction; best of many runs, tested on rewired firms.

    python-louvain's grouping is reported unless a run of our own, which goes over the groups once
    more and costs a hundredth, has higher modularity; ``method`` says whose it is. The same runs,
    once each, on rewired firms say what chance gives.
    """
    both = relation.both_ways
    if not both.nnz:
        alone = np.arange(relation.size, dtype=np.int64)
        none = np.zeros(0)
        return Groups(alone, 0.0, 0.0, np.ones(relation.size), 0.0, none, 1.0, 0)
    seeds = [settings.seed + k for k in range(min(settings.runs, affordable(relation.size)))]
    nulls = min(settings.nulls, affordable_nulls(relation.size))
    slow_seeds = seeds[: slow_runs(relation.size)]
    with ThreadPoolExecutor(1) as beside:  # ours let go of Python, so that both go on at once
        waiting = beside.submit(shared, partial(by_python_louvain, both), slow_seeds, executor)
        ours = louvain.runs([both] * len(seeds), seeds, executor)
        null = _null(both, nulls, settings.seed, executor)
        slow = waiting.result()
    tried = slow + ours
    quality = np.array([modularity(both, labels) for labels in tried])
    best = int(np.argmax(quality))
    labels = by_size(tried[best])
    return Groups(
        labels,
        float(quality.max()),
        float(quality.mean()),
        certainty(labels, tried),
        agreement_of_runs(tried, settings.seed),
        null,
        float((1 + (null >= quality[len(slow) :].mean()).sum()) / (1 + len(null))),
        len(tried),
        PYTHON_LOUVAIN if best < len(slow) else ITERATED,
    )


def affordable(size: int) -> int:
    """The most runs."""
    return 100 if size <= HUGE else 20


def affordable_nulls(size: int) -> int:
    """The most rewired firms; never so few that none could be called unlikely."""
    return 100 if size <= MIDDLING else 40 if size <= HUGE else 20


def slow_runs(size: int) -> int:
    """How many runs are python-louvain's: one, as long as a hundred of ours, or none."""
    return 1 if size <= LARGE else 0


def _null(both: sparse.csr_array, nulls: int, seed: int, executor: Executor | None) -> FloatArray:
    """The modularity that one run reaches on each rewired firm; a few firms in memory at a time."""
    quality: list[float] = []
    firms = rewiring.several(both, nulls, seed, directed=False)
    while some := list(islice(firms, AT_ONCE)):
        seeds = [seed + len(quality) + k for k in range(len(some))]
        found = louvain.runs(some, seeds, executor)
        quality += [modularity(ties, x) for ties, x in zip(some, found, strict=True)]
    return np.array(quality)


def by_python_louvain(both_ways: sparse.csr_array, seed: int) -> IntArray:
    """One grouping by python-louvain, nodes and ties inserted in order so that seeds hold."""
    import community as python_louvain
    import networkx as nx

    rows = np.repeat(np.arange(both_ways.shape[0]), np.diff(both_ways.indptr))
    once = rows < both_ways.indices
    graph = nx.Graph()
    graph.add_nodes_from(range(both_ways.shape[0]))
    graph.add_edges_from(zip(rows[once].tolist(), both_ways.indices[once].tolist(), strict=True))
    part = python_louvain.best_partition(graph, random_state=seed)
    return np.array([part[v] for v in range(both_ways.shape[0])])


def by_size(labels: IntArray) -> IntArray:
    """The same groups, numbered from the largest on; ties in order of the first member."""
    _, first, spot, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(first))
    numbered: IntArray = rank[spot]
    return numbered


def certainty(reported: IntArray, tried: Sequence[IntArray]) -> FloatArray:
    """Share of runs in which each person is where most of her reported group is."""
    kept = np.zeros(len(reported))
    for labels in tried:
        table = contingency(reported, labels)
        kept += labels == table.argmax(axis=1)[reported]
    return kept / max(len(tried), 1)


def contingency(
    first: IntArray, second: IntArray, shape: tuple[int, ...] | None = None
) -> IntArray:
    """How many people each pair of groups has in common; ``shape`` where some may be empty."""
    height, width = shape or (int(first.max()) + 1, int(second.max()) + 1)
    flat = np.bincount(first * width + second, minlength=height * width)
    return flat.reshape(height, width)


def agreement_of_runs(tried: Sequence[IntArray], seed: int) -> float:
    """Mean adjusted mutual information of ``AMI_PAIRS`` pairs of runs, fewer in large firms."""
    if len(tried) < 2:
        return 0.0
    rng = np.random.default_rng(seed)
    count = AMI_PAIRS if len(tried[0]) <= MIDDLING else FEW_PAIRS
    pairs = [rng.choice(len(tried), size=2, replace=False) for _ in range(count)]
    known = log_factorials(len(tried[0]))
    return float(np.mean([agreement(tried[i], tried[j], known) for i, j in pairs]))


def agreement(first: IntArray, second: IntArray, known: FloatArray | None = None) -> float:
    """Adjusted mutual information of two groupings (Vinh, Epps & Bailey 2010).

    1 the same, about 0 what chance gives for groups of these sizes. Arithmetic mean in the
    denominator. ``known`` are the ``log_factorials``, for whoever compares many.
    """
    table = contingency(first, second)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    rows, columns, people = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    shared = _mutual_information(table, rows, columns, people)
    known = log_factorials(people) if known is None else known
    by_chance = _expected_information(rows, columns, people, known)
    mean_entropy = (_entropy(rows) + _entropy(columns)) / 2
    if len(rows) == len(columns) == 1 or abs(mean_entropy - by_chance) < 1e-15:
        return 1.0
    return float((shared - by_chance) / (mean_entropy - by_chance))


def log_factorials(most: int) -> FloatArray:
    """log 0! to log ``most``!."""
    logs: FloatArray = special.gammaln(np.arange(most + 1) + 1.0)
    return logs


def _entropy(sizes: IntArray) -> float:
    share = sizes[sizes > 0] / sizes.sum()
    return float(-(share * np.log(share)).sum())


def _mutual_information(table: IntArray, rows: IntArray, columns: IntArray, people: int) -> float:
    i, j = np.nonzero(table)
    joint = table[i, j] / people
    return float((joint * np.log(table[i, j] * people / (rows[i] * columns[j]))).sum())


def _expected_information(
    rows: IntArray, columns: IntArray, people: int, known: FloatArray
) -> float:
    """Mean mutual information of random groupings with these sizes (hypergeometric).

    Groups of the same size give the same: each pair of sizes is worked out once.
    """
    (down, many), (across, more) = (np.unique(x, return_counts=True) for x in (rows, columns))
    a, b = (grid.ravel() for grid in np.meshgrid(down, across, indexing="ij"))
    often = np.outer(many, more).ravel()
    n = np.arange(1, int(min(a.max(), b.max())) + 1)[:, None]
    fits = (n >= a + b - people) & (n <= np.minimum(a, b))
    rest = known[a] + known[b] + known[people - a] + known[people - b] - known[people]
    weight = np.exp(
        rest
        - known[n]
        - known[np.maximum(a - n, 0)]
        - known[np.maximum(b - n, 0)]
        - known[np.clip(people - a - b + n, 0, people)]
    )
    term = n / people * np.log(n * people / (a * b)) * weight * often
    return float(np.where(fits, term, 0.0).sum())
