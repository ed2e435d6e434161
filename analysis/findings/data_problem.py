"""Rows of the files that could not be taken as they stood, counted by what was wrong.

Idea: nothing is dropped silently; each row is in problems.csv with file, row, column and mend.

Formula: counts of faults by kind.

When it misleads: a fault may be right after all (a name that really looks like a formula).

References: none needed: it is arithmetic.
"""

from collections.abc import Iterator

from analysis.model import Evidence, Fault, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study

KIND = "data_problem"


def find(study: Study) -> Iterator[Outcome]:
    """One finding for each kind of fault."""
    if not study.faults:
        yield NotFound(KIND, "files_clean")
        return
    for kind in dict.fromkeys(fault.kind for fault in study.faults):
        yield _finding(study, [fault for fault in study.faults if fault.kind == kind])


def _finding(study: Study, faults: list[Fault]) -> Finding:
    people = tuple(dict.fromkeys(id_ for fault in faults for id_ in fault.people))
    return Finding(
        KIND,
        Subject("organisation", people=people),
        study.whole.name,
        confidence=1.0,
        severity=min(1.0, len(faults) / max(study.size, 1)),
        evidence=(Evidence(faults[0].kind, float(len(faults)), study.size),),
        recommendations=(Recommendation("mend_data"),),
    )
