"""Ratings: which scale a question was answered on, and who answered without looking.

A file of answers does not say its scale. It is told from the answers where they leave no doubt,
so that a 9 among thousands of 1 to 5 is a slip, while hours or messages counted in a real network
lose nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

SCALES = (5, 7, 10)
FEW = 20
SLIPS = 0.01
# Questions of the shipped sets are rated on at most five steps.
KNOWN = frozenset(
    (
        "information", "advice", "problem_solving", "decision", "influence", "ideas",
        "development", "support", "awareness", "access", "more_access", "trust", "trust_openness",
        "trust_reliability", "trust_purpose", "energy", "value", "missing_tie", "partner",
        "partner_strength", "partner_trust", "partner_value", "own_load", "shared_purpose",
        "own_team", "team_information", "team_missing",
    )
)  # fmt: skip
# On this one 0 is the middle and negative values are answers too.
SIGNED = frozenset({"energy"})
STRAIGHT = 10
STRAIGHT_SHARE = 0.9
LUCK = 0.001


def scale_of(question: str, values: Sequence[float]) -> float:
    """The highest value that ``question`` allows: 5, 7, 10, or infinity where none can be told.

    A scale fits when nearly all values are whole numbers within it, no more than one in a hundred
    lies beyond (in a small file: one or two), and its top step is used five times as often as all
    beyond it. The last is what tells a rating with a slip from a long-tailed count, where high
    values thin out. For the shipped questions one in five may lie beyond.
    """
    slips = max(SLIPS * len(values), 1 if len(values) < 2 * FEW else 2)
    if question in KNOWN and _fits(values, 5, 0.2 * len(values), often=1):
        return 5
    if len(values) >= FEW:
        for top in SCALES:
            if _fits(values, top, slips, often=5):
                return top
    return math.inf


def _fits(values: Sequence[float], top: int, slips: float, often: int) -> bool:
    beyond = sum(value > top for value in values)
    broken = sum(value != int(value) for value in values if value <= top)
    used = sum(value == top for value in values)
    few = len(values) < FEW
    return beyond <= slips and broken <= slips and (few or used >= often * beyond)


def straight_liners(ratings: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Who rated nearly everybody alike on a question where others didn't, and the value.

    At least ten ratings, nine in ten of them the same, and so many that answering as the others
    did would give it less than once in a thousand such surveys (binomial tail, allowing for the
    number of respondents). Misleads where somebody's colleagues really are all alike to her.
    """
    everybody = Counter(value for given in ratings.values() for value in given)
    found = {}
    for person, given in ratings.items():
        value, times = Counter(given).most_common(1)[0] if given else (0.0, 0)
        if len(given) < STRAIGHT or times < STRAIGHT_SHARE * len(given):
            continue
        others = everybody.total() - len(given)
        share = (everybody[value] - times) / others if others else 1.0
        if _tail(len(given), times, share) * len(ratings) < LUCK:
            found[person] = value
    return found


def _tail(trials: int, hits: int, chance: float) -> float:
    """The probability of at least ``hits`` in ``trials``."""
    if chance >= 1:
        return 1.0
    return sum(
        math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        for k in range(hits, trials + 1)
    )
