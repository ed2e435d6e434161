"""Actions over time: which recommendation is which, and what was agreed about each.

A recommendation is known by the finding that it answers, what it is and for which units: so it is
the same in a new analysis, and for whoever may not see names. Its key tells nothing to others: the
id of the survey, which is shown nowhere, goes into it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from analysis.model import Finding
from analysis.privacy import View
from analysis.results import Results
from survey.store.actions import Noted

if TYPE_CHECKING:
    from reports.agreed import Advised, Agreed, Plan

KEY = 16


@dataclass(frozen=True, slots=True)
class Following:
    """Of which survey the actions are, and what was written down of them."""

    survey_id: str = ""
    noted: tuple[Noted, ...] = ()


def advised(view: View, results: Results, survey_id: str) -> "dict[str, Advised]":
    """Every recommended action that this view shows, by key, in the order of the report."""
    from reports.source import actions

    keys, places = _keys(results, survey_id), tuple(_places(view.findings, results.findings))
    found: dict[str, Advised] = {}
    for one in actions(view):
        place = next((p for f, p in places if f is one.finding), None)
        if place is not None:
            key = keys[place][one.finding.recommendations.index(one.action)]
            found.setdefault(key, one)
    return found


def plan_of(view: View, results: Results, following: Following) -> "Plan":
    """What was agreed, as the reports take it."""
    from reports.agreed import Plan

    shown = advised(view, results, following.survey_id) if following.noted else {}
    tasks = {each.key: _agreed(each) for each in following.noted}
    added = tuple((each.wording.named, tasks[each.key]) for each in following.noted if each.own)
    return Plan({one: tasks[key] for key, one in shown.items() if key in tasks}, added)


def _agreed(noted: Noted) -> "Agreed":
    from reports.agreed import Agreed

    return Agreed(noted.task.owner, noted.task.due, noted.task.status)


def _keys(results: Results, survey_id: str) -> list[list[str]]:
    """A key for every recommendation of every finding; those that are alike are counted."""
    often: Counter[tuple[str, ...]] = Counter()
    keys: list[list[str]] = []
    for finding in results.findings:
        keys.append([])
        for action in finding.recommendations:
            about = (finding.id, action.kind, *action.units)
            often[about] += 1
            said = "\n".join((survey_id, str(often[about]), *about))
            keys[-1].append(sha256(said.encode()).hexdigest()[:KEY])
    return keys


def _places(shown: Sequence[Finding], found: Sequence[Finding]) -> Iterator[tuple[Finding, int]]:
    """Where in the results each finding of a view stands; the gate keeps their order."""
    start = 0
    for finding in shown:
        place = next((i for i in range(start, len(found)) if _is(finding, found[i])), None)
        if place is not None:
            start = place + 1
            yield finding, place


def _is(shown: Finding, found: Finding) -> bool:
    """Whether it is this one, perhaps without its names and some of its figures."""
    same = all(
        getattr(shown, name) == getattr(found, name)
        for name in ("kind", "relation", "confidence", "severity")
    )
    return same and {*shown.evidence} <= {*found.evidence}
