"""Too few answers, in the whole firm or in a unit, for what the figures would have to carry.

Idea: figures of a unit need 70 % of it, the firm as a whole 65 %; below that only directions.

Formula: answered / asked on the main question.

When it misleads: people on leave count as asked unless the roster says otherwise.

References: Huisman 2009; Smith & Moody 2013.
"""

from collections.abc import Iterator

import numpy as np

from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import RESPONSE_NEEDED, UNIT_RESPONSE_NEEDED, Study

KIND = "low_response"
PEOPLE_NEEDED = 5
NEEDED = "the share that figures need"


def find(study: Study) -> Iterator[Outcome]:
    """The firm, and every department of five people or more."""
    found = False
    if study.response_rate < RESPONSE_NEEDED:
        found = True
        yield _finding(study, Subject("organisation"), study.response_rate, RESPONSE_NEEDED)
    units, unit = study.main.units("department")
    for g, name in enumerate(units):
        asked = study.asked & (unit == g)
        rate = float(study.main.answered[asked].mean()) if asked.any() else 1.0
        if asked.sum() >= PEOPLE_NEEDED and rate < UNIT_RESPONSE_NEEDED:
            found = True
            subject = Subject("unit", unit_type="department", unit=name)
            yield _finding(study, subject, rate, UNIT_RESPONSE_NEEDED)
    if not found:
        yield NotFound(KIND, "response_enough", {"rate": study.response_rate})


def _finding(study: Study, subject: Subject, rate: float, needed: float) -> Finding:
    unit = study.main.units("department")[1] if subject.unit else np.zeros(0)
    names = study.main.units("department")[0]
    people = int((unit == names.index(subject.unit)).sum()) if subject.unit else study.size
    return Finding(
        KIND,
        subject,
        study.main.name,
        confidence=1.0,
        severity=1 - rate,
        evidence=(Evidence("response_rate", rate, people, needed, against=NEEDED),),
        caveats=("directions_only",) if not subject.unit else ("unit_answers_missing",),
        recommendations=(Recommendation("remind", units=(subject.unit,) if subject.unit else ()),),
    )
