"""Which treatment of missing answers keeps the order of brokers: hide a fifth, and compare.

The brokers' order in the complete network is held against the order after a fifth of the people
were hidden and the gap was treated: left ``as_named``, filled by copying ties back
(``reciprocal``), ``imputed`` as the analysis does it, or with the silent ``dropped`` altogether.
Directed paths, and paths on ties both ways. Whoever is dropped stands last: that is what dropping
does to a ranking.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from analysis import engine, missing
from analysis.network import FloatArray, Relation, both_ways
from analysis.validation.known import GROUPS, SMALLEST, Known, with_silence
from analysis.validation.plan import Plan
from analysis.validation.verdicts import Check, Verdict
from analysis.validation.working import Hands, in_turn

TREATMENTS = ("as_named", "reciprocal", "imputed", "dropped")
WAYS = ("directed", "both_ways")
Paths = Callable[[sparse.csr_array], FloatArray]


@dataclass(frozen=True, slots=True)
class Fifth:
    """A network of which a fifth is to be hidden."""

    known: Known
    seed: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Kept:
    """Rank correlation (Spearman) with the complete network: mean over hidings, lowest, highest."""

    group: str
    network: str
    people: int
    way: str
    treatment: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranks:
    """Every network under every treatment, and whether imputing is as good as leaving it."""

    rows: tuple[Kept, ...]
    checks: tuple[Check, ...]


def measure_ranks(networks: Iterable[Known], plan: Plan, hands: Hands | None = None) -> Ranks:
    """Hide a fifth of each network of 30 people or more, as often as the plan says."""
    large = [known for known in networks if known.relation.size >= SMALLEST]
    times = plan.rank_hidings
    items = [Fifth(known, plan.seed + k, plan) for known in large for k in range(times)]
    done = in_turn(correlations, items, hands or Hands())
    rows = [
        row
        for k, known in enumerate(large)
        for row in _rows(known, np.array(done[k * times : (k + 1) * times]))
    ]
    groups = [group for group in GROUPS if any(_counts(k, group) for k in large)]
    checks = [_check(large, rows, group, way) for group in groups for way in WAYS]
    return Ranks(tuple(rows), tuple(checks))


def correlations(item: Fifth) -> list[list[float]]:
    """Rank correlation by way and treatment."""
    whole = item.known.relation
    seen = with_silence(whole, item.plan.response, item.seed)
    draws = missing.draw(seen, item.plan.settings.draws, item.seed)
    return [
        [_alike(paths(whole.ties), guess) for guess in _guesses(seen, draws.networks, paths)]
        for paths in (engine.betweenness, _paths_both_ways)
    ]


def _paths_both_ways(ties: sparse.csr_array) -> FloatArray:
    half: FloatArray = engine.betweenness(both_ways(ties)) / 2
    return half


def _guesses(
    seen: Relation, drawn: Sequence[sparse.csr_array], paths: Paths
) -> tuple[FloatArray, ...]:
    """Everybody's paths under each of TREATMENTS."""
    silent = sparse.diags_array((~seen.answered).astype(float))
    returned = seen.ties.maximum((silent @ seen.ties.T).tocsr()).tocsr()
    imputed: FloatArray = np.mean([paths(ties) for ties in drawn], axis=0)
    return paths(seen.ties), paths(returned), imputed, _dropped(seen, paths)


def _dropped(seen: Relation, paths: Paths) -> FloatArray:
    who = np.flatnonzero(seen.answered)
    value = np.full(seen.size, -1.0)
    value[who] = paths(seen.ties[who][:, who].tocsr())
    return value


def _alike(truth: FloatArray, guess: FloatArray) -> float:
    # Rounded, so that sums taken in another order don't part people who are level.
    first, second = truth.round(9), guess.round(9)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(stats.spearmanr(first, second).statistic)


def _rows(known: Known, found: FloatArray) -> list[Kept]:
    """``found`` is hidings × ways × treatments."""
    return [
        Kept(
            known.group,
            known.name,
            known.relation.size,
            way,
            treatment,
            *(float(f(found[:, w, t])) for f in (np.mean, np.min, np.max)),
        )
        for w, way in enumerate(WAYS)
        for t, treatment in enumerate(TREATMENTS)
    ]


def _counts(known: Known, group: str) -> bool:
    """Where ties go both ways by construction, copying them back can't be wrong: no contest."""
    return known.group == group and known.directed


def _check(large: Sequence[Known], rows: Sequence[Kept], group: str, way: str) -> Check:
    """Imputed less as named, mean over networks with its 95 % interval (Student)."""
    mean = {(row.network, row.treatment): row.mean for row in rows if row.way == way}
    names = [known.name for known in large if _counts(known, group)]
    gains = np.array([mean[name, "imputed"] - mean[name, "as_named"] for name in names])
    gain, reach = float(gains.mean()), _reach(gains)
    low, high = gain - reach, gain + reach
    verdict: Verdict = "held" if gain >= 0 else "cant_tell" if high >= 0 else "missed"
    subject = f"{group}, {way}"
    return Check("ranks", "imputed", subject, gain, 0.0, len(gains), verdict, low, high)


def _reach(values: FloatArray) -> float:
    if len(values) < 2:
        return float("inf")
    error = float(values.std(ddof=1)) / len(values) ** 0.5
    reach: float = float(stats.t.ppf(0.975, len(values) - 1)) * error
    return reach
