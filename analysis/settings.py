"""What an analysis may be told."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Settings:
    """What an analysis may be told; the defaults are for firms of 15 to 3,000 people.

    ``questions`` to use (all of them if empty); ``min_value`` the weakest tie that counts;
    ``runs`` of Louvain, ``draws`` of the missing answers, ``permutations`` of unit labels,
    ``nulls`` (rewired firms); ``on`` is the day of the survey. Up to ``exact_up_to`` people
    paths in the tables are counted exactly; beyond, from ``sources`` people, with a stated error.
    """

    seed: int = 1
    questions: tuple[str, ...] = ()
    min_value: float = 0.0
    runs: int = 100
    draws: int = 100
    permutations: int = 2000
    nulls: int = 100
    workers: int = 1
    on: date | None = None
    exact_up_to: int = 20_000
    sources: int = 2048
