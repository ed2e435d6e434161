"""The firm that is shown in two years: who came and went, what changed, and what did not."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from analysis.model import Answers, Person, Roster
from analysis.planted.demo import CARE, FINANCE, OPERATIONS, RESEARCH, SALES, drafted, groups
from analysis.planted.drafts import QUESTIONS, BoolArray, Draft, respondents, to_answers
from analysis.planted.firms import Claim, Firm, Truth
from analysis.planted.names import address, draw_names
from analysis.planted.pairs import Pair
from analysis.planted.plots import of_unit, of_units
from analysis.planted.staff import SURVEY_DATE
from analysis.planted.ties import ORDINARY, Sketch, sketch_with, tidy, walled

YEAR = 365
RESPONSE, QUOTAS = 0.86, {SALES: 0.92, RESEARCH: 1.0, FINANCE: 1.0, CARE: 0.8}
NEW_PLACES, FEWEST = 6, 5
KEPT, LEAK = 0.6, 0.12


@dataclass(frozen=True, slots=True)
class Then:
    """The list of people a year ago, in the order of places; ``None`` where there was no place."""

    people: tuple[Person | None, ...]

    @property
    def roster(self) -> Roster:
        """Everybody who was there."""
        return Roster(tuple(p for p in self.people if p))


def demo_years(seed: int) -> Pair:
    """The demo firm a year ago and now.

    Then Operations kept to itself, as Sales and Research still do; it has opened. Whoever has
    started since took the place of somebody who left, or a place that is new.
    """
    draft, now = drafted(seed)
    rng = np.random.default_rng([seed, zlib.crc32(b"demo, a year ago")])
    new = _started_since(now.roster)
    then = _then(rng, now.roster, new, _kept_places(draft.firm))
    before = _answered(_a_year_ago(rng, draft.firm), then, now)
    gone = sorted({*before.roster.ids} - {*now.roster.ids})
    expect = (
        of_unit("silo_changed", draft.firm, OPERATIONS, "kept to itself, and has opened"),
        Claim("leavers", people=tuple(gone)),
    )
    others = of_units("silo_changed", draft.firm, but=(OPERATIONS,), note="as it was")
    said = " ".join((demo_years.__doc__ or "").split())
    return Pair(before, now, Truth("demo, two years", seed, expect, others, description=said))


def _started_since(roster: Roster) -> list[int]:
    """Who has started within the year, by place."""
    people = enumerate(roster.people)
    return [i for i, p in people if p.start and (SURVEY_DATE - p.start).days < YEAR]


def _kept_places(firm: Sketch) -> frozenset[int]:
    """Places that are not new: what is told hangs on them, or on how many of them there are."""
    bosses = {int(i) for i in firm.staff.manager}
    return firm.heard | bosses | {int(i) for i in firm.staff.members("department", OPERATIONS)}


def _then(
    rng: np.random.Generator, roster: Roster, new: Sequence[int], kept: frozenset[int]
) -> Then:
    """Who was in each place a year ago: who still is, or who left it, or nobody."""
    fresh = {int(i) for i in rng.permutation([i for i in new if i not in kept])[:NEW_PLACES]}
    known = {p.name for p in roster.people}
    names = [n for n in draw_names(rng, 3 * len(known)) if n not in known]
    left = [i for i in new if i not in fresh]
    people: list[Person | None] = [None if i in fresh else p for i, p in enumerate(roster.people)]
    for number, i in enumerate(left):
        id_, name = f"E{len(people) + 1 + number:04d}", names[number]
        start = SURVEY_DATE - timedelta(days=int(rng.integers(2 * YEAR, 12 * YEAR)))
        mail = address(name, id_)
        people[i] = replace(roster.people[i], id=id_, name=name, email=mail, start=start)
    ids = {roster.people[i].id: p.id for i, p in enumerate(people) if p}
    return Then(tuple(_under(p, ids) for p in people))


def _under(person: Person | None, ids: Mapping[str, str]) -> Person | None:
    """Somebody with the manager of then."""
    return person and replace(person, manager_id=ids.get(person.manager_id or ""))


def _a_year_ago(rng: np.random.Generator, firm: Sketch) -> Sketch:
    """Three in five contacts as they are, others as they were; Operations closed."""
    was = sketch_with(rng, firm.staff, ORDINARY, firm.popularity)
    was = walled(was, groups(firm))
    stayed = firm.pairs[rng.random(len(firm.pairs)) < KEPT]
    gone = was.pairs[rng.random(len(was.pairs)) < 1 - KEPT]
    mixed = replace(firm, rng=rng, pairs=tidy(np.concatenate([stayed, gone])))
    return walled(mixed, groups(firm, OPERATIONS), LEAK)


def _answered(firm: Sketch, then: Then, now: Firm) -> Firm:
    """The answers of a year ago, by those who were there."""
    answered = respondents(Draft(firm, quotas=QUOTAS), RESPONSE)
    _all_but_few(firm, then, now, answered)
    answered[[i for i, p in enumerate(then.people) if p is None]] = False
    given = to_answers(firm, answered)
    ids = {id_: p.id for id_, p in zip(firm.staff.ids, then.people, strict=True) if p}
    ties = tuple(
        replace(t, source=ids[t.source], target=ids[t.target])
        for t in given.ties
        if t.target in ids
    )
    heard = {q: frozenset(ids[i] for i in some) for q, some in given.answered.items()}
    facts = {"respondents": int(answered.sum()), "n": len(ids)}
    expect = tuple(of_unit("silo", firm, u) for u in (SALES, RESEARCH, OPERATIONS))
    said = "The demo firm a year ago: Operations, Sales and Research keep to themselves."
    truth = Truth("demo, a year ago", 0, expect, facts=facts, description=said)
    return Firm(then.roster, Answers(ties, heard), truth)


def _all_but_few(firm: Sketch, then: Then, now: Firm, answered: BoolArray) -> None:
    """In Operations all answered but so many that nobody who answered once can be worked out."""
    members = firm.staff.members("department", OPERATIONS)
    heard = now.answers.answered[QUESTIONS[0]]
    here = {*now.roster.ids}
    stayed = [i for i in members if (p := then.people[i]) and p.id in here]
    again = [i for i in stayed if firm.staff.ids[i] in heard and int(i) not in firm.heard]
    answered[members] = True
    answered[again[: max(0, FEWEST - (len(members) - len(stayed)))]] = False
