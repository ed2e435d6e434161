"""How far a firm is one core with people around it (Borgatti & Everett 1999, discrete)."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.engine import Matrix
from analysis.network import BoolArray, FloatArray, IntArray

STARTS = 12
KICKED = 0.15
FEW_KICKS = 6  # in large firms, where beginnings of many sizes end in the same core
EXCHANGE_UP_TO = 600


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """Who is in the core, and how well "all ties inside the core, none elsewhere" fits."""

    members: BoolArray
    fit: float


def core_of(both_ways: sparse.csr_array, kicks: int = 60) -> Core:
    """The core that fits best: highest correlation of the ties with both ends being in it.

    Variant "core-core only 1": over pairs i < j, r = (N·e - m·K) / sqrt(m(N - m)·K(N - K)) with N
    pairs, m ties, K pairs and e ties inside the core. From beginnings of the list by contacts of
    every size, people are moved in, out or for each other as long as that helps; then ``kicks``
    times a few are turned at random and the climb begins again. Fit 0 where it is not defined.
    """
    order = np.argsort(-np.diff(both_ways.indptr), kind="stable")
    if both_ways.shape[0] <= EXCHANGE_UP_TO:
        return _best(both_ways.toarray(), order, kicks)
    return _best(both_ways, order, min(kicks, FEW_KICKS))


def _best(both_ways: Matrix, order: IntArray, kicks: int) -> Core:
    """Of climbs from many beginnings the one that ends highest."""
    best = Core(np.zeros(len(order), dtype=bool), 0.0)
    sizes = np.unique(np.geomspace(2, max(2, len(order) - 1), STARTS).astype(int))
    for size in sizes if len(order) > 2 else ():
        members = np.zeros(len(order), dtype=bool)
        members[order[:size]] = True
        core = _climb(both_ways, Core(members, _fit(both_ways, members)))
        best = core if core.fit > best.fit + 1e-12 else best
    rng = np.random.default_rng(len(order))
    for _ in range(kicks if best.fit > 0 else 0):
        members = best.members ^ (rng.random(len(order)) < KICKED)
        core = _climb(both_ways, Core(members, _fit(both_ways, members)))
        best = core if core.fit > best.fit + 1e-12 else best
    return best


def _climb(both_ways: Matrix, core: Core) -> Core:
    """The most helpful move or exchange again and again, until none helps."""
    if len(core.members) > EXCHANGE_UP_TO:
        return _climb_by_moves(both_ways, core)
    while True:
        better = max((_moved(both_ways, core), _exchanged(both_ways, core)), key=lambda c: c.fit)
        if better.fit <= core.fit + 1e-12:
            return core
        core = better


def _climb_by_moves(both_ways: sparse.csr_array, core: Core) -> Core:
    """The same by moves alone, by the compiled kernel."""
    from analysis import kernels

    start, ends = (places.astype(np.int32) for places in (both_ways.indptr, both_ways.indices))
    return Core(*kernels.climbed(start, ends, core.members))


def _moved(both_ways: Matrix, core: Core) -> Core:
    """The best core that has one person more or less."""
    inside = np.asarray(both_ways @ core.members.astype(float)).ravel()
    best, fit = _best_move(core.members, inside, float(both_ways.sum()) / 2)
    members = core.members.copy()
    members[best] = ~members[best]
    return Core(members, fit)


def _best_move(members: BoolArray, inside: FloatArray, ties: float) -> tuple[int, float]:
    """Whose moving in or out fits best, and how well; ``inside`` are everybody's ties to it."""
    size = len(members)
    turn = np.where(members, -1, 1)
    after = members.sum() + turn
    within = inside[members].sum() / 2 + turn * inside
    fits = correlation(size * (size - 1) / 2, ties, after * (after - 1) / 2, within)
    best = int(np.argmax(fits))
    return best, float(fits[best])


def _exchanged(both_ways: Matrix, core: Core) -> Core:
    """The best core that has one person in place of another; the same in firms over 600 people."""
    within, outside = np.flatnonzero(core.members), np.flatnonzero(~core.members)
    if not len(within) or not len(outside) or both_ways.shape[0] > EXCHANGE_UP_TO:
        return core
    inside = np.asarray(both_ways @ core.members.astype(float)).ravel()
    gain = inside[outside][None, :] - inside[within][:, None]
    gain = gain - both_ways[np.ix_(within, outside)]
    out, into = np.unravel_index(int(np.argmax(gain)), gain.shape)
    members = core.members.copy()
    members[within[out]], members[outside[into]] = False, True
    return Core(members, _fit(both_ways, members))


def _fit(both_ways: Matrix, members: BoolArray) -> float:
    size, chosen = both_ways.shape[0], members.astype(float)
    within = float(chosen @ (both_ways @ chosen)) / 2
    count = chosen.sum()
    pairs = size * (size - 1) / 2
    inside = np.array([count * (count - 1) / 2])
    return float(correlation(pairs, both_ways.sum() / 2, inside, np.array([within]))[0])


def correlation(
    pairs: float, ties: float, core_pairs: np.ndarray, core_ties: np.ndarray
) -> np.ndarray:
    """Pearson correlation of two 0/1 patterns from their counts; 0 where one is constant."""
    spread = ties * (pairs - ties) * core_pairs * (pairs - core_pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (pairs * core_ties - ties * core_pairs) / np.sqrt(spread)
    out: np.ndarray = np.where(spread > 0, r, 0.0)
    return out
