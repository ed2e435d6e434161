"""How far being asked falls on few people.

Idea: one figure for the firm, with its interval and what chance would give.

Formula: share of all nominations that go to the most-named 5 % of people, and the Gini coefficient
of being named; interval by resampling respondents (1,000 times), chance by spreading everybody's
nominations at random. Told as a finding if the whole interval lies above 20 % and
chance does not reach it.

When it misleads: "20-35 % to 5 %" (Cross, Rebele & Grant 2016) is about hours, not namings; survey
networks have 11-17 %. Small firms are more concentrated by arithmetic alone.

References: Cross, Rebele & Grant 2016; Gini 1912.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, measures
from analysis.model import Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray
from analysis.study import RANK_FROM, Study

KIND = "concentration"
TELL_FROM = 0.2
RESAMPLED = 1000
FEWER, HUGE = 200, 20_000


def find(study: Study) -> Iterator[Outcome]:
    """The firm's concentration, if it is out of the ordinary."""
    if study.size < RANK_FROM:
        facts = {"people": study.size, "needed": RANK_FROM}
        yield NotSaid(KIND, "too_few_people_to_rank", facts)
        return
    value = measures.top_share(measures.in_degree(study.main))
    if value < TELL_FROM:
        yield NotFound(KIND, "not_concentrated", {"share": value})
        return
    null, uneven = _spread(study)
    p = float(chance.upper_tail(null, value))
    least = _least(study)
    if least < TELL_FROM or p >= 0.05:
        yield NotFound(KIND, "not_concentrated", {"share": value})
        return
    named = measures.in_degree(study.main)
    yield Finding(
        KIND,
        Subject("organisation"),
        study.main.name,
        confidence=1 - p,
        severity=min(1.0, 2 * value),
        evidence=(
            chance.evidence("sought_top_share", value, study.size, null, chance.SPREAD),
            chance.evidence("sought_top_share_at_least", least, study.size, null, chance.SPREAD),
            chance.evidence("sought_gini", measures.gini(named), study.size, uneven, chance.SPREAD),
        ),
        caveats=("one_question",),
        recommendations=(Recommendation("share_the_load"),),
    )


def _spread(study: Study) -> tuple[FloatArray, FloatArray]:
    """Top share and Gini where as many nominations fall on everybody with equal chance."""
    named, seed = measures.in_degree(study.main), study.settings.seed
    both = [
        (measures.top_share(fallen), measures.gini(fallen) if k < FEWER else np.nan)
        for k, fallen in enumerate(chance.spread_evenly(named, _times(study), seed))
    ]
    shares, uneven = np.array(both).T
    return shares, uneven[:FEWER]


def _times(study: Study) -> int:
    return RESAMPLED if study.size <= HUGE else FEWER


def _least(study: Study) -> float:
    """The top share that 39 of 40 resampled sets of respondents exceed."""
    rng = np.random.default_rng([study.settings.seed, 6])
    who = np.flatnonzero(study.main.answered)
    asked, alike = study.main.ties[who].T.tocsr(), np.full(len(who), 1 / len(who))
    times = (rng.multinomial(len(who), alike).astype(float) for _ in range(_times(study)))
    return float(np.quantile([measures.top_share(asked @ often) for often in times], 0.025))
