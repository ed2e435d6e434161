"""Groups that the ties themselves show: Louvain run many times, how stable, against chance.

One run proves nothing: the share of runs that reach the best grouping known is 4 % on a real law
firm. So the best of many is reported, with how far the runs agree, and only if rewired firms do
not look as grouped (Blondel 2008; Guimerà 2004; Vinh 2010).
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import community as python_louvain
import networkx as nx
import numpy as np
from scipy import sparse, special

from analysis import rewiring
from analysis.measures import modularity
from analysis.network import FloatArray, IntArray, Relation
from analysis.settings import Settings
from analysis.workers import shared

STABLE_FROM = 0.8
AMI_PAIRS = 150
MOST_SLOW = 20
PAIRS_TIMES_RUNS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The reported grouping and what is known about it.

    ``labels`` 0 is the largest group; ``certainty`` per person is the share of runs that keep her
    with her group's core; ``stability`` the mean agreement (AMI) of pairs of runs; ``null`` the
    modularity of rewired firms and ``p`` the chance of a run as good as ours there.
    """

    labels: IntArray
    quality: float
    typical_quality: float
    certainty: FloatArray
    stability: float
    null: FloatArray
    p: float
    runs: int

    @property
    def count(self) -> int:
        """How many groups there are, people without any tie apart."""
        return int((np.bincount(self.labels) > 1).sum()) if len(self.labels) else 0

    @property
    def stable(self) -> bool:
        """Whether a grouping may be claimed at all."""
        return self.stability >= STABLE_FROM and self.p < 0.05 and self.count > 1


def find(relation: Relation, settings: Settings, executor: Executor | None = None) -> Groups:
    """Group people by their ties in either direction; best of many runs, tested on rewired firms.

    20 runs are python-louvain's (fewer beyond 400 people, where one takes long); the others come
    from scikit-network, which is many times faster and reaches the best grouping more often.
    """
    both = relation.both_ways
    if not both.nnz:
        alone = np.arange(relation.size, dtype=np.int64)
        none = np.zeros(0)
        return Groups(alone, 0.0, 0.0, np.ones(relation.size), 0.0, none, 1.0, 0)
    runs, seed = settings.runs, settings.seed
    slow = min(runs, MOST_SLOW, max(2, PAIRS_TIMES_RUNS // relation.size**2))
    tried = shared(partial(louvain, both), [seed + k for k in range(slow)], executor)
    tried += [_fast(both, seed + k) for k in range(runs - slow)]
    quality = np.array([modularity(both, labels) for labels in tried])
    best = by_size(tried[int(np.argmax(quality))])
    quick = quality[slow:] if runs > slow else quality
    seeds = [seed + k for k in range(settings.nulls)]
    null = np.array(shared(partial(_rewired_quality, both), seeds, executor))
    p = float((1 + (null >= quick.mean()).sum()) / (1 + len(null)))
    return Groups(
        best,
        float(quality.max()),
        float(quality.mean()),
        certainty(best, tried),
        agreement_of_runs(tried, seed),
        null,
        p,
        runs,
    )


def louvain(both_ways: sparse.csr_array, seed: int) -> IntArray:
    """One grouping by python-louvain, nodes and ties inserted in order so that seeds hold."""
    rows = np.repeat(np.arange(both_ways.shape[0]), np.diff(both_ways.indptr))
    once = rows < both_ways.indices
    graph = nx.Graph()
    graph.add_nodes_from(range(both_ways.shape[0]))
    graph.add_edges_from(zip(rows[once].tolist(), both_ways.indices[once].tolist(), strict=True))
    part = python_louvain.best_partition(graph, random_state=seed)
    return np.array([part[v] for v in range(both_ways.shape[0])])


def _fast(both_ways: sparse.csr_array, seed: int) -> IntArray:
    """One grouping by the fastest Louvain."""
    from sknetwork.clustering import Louvain

    plain = sparse.csr_matrix(both_ways)
    labels = Louvain(random_state=seed % 2**32, shuffle_nodes=True).fit_predict(plain)
    return np.asarray(labels, dtype=np.int64)


def _rewired_quality(both_ways: sparse.csr_array, seed: int) -> float:
    """The modularity of one fast run on the firm rewired: what chance gives."""
    ties = rewiring.rewired(both_ways, seed, directed=False)
    return modularity(ties, _fast(ties, seed))


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


def contingency(first: IntArray, second: IntArray) -> IntArray:
    """How many people each pair of groups has in common."""
    width = int(second.max()) + 1
    flat = np.bincount(first * width + second, minlength=(int(first.max()) + 1) * width)
    return flat.reshape(-1, width)


def agreement_of_runs(tried: Sequence[IntArray], seed: int) -> float:
    """Mean adjusted mutual information of up to ``AMI_PAIRS`` pairs of runs."""
    if len(tried) < 2:
        return 0.0
    rng = np.random.default_rng(seed)
    pairs = [rng.choice(len(tried), size=2, replace=False) for _ in range(AMI_PAIRS)]
    return float(np.mean([agreement(tried[i], tried[j]) for i, j in pairs]))


def agreement(first: IntArray, second: IntArray) -> float:
    """Adjusted mutual information of two groupings (Vinh, Epps & Bailey 2010).

    1 the same, about 0 what chance gives for groups of these sizes. Arithmetic mean in the
    denominator.
    """
    table = contingency(by_size(first), by_size(second))
    rows, columns, people = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    shared = _mutual_information(table, rows, columns, people)
    by_chance = _expected_information(rows, columns, people)
    mean_entropy = (_entropy(rows) + _entropy(columns)) / 2
    if len(rows) == len(columns) == 1 or abs(mean_entropy - by_chance) < 1e-15:
        return 1.0
    return float((shared - by_chance) / (mean_entropy - by_chance))


def _entropy(sizes: IntArray) -> float:
    share = sizes[sizes > 0] / sizes.sum()
    return float(-(share * np.log(share)).sum())


def _mutual_information(table: IntArray, rows: IntArray, columns: IntArray, people: int) -> float:
    i, j = np.nonzero(table)
    joint = table[i, j] / people
    return float((joint * np.log(table[i, j] * people / (rows[i] * columns[j]))).sum())


def _expected_information(rows: IntArray, columns: IntArray, people: int) -> float:
    """Mean mutual information of random groupings with these sizes (hypergeometric)."""
    a, b = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    n = np.arange(1, int(min(rows.max(), columns.max())) + 1)[:, None]
    fits = (n >= np.maximum(1, a + b - people)) & (n <= np.minimum(a, b))
    log = special.gammaln
    with np.errstate(invalid="ignore"):
        weight = (
            log(a + 1)
            + log(b + 1)
            + log(people - a + 1)
            + log(people - b + 1)
            - log(people + 1)
            - log(n + 1)
            - log(np.maximum(a - n, 0) + 1)
            - log(np.maximum(b - n, 0) + 1)
            - log(np.maximum(people - a - b + n, 0) + 1)
        )
    term = n / people * np.log(n * people / (a * b)) * np.exp(weight)
    return float(np.where(fits, term, 0.0).sum())
