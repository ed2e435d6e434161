"""How many people who answered are named by nobody.

Idea: a number, never a list: told to the person and her sponsor. New starters are apart.

Formula: answered the main question, named by nobody in any question, but names somebody. Chance:
as many nominations spread at random (Poisson with mean n·exp(-mean times named)). With response r
somebody whom d people would name goes unnamed with about (1 - r)^d; the probability is the mean
share of completed networks in which they are still unnamed.

When it misleads: a survey that asks whom one asks overlooks whom one serves.

References: Huisman 2009; Borgatti & Everett 1999.
"""

from collections.abc import Iterator

import numpy as np

from analysis import measures, tails
from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study

KIND = "peripheral"
SHARE = 0.05
PEOPLE = 3
SPREAD = "as many nominations spread at random"


def find(study: Study) -> Iterator[Outcome]:
    """One finding if more people than chance explains go unnamed."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    named, names = measures.in_degree(study.whole), measures.out_degree(study.whole)
    away = study.whole.answered & (named == 0) & (names > 0)
    expected = study.size * float(np.exp(-named.mean()))
    p = float(tails.poisson_from(away.sum(), expected))
    if away.sum() < max(PEOPLE, SHARE * study.size) or p >= 0.05:
        yield NotFound(KIND, "few_at_the_edge", {"people": int(away.sum())})
        return
    still = [np.asarray(t.sum(axis=0)).ravel()[away] == 0 for t in study.draws.networks]
    low, high = tails.poisson_range(expected)
    ids = study.network.roster.ids
    yield Finding(
        KIND,
        Subject("organisation", people=tuple(ids[v] for v in np.flatnonzero(away))),
        study.whole.name,
        confidence=float(np.mean(still)) * (1 - p),
        severity=min(1.0, 2 * float(away.mean())),
        evidence=(
            Evidence(
                "unnamed_people",
                float(away.sum()),
                int(study.whole.answered.sum()),
                expected,
                float(low),
                float(high),
                p,
                None,
                SPREAD,
            ),
        ),
        caveats=("may_be_the_job",),
        recommendations=(Recommendation("keep_in_touch"),),
    )
