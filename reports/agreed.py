"""What was agreed about actions: who does each, until when, how far it is; plain facts to print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis.model import Finding, Recommendation


@dataclass(frozen=True, slots=True)
class Advised:
    """An action, and the finding that it answers."""

    action: Recommendation
    finding: Finding


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who does it, until when; ``status`` is open, doing, done or dropped."""

    owner: str = ""
    due: date | None = None
    status: str = "open"

    @property
    def taken_on(self) -> bool:
        """Whether it has a place in the plan however little it weighs."""
        return self.status in ("doing", "done") or bool(
            self.status == "open" and (self.owner or self.due)
        )


NOTHING = Agreed()


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed about recommended actions, and actions that somebody added."""

    agreed: Mapping[Advised, Agreed] = field(default_factory=dict)
    added: tuple[tuple[str, Agreed], ...] = ()

    def of(self, advised: Advised) -> Agreed:
        """What was agreed about this one."""
        return self.agreed.get(advised, NOTHING)

    def chosen(self, advised: tuple[Advised, ...], most: int) -> tuple[Advised, ...]:
        """As many as fit, in their order: first those that were taken on, then the weightiest."""
        ranked = sorted(advised, key=lambda one: not self.of(one).taken_on)[:most]
        return tuple(one for one in advised if one in ranked)
