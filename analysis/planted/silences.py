"""Planted firms whose answers cannot carry everything: too few came back."""

from dataclasses import replace

from analysis.planted.drafts import Draft
from analysis.planted.firms import Claim
from analysis.planted.plots import Order, begin, of_unit, of_units

WHOLE_FIRM = "organisation"


def low_response_unit(order: Order) -> Draft:
    """In one department under half answered; the others answered well."""
    firm = begin(order)
    unit = 1
    rates = {i: max(order.response, 0.85) for i in range(len(firm.staff.departments))}
    return Draft(
        firm,
        expect=(of_unit("low_response", firm, unit, "two in five answered"),),
        forbid=(
            *of_units("low_response", firm, but=(unit,), note="nearly all answered"),
            of_unit("silo", firm, unit, "too few answered to tell"),
        ),
        facts={"unit": firm.staff.departments[unit]},
        quotas={**rates, unit: 0.4},
    )


def low_response(order: Order) -> Draft:
    """So few answered in the whole firm that only directions can be told."""
    firm = begin(order)
    return Draft(
        firm,
        expect=(Claim("low_response", unit_type=WHOLE_FIRM, note="half answered"),),
        forbid=(Claim("silo"), Claim("hidden_broker"), Claim("bottleneck")),
    )


def popular_silence(order: Order) -> Draft:
    """The most sought-after people are the ones who did not answer."""
    firm = begin(order)
    count = round(order.people * (1 - order.response))
    top = firm.popularity.argsort(kind="stable")[::-1][:count]
    return Draft(
        replace(firm, silent=frozenset(int(i) for i in top)),
        forbid=(Claim("silo"), Claim("isolated"), Claim("disconnected")),
    )
