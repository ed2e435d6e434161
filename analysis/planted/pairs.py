"""The same firm in two waves, with known truth: what changed between them, and what did not."""

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.model import Problem, Roster
from analysis.planted.drafts import Draft, figures, respondents, to_answers
from analysis.planted.firms import Claim, Firm, Truth
from analysis.planted.plots import apart, of_unit, of_units, ordinary_members
from analysis.planted.staff import Staff, department_sizes, hire, to_roster
from analysis.planted.ties import ORDINARY, Sketch, sketch_with, tidy, walled

STEADY = replace(ORDINARY, mean=4.0)
LEAVERS, JOINERS = 7, 6
LEAK = 0.12
OPENS, CLOSES = 1, 2
CHANGES = ("silo_changed", "collaboration_changed", "load_changed")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two waves of one firm; ``truth`` says what changed between them."""

    before: Firm
    now: Firm
    truth: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """Two sketches of the same people, and what is true of the pair of them."""

    before: Sketch
    now: Sketch
    expect: tuple[Claim, ...] = ()
    forbid: tuple[Claim, ...] = ()
    quotas: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """Which pair of waves is asked for: its size, who answers in either, the seed, how far."""

    people: int = 120
    response: tuple[float, float] = (0.9, 0.9)
    seed: int = 1
    by: float = 0.0


def plant_pair(case: str, turn: Turn) -> Pair:
    """Two waves of this case: ``unchanged``, ``changed``, or ``crossing`` (``by`` so many points).

    >>> plant_pair("unchanged", Turn()).truth.expect[0].kind
    'leavers'
    """
    if case not in PLOTS:
        mend = f"The cases are: {', '.join(PLOTS)}."
        raise Problem(f"there is no pair of waves {case!r}", mend=mend)
    rng = np.random.default_rng([turn.seed, turn.people, zlib.crc32(case.encode())])
    staff = hire(rng, department_sizes(rng, turn.people + JOINERS))
    plot = PLOTS[case](*_two_years(rng, staff), turn)
    roster = to_roster(rng, staff)
    plain = rng.permutation(_free(plot, staff))
    gone, new = (frozenset(staff.ids[i] for i in some) for some in np.split(plain[:13], [LEAVERS]))
    waves = (
        _wave(plot.before, roster, new, Draft(plot.before, quotas=plot.quotas), turn.response[0]),
        _wave(plot.now, roster, gone, Draft(plot.now, quotas=plot.quotas), turn.response[1]),
    )
    said = " ".join((PLOTS[case].__doc__ or "").split())
    left = Claim("leavers", people=tuple(sorted(gone)))
    truth = Truth(case, turn.seed, (*plot.expect, left), plot.forbid, description=said)
    return Pair(*waves, truth)


def _two_years(rng: np.random.Generator, staff: Staff) -> tuple[Sketch, Sketch]:
    """The same habits and the same popularity twice; about half the ties are there in both."""
    popularity = rng.lognormal(0.0, ORDINARY.spread, staff.size)
    kept, *own = (sketch_with(rng, staff, STEADY, popularity) for _ in range(3))
    first, second = (
        replace(kept, pairs=tidy(np.concatenate([kept.pairs, some.pairs]))) for some in own
    )
    return first, second


def _free(plot: Plot, staff: Staff) -> list[int]:
    """Who may leave or join: nobody's boss, and nobody of whom something is told."""
    told = {claim.person for claim in plot.expect}
    return [int(i) for i in np.flatnonzero(staff.level == 5) if staff.ids[i] not in told]


def _wave(firm: Sketch, roster: Roster, away: frozenset[str], draft: Draft, rate: float) -> Firm:
    """One wave: without those who are not there yet, or no longer."""
    answered = respondents(draft, rate)
    answered[[i for i, id_ in enumerate(roster.ids) if id_ in away]] = False
    given = to_answers(firm, answered)
    ties = tuple(t for t in given.ties if t.target not in away)
    answers = replace(given, ties=ties)
    people = tuple(p for p in roster.people if p.id not in away)
    facts = figures(firm.staff, answers)
    return Firm(Roster(people), answers, Truth("wave", 0, facts=facts))


def unchanged(before: Sketch, now: Sketch, turn: Turn) -> Plot:
    """Nothing changed but which of the usual ties were there, and how many answered."""
    return Plot(before, now, forbid=tuple(Claim(kind) for kind in CHANGES))


def changed(before: Sketch, now: Sketch, turn: Turn) -> Plot:
    """One department opened, one closed itself off, and one person is asked by far more."""
    staff = before.staff
    was, became = (staff.members("department", unit) for unit in (OPENS, CLOSES))
    before = walled(before, apart(staff, was), LEAK)
    person = int(ordinary_members(now, 0)[len(ordinary_members(now, 0)) // 2])
    now = _sought(walled(now, apart(staff, became), LEAK), person, 0.3)
    return Plot(
        before,
        now,
        expect=(
            of_unit("silo_changed", before, OPENS, "it was closed and has opened"),
            of_unit("silo_changed", before, CLOSES, "it was open and has closed itself off"),
            Claim("load_changed", person=staff.ids[person], note="three in ten more name her"),
        ),
        forbid=of_units("silo_changed", before, but=(OPENS, CLOSES), note="open both times"),
        quotas=dict.fromkeys((OPENS, CLOSES), min(turn.response)),
    )


def crossing(before: Sketch, now: Sketch, turn: Turn) -> Plot:
    """The share of contacts across departments fell by so much in the whole firm."""
    source, target = now.pairs.T
    home = now.staff.department
    across = float((home[source] != home[target]).mean())
    fewer = walled(now, home, 1 - min(1.0, turn.by / max(across, 1e-9)))
    claim = Claim("collaboration_changed", unit_type="organisation")
    return Plot(before, fewer, expect=(claim,) if turn.by else ())


PLOTS: dict[str, Callable[[Sketch, Sketch, Turn], Plot]] = {
    "unchanged": unchanged,
    "changed": changed,
    "crossing": crossing,
}


def _sought(firm: Sketch, person: int, share: float) -> Sketch:
    """The same with so many more people of all departments who name this person."""
    others = [i for i in range(firm.staff.size) if i != person]
    some = firm.rng.permutation(others)[: math.ceil(share * len(others))]
    ties = np.column_stack([some, np.full(len(some), person)])
    return replace(firm, fixed=tidy(np.concatenate([firm.fixed, ties])))
