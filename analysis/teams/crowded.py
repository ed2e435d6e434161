"""One team to which nearly everybody goes.

Idea: if it is away or overworked, everybody waits.

Formula: share of the people of other teams who go to it, against what their namings would give it
by the square root of its size; told where it is at least twice that, at least half of them go
there, 39 of 40 resampled sets of answers still have one and a half times, and the chance of as many
(a sum of independent choices, normal tail) is below .05 / teams.

When it misleads: a team may be there for everybody.

References: as the firm's concentration; Efron 1979 (resampling).
"""

from collections.abc import Iterator

import numpy as np
from scipy import special

from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray
from analysis.teams import luck
from analysis.teams.closed import SIZE
from analysis.teams.model import TeamStudy

KIND = "concentration"
TWICE, STILL, HALF = 2.0, 1.5, 0.5


def find(study: TeamStudy) -> Iterator[Outcome]:
    """The most sought team, if it stands out."""
    if len(study.teams) < 4:
        yield NotSaid(KIND, "too_few_expected", {"needed": 4})
        return
    coming, usual = study.table.sum(axis=0), _usual(study, study.table)
    ratio = coming / np.maximum(usual, luck.CLOSE)
    g = int(np.argmax(ratio))
    elsewhere = int(study.sizes.sum() - study.sizes[g])
    share, expected = float(coming[g] / elsewhere), float(usual[g] / elsewhere)
    p = _tail(study, g, float(coming[g]))
    again = luck.resampled(study, study.settings.seed)
    fewest = float(np.quantile([each[:, g].sum() for each in again], 0.025))
    least = round(fewest / elsewhere, 2)
    limit = 0.05 / len(study.teams)
    stands_out = ratio[g] >= TWICE and share >= HALF and p <= limit
    if not stands_out or least < STILL * expected:
        yield NotFound(KIND, "not_concentrated", {"share": float(coming.max() / coming.sum())})
        return
    p = float(luck.stepped(p))
    yield Finding(
        KIND,
        Subject("unit", unit_type=study.given.column, unit=study.teams[g]),
        study.main,
        confidence=1 - p,
        severity=min(1.0, share),
        evidence=(
            Evidence("coming_share", share, elsewhere, expected, None, None, p, None, SIZE),
            Evidence("coming_share_at_least", least, elsewhere, expected, against=SIZE),
        ),
        caveats=("may_be_the_job",),
        recommendations=(Recommendation("share_the_load", units=(study.teams[g],)),),
    )


def _usual(study: TeamStudy, table: FloatArray) -> FloatArray:
    usual: FloatArray = luck.by_size(study, table.sum(axis=1)).sum(axis=0)
    return usual


def _tail(study: TeamStudy, g: int, coming: float) -> float:
    """Chance that as many go to team g where everybody's choices fall by size alone."""
    each = luck.by_size(study, np.ones(len(study.teams)))[study.home, g]
    share = np.minimum(study.going.sum(axis=1) * each, 1.0)
    spread = np.sqrt(max(float((share * (1 - share)).sum()), luck.CLOSE))
    return float(special.ndtr(-(coming - 0.5 - share.sum()) / spread))
