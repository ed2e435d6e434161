"""What may be seen by whom: the one gate between results and any page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from analysis.changes_seen import changes_seen, may_be_told
from analysis.editions import OneUnit, Own
from analysis.further_rows import Further
from analysis.model import Evidence, Fault, Finding, NotFound, NotSaid, Problem
from analysis.results import PairRow, PersonRow, Provenance, Results, UnitRow
from analysis.wave_rows import Changes

Mode = Literal["aggregate", "analyst", "by_choice", "named"]
MODES: tuple[Mode, ...] = ("aggregate", "analyst", "by_choice", "named")
SMALLEST_GROUP = 5
ABOUT_ONE_PERSON = frozenset(
    {
        "in_degree", "wanted_more", "betweenness", "brokerage_percentile", "depend_on_her_alone",
        "named_by_the_same", "value_at_risk", "partners_at_risk", "sole_partners",
        "partner_strength",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What a client allows to be shown.

    ``k`` respondents at least in a published group (never under 5); ``mode`` who may see names;
    ``confidence`` how sure a finding about a person must be before a name is printed.
    """

    mode: Mode = "analyst"
    k: int = SMALLEST_GROUP
    confidence: float = 0.8

    def __post_init__(self) -> None:
        """Refuse what would publish single people."""
        if self.mode not in MODES:
            raise Problem(
                f"there is no mode {self.mode!r}", mend=f"Use one of: {', '.join(MODES)}."
            )
        if self.k < SMALLEST_GROUP:
            raise Problem(
                f"the smallest group is {self.k}",
                why="Groups under 5 would show what single people answered.",
                mend="Set k to 5 or more.",
            )
        if not 0.5 <= self.confidence <= 1:
            raise Problem(
                f"the confidence is {self.confidence}",
                why="Below one half a name would more likely be wrong than right.",
                mend="Set confidence between 0.5 and 1.",
            )


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is going to look: ``analyst`` (the holder of the files) or ``manager``."""

    name: Literal["analyst", "manager"] = "analyst"

    def sees_names(self, policy: Policy) -> bool:
        """Whether single people may be named to this audience."""
        allowed = {"analyst": ("analyst", "by_choice", "named"), "manager": ("named",)}
        return policy.mode in allowed[self.name]


ANALYST = Audience("analyst")
MANAGER = Audience("manager")

ABOUT_ANSWERS = ("people", "answered", "response_rate")


class _Gate(Enum):
    """What a View carries to show that the gate made it; the same one in every process."""

    PASSED = "passed"


_GATE = _Gate.PASSED


@dataclass(frozen=True, slots=True)
class View:
    """What one audience may see of the results under one policy; only ``view`` makes one.

    ``names`` maps person ids to names and is empty where nobody may be named; then ``people`` is
    empty too, and findings about single people keep their numbers but no ids. ``hidden`` counts
    what was dropped, by reason: ``too_few`` (groups under k), ``not_sure`` (below the policy's
    confidence), ``person`` (about one person, and names may not be shown). ``about`` and ``own``
    are there in a view that ``analysis.narrowing`` made for one unit's manager or one person.
    """

    audience: Audience
    policy: Policy
    headcount: int
    answered: int
    names: Mapping[str, str]
    people: tuple[PersonRow, ...]
    units: tuple[UnitRow, ...]
    pairs: tuple[PairRow, ...]
    organisation: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    not_found: tuple[NotFound, ...]
    not_said: tuple[NotSaid, ...]
    faults: Mapping[str, int]
    hidden: Mapping[str, int]
    groups_stable: bool
    made: Provenance
    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    further: Further = field(default_factory=Further)
    about: OneUnit | None = None
    own: Own | None = None
    changes: Changes | None = None
    of: Literal["people", "teams"] = "people"
    _gate: object = None

    def __post_init__(self) -> None:
        """Nobody but the gate makes a View."""
        if self._gate is not _GATE:
            raise TypeError("a View is made by analysis.view() only")

    @property
    def named(self) -> bool:
        """Whether single people appear by name."""
        return bool(self.names)

    def figure(self, measure: str) -> Evidence | None:
        """The organisation's figure of this name, if it is there to be seen."""
        return next((e for e in self.organisation if e.measure == measure), None)


def view(results: Results, audience: Audience = ANALYST, policy: Policy | None = None) -> View:
    """What ``audience`` may see of ``results`` under ``policy``: everything else is dropped.

    A group under k respondents, a cell between two groups of which one is under k, and a finding
    below the stated confidence are dropped and counted. Where nobody may be named, findings about
    one person say which unit (if that unit is large enough) and never who.
    """
    policy = policy or Policy()
    named = audience.sees_names(policy)
    answered = {(row.unit_type, row.unit): row.answered for row in results.units}
    large = {unit for unit, count in answered.items() if count >= policy.k}
    names = _names(results) if named else {}
    seen = changes_seen(results.changes, policy.k, named, large) if results.changes else None
    shown, dropped = _findings(results, policy, large)
    told = tuple(f for f in shown if may_be_told(f, seen, policy.k, names))
    dropped["too_few"] += len(shown) - len(told)
    shown = told
    findings = shown if named else tuple(_unnamed(f, results, large) for f in shown)
    findings = tuple(finding for finding in findings if _has_figures(finding))
    dropped["person"] = len(shown) - len(findings)
    units = tuple(row for row in results.units if (row.unit_type, row.unit) in large)
    return View(
        audience=audience,
        policy=policy,
        headcount=results.headcount,
        answered=results.answered,
        names=names,
        people=results.people if named else (),
        units=units,
        pairs=tuple(row for row in results.pairs if _pair_is_large(row, large)),
        organisation=_organisation(results, policy),
        findings=findings,
        not_found=results.not_found,
        not_said=results.not_said,
        faults=dict(Counter(fault.kind for fault in results.faults)),
        hidden={**dropped, "too_few": dropped["too_few"] + len(results.units) - len(units)},
        groups_stable=results.groups_stable,
        made=results.made,
        homes={p.id: p.attributes for p in results.roster.people} if named else {},
        further=_further(results, {f.id for f in findings}, policy, named),
        changes=seen,
        of=results.of,
        _gate=_GATE,
    )


def _names(results: Results) -> dict[str, str]:
    """Everybody on the list, and those who have left it since the last survey."""
    left = results.changes.names if results.changes else {}
    return {**left, **{person.id: person.name for person in results.roster.people}}


def _organisation(results: Results, policy: Policy) -> tuple[Evidence, ...]:
    """Every figure of the whole; with fewer than k answers only how many there were."""
    if results.answered >= policy.k:
        return results.organisation
    return tuple(e for e in results.organisation if e.measure in ABOUT_ANSWERS)


def _further(results: Results, findings: set[str], policy: Policy, named: bool) -> Further:
    """Questions that enough people answered, nobody's id, and numbers of shown findings only."""
    further, spread = results.further, results.further.spread
    if results.answered < policy.k:
        return Further()
    return replace(
        further,
        questions=tuple(row for row in further.questions if row.answered >= policy.k),
        question_pairs=tuple(row for row in further.question_pairs if row.people >= policy.k),
        spread=spread if named or spread is None else replace(spread, best=()),
        thresholds=tuple(r for r in further.thresholds if not r.finding or r.finding in findings),
    )


def names_of_faults(results: Results, audience: Audience, policy: Policy) -> tuple[Fault, ...]:
    """The input rows that were not taken as they stood, for those who may see who wrote them."""
    return results.faults if audience.sees_names(policy) else ()


def _pair_is_large(row: PairRow, large: set[tuple[str, str]]) -> bool:
    return (row.unit_type, row.from_unit) in large and (row.unit_type, row.to_unit) in large


def _findings(
    results: Results, policy: Policy, large: set[tuple[str, str]]
) -> tuple[tuple[Finding, ...], dict[str, int]]:
    """The findings that may be shown at all, and how many were dropped for which reason."""
    shown, dropped = [], {"too_few": 0, "not_sure": 0}
    for finding in results.findings:
        subject = finding.subject
        units = [subject.unit] if subject.type == "unit" else list(subject.units)
        counts_only = finding.kind in ("low_response", "too_small_to_report")
        if not counts_only and any((subject.unit_type, unit) not in large for unit in units):
            dropped["too_few"] += 1
        elif subject.type == "person" and finding.confidence < policy.confidence:
            dropped["not_sure"] += 1
        else:
            shown.append(finding)
    return tuple(shown), dropped


def _has_figures(finding: Finding) -> bool:
    """Whether anything is left to show beside how sure it is."""
    return any(not evidence.measure.startswith("p_") for evidence in finding.evidence)


def _unnamed(finding: Finding, results: Results, large: set[tuple[str, str]]) -> Finding:
    """The same finding without anybody's id: a unit large enough stands for the person.

    How often one person was named, or how many paths lead through one, is left out as well: in a
    unit of twelve it tells who it is. A partner firm keeps its name, and loses its contact's.
    """
    of_partner = finding.subject.type == "partner"
    subject = replace(finding.subject, id=finding.subject.id if of_partner else "", people=())
    if finding.subject.type == "person":
        department = results.roster.by_id()[finding.subject.id].attributes.get("department", "")
        if ("department", department) in large:
            subject = replace(subject, unit_type="department", unit=department)
    advice = tuple(replace(r, people=()) for r in finding.recommendations)
    evidence = finding.evidence
    if of_partner or finding.subject.type == "person":
        evidence = tuple(e for e in evidence if e.measure not in ABOUT_ONE_PERSON)
    return replace(finding, subject=subject, recommendations=advice, evidence=evidence)
