"""Parts of the firm that are in touch inside, but with nobody else.

Idea: pieces of the symmetrised ties apart from the largest, people without any tie left aside.

Formula: connected components; the probability is the share of completed networks in which at least
half of them are still apart. Compared with rewired firms.

When it misleads: somebody who did not answer may be the missing link; another question may link
them.

References: Wasserman & Faust 1994, chapter 4.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, engine
from analysis.model import (
    Finding,
    NotFound,
    NotSaid,
    Outcome,
    Recommendation,
    Subject,
)
from analysis.network import both_ways
from analysis.study import Study, people_apart

KIND = "disconnected"


def find(study: Study) -> Iterator[Outcome]:
    """One finding about everybody who is in a piece apart."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    away = people_apart(study.both_ways)
    if not away.any():
        yield NotFound(KIND, "one_piece")
        return
    p = float(chance.upper_tail(study.rewired.apart, float(away.sum())))
    sure = _still_apart(study)
    if sure < 0.5 or p >= 0.05:
        yield NotSaid(KIND, "may_be_linked", {"people": int(away.sum()), "sure": sure})
        return
    ids = study.network.roster.ids
    null = study.rewired.apart
    pieces = len(np.unique(engine.pieces(study.both_ways)[away]))
    yield Finding(
        KIND,
        Subject("organisation", people=tuple(ids[v] for v in np.flatnonzero(away))),
        study.main.name,
        confidence=sure * (1 - p),
        severity=min(1.0, 2 * float(away.mean())),
        evidence=(
            chance.evidence("separate_people", float(away.sum()), study.size, null, chance.REWIRED),
            # A piece is two people or more, so at most half as many as there are people apart.
            chance.evidence("pieces", float(pieces), study.size, null // 2, chance.REWIRED),
        ),
        caveats=("one_question",),
        recommendations=(Recommendation("introduction"),),
    )


def _still_apart(study: Study) -> float:
    """Share of the completed networks in which half as many or more are apart."""
    now = people_apart(study.both_ways).sum()
    every = (people_apart(both_ways(ties)).sum() for ties in study.draws.networks)
    return float(np.mean([2 * apart >= now for apart in every]))
