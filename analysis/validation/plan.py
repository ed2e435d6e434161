"""What is tried, how often, from which seed: the whole pack, or the quick one."""

from dataclasses import dataclass, field, replace

from analysis.settings import Settings

PARTS = ("calibration", "alarms", "power", "effects", "agreement", "ranks")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; the defaults are the full pack.

    ``rates`` are the shares of people who answer where respondents are hidden, ``hidings`` how
    often in each planted firm and ``hidings_elsewhere`` in each other network, of which there are
    fewer; ``alarm_firms`` without structure; ``power_seeds`` firms of each
    planted case, with ``people`` of whom ``response`` answer; ``sizes`` and ``tries`` of the
    weaker and weaker effects; ``rank_hidings`` of a fifth of each network. ``settings`` are those
    of every analysis: as shipped, except in the quick pack.
    """

    seed: int = 1
    parts: tuple[str, ...] = PARTS
    quick: bool = False
    rates: tuple[float, ...] = (0.6, 0.7, 0.8, 0.9)
    calibration_firms: int = 20
    hidings: int = 3
    hidings_elsewhere: int = 10
    alarm_firms: int = 200
    power_seeds: int = 25
    people: int = 150
    response: float = 0.8
    sizes: tuple[int, ...] = (30, 60, 150, 300)
    tries: int = 20
    rank_hidings: int = 10
    settings: Settings = field(default_factory=Settings)


def quick(plan: Plan) -> Plan:
    """The same in about a minute: small numbers, from which little more than a fault is seen."""
    return replace(
        plan,
        quick=True,
        calibration_firms=4,
        hidings=1,
        hidings_elsewhere=1,
        alarm_firms=12,
        power_seeds=1,
        sizes=(30, 60),
        tries=3,
        rank_hidings=2,
        settings=Settings(seed=plan.seed, runs=10, draws=30, permutations=300, nulls=40),
    )
