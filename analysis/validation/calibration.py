"""Whether stated probabilities come true: hide respondents, and look at who was at the top.

In each complete network a share of the people is hidden, the analysis states for everybody the
probability of being a top broker and of being among the most sought, and the complete network says
who is. Of those with a stated 0.7 about seven in ten have to be (reliability: Murphy 1973).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis import measures, missing
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import Study
from analysis.validation.known import GROUPS, SMALLEST, Known, as_network, with_silence
from analysis.validation.plan import Plan
from analysis.validation.verdicts import Bar, Check, Share, Verdict, clustered
from analysis.validation.working import Hands, in_turn

MEASURES = ("p_top_broker", "p_top_sought")
SURE = 0.9
OFF_BY = 0.1
ENOUGH = 30
SURE_BAR = Bar("calibration", "sure", SURE, least=True, enough=ENOUGH)


@dataclass(frozen=True, slots=True)
class Hiding:
    """A network, how many are left to answer, and which."""

    known: Known
    response: float
    seed: int
    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """What was stated of each person of a network (rows: MEASURES), and what was true."""

    group: str
    network: str
    response: float
    stated: FloatArray
    true: BoolArray


@dataclass(frozen=True, slots=True)
class Decile:
    """People for whom a tenth of the scale was stated: the mean of it, and how many were there.

    ``interval`` of that share, allowing for people of one network being alike.
    """

    low: float
    stated: float
    true: Share
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reliability:
    """The deciles of one measure in one group of networks."""

    measure: str
    group: str
    networks: int
    deciles: tuple[Decile, ...]


@dataclass(frozen=True, slots=True)
class Sure:
    """Of those in one network of whom 0.9 or more was stated, how many were there."""

    measure: str
    group: str
    network: str
    true: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything about stated probabilities."""

    reliability: tuple[Reliability, ...]
    sure: tuple[Sure, ...]
    checks: tuple[Check, ...]


def calibrate(networks: Iterable[Known], plan: Plan, hands: Hands | None = None) -> Calibration:
    """Hide, state and compare in every network of 30 people or more."""
    large = [known for known in networks if known.relation.size >= SMALLEST]
    items = [
        Hiding(known, rate, plan.seed + k, plan)
        for known in large
        for rate in plan.rates
        for k in range(plan.hidings if known.group == GROUPS[0] else plan.hidings_elsewhere)
    ]
    return told(in_turn(stated, items, hands or Hands()), strict=not plan.quick)


def stated(item: Hiding) -> Stated:
    """What the analysis states where some are hidden, beside the truth of the complete network."""
    known, whole = item.known, item.known.relation
    seen = with_silence(whole, item.response, item.seed)
    study = Study(as_network(seen), replace(item.plan.settings, seed=item.seed))
    size = missing.top_size(whole.size)
    values: tuple[FloatArray | IntArray, ...] = (
        measures.betweenness(whole),
        measures.in_degree(whole),
    )
    true = np.array([missing.in_top(each, size) for each in values])
    return Stated(known.group, known.name, item.response, np.array(study.top_of_whole), true)


def told(cases: Sequence[Stated], *, strict: bool = True) -> Calibration:
    """Deciles by measure and group, the surest by network, and the bars.

    ``strict``: what was counted decides; otherwise only an interval that lies beyond the bar does.
    """
    groups = [group for group in GROUPS if any(case.group == group for case in cases)]
    tables = tuple(_reliability(cases, m, group) for m in range(2) for group in groups)
    sure = tuple(_sure(cases, m, name) for m in range(2) for name in _names(cases))
    return Calibration(
        tables, sure, tuple(check for t in tables for check in _checks(t, strict=strict))
    )


def _names(cases: Sequence[Stated]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((case.group, case.network) for case in cases))


def _reliability(cases: Sequence[Stated], m: int, group: str) -> Reliability:
    mine = [case for case in cases if case.group == group]
    p = np.concatenate([case.stated[m] for case in mine])
    true = np.concatenate([case.true[m] for case in mine])
    names = {name: k for k, name in enumerate(dict.fromkeys(case.network for case in mine))}
    home = np.concatenate([np.full(case.stated.shape[1], names[case.network]) for case in mine])
    return Reliability(MEASURES[m], group, len(names), deciles(p, true, home))


def deciles(p: FloatArray, true: BoolArray, network: IntArray) -> tuple[Decile, ...]:
    """Ten tenths of the scale, the last with its upper end; ``network`` says whose people."""
    # 0.7 * 10 may be a hair above 7 or below it: a stated probability is a share of draws.
    tenth = np.minimum(np.floor(p * 10 + 1e-9).astype(int), 9)
    return tuple(_decile(k, p, true, np.where(tenth == k, network, -1)) for k in range(10))


def _decile(k: int, p: FloatArray, true: BoolArray, network: IntArray) -> Decile:
    """Those of whom ``network`` is not -1."""
    mine = network >= 0
    mean = float(p[mine].mean()) if mine.any() else (k + 0.5) / 10
    shares = [_share(true[network == name]) for name in np.unique(network[mine])]
    return Decile(k / 10, mean, _share(true[mine]), clustered(shares))


def _share(true: BoolArray) -> Share:
    return Share(int(true.sum()), len(true))


def _sure(cases: Sequence[Stated], m: int, name: tuple[str, str]) -> Sure:
    mine = [case for case in cases if (case.group, case.network) == name]
    p = np.concatenate([case.stated[m] for case in mine])
    true = np.concatenate([case.true[m] for case in mine])[p >= SURE - 1e-9]
    return Sure(MEASURES[m], *name, _share(true))


def _checks(table: Reliability, *, strict: bool) -> list[Check]:
    """Nine in ten of the surest, and each decile within a tenth of what was stated."""
    subject = f"{table.measure}, {table.group}"
    last = table.deciles[-1]
    bar = SURE_BAR if strict else replace(SURE_BAR, enough=10**9)
    near = [_near(subject, decile, strict=strict) for decile in table.deciles]
    return [bar.judge(last.true, subject), *near]


def _near(subject: str, decile: Decile, *, strict: bool) -> Check:
    """Whether a decile is as true as it says."""
    low, high = (edge - decile.stated for edge in decile.interval)
    return Check(
        "calibration",
        "decile",
        f"{subject}, {decile.low:.1f} to {decile.low + 0.1:.1f}",
        decile.true.value - decile.stated,
        OFF_BY,
        decile.true.tries,
        _verdict(decile, (low, high), strict=strict),
        low,
        high,
    )


def _verdict(decile: Decile, off: tuple[float, float], *, strict: bool) -> Verdict:
    """On under 30 people-cases it can't be told."""
    if decile.true.tries < ENOUGH:
        return "cant_tell"
    if abs(decile.true.value - decile.stated) <= OFF_BY:
        return "held"
    reached = off[0] <= OFF_BY and off[1] >= -OFF_BY
    return "cant_tell" if reached and not strict else "missed"
