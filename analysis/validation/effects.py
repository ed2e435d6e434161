"""How small an effect can be and still be found: power over the strength of what is planted.

Each curve plants one thing, weaker and weaker, in firms of several sizes, hides a fifth of the
answers and looks for it alone. The effect is measured in the complete answers, so that it can be
read by itself: the ties that leave a department beside those that chance gives (``silo``), the
share of the contact between departments that leads through one person (``bottleneck``), the share
of the firm that names one person (``overload``), how much fewer contacts the people of one place
have (``unequal_access``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis import measures
from analysis.findings import FINDERS
from analysis.model import Finding
from analysis.network import Relation, from_answers
from analysis.nulls import bridging
from analysis.planted import Claim, Truth, is_found
from analysis.planted.cases import settle
from analysis.planted.drafts import Draft
from analysis.planted.plots import Order, apart, begin, of_person, of_unit, ordinary_members
from analysis.planted.staff import LOCATIONS
from analysis.planted.ties import Sketch, linked, walled
from analysis.study import Study
from analysis.validation.known import as_network, with_silence
from analysis.validation.plan import Plan
from analysis.validation.verdicts import Share, share_of
from analysis.validation.working import Hands, in_turn

WANTED = 0.8
CLOSED, OPEN = 1, 0


@dataclass(frozen=True, slots=True)
class Curve:
    """One kind of finding, planted at several strengths, the strongest first.

    ``plant`` makes the firm, ``effect`` measures how strong it came out in the complete answers.
    """

    kind: str
    strengths: tuple[float, ...]
    plant: Callable[[Sketch, float], tuple[Sketch, Claim]]
    effect: Callable[[Relation, Claim], float]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A firm to plant something in and to look for it; ``curve`` is its place in CURVES."""

    curve: int
    people: int
    strength: float
    seed: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Step:
    """One strength in firms of one size: the effect (mean), and how often it was found."""

    kind: str
    people: int
    strength: float
    effect: float
    found: Share


@dataclass(frozen=True, slots=True)
class Smallest:
    """The weakest effect found in 80 % of tries, as were all stronger; None if not even those.

    ``missed`` is the next weaker effect that was not found so often, None if all were.
    """

    kind: str
    people: int
    found: float | None
    missed: float | None


@dataclass(frozen=True, slots=True)
class Effects:
    """The curves, step by step, and where each falls under 80 %."""

    steps: tuple[Step, ...]
    smallest: tuple[Smallest, ...]


def _silo(firm: Sketch, leak: float) -> tuple[Sketch, Claim]:
    """The second largest department turns all but a share ``leak`` of its outward ties back."""
    members = firm.staff.members("department", CLOSED)
    return walled(firm, apart(firm.staff, members), leak), of_unit("silo", firm, CLOSED)


def _outside_ratio(whole: Relation, claim: Claim) -> float:
    """Ties across the unit's border over those that the same numbers of ties give by chance."""
    names, unit = whole.units(claim.unit_type)
    mine = unit == names.index(claim.unit)
    rows, columns = whole.arcs
    out, into, ties = mine[rows].sum(), mine[columns].sum(), max(len(rows), 1)
    chance = (out * (ties - into) + into * (ties - out)) / ties
    return float((mine[rows] != mine[columns]).sum() / max(chance, 1e-9))


def _bottleneck(firm: Sketch, leak: float) -> tuple[Sketch, Claim]:
    """Departments turn to themselves but for a share ``leak`` of ties, and to one person."""
    person = int(ordinary_members(firm, OPEN)[0])
    firm = walled(firm, firm.staff.department, max(leak, 1e-9))
    ties: list[tuple[int, int]] = []
    for unit in range(1, len(firm.staff.departments)):
        known = [int(i) for i in ordinary_members(firm, unit)[:5]]
        ties += [(i, person) for i in known[:3]] + [(person, i) for i in known[1:4]]
    return linked(firm, ties), of_person("bottleneck", firm, person)


def _between_share(whole: Relation, claim: Claim) -> float:
    """Share of the shortest contact between departments that leads through her."""
    through = bridging(whole.both_ways, whole.units("department")[1])
    return float(through[whole.roster.ids.index(claim.person)])


def _overload(firm: Sketch, fans: float) -> tuple[Sketch, Claim]:
    """A share ``fans`` of the firm names one ordinary person beside whomever they name."""
    members = ordinary_members(firm, OPEN)
    person = int(members[len(members) // 2])
    others = np.setdiff1d(np.arange(firm.staff.size), [person])
    some = firm.rng.permutation(others)[: round(fans * firm.staff.size)]
    return linked(firm, [(int(i), person) for i in some]), of_person("overload", firm, person)


def _named_share(whole: Relation, claim: Claim) -> float:
    named = measures.in_degree(whole)[whole.roster.ids.index(claim.person)]
    return float(named / (whole.size - 1))


def _unequal(firm: Sketch, lost: float) -> tuple[Sketch, Claim]:
    """The people of one place lose a share ``lost`` of their ties in either direction."""
    place = int(np.bincount(firm.staff.location, minlength=len(LOCATIONS)).argsort()[1])
    touched = (firm.staff.location[firm.pairs] == place).any(axis=1)
    kept = ~touched | (firm.rng.random(len(firm.pairs)) >= lost)
    claim = of_unit("unequal_access", firm, place, unit_type="location")
    return replace(firm, pairs=firm.pairs[kept]), claim


def _fewer_contacts(whole: Relation, claim: Claim) -> float:
    """How much fewer contacts the unit's people have than the others."""
    names, unit = whole.units(claim.unit_type)
    contacts, mine = np.diff(whole.both_ways.indptr), unit == names.index(claim.unit)
    return float(1 - contacts[mine].mean() / contacts[~mine].mean())


CURVES: tuple[Curve, ...] = (
    Curve("silo", (0.1, 0.2, 0.3, 0.4, 0.5, 0.7), _silo, _outside_ratio),
    Curve("bottleneck", (0.0, 0.05, 0.1, 0.2, 0.3, 0.5), _bottleneck, _between_share),
    Curve("overload", (0.6, 0.45, 0.35, 0.25, 0.2, 0.15), _overload, _named_share),
    Curve("unequal_access", (0.6, 0.5, 0.4, 0.3, 0.2, 0.1), _unequal, _fewer_contacts),
)


def measure_effects(plan: Plan, hands: Hands | None = None) -> Effects:
    """Plant every strength in firms of every size, as often as the plan says."""
    items = [
        Attempt(c, people, strength, 100 * plan.seed + k, plan)
        for c, curve in enumerate(CURVES)
        for people in plan.sizes
        for strength in curve.strengths
        for k in range(plan.tries)
    ]
    done = in_turn(attempt, items, hands or Hands())
    steps = tuple(
        _step(items[start], done[start : start + plan.tries])
        for start in range(0, len(items), plan.tries)
    )
    pairs = [(curve.kind, people) for curve in CURVES for people in plan.sizes]
    return Effects(steps, tuple(smallest(steps, *pair) for pair in pairs))


def attempt(item: Attempt) -> tuple[float, bool]:
    """How strong the effect came out, and whether it was found."""
    curve = CURVES[item.curve]
    order = Order(np.random.default_rng([item.seed, item.people, 5]), item.people, 1.0)
    sketch, claim = curve.plant(begin(order), item.strength)
    firm = settle(Draft(sketch, expect=(claim,)), order, Truth(curve.kind, item.seed))
    network = from_answers(firm.roster, firm.answers)
    whole = network.relation(network.questions[:1])
    seen = with_silence(whole, item.plan.response, item.seed)
    study = Study(as_network(seen), item.plan.settings)
    find = next(finder.find for finder in FINDERS if finder.kind == curve.kind)
    found = [outcome for outcome in find(study) if isinstance(outcome, Finding)]
    return curve.effect(whole, claim), is_found(claim, found)


def _step(item: Attempt, done: Sequence[tuple[float, bool]]) -> Step:
    effect = float(np.mean([effect for effect, _ in done]))
    found = share_of([found for _, found in done])
    return Step(CURVES[item.curve].kind, item.people, item.strength, effect, found)


def smallest(steps: Sequence[Step], kind: str, people: int) -> Smallest:
    """Where the curve falls under 80 %; ``steps`` of a curve stand with the strongest first."""
    found: float | None = None
    for step in steps:
        if (step.kind, step.people) != (kind, people):
            continue
        if step.found.value < WANTED:
            return Smallest(kind, people, found, step.effect)
        found = step.effect
    return Smallest(kind, people, found, None)
