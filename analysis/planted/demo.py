"""The firm that is shown: 120 believable people with a good deal going on among them."""

import zlib
from dataclasses import replace

import numpy as np

from analysis.model import Person, Roster
from analysis.planted.cases import settle
from analysis.planted.drafts import Draft
from analysis.planted.firms import Firm, Truth
from analysis.planted.plots import (
    Order,
    apart,
    begin_with,
    heads,
    of_people,
    of_person,
    of_unit,
    of_units,
    ordinary_members,
)
from analysis.planted.staff import IntArray
from analysis.planted.ties import Sketch, linked, walled

SIZES = (31, 25, 21, 18, 13, 12)
RESPONSE = 0.81
ENGINEERING, SALES, OPERATIONS, CARE, FINANCE, RESEARCH = range(6)


def demo_firm(seed: int) -> Firm:
    """120 people, 84 % of whom answered.

    Sales keeps to itself, and what leaves it goes through one expert; Research hangs on one quiet
    person at the bottom of the chart; two people are on their own; in Customer Care few answered;
    parts of the roster are missing.
    """
    return drafted(seed)[1]


def drafted(seed: int) -> tuple[Draft, Firm]:
    """The firm, and the sketch that it came from: what another year of it begins with."""
    rng = np.random.default_rng([seed, zlib.crc32(b"demo")])
    order = Order(rng, sum(SIZES), RESPONSE)
    description = " ".join((demo_firm.__doc__ or "").split())
    draft = _draft(order)
    firm = settle(draft, order, Truth("demo", seed, description=description))
    return draft, replace(firm, roster=_with_holes(rng, firm.roster))


def _draft(order: Order) -> Draft:
    firm = begin_with(order, SIZES)
    door = int(ordinary_members(firm, SALES)[0])
    broker = int(ordinary_members(firm, RESEARCH)[-1])
    alone = [int(ordinary_members(firm, unit)[-1]) for unit in (ENGINEERING, OPERATIONS)]
    firm = walled(firm, groups(firm))
    firm = linked(linked(firm, _door_ties(firm, door)), _broker_ties(firm, broker))
    firm = replace(firm, heard=firm.heard | {*alone})
    return Draft(
        firm,
        expect=(
            of_unit("silo", firm, SALES, "all but one person's ties stay inside"),
            of_person("bottleneck", firm, door, "the only way to Sales"),
            of_person("hidden_broker", firm, broker, "the only link to Research"),
            of_person("cut_point", firm, broker),
            *of_people("isolated", firm, alone, "answered, named nobody, named by nobody"),
            of_unit("low_response", firm, CARE),
        ),
        forbid=(
            *of_units("silo", firm, but=(SALES, RESEARCH)),
            *of_people("hidden_broker", firm, heads(firm.staff), "senior, not hidden"),
        ),
        facts={"bottleneck": firm.staff.ids[door], "broker": firm.staff.ids[broker]},
        quotas={SALES: 0.92, RESEARCH: 1.0, FINANCE: 1.0, CARE: 0.6},
    )


def groups(firm: Sketch, *closed: int) -> IntArray:
    """Sales and Research, and other ``closed`` departments, apart; so are three single people."""
    broker = int(ordinary_members(firm, RESEARCH)[-1])
    single = [
        broker,
        *(int(ordinary_members(firm, unit)[-1]) for unit in (ENGINEERING, OPERATIONS)),
    ]
    units = (firm.staff.members("department", unit) for unit in (SALES, RESEARCH, *closed))
    kept = [np.setdiff1d(members, single) for members in units]
    return apart(firm.staff, *kept, *([i] for i in single))


def _door_ties(firm: Sketch, door: int) -> list[tuple[int, int]]:
    """The expert's ties to three people in each of three other departments."""
    known = [int(i) for unit in (ENGINEERING, OPERATIONS, CARE) for i in _known(firm, unit)]
    return [(i, door) for i in known] + [(door, i) for i in known[::2]]


def _broker_ties(firm: Sketch, broker: int) -> list[tuple[int, int]]:
    """The quiet person's few ties, in Research and out of it."""
    inside = [int(i) for i in _known(firm, RESEARCH) if i != broker][:2]
    outside = [int(_known(firm, unit)[0]) for unit in (ENGINEERING, OPERATIONS)]
    return [(i, broker) for i in inside + outside] + [(broker, i) for i in inside + outside]


def _known(firm: Sketch, unit: int) -> IntArray:
    return ordinary_members(firm, unit)[:3]


def _with_holes(rng: np.random.Generator, roster: Roster) -> Roster:
    """The roster as firms keep it: here a place, there a start date or a level is missing."""
    people = list(roster.people)
    plain = [i for i, person in enumerate(people) if person.level == 5]
    chosen = rng.permutation(plain)
    for i in chosen[:3]:
        people[i] = replace(people[i], attributes=_but(people[i], "location"))
    for i in chosen[3:8]:
        people[i] = replace(people[i], start=None)
    return Roster(tuple(people))


def _but(person: Person, key: str) -> dict[str, str]:
    return {name: value for name, value in person.attributes.items() if name != key}
