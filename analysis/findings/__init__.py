"""What to look for, in the order in which a report tells it: one file a kind.

To add a kind: one file here with ``find(study)``, its line in FINDERS, its words in
templates/wording.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis.findings import (
    bottleneck,
    collaboration_changed,
    concentration,
    core_periphery,
    cut_point,
    data_problem,
    disconnected,
    hidden_broker,
    hierarchy_bypass,
    isolated,
    key_person_risk,
    leavers,
    load_changed,
    low_reciprocity,
    low_response,
    merged_units,
    missing_link,
    new_starter_not_connected,
    overload,
    partner_dependence,
    partner_single_contact,
    peripheral,
    silo,
    silo_changed,
    split_unit,
    too_small_to_report,
    unequal_access,
)
from analysis.model import Finding, NotFound, NotSaid, Outcome
from analysis.privacy import SMALLEST_GROUP
from analysis.study import RESPONSE_NEEDED, Study

ABOUT_ANSWERS = ("low_response", "too_small_to_report", "data_problem")


@dataclass(frozen=True, slots=True)
class Finder:
    """A kind of finding and the function that looks for it."""

    kind: str
    find: Callable[[Study], Iterable[Outcome]]


FINDERS = (
    Finder("silo", silo.find),
    Finder("missing_link", missing_link.find),
    Finder("bottleneck", bottleneck.find),
    Finder("hidden_broker", hidden_broker.find),
    Finder("overload", overload.find),
    Finder("cut_point", cut_point.find),
    Finder("key_person_risk", key_person_risk.find),
    Finder("partner_single_contact", partner_single_contact.find),
    Finder("partner_dependence", partner_dependence.find),
    Finder("disconnected", disconnected.find),
    Finder("split_unit", split_unit.find),
    Finder("merged_units", merged_units.find),
    Finder("low_reciprocity", low_reciprocity.find),
    Finder("concentration", concentration.find),
    Finder("core_periphery", core_periphery.find),
    Finder("hierarchy_bypass", hierarchy_bypass.find),
    Finder("unequal_access", unequal_access.find),
    Finder("isolated", isolated.find),
    Finder("peripheral", peripheral.find),
    Finder("new_starter_not_connected", new_starter_not_connected.find),
    Finder("low_response", low_response.find),
    Finder("too_small_to_report", too_small_to_report.find),
    Finder("data_problem", data_problem.find),
)

BETWEEN_WAVES = (
    Finder("silo_changed", silo_changed.find),
    Finder("collaboration_changed", collaboration_changed.find),
    Finder("load_changed", load_changed.find),
    Finder("leavers", leavers.find),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was looked for, sorted by what came of it."""

    findings: tuple[Finding, ...]
    not_found: tuple[NotFound, ...]
    not_said: tuple[NotSaid, ...]


def find_all(study: Study, finders: Iterable[Finder] = ()) -> Found:
    """Run every finder; findings of a kind stand strongest first.

    What changed between two waves is looked for where there is an earlier one.

    Under five answers in all only what is wrong with the answers is told. Where too few answered
    to speak of single people, that something was not found says nothing either.
    """
    findings: list[Finding] = []
    rest: list[Outcome] = []
    for finder in finders or finders_for(study):
        outcomes = [_carried(study, outcome) for outcome in _looked_for(study, finder)]
        mine = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
        findings += sorted(mine, key=lambda f: (-f.severity * f.confidence, f.id))
        rest += outcomes
    return Found(
        tuple(findings),
        tuple(outcome for outcome in rest if isinstance(outcome, NotFound)),
        tuple(outcome for outcome in rest if isinstance(outcome, NotSaid)),
    )


def finders_for(study: Study) -> tuple[Finder, ...]:
    """Everything that can be looked for here, in the order of the report."""
    return FINDERS if study.before is None else (*FINDERS, *BETWEEN_WAVES)


def _looked_for(study: Study, finder: Finder) -> list[Outcome]:
    """What a finder says, if there are answers enough for it to look at all."""
    answered = int(study.main.answered.sum())
    if answered < SMALLEST_GROUP and finder.kind not in ABOUT_ANSWERS:
        return [NotSaid(finder.kind, "too_few_answers", {"needed": SMALLEST_GROUP})]
    return list(finder.find(study))


def _carried(study: Study, outcome: Outcome) -> Outcome:
    """The outcome; that nothing was found only where enough answered for it to mean anything."""
    absent = isinstance(outcome, NotFound) and outcome.kind not in ABOUT_ANSWERS
    if not absent or study.response_rate >= RESPONSE_NEEDED:
        return outcome
    facts = {"rate": study.response_rate, "needed": RESPONSE_NEEDED}
    return NotSaid(outcome.kind, "absence_needs_answers", facts)


def not_compared(why: str) -> tuple[NotSaid, ...]:
    """Every kind between two surveys left unsaid, where there was one that can't be compared."""
    return tuple(NotSaid(finder.kind, why) for finder in BETWEEN_WAVES)
