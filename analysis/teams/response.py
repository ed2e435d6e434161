"""What is wrong with anonymous answers: too few of them, in the firm or in a team."""

from collections.abc import Iterator

from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import RESPONSE_NEEDED as WHOLE_NEEDED
from analysis.teams.model import RESPONSE_NEEDED, TeamStudy

LOW, SMALL = "low_response", "too_small_to_report"
NEEDED = "the share that figures need"


def few(study: TeamStudy) -> Iterator[Outcome]:
    """The firm, and every team of which enough answered to be told at all."""
    whole = study.given.answered / max(study.given.invited, 1)
    found = False
    if whole < WHOLE_NEEDED:
        found = True
        yield _low(study, "", whole, (study.given.invited, WHOLE_NEEDED))
    for name, asked, answered in zip(study.teams, study.asked, study.sizes, strict=True):
        rate = float(answered / asked)
        if rate < RESPONSE_NEEDED:
            found = True
            yield _low(study, name, rate, (int(asked), RESPONSE_NEEDED))
    if not found:
        yield NotFound(LOW, "response_enough", {"rate": whole})


def _low(study: TeamStudy, name: str, rate: float, facts: tuple[int, float]) -> Finding:
    people, needed = facts
    unit = Subject("unit", unit_type=study.given.column, unit=name)
    return Finding(
        LOW,
        unit if name else Subject("organisation"),
        study.main,
        confidence=1.0,
        severity=1 - rate,
        evidence=(Evidence("response_rate", rate, people, needed, against=NEEDED),),
        caveats=("unit_answers_missing",) if name else ("directions_only",),
        recommendations=(Recommendation("remind", units=(name,) if name else ()),),
    )


def small(study: TeamStudy) -> Iterator[Outcome]:
    """Teams too small to be named, and those from which fewer than k people answered."""
    silent = {n: c for n, c in study.given.asked.items() if n not in study.teams}
    every = {**study.given.small, **silent}
    for name in sorted(every):
        yield Finding(
            SMALL,
            Subject("unit", unit_type=study.given.column, unit=name),
            study.main,
            confidence=1.0,
            severity=every[name] / max(study.given.invited, 1),
            evidence=(Evidence("fewer_answers_than", float(study.k), every[name]),),
        )
    if not every:
        yield NotFound(SMALL, "groups_large_enough", {"k": study.k})
