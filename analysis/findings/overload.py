"""A person whom far more people go to than the firm's pattern of asking explains.

Idea: demand that stands out; where the survey asked who should be easier to reach, only if people
say that of her. Asked evidence beats inferred evidence.

Formula: named by more than Q3 + 3·IQR of everybody, or by more than a quarter of those who
answered; and, where "more_access" was asked, named there by at least 3 people. Chance is the firm's
own spread of being asked, robustly by median and quartiles: p < .05 / people on the root scale for
whom a fifth of the respondents name, on the log scale for others, so that somebody popular among
popular people does not stand out. The probability is the share of completed networks in which she
is among the most sought.

When it misleads: being asked is not a burden for everybody; own load is only known where asked;
an assistant or a help desk is meant to be asked.

References: Cross & Parker 2004; Cross, Rebele & Grant 2016.
"""

from collections.abc import Iterator

import numpy as np
from scipy import stats

from analysis import measures
from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import Study

KIND = "overload"
ACCESS = "more_access"
SPREAD = "the firm's own spread of being asked"
OF_RESPONDENTS = 0.25
MANY = 0.2
ACCESS_NEEDED = 3


def find(study: Study) -> Iterator[Outcome]:
    """Everybody whose demand stands out, and whom people want to reach more where that is known."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    named = measures.in_degree(study.main)
    wanted = _wanted(study)
    outstanding = _outstanding(study, named)
    if wanted is not None:
        outstanding &= wanted >= ACCESS_NEEDED
    sure = [int(v) for v in np.flatnonzero(outstanding) if study.top[1][v] >= 0.5]
    for v in sure:
        yield _finding(study, v, int(named[v]), None if wanted is None else int(wanted[v]))
    if not sure:
        yield NotFound(KIND, "nobody_overloaded")


def _outstanding(study: Study, named: IntArray) -> BoolArray:
    first, third = np.quantile(named, [0.25, 0.75])
    answered = float(study.main.answered.sum())
    beyond = (named > third + 3 * (third - first)) | (named > OF_RESPONDENTS * answered)
    many = (named >= MANY * answered) & (tail(named) < 0.05 / study.size)
    out: BoolArray = beyond & (many | (_long_tail(named) < 0.05 / study.size))
    return out


def tail(named: IntArray) -> FloatArray:
    """Chance of being named as often in the firm's own spread (normal on the root scale)."""
    middle, spread = _own_spread(np.sqrt(named))
    p: FloatArray = stats.norm.sf((np.sqrt(named) - middle) / spread)
    return p


def _long_tail(named: IntArray) -> FloatArray:
    """The same if popularity is as uneven as incomes are (normal on the log scale)."""
    middle, spread = _own_spread(np.log1p(named))
    p: FloatArray = stats.norm.sf((np.log1p(named) - middle) / spread)
    return p


def _own_spread(scaled: FloatArray) -> tuple[float, float]:
    """Median and robust standard deviation of being named, on some scale."""
    first, middle, third = np.quantile(scaled, [0.25, 0.5, 0.75])
    return float(middle), max(float(third - first) / 1.349, 0.25)


def _wanted(study: Study) -> IntArray | None:
    """How many people say they would get more done if they could reach her more, if asked."""
    if ACCESS not in study.network.questions:
        return None
    return measures.in_degree(study.network.relation((ACCESS,)))


def _finding(study: Study, v: int, named: int, wanted: int | None) -> Finding:
    counts = measures.in_degree(study.main)
    middle, spread = _own_spread(np.sqrt(counts))
    typical, low, high = (
        middle**2,
        max(middle - 1.96 * spread, 0) ** 2,
        (middle + 1.96 * spread) ** 2,
    )
    p = float(tail(counts)[v])
    answered = int(study.main.answered.sum())
    evidence = [Evidence("in_degree", float(named), answered, typical, low, high, p, None, SPREAD)]
    if wanted is not None:
        evidence.append(Evidence("wanted_more", float(wanted), answered))
    evidence.append(Evidence("p_top_sought", float(study.top[1][v]), study.size))
    ids = study.network.roster.ids
    return Finding(
        KIND,
        Subject("person", id=ids[v]),
        study.main.name,
        confidence=float(study.top[1][v]) * (1 - p),
        severity=min(1.0, named / max(answered * 2 * OF_RESPONDENTS, 1)),
        evidence=tuple(evidence),
        caveats=("demand_only",) if wanted is None else ("may_be_the_job",),
        recommendations=(Recommendation("lighten", (ids[v],)),),
    )
