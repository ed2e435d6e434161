"""What a benchmark says: one row, with ratio and target, and how seconds are taken."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work: our seconds, those of ``against``, and what was to be reached.

    ``theirs`` is None where nothing else does the same; then ``target`` is in seconds, otherwise
    it is the largest ratio wanted. Without a target the row only informs.
    """

    what: str
    ours: float
    against: str = ""
    theirs: float | None = None
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our seconds over theirs."""
        return None if self.theirs is None else self.ours / self.theirs

    @property
    def reached(self) -> bool | None:
        """Whether the target was reached; None without one."""
        if self.target is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.target

    def to_dict(self) -> dict[str, Any]:
        """As ``results.json`` holds it."""
        return {**asdict(self), "ratio": self.ratio, "reached": self.reached}


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The shortest wall time of several goes, garbage collection held back."""
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    with _uncollected():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start


@contextmanager
def _uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
