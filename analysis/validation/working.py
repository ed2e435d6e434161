"""Work done in turn or shared out, saying how far it is; the same results either way."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from analysis.workers import shared

Item = TypeVar("Item")
Done = TypeVar("Done")
AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the work, and whom to tell: ``tell(share)`` of the part that is being done."""

    executor: Executor | None = None
    tell: Callable[[float], None] = lambda share: None


def in_turn(function: Callable[[Item], Done], items: Sequence[Item], hands: Hands) -> list[Done]:
    """``function`` of each item, in order."""
    step = AT_ONCE if hands.executor else 1
    done: list[Done] = []
    for start in range(0, len(items), step):
        done += shared(function, items[start : start + step], hands.executor)
        hands.tell(len(done) / len(items))
    return done
