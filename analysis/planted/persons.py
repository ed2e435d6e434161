"""Planted firms in which single people hold the rest together, or only seem to."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.planted.drafts import Draft
from analysis.planted.firms import Claim
from analysis.planted.plots import (
    Order,
    answered_by,
    apart,
    begin,
    heads,
    of_people,
    of_person,
    of_unit,
    of_units,
    ordinary_members,
)  # fmt: skip
from analysis.planted.staff import IntArray
from analysis.planted.ties import Sketch, linked, walled


def bottleneck(order: Order) -> Draft:
    """Every tie between departments goes through one person."""
    firm, person = _one_door(begin(order))
    return Draft(
        firm,
        expect=(
            of_person("bottleneck", firm, person, "every tie between departments", rank=1),
            of_person("cut_point", firm, person),
        ),
        forbid=(Claim("isolated"),),
        facts={"bottleneck": firm.staff.ids[person]},
    )


def nonresponding_bottleneck(order: Order) -> Draft:
    """The same, but she did not answer: the others' answers have to give her away."""
    firm, person = _one_door(begin(order))
    note = "did not answer, but is named by people of every department"
    return Draft(
        replace(firm, heard=firm.heard - {person}, silent=frozenset({person})),
        expect=(of_person("bottleneck", firm, person, note),),
        forbid=(Claim("isolated", person=firm.staff.ids[person], note="did not answer"),),
        facts={"bottleneck": firm.staff.ids[person]},
    )


def _one_door(firm: Sketch) -> tuple[Sketch, int]:
    """Departments walled off, and one person who knows three people in each other one."""
    person = int(ordinary_members(firm, 0)[0])
    firm = walled(firm, firm.staff.department)
    ties: list[tuple[int, int]] = []
    for unit in range(1, len(firm.staff.departments)):
        known = [int(i) for i in ordinary_members(firm, unit)[:5]]
        ties += [(i, person) for i in known[:3]] + [(person, i) for i in known[1:4]]
    return linked(firm, ties), person


def hidden_broker(order: Order) -> Draft:
    """Somebody at the bottom of the chart, named by four, is the only link to a department."""
    firm = begin(order)
    unit = len(firm.staff.departments) - 1
    members = firm.staff.members("department", unit)
    person = int(ordinary_members(firm, unit)[-1])
    others = members[members != person]
    firm = _tied(walled(firm, apart(firm.staff, others, [person])), person, unit)
    return Draft(
        firm,
        expect=(
            of_person("hidden_broker", firm, person, "the only link to a department", rank=1),
            of_person("cut_point", firm, person),
            of_unit("silo", firm, unit),
        ),
        forbid=of_people("hidden_broker", firm, heads(firm.staff), "senior, not hidden"),
        facts={"broker": firm.staff.ids[person], "broker_in_degree": 4, "broker_out_degree": 4},
        quotas={unit: order.response},
    )


def _tied(firm: Sketch, person: int, unit: int) -> Sketch:
    """``person`` alone between her department and two others: named by four, naming four."""
    inside = [int(i) for i in ordinary_members(firm, unit) if i != person][:3]
    outside = [int(ordinary_members(firm, other)[0]) for other in (0, 1)]
    ties = [(inside[0], person), (inside[1], person), (person, inside[-1]), (person, inside[0])]
    ties += [(i, person) for i in outside] + [(person, i) for i in outside]
    return linked(firm, ties)


def cut_points(order: Order) -> Draft:
    """Two teams of different departments that each hang on their lead alone."""
    firm = begin(order)
    pair = [_lead_and_team(firm, unit) for unit in (0, 1)]
    firm = walled(firm, apart(firm.staff, *(team for _, team in pair)))
    for lead, _ in pair:
        firm = linked(firm, _outward(firm, lead, [i for _, team in pair for i in team]))
    for _, team in pair:
        firm = answered_by(firm, team, order.response)
    leads = [lead for lead, _ in pair]
    others = [i for i in heads(firm.staff) if i not in leads]
    return Draft(
        firm,
        expect=of_people("cut_point", firm, leads, "the whole team hangs on the lead"),
        forbid=of_people("cut_point", firm, others, "the firm holds together without"),
        facts={"leads": [firm.staff.ids[i] for i in leads]},
    )


def _lead_and_team(firm: Sketch, unit: int) -> tuple[int, IntArray]:
    """The last team of a department, and its lead (the highest in it)."""
    staff = firm.staff
    team = staff.members("team", int(staff.team[staff.members("department", unit)].max()))
    return int(team[np.argmin(staff.level[team])]), team


def _outward(firm: Sketch, lead: int, closed: Sequence[int]) -> list[tuple[int, int]]:
    """Four people outside the closed teams whom the lead goes to and who go to the lead."""
    open_ = np.setdiff1d(np.flatnonzero(firm.staff.level == 5), closed)
    known = [int(i) for i in open_[np.argsort(-firm.popularity[open_], kind="stable")][:4]]
    return [(lead, i) for i in known[:3]] + [(i, lead) for i in known[1:]]


def popular_but_replaceable(order: Order) -> Draft:
    """Two experts whom the same third of the firm goes to: each has a stand-in in the other."""
    firm = begin(order)
    experts = [int(i) for i in ordinary_members(firm, 0)[:2]]
    fans = firm.rng.permutation(np.setdiff1d(np.arange(firm.staff.size), experts))
    fans = fans[: firm.staff.size * 7 // 20]
    ties = [(int(fan), expert) for fan in fans for expert in experts]
    ties += [(experts[0], experts[1]), (experts[1], experts[0])]
    firm = linked(firm, ties, heard=False)
    note = "sought by a third of the firm, and replaceable"
    kinds = ("bottleneck", "cut_point", "hidden_broker")
    return Draft(
        firm,
        forbid=tuple(claim for kind in kinds for claim in of_people(kind, firm, experts, note)),
        facts={"experts": [firm.staff.ids[i] for i in experts]},
    )


def isolated(order: Order) -> Draft:
    """A few people answered, named nobody and are named by nobody; two others only seem so."""
    firm = begin(order)
    plain = firm.rng.permutation(np.flatnonzero(firm.staff.level == 5))
    alone = [int(i) for i in plain[: max(2, order.people // 40)]]
    shy, unsought = (int(i) for i in plain[len(alone) : len(alone) + 2])
    firm = walled(firm, apart(firm.staff, *([i] for i in (*alone, shy, unsought))))
    crowd = [int(i) for i in plain[len(alone) + 2 :][:3]]
    firm = linked(firm, [(i, shy) for i in crowd] + [(unsought, i) for i in crowd])
    firm = replace(firm, heard=firm.heard | {*alone, shy})
    return Draft(
        firm,
        expect=of_people("isolated", firm, alone, "answered, named nobody, named by nobody"),
        forbid=(
            of_person("isolated", firm, shy, "named nobody, but is named"),
            of_person("isolated", firm, unsought, "named by nobody, but names"),
            *of_units("silo", firm),
        ),
        facts={"isolated": [firm.staff.ids[i] for i in alone]},
    )
