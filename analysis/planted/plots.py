"""What every case starts from: the order that was placed, and the claims that they share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.planted.firms import Claim
from analysis.planted.staff import IntArray, Staff, department_sizes, hire
from analysis.planted.ties import ORDINARY, Habits, Sketch, sketch


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Which firm is asked for: how large, how many answer, and the source of all chance."""

    rng: np.random.Generator
    people: int
    response: float


def begin(order: Order, departments: int = 0, habits: Habits = ORDINARY) -> Sketch:
    """An ordinary firm, with so many departments (by its size, if 0)."""
    sizes = department_sizes(order.rng, order.people, departments)
    return begin_with(order, sizes, habits)


def begin_with(order: Order, sizes: Sequence[int], habits: Habits = ORDINARY) -> Sketch:
    """An ordinary firm with departments of these sizes."""
    return sketch(order.rng, hire(order.rng, sizes), habits)


def of_unit(
    kind: str, firm: Sketch, unit: int, note: str = "", unit_type: str = "department"
) -> Claim:
    """A claim about one unit."""
    name = firm.staff.unit_names(unit_type)[unit]
    return Claim(kind, unit_type=unit_type, unit=name, note=note)


def of_units(kind: str, firm: Sketch, but: Sequence[int] = (), note: str = "") -> tuple[Claim, ...]:
    """The claim about every department but these."""
    units = range(len(firm.staff.departments))
    return tuple(of_unit(kind, firm, unit, note) for unit in units if unit not in but)


def of_person(
    kind: str, firm: Sketch, person: int, note: str = "", rank: int | None = None
) -> Claim:
    """A claim about one person."""
    return Claim(kind, person=firm.staff.ids[person], note=note, rank=rank)


def of_people(
    kind: str, firm: Sketch, people: Sequence[int] | IntArray, note: str
) -> tuple[Claim, ...]:
    """The claim about each of these people."""
    return tuple(of_person(kind, firm, int(person), note) for person in people)


def ordinary_members(firm: Sketch, unit: int) -> IntArray:
    """The individual contributors of a department, the most popular first."""
    members = firm.staff.members("department", unit)
    plain = members[firm.staff.level[members] == 5]
    ranked: IntArray = plain[np.argsort(-firm.popularity[plain], kind="stable")]
    return ranked


def heads(staff: Staff) -> IntArray:
    """The top person and the heads of department."""
    return np.flatnonzero(staff.level <= 2)


def apart(staff: Staff, *groups: Sequence[int] | IntArray) -> IntArray:
    """Everybody in group 0, and each of ``groups`` in a group of its own."""
    group = np.zeros(staff.size, dtype=np.int64)
    for number, members in enumerate(groups, start=1):
        group[np.asarray(members, dtype=np.int64)] = number
    return group


def answered_by(firm: Sketch, members: IntArray, rate: float) -> Sketch:
    """The same with at least so many of ``members`` answering, as whatever is told of them needs.

    Quotas do this for departments; teams and places cut across them.
    """
    count = math.ceil(rate * len(members))
    some = firm.rng.permutation(members)[:count]
    return replace(firm, heard=firm.heard | {int(i) for i in some})
