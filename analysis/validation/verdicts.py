"""Shares with their intervals, and whether a stated bar was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Verdict = Literal["held", "missed", "cant_tell"]
Z = 1.959963984540054
FEWEST_CLUSTERS = 5


def wilson(p: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share ``p`` of ``n`` tries: Wilson's score interval (Wilson 1927).

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n); 0 to 1 without a try.
    """
    if not n:
        return 0.0, 1.0
    middle = p + Z * Z / (2 * n)
    reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = (middle - reach) / (1 + Z * Z / n), (middle + reach) / (1 + Z * Z / n)
    return (0.0 if p == 0 else low), (1.0 if p == 1 else high)


def clustered(shares: "Sequence[Share]") -> tuple[float, float]:
    """The interval of several shares together whose tries are alike within each.

    Wilson's with the effective number of tries, p(1-p) / v: v is the variance of a ratio over
    clusters, K/(K-1) Σ(h - pn)² / (Σn)² (Kish 1965). With under 5 clusters, or no spread among
    them, that says nothing and all tries count: the interval may then be too narrow.
    """
    some = [share for share in shares if share.tries]
    whole = Share(sum(s.hits for s in some), sum(s.tries for s in some))
    if len(some) < FEWEST_CLUSTERS:
        return whole.interval
    p, k = whole.value, len(some)
    v = k / (k - 1) * sum((s.hits - p * s.tries) ** 2 for s in some) / whole.tries**2
    effective = min(whole.tries, p * (1 - p) / v) if v else whole.tries
    return wilson(p, effective) if effective else whole.interval


@dataclass(frozen=True, slots=True)
class Share:
    """So many ``hits`` in so many ``tries``."""

    hits: int
    tries: int

    @property
    def value(self) -> float:
        """The share; 0 without a try, which is why ``tries`` stands beside it."""
        return self.hits / self.tries if self.tries else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, 95 %, if the tries are independent of each other."""
        return wilson(self.value, self.tries)

    def __add__(self, other: "Share") -> "Share":
        """Both together."""
        return Share(self.hits + other.hits, self.tries + other.tries)


def share_of(hits: "list[bool]") -> Share:
    """The share of true ones."""
    return Share(sum(hits), len(hits))


@dataclass(frozen=True, slots=True)
class Check:
    """One bar, and whether it was held.

    ``part`` of the pack, ``bar`` (a key of the words) and ``subject``; ``value`` with ``low`` to
    ``high`` (95 %) on so many ``tries`` beside the ``limit``.
    """

    part: str
    bar: str
    subject: str
    value: float
    limit: float
    tries: int
    verdict: Verdict
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A stated limit: ``key`` names it, ``least`` says which side of ``limit`` is good.

    With ``enough`` tries the share itself decides; with fewer only an interval that lies wholly
    on one side does, and otherwise it can't be told.
    """

    part: str
    key: str
    limit: float
    least: bool
    enough: int

    def judge(self, share: Share, subject: str) -> Check:
        """Whether this share holds the bar."""
        low, high = share.interval
        return Check(
            self.part,
            self.key,
            subject,
            share.value,
            self.limit,
            share.tries,
            self._verdict(share),
            low,
            high,
        )

    def _verdict(self, share: Share) -> Verdict:
        low, high = share.interval
        if share.tries >= self.enough:
            return "held" if self._good(share.value) else "missed"
        if self._good(low) and self._good(high):
            return "held"
        return "cant_tell" if self._good(low) or self._good(high) else "missed"

    def _good(self, value: float) -> bool:
        return value >= self.limit if self.least else value <= self.limit
