"""Units with so few answers that their figures would show what single people said.

Idea: fewer than five answers are never published as a group. Said once a unit, without the number.

Formula: answers < 5 on the main question.

When it misleads: it does not; it may annoy.

References: Borgatti & Molina 2003 (ethics of network studies in organisations).
"""

from collections.abc import Iterator

import numpy as np

from analysis.model import Evidence, Finding, NotFound, Outcome, Subject
from analysis.privacy import SMALLEST_GROUP
from analysis.study import Study

KIND = "too_small_to_report"


def find(study: Study) -> Iterator[Outcome]:
    """Every department and location under five answers; teams are small by nature."""
    found = False
    for unit_type in ("department", "location"):
        units, unit = study.main.units(unit_type)
        answered = np.bincount(unit[study.main.answered & (unit >= 0)], minlength=len(units))
        for g in np.flatnonzero(answered < SMALLEST_GROUP):
            found = True
            people = int((unit == g).sum())
            yield Finding(
                KIND,
                Subject("unit", unit_type=unit_type, unit=units[g]),
                study.main.name,
                confidence=1.0,
                severity=people / study.size,
                # The threshold, not the count: who answered in a tiny unit is nobody's business.
                evidence=(Evidence("fewer_answers_than", float(SMALLEST_GROUP), people),),
            )
    if not found:
        yield NotFound(KIND, "groups_large_enough", {"k": SMALLEST_GROUP})
