"""Somebody to whom far more people turn than at the last survey, or far fewer.

Idea: how many of the people who answered both waves name her, then and now. A load that rose may
be too much soon; one that fell may be relief, or somebody who is no longer asked.

Formula: named by so many then and now; told if she is among the most named tenth in either wave,
the change is five people or more and a third or more of the larger figure, and a sign test on
those who name her in one wave only, held to the number of people, is below .05.

When it misleads: a new job moves many contacts at once; people count, hours do not.

References: McNemar 1947.
"""

from collections.abc import Iterator

from analysis.comparing import loads
from analysis.findings import between
from analysis.model import Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study
from analysis.wave_rows import Change

KIND = "load_changed"
MUCH = 0.25


def find(study: Study) -> Iterator[Outcome]:
    """Look at everybody who was or is much named."""
    if refusal := between.refusal(study, KIND) or study.too_few_answers(KIND):
        yield refusal
        return
    pair = study.compared.pair
    rows = list(loads(pair)) if pair else []
    told = [(id_, row) for id_, row in rows if row.q < 0.05 and abs(row.change) >= row.least]
    for id_, row in told:
        yield _finding(study, id_, row)
    if not told:
        yield NotFound(KIND, "no_load_changed")


def _finding(study: Study, id_: str, row: Change) -> Finding:
    more = row.change > 0
    return Finding(
        KIND,
        Subject("person", id=id_),
        study.compared.changes.relation,
        confidence=1 - row.q,
        severity=min(1.0, (1.0 if more else 0.7) * abs(row.change) / max(MUCH * row.people, 1)),
        evidence=(between.evidence(row, row.measure),),
        caveats=("may_be_the_job",),
        recommendations=(Recommendation("lighten" if more else "ask_first", (id_,)),),
    )
