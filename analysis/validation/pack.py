"""The whole pack in one call: each part that was asked for, in order."""

import platform
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from threadpoolctl import threadpool_limits

from analysis.model import Problem
from analysis.validation import known
from analysis.validation.agreement import Agreement, compare
from analysis.validation.alarms import Alarms, count_alarms
from analysis.validation.calibration import Calibration, calibrate
from analysis.validation.effects import Effects, measure_effects
from analysis.validation.known import Known
from analysis.validation.plan import PARTS, Plan
from analysis.validation.power import Given, Power, measure_power
from analysis.validation.ranks import Ranks, measure_ranks
from analysis.validation.verdicts import Check
from analysis.validation.working import Hands

LIBRARIES = ("tiewise", "numpy", "scipy", "networkx", "python-louvain", "numba")
AGREE_ON = 5


@dataclass(frozen=True, slots=True)
class Others:
    """What is validated on beside the generator and the classics: networks and planted firms."""

    networks: tuple[Known, ...] = ()
    firms: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Validation:
    """Everything that was measured; a part that was not asked for is None."""

    plan: Plan
    networks: tuple[str, ...]
    firms: tuple[str, ...]
    versions: dict[str, str]
    calibration: Calibration | None = None
    alarms: Alarms | None = None
    power: Power | None = None
    effects: Effects | None = None
    agreement: Agreement | None = None
    ranks: Ranks | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every bar of every part."""
        parts = (self.calibration, self.alarms, self.power, self.agreement, self.ranks)
        return tuple(check for part in parts if part for check in part.checks)

    @property
    def missed(self) -> tuple[Check, ...]:
        """The bars that were missed."""
        return tuple(check for check in self.checks if check.verdict == "missed")

    def to_dict(self) -> dict[str, Any]:
        """As plain data, as validation.json holds it."""
        return {"schema": "tiewise/validation/1", **asdict(self)}


def validate(
    plan: Plan,
    others: Others | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[str, float], None] = lambda stage, share: None,
) -> Validation:
    """Run the parts of the plan; the same plan and input give the same results.

    ``progress(part, share)`` is told how far it is. Raises Problem for a part that there is not.
    """
    unknown = [part for part in plan.parts if part not in PARTS]
    if unknown:
        mend = f"The parts are: {', '.join(PARTS)}."
        raise Problem(f"there is no part {unknown[0]!r}", where="--only", mend=mend)
    others = others or Others()
    steps = _steps(plan, others)
    done: dict[str, Any] = {}
    with threadpool_limits(1, "blas"):
        for k, part in enumerate(part for part in PARTS if part in plan.parts):
            done[part] = steps[part](Hands(executor, _teller(progress, plan, part, k)))
    progress("done", 1.0)
    return Validation(
        plan,
        tuple(network.name for network in others.networks),
        tuple(firm.name for firm in others.firms),
        versions(),
        **done,
    )


def _steps(plan: Plan, others: Others) -> dict[str, Callable[[Hands], Any]]:
    def everything() -> Sequence[Known]:
        ours = known.planted(plan.calibration_firms, plan.seed)
        return (*ours, *known.classics(), *others.networks)

    def compared() -> Sequence[Known]:
        ours = known.planted(AGREE_ON, plan.seed)
        return (*ours, *known.classics(), *others.networks)

    return {
        "calibration": lambda hands: calibrate(everything(), plan, hands),
        "alarms": lambda hands: count_alarms(plan, hands),
        "power": lambda hands: measure_power(plan, others.firms, hands),
        "effects": lambda hands: measure_effects(plan, hands),
        "agreement": lambda hands: compare(compared(), hands),
        "ranks": lambda hands: measure_ranks(everything(), plan, hands),
    }


def _teller(
    progress: Callable[[str, float], None], plan: Plan, part: str, k: int
) -> Callable[[float], None]:
    count = len(set(plan.parts))
    return lambda share: progress(part, (k + share) / count)


def versions() -> dict[str, str]:
    """What figures depend on: Python, Tiewise and the libraries."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}
