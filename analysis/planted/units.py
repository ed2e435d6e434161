"""Planted firms whose departments, teams or places matter, or don't."""

import numpy as np

from analysis.planted.drafts import Draft
from analysis.planted.firms import Claim
from analysis.planted.plots import Order, answered_by, apart, begin, begin_with, of_unit, of_units
from analysis.planted.staff import LOCATIONS, department_sizes
from analysis.planted.ties import BLIND, ORDINARY, Habits, Sketch, walled

LEAK = 0.15


def _habits(order: Order) -> Habits:
    """In a small firm a closed department leaves the others little choice but their own people."""
    return ORDINARY if order.people >= 60 else Habits(team=0.03, department=0.03)


def no_structure(order: Order) -> Draft:
    """Units mean nothing: people go to whoever is popular, wherever they sit."""
    firm = begin(order, habits=BLIND)
    forbid = tuple(Claim(kind) for kind in ("silo", "disconnected", "isolated"))
    return Draft(firm, forbid=forbid, facts={"groups": False})


def ordinary(order: Order) -> Draft:
    """People prefer their own team, department and place, as everywhere: no unit is a silo."""
    firm = begin(order)
    return Draft(firm, forbid=(Claim("silo"), Claim("disconnected"), Claim("isolated")))


def silo(order: Order) -> Draft:
    """The second largest department keeps nearly all of its ties to itself."""
    return _silo(order, begin(order, habits=_habits(order)), 1)


def silo_small(order: Order) -> Draft:
    """One small department keeps to itself: about one person in fourteen, at least eight."""
    small = max(5 if order.people < 40 else 8, order.people // 14)
    sizes = department_sizes(order.rng, order.people - small)
    return _silo(order, begin_with(order, [*sizes, small], _habits(order)), len(sizes))


def silo_large(order: Order) -> Draft:
    """One department with two fifths of the people keeps to itself."""
    large = int(order.people * 0.4)
    sizes = department_sizes(order.rng, order.people - large)
    return _silo(order, begin_with(order, [large, *sizes], _habits(order)), 0)


def _silo(order: Order, firm: Sketch, unit: int) -> Draft:
    """One department closed; as many of it answer as of the firm, or nothing could be told."""
    members = firm.staff.members("department", unit)
    return Draft(
        walled(firm, apart(firm.staff, members), LEAK),
        expect=(
            of_unit("silo", firm, unit, "five in six of the ties that would leave stay inside"),
        ),
        forbid=of_units("silo", firm, but=(unit,), note="no more than ordinary preference"),
        quotas={unit: order.response},
    )


def two_silos(order: Order) -> Draft:
    """Two of at least five departments keep to themselves, each for itself."""
    usual = len(department_sizes(np.random.default_rng(0), order.people))
    firm = begin(order, max(6 if order.people >= 60 else 5, usual), _habits(order))
    last = len(firm.staff.departments) - 1
    closed = (last, last - 1)
    groups = [firm.staff.members("department", unit) for unit in closed]
    return Draft(
        walled(firm, apart(firm.staff, *groups), LEAK),
        expect=tuple(of_unit("silo", firm, unit) for unit in closed),
        forbid=of_units("silo", firm, but=closed, note="open"),
        quotas=dict.fromkeys(closed, order.response),
    )


def team_silo(order: Order) -> Draft:
    """One team of the largest department keeps to itself; the department does not."""
    firm = begin(order)
    team = int(firm.staff.team[firm.staff.members("department", 0)].max())
    members = firm.staff.members("team", team)
    return Draft(
        answered_by(walled(firm, apart(firm.staff, members), LEAK), members, order.response),
        expect=(of_unit("silo", firm, team, unit_type="team"),),
        forbid=of_units("silo", firm, note="only one of its teams"),
    )


def location_silo(order: Order) -> Draft:
    """The people of one place keep to themselves, whatever their department."""
    firm = begin(order)
    sizes = np.bincount(firm.staff.location, minlength=len(LOCATIONS))
    place = int(np.argsort(sizes, kind="stable")[1])
    members = firm.staff.members("location", place)
    return Draft(
        answered_by(walled(firm, apart(firm.staff, members), LEAK), members, order.response),
        expect=(of_unit("silo", firm, place, unit_type="location"),),
        forbid=of_units("silo", firm, note="the place closes them off, not the department"),
    )


def disconnected(order: Order) -> Draft:
    """A department without one tie to the others, in either direction."""
    firm = begin(order, habits=_habits(order))
    unit = len(firm.staff.departments) - 1
    members = firm.staff.members("department", unit)
    people = tuple(firm.staff.ids[i] for i in members)
    return Draft(
        walled(firm, apart(firm.staff, members)),
        expect=(Claim("disconnected", people=people), of_unit("silo", firm, unit)),
        forbid=of_units("silo", firm, but=(unit,)),
        facts={"pieces": 2},
        quotas={unit: order.response},
    )


def small_units(order: Order) -> Draft:
    """Two departments of three and four people, of which no figure may be shown."""
    sizes = department_sizes(order.rng, order.people - 7)
    firm = begin_with(order, [*sizes, 4, 3])
    small = (len(sizes), len(sizes) + 1)
    return Draft(
        firm,
        expect=tuple(of_unit("too_small_to_report", firm, unit) for unit in small),
        forbid=tuple(of_unit("silo", firm, unit, "too small to be told") for unit in small)
        + of_units("silo", firm, but=small),
    )


def tiny(order: Order) -> Draft:
    """A firm so small that any ranking of its people would be a guess."""
    firm = begin_with(order, [order.people // 2, order.people - order.people // 2])
    kinds = ("silo", "hidden_broker", "bottleneck", "isolated", "disconnected")
    facts = {"not_said": ["hidden_broker"]}
    return Draft(firm, forbid=tuple(Claim(kind) for kind in kinds), facts=facts)
