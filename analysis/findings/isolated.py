"""People who answered, name nobody and are named by nobody, in any question.

Idea: told as a number, and to the person and her sponsor; never as a list of the least connected.
Whoever did not answer is never isolated: we do not know.

Formula: no tie in either direction over all chosen questions together. The probability is the mean
share of completed networks in which they are still unnamed: with response r, somebody with true
in-degree d goes unnamed with about (1 - r)^d. Chance: Poisson with mean n·exp(-mean contacts), as
many ties placed at random.

When it misleads: new starters, people on leave, lone specialists.

References: Huisman 2009; Wasserman & Faust 1994.
"""

from collections.abc import Iterator

import numpy as np

from analysis import tails
from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.network import BoolArray
from analysis.study import Study

KIND = "isolated"


def find(study: Study) -> Iterator[Outcome]:
    """One finding about how many there are; the ids are for those who may see them."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    alone = _alone(study)
    if not alone.any():
        yield NotFound(KIND, "nobody_isolated")
        return
    contacts = np.diff(study.whole.both_ways.indptr)
    expected = study.size * float(np.exp(-contacts.mean()))
    low, high = tails.poisson_range(expected)
    p = float(tails.poisson_from(alone.sum(), expected))
    ids = study.network.roster.ids
    yield Finding(
        KIND,
        Subject("organisation", people=tuple(ids[v] for v in np.flatnonzero(alone))),
        study.whole.name,
        confidence=_still_unnamed(study, alone),
        severity=min(1.0, 5 * float(alone.mean())),
        evidence=(
            Evidence(
                "isolated_people",
                float(alone.sum()),
                int(study.whole.answered.sum()),
                expected,
                float(low),
                float(high),
                p,
                None,
                "as many ties placed at random",
            ),
        ),
        caveats=("may_be_the_job",),
        recommendations=(Recommendation("keep_in_touch"),),
    )


def _alone(study: Study) -> BoolArray:
    contacts = np.diff(study.whole.both_ways.indptr)
    alone: BoolArray = study.whole.answered & (contacts == 0)
    return alone


def _still_unnamed(study: Study, alone: BoolArray) -> float:
    """Mean share of the completed networks in which nobody names them."""
    unnamed = [np.asarray(ties.sum(axis=0)).ravel()[alone] == 0 for ties in study.draws.networks]
    return float(np.mean(unnamed))
