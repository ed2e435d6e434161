"""Figures beside the rest of the firm, or beside everybody having the same chance.

For what a rewired firm is no measure of: how often somebody is at the top over the draws of the
missing answers, and where a figure stands among those of all.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.missing import Draws, top_size
from analysis.model import Evidence
from analysis.network import FloatArray, IntArray

BY_LOT = "everybody having the same chance"
MIDDLE_PERSON = "the median person"
MIDDLE_UNIT = "the middle department"


@dataclass(frozen=True, slots=True)
class Lot:
    """So many draws, in each of which somebody has this chance; ``against`` says whose it is."""

    draws: int
    chance: float
    against: str = BY_LOT


def by_lot(measure: str, share: float, lot: Lot, people: int) -> Evidence:
    """A share of the draws beside that of somebody who has the lot's chance in each of them.

    The range holds 95 % of the binomial distribution; p is its upper tail.
    """
    low, high = binomial_range(lot.draws, lot.chance)
    times = round(share * lot.draws)
    p = float(special.bdtrc(times - 1, lot.draws, lot.chance)) if times else 1.0
    return Evidence(measure, share, people, lot.chance, low, high, p, None, lot.against)


def at_the_top(measure: str, share: float, draws: Draws) -> Evidence:
    """How often somebody is at the top over the draws, beside everybody having the same chance."""
    size = draws.relation.size
    lot = Lot(len(draws.networks), min(1.0, top_size(size) / size))
    return by_lot(measure, share, lot, size)


def binomial_range(tries: int, chance: float) -> tuple[float, float]:
    """The shares of ``tries`` between which 95 % of the binomial distribution lie."""
    below = special.bdtr(np.arange(tries + 1), tries, min(max(chance, 0.0), 1.0))
    low, high = np.searchsorted(below, [0.025, 0.975])
    return float(low / tries), float(min(high, tries) / tries)


def among_all(
    measure: str, value: float, everybody: FloatArray | IntArray, against: str = MIDDLE_PERSON
) -> Evidence:
    """A figure beside the middle one of all, the range that holds 95 in 100, and how many reach it.

    p is the share of all (herself in it) whose figure is as high.
    """
    every = np.asarray(everybody, dtype=float)
    low, middle, high = (float(x) for x in np.quantile(every, [0.025, 0.5, 0.975]))
    p = float((every >= value).mean())
    return Evidence(measure, value, len(every), middle, low, high, p, None, against)
