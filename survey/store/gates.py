"""A gate before work that costs the same for one as for many: whoever waits at it goes in together.

Each who comes puts down what she brings and waits her turn. Whoever is let in first takes along
all that has been put down by then; when the others' turn comes, theirs is done already.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass(slots=True)
class Parcel:
    """What somebody brings, and what became of it: ``taken``, or why it was not."""

    what: Any
    done: bool = False
    taken: bool = False
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate for one place; ``turn`` is held by whoever is inside."""

    waiting: list[Parcel] = field(default_factory=list)
    turn: Lock = field(default_factory=Lock)

    def bring(self, what: Any, carry: Callable[[list[Parcel]], None]) -> bool:
        """Have it carried in, alone or with others; whether it was taken, once it was decided.

        ``carry`` marks each parcel; if it fails as a whole, it fails for each of them.
        """
        mine = Parcel(what)
        self.waiting.append(mine)
        with self.turn:
            if not mine.done:
                self._carry(carry)
        if mine.error is not None:
            raise mine.error
        return mine.taken

    def _carry(self, carry: Callable[[list[Parcel]], None]) -> None:
        together = [self.waiting.pop(0) for _ in range(len(self.waiting))]
        try:
            carry(together)
        except Exception as error:
            for parcel in together:
                parcel.taken, parcel.error = False, error
        for parcel in together:
            parcel.done = True
