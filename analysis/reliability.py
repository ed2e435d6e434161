"""How far answers can be relied on: whether the other end says the same.

Two people asked the same question about each other are two witnesses of one contact. That they
differ is no fault of either: asking is often one-sided. So the rate is read beside chance.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis import measures, rewiring
from analysis.network import FloatArray, Relation

RESAMPLES = 100
REWIRINGS = 20
FEW_REWIRINGS = 5
ARCS = 20_000
REWIRE_UP_TO = 300_000
NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The share of pairs about whom both say the same, of those where either names the other.

    ``low`` to ``high`` is the 95 % interval of the share itself (people resampled); ``expected``
    what chance gives. None where nothing was named, or where it would cost too much to know.
    """

    value: float | None
    low: float | None
    high: float | None
    expected: float | None
    people: int


def confirmed(relation: Relation, seed: int) -> Confirmed:
    """Mutual over named pairs among those who answered: M / (M + A).

    The interval resamples people, not pairs: pairs that share a person are no two witnesses
    (Snijders & Borgatti 1999). It is never narrower than Wilson's for as many pairs, which also
    holds where all or none are confirmed. Chance keeps how many each names and is named by.
    """
    among = measures.respondents_only(relation)
    people = among.shape[0]
    if not among.nnz:
        return Confirmed(None, None, None, None, people)
    low, high = _interval(among, seed)
    times = REWIRINGS if among.nnz <= ARCS else FEW_REWIRINGS
    times = times if among.nnz <= REWIRE_UP_TO else 0
    null = [share_confirmed(ties) for ties in rewiring.several(among, times, seed)]
    expected = float(np.mean(null)) if null else None
    return Confirmed(share_confirmed(among), low, high, expected, people)


def share_confirmed(ties: sparse.csr_array) -> float:
    """Mutual pairs over pairs with any tie; 0 where there is none."""
    both = float(ties.multiply(ties.T).sum()) / 2
    named = float(ties.sum()) - both
    return both / named if named else 0.0


def _interval(ties: sparse.csr_array, seed: int) -> tuple[float, float]:
    """95 % interval of the share: people resampled, widened to Wilson's."""
    low, high = np.quantile(_resampled(ties, seed), [0.025, 0.975])
    share, square = share_confirmed(ties), NORMAL**2
    pairs = float(ties.sum()) - float(ties.multiply(ties.T).sum()) / 2
    middle = (share + square / (2 * pairs)) / (1 + square / pairs)
    reach = np.sqrt(share * (1 - share) / pairs + square / (4 * pairs**2))
    width = NORMAL * float(reach) / (1 + square / pairs)
    return max(0.0, min(float(low), middle - width)), min(1.0, max(float(high), middle + width))


def _resampled(ties: sparse.csr_array, seed: int) -> FloatArray:
    """The share in firms made of the same people drawn with replacement."""
    rng, size = np.random.default_rng([seed, ties.nnz]), ties.shape[0]
    mutual = ties.multiply(ties.T).tocsr()
    shares = np.zeros(RESAMPLES)
    for k in range(RESAMPLES):
        often = np.bincount(rng.integers(0, size, size), minlength=size).astype(np.float64)
        both = often @ (mutual @ often) / 2
        named = often @ (ties @ often) - both
        shares[k] = both / named if named else 0.0
    return shares
