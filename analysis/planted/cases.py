"""The cases that can be planted, in a plain list, and how one becomes a firm."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analysis.model import Problem
from analysis.planted import persons, silences, units
from analysis.planted.drafts import Draft, figures, respondents, to_answers
from analysis.planted.firms import Claim, Firm, Truth
from analysis.planted.plots import Order
from analysis.planted.staff import to_roster

RANK_FROM = 30
RANKINGS = ("bottleneck", "hidden_broker")


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of firm with known truth.

    ``people`` and ``response`` are used where nothing else is asked for; below ``smallest``
    people what is planted would not be there to be found.
    """

    name: str
    draft: Callable[[Order], Draft]
    people: int = 120
    response: float = 1.0
    smallest: int = 15

    @property
    def summary(self) -> str:
        """What is planted, in one sentence."""
        return (self.draft.__doc__ or "").strip()


CASES: tuple[Case, ...] = (
    Case("no_structure", units.no_structure, response=0.9),
    Case("ordinary", units.ordinary, response=0.9),
    Case("silo", units.silo, response=0.9),
    Case("silo_small", units.silo_small, response=0.9, smallest=20),
    Case("silo_large", units.silo_large, response=0.9, smallest=30),
    Case("two_silos", units.two_silos, people=150, response=0.9, smallest=40),
    Case("team_silo", units.team_silo, smallest=60),
    Case("location_silo", units.location_silo, response=0.9, smallest=120),
    Case("disconnected", units.disconnected, response=0.9),
    Case("small_units", units.small_units, response=0.9, smallest=30),
    Case("bottleneck", persons.bottleneck),
    Case("nonresponding_bottleneck", persons.nonresponding_bottleneck, response=0.85),
    Case("hidden_broker", persons.hidden_broker),
    Case("cut_points", persons.cut_points),
    Case("popular_but_replaceable", persons.popular_but_replaceable, response=0.9),
    Case("isolated", persons.isolated, response=0.9),
    Case("low_response_unit", silences.low_response_unit, response=0.9),
    Case("low_response", silences.low_response, response=0.5),
    Case("popular_silence", silences.popular_silence, response=0.85),
    Case("tiny", units.tiny, people=12, smallest=10),
)


def named(name: str) -> Case:
    """The case of this name."""
    for case in CASES:
        if case.name == name:
            return case
    raise Problem(
        f"there is no planted case {name!r}",
        mend=f"The cases are: {', '.join(case.name for case in CASES)}.",
    )


def plant(
    case: str | Case, seed: int, people: int | None = None, response: float | None = None
) -> Firm:
    """A firm of this case: the same for the same arguments, different for each seed.

    >>> plant("silo", 1).truth.expect[0].kind
    'silo'
    """
    case = named(case) if isinstance(case, str) else case
    order = _order(case, seed, people, response)
    return settle(case.draft(order), order, Truth(case.name, seed, description=case.summary))


def _order(case: Case, seed: int, people: int | None, response: float | None) -> Order:
    size = case.people if people is None else people
    rate = case.response if response is None else response
    if size < case.smallest:
        raise Problem(
            f"the case {case.name} needs at least {case.smallest} people, not {size}",
            mend="Ask for a larger firm.",
        )
    if not 0 < rate <= 1:
        raise Problem(f"the response rate is {rate}", mend="Give a share above 0, up to 1.")
    return Order(np.random.default_rng([seed, zlib.crc32(case.name.encode())]), size, rate)


def settle(draft: Draft, order: Order, truth: Truth) -> Firm:
    """A draft as a firm: the answers that came back, and the whole truth.

    In firms under 30 people rankings of people are true but not to be told: ``not_said``.
    """
    answered = respondents(draft, order.response)
    answers = to_answers(draft.firm, answered)
    facts = {**figures(draft.firm.staff, answers), **draft.facts}
    kept = RANKINGS if order.people < RANK_FROM else ()
    if withheld := sorted({claim.kind for claim in draft.expect} & set(kept)):
        facts["not_said"] = withheld
    silent = tuple(
        Claim("isolated", person=id_, note="did not answer") for id_ in facts["non_respondents"]
    )
    full = replace(
        truth,
        expect=tuple(claim for claim in draft.expect if claim.kind not in kept),
        forbid=tuple(dict.fromkeys([*draft.forbid, *silent])),
        facts=facts,
    )
    return Firm(to_roster(order.rng, draft.firm.staff), answers, full)
