"""What is found where it is: every planted case, many seeds, with a fifth of the answers missing.

A firm counts as found only if everything planted in it is found; and anything said that its truth
forbids counts against the case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from analysis.findings import FINDERS, find_all
from analysis.model import Fault
from analysis.network import Network, from_answers
from analysis.planted import (
    CASES,
    Case,
    Claim,
    Firm,
    Truth,
    demo_firm,
    missed,
    named,
    plant,
    wrongly_said,
)
from analysis.study import Study
from analysis.validation.known import about_structure
from analysis.validation.plan import Plan
from analysis.validation.verdicts import Bar, Check, Share, share_of
from analysis.validation.working import Hands, in_turn

DEMO = "demo"
FOUND = Bar("power", "found", 0.9, least=True, enough=20)
WRONG = Bar("power", "wrong", 0.05, least=False, enough=20)


@dataclass(frozen=True, slots=True)
class Planted:
    """Which firm to look at."""

    case: str
    seed: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Looked:
    """What of a firm's truth was missed, and what was said that it forbids.

    ``people`` it has, and the share ``response`` of them that answered.
    """

    case: str
    people: int
    response: float
    expected: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePower:
    """One case: in how many firms all was found (None where nothing is planted), or wrong said.

    ``response`` is the mean share that answered; ``missed`` and ``wrong_kinds`` say what, the most
    frequent first.
    """

    case: str
    people: int
    response: float
    found: Share | None
    wrong: Share
    missed: tuple[str, ...]
    wrong_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A firm of another generator: its name, network, faults and truth."""

    name: str
    network: Network
    truth: Truth
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Power:
    """Every case of the generator, and every firm that was given."""

    cases: tuple[CasePower, ...]
    given: tuple[Looked, ...]
    checks: tuple[Check, ...]


def measure_power(plan: Plan, given: Iterable[Given] = (), hands: Hands | None = None) -> Power:
    """Plant, look and count."""
    names = (*(case.name for case in CASES), DEMO)
    items = [Planted(name, plan.seed + k, plan) for name in names for k in range(plan.power_seeds)]
    looked = in_turn(look, items, hands or Hands())
    by_case = {name: [firm for firm in looked if firm.case == name] for name in names}
    cases = tuple(_case(name, firms) for name, firms in by_case.items() if firms)
    others = tuple(_look_at(firm.name, firm.truth, _study(firm, plan)) for firm in given)
    checks = [check for case in cases for check in _checks(case)]
    return Power(cases, others, (*checks, *_checks_of_given(others)))


def look(item: Planted) -> Looked:
    """Plant one firm and look at it as an analysis does."""
    firm = planted(item)
    study = Study(from_answers(firm.roster, firm.answers), item.plan.settings)
    return _look_at(item.case, firm.truth, study)


def planted(item: Planted) -> Firm:
    """The firm: at the plan's size and response, unless the case is about just those."""
    if item.case == DEMO:
        return demo_firm(item.seed)
    people, response = _asked_for(named(item.case), item.plan)
    return plant(item.case, item.seed, people=people, response=response)


def _asked_for(case: Case, plan: Plan) -> tuple[int, float]:
    if not about_structure(case):
        return case.people, case.response
    return max(plan.people, case.smallest), plan.response


def _study(firm: Given, plan: Plan) -> Study:
    return Study(firm.network, plan.settings, firm.faults)


def _look_at(name: str, truth: Truth, study: Study) -> Looked:
    """Kinds that no finder looks for (changes between waves, for one) are not held against it."""
    known = {finder.kind for finder in FINDERS}
    expect = tuple(claim for claim in truth.expect if claim.kind in known)
    truth = replace(truth, expect=expect)
    findings = find_all(study).findings
    return Looked(
        name,
        study.size,
        float(study.main.answered.mean()),
        len(expect),
        _said(missed(truth, findings)),
        _said(wrongly_said(truth, findings)),
    )


def _said(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.kind for claim in claims)


def _case(name: str, looked: Sequence[Looked]) -> CasePower:
    some = any(firm.expected for firm in looked)
    return CasePower(
        name,
        looked[0].people,
        fmean(firm.response for firm in looked),
        share_of([not firm.missed for firm in looked]) if some else None,
        share_of([bool(firm.wrong) for firm in looked]),
        _by_frequency(kind for firm in looked for kind in firm.missed),
        _by_frequency(kind for firm in looked for kind in firm.wrong),
    )


def _by_frequency(kinds: Iterable[str]) -> tuple[str, ...]:
    told = list(kinds)
    return tuple(sorted(set(told), key=lambda kind: (-told.count(kind), kind)))


def _checks(case: CasePower) -> list[Check]:
    found = [FOUND.judge(case.found, case.case)] if case.found else []
    return [*found, WRONG.judge(case.wrong, case.case)]


def _checks_of_given(given: Iterable[Looked]) -> list[Check]:
    """In a firm that is given everything has to be right: there is but one."""
    return [
        Check(
            "power",
            "given",
            firm.case,
            float(len(firm.missed) + len(firm.wrong)),
            0.0,
            1,
            "missed" if firm.missed or firm.wrong else "held",
        )
        for firm in given
    ]
