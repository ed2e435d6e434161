"""Results of an anonymous survey, in the same words as those of any other."""

from collections.abc import Callable, Iterable
from importlib.metadata import version

import numpy as np

from analysis import chance
from analysis.findings import FINDERS
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Roster
from analysis.privacy import SMALLEST_GROUP
from analysis.results import PairRow, Provenance, Results, UnitRow
from analysis.settings import Settings
from analysis.study import RESPONSE_NEEDED
from analysis.teams import closed, crowded, luck, one_way, response, unlinked
from analysis.teams.model import TeamAnswers, TeamStudy

LIBRARIES = ("numpy", "scipy")
NOBODY = "people_not_named"
Finder = Callable[[TeamStudy], Iterable[Outcome]]
# In the order of analysis.findings.FINDERS; every kind that is not here needs names.
TEAM_FINDERS: dict[str, Finder] = {
    "silo": closed.find,
    "missing_link": unlinked.find,
    "low_reciprocity": one_way.find,
    "concentration": crowded.find,
    "low_response": response.few,
    "too_small_to_report": response.small,
}
ABOUT_ANSWERS = ("low_response", "too_small_to_report")


def analyse_teams(
    given: TeamAnswers, settings: Settings | None = None, k: int = SMALLEST_GROUP
) -> Results:
    """Measure every team, look for what anonymous answers can carry, and say what they can't."""
    study = TeamStudy(given, settings or Settings(), k)
    outcomes = [o for finder in FINDERS for o in _looked_for(study, finder.kind)]
    findings = [o for o in outcomes if isinstance(o, Finding)]
    return Results(
        roster=Roster(()),
        people=(),
        units=units(study),
        pairs=pairs(study),
        organisation=organisation(study),
        findings=tuple(findings),
        not_found=tuple(o for o in outcomes if isinstance(o, NotFound)),
        not_said=tuple(o for o in outcomes if isinstance(o, NotSaid)),
        faults=(),
        groups_stable=False,
        made=_provenance(study),
        of="teams",
    )


def _looked_for(study: TeamStudy, kind: str) -> list[Outcome]:
    """What comes of one kind, strongest first; an absence only where enough answered."""
    if kind == "data_problem":
        return []
    find = TEAM_FINDERS.get(kind)
    if find is None:
        return [NotSaid(kind, NOBODY)]
    if kind in ABOUT_ANSWERS:
        return list(find(study))
    if len(study.teams) < 2:
        return [NotSaid(kind, "too_few_answers", {"needed": study.k})]
    found = [_carried(study, outcome) for outcome in find(study)]
    mine = [o for o in found if isinstance(o, Finding)]
    first = sorted(mine, key=lambda f: (-f.severity * f.confidence, f.id))
    return [*first, *(o for o in found if not isinstance(o, Finding))]


def _carried(study: TeamStudy, outcome: Outcome) -> Outcome:
    rate = study.given.answered / max(study.given.invited, 1)
    if not isinstance(outcome, NotFound) or rate >= RESPONSE_NEEDED:
        return outcome
    facts = {"rate": rate, "needed": RESPONSE_NEEDED}
    return NotSaid(outcome.kind, "absence_needs_answers", facts)


def units(study: TeamStudy) -> tuple[UnitRow, ...]:
    """A row a team: namings across its border beside what the others' habits would give."""
    if len(study.teams) < 2:
        return ()
    ratio = closed.ratios(study, study.table)[0]
    p = closed.tails(study)
    told, q = luck.stepped(p), luck.stepped(np.minimum(1.0, p * len(p)))
    return tuple(
        UnitRow(
            unit_type=study.given.column,
            unit=name,
            people=int(study.asked[g]),
            answered=int(study.sizes[g]),
            inside_ties=0,
            outside_ties=int(study.table[g].sum() + study.table[:, g].sum()),
            ei_index=None,
            expected_ei=None,
            p_value=float(told[g]),
            q_value=float(q[g]),
            outside_ratio=float(ratio[g]),
            inside_share=None,
            expected_inside_share=None,
            low=None,
            high=None,
        )
        for g, name in enumerate(study.teams)
    )


def pairs(study: TeamStudy) -> tuple[PairRow, ...]:
    """A row an ordered pair of teams: how many of the first go to the second."""
    if len(study.teams) < 2:
        return ()
    apart = closed.found(study, closed.tails(study))
    cells = luck.beside_habits(study, luck.cells(study), apart)
    fewer = unlinked.below(study.table, cells.expected, cells.variance)
    more = unlinked.below(-study.table, -cells.expected, cells.variance)
    p = np.minimum(1.0, 2 * np.minimum(fewer, more))
    judged = cells.expected >= unlinked.EXPECTED_NEEDED
    q = np.full(p.shape, np.nan)
    if judged.any():
        q[judged] = chance.q_values(p[judged])
    rows = []
    for g, h in np.argwhere(~np.eye(len(study.teams), dtype=bool)):
        expected, low, high = unlinked.span(
            float(cells.expected[g, h]), float(cells.variance[g, h])
        )
        rows.append(
            PairRow(
                study.given.column,
                study.teams[g],
                study.teams[h],
                int(study.table[g, h]),
                int(study.sizes[g]),
                expected,
                low,
                min(high, float(study.sizes[g])),
                float(luck.stepped(p[g, h])) if judged[g, h] else None,
                float(luck.stepped(q[g, h])) if judged[g, h] else None,
            )
        )
    return tuple(rows)


def organisation(study: TeamStudy) -> tuple[Evidence, ...]:
    """The figures of the whole: answers, and how many other teams somebody goes to."""
    given, answers = study.given, int(study.sizes.sum())
    rate = given.answered / max(given.invited, 1)
    counts = (
        Evidence("people", float(given.invited), given.invited),
        Evidence("answered", float(given.answered), given.invited),
        Evidence("response_rate", rate, given.invited),
    )
    if len(study.teams) < 2:
        return counts
    each = float(study.table.sum() / answers)
    most = float(study.table.sum(axis=0).max() / study.table.sum())
    even = 1 / len(study.teams)
    return (
        *counts,
        Evidence("teams_gone_to", each, answers),
        Evidence("top_team_share", most, answers, even, against="every team sought alike"),
    )


def _provenance(study: TeamStudy) -> Provenance:
    settings = study.settings
    return Provenance(
        seed=settings.seed,
        questions=(study.main, *study.given.wishes),
        main_question=study.main,
        min_value=settings.min_value,
        runs=0,
        draws=luck.DRAWS,
        permutations=settings.permutations,
        treatment="urn",
        versions={name: version(name) for name in LIBRARIES},
    )
