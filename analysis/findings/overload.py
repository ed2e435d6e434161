"""A person whom far more people go to than the firm's pattern of asking explains.

Idea: demand that stands out; where the survey asked who should be easier to reach, only if people
say that of her. Asked evidence beats inferred evidence.

Formula: named by more than Q3 + 3·IQR of everybody, or by more than a quarter of those who
answered. Then, where "more_access" was asked, named there by at least 3 people, and by more than
the firm's mean would give (Poisson, p < .05 / all who are named as much). Where it was not, an
outlier among everybody's log(1 + times named), so that somebody popular among popular people does
not stand out: generalised extreme Studentized deviate, up to 5 people, p < .05 for the firm. The
probability is the share of completed networks in which she is among the most sought.

When it misleads: being asked is not a burden for everybody; own load is only known where asked;
an assistant or a help desk is meant to be asked.

References: Cross & Parker 2004; Cross, Rebele & Grant 2016; Rosner 1983 (the outliers).
"""

from collections.abc import Iterator

import numpy as np

from analysis import beside, measures, tails
from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import Study

KIND = "overload"
ACCESS = "more_access"
SPREAD = "the firm's own spread of being asked"
OF_RESPONDENTS = 0.25
ACCESS_NEEDED = 3
MOST_OUTLIERS = 5


def find(study: Study) -> Iterator[Outcome]:
    """Everybody whose demand stands out, and whom people want to reach more where that is known."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    named, wanted = measures.in_degree(study.main), _wanted(study)
    p = outlying(named) if wanted is None else _wanted_by_chance(wanted, _much_named(study, named))
    outstanding = _much_named(study, named) & (p < 0.05)
    sure = [int(v) for v in np.flatnonzero(outstanding) if study.top[1][v] >= 0.5]
    for v in sure:
        yield _finding(study, v, wanted, float(p[v]))
    if not sure:
        yield NotFound(KIND, "nobody_overloaded")


def _much_named(study: Study, named: IntArray) -> BoolArray:
    """Who is named so much that it would matter, luck apart."""
    first, third = np.quantile(named, [0.25, 0.75])
    answered = float(study.main.answered.sum())
    much: BoolArray = (named > third + 3 * (third - first)) | (named > OF_RESPONDENTS * answered)
    return much


def outlying(named: IntArray) -> FloatArray:
    """Chance that anybody in a firm as uneven is named as much; 1 for who is no outlier.

    The largest deviation from the mean of log(1 + named) in standard deviations, Grubbs' p; without
    her the next largest, five times at most. Outliers are all down to the last with p < .05.
    """
    scaled, left = np.log1p(named), np.ones(len(named), dtype=bool)
    found: list[tuple[int, float]] = []
    while len(found) < MOST_OUTLIERS and left.sum() > MOST_OUTLIERS:
        v = int(np.argmax(np.where(left, scaled, -np.inf)))
        found.append((v, _grubbs(scaled[left])))
        left[v] = False
    last = max((k for k, (_, p) in enumerate(found) if p < 0.05), default=-1)
    worst = max((p for _, p in found[: last + 1] if p < 0.05), default=1.0)
    chance_of = np.ones(len(named))
    for v, p in found[: last + 1]:
        chance_of[v] = p if p < 0.05 else worst
    return chance_of


def _grubbs(scaled: FloatArray) -> float:
    """One-sided p of the largest of a normal sample (Grubbs 1950)."""
    count, spread = len(scaled), float(scaled.std(ddof=1))
    away = float(scaled.max() - scaled.mean())
    rest = (count - 1) ** 2 * spread**2 - count * away**2
    if spread == 0 or rest <= 0:
        return 1.0 if spread == 0 else 0.0
    t = away * np.sqrt(count * (count - 2) / rest)
    return min(1.0, count * tails.student_from(t, count - 2))


def _wanted_by_chance(wanted: IntArray, much: BoolArray) -> FloatArray:
    """Chance of being wanted as much at the firm's mean, for all those looked at; 1 under three."""
    p = tails.poisson_from(wanted, wanted.mean()) * max(int(much.sum()), 1)
    asked: FloatArray = np.where(wanted >= ACCESS_NEEDED, np.minimum(p, 1.0), 1.0)
    return asked


def _wanted(study: Study) -> IntArray | None:
    """How many people say they would get more done if they could reach her more, if asked."""
    if ACCESS not in study.network.questions:
        return None
    return measures.in_degree(study.network.relation((ACCESS,)))


def _usual(named: IntArray) -> tuple[float, float, float]:
    """Times named that are usual here, and between which 95 % lie; outliers left out."""
    scaled = np.log1p(named[outlying(named) >= 0.05])
    mean, spread = float(scaled.mean()), float(scaled.std())
    middle, low, high = np.expm1([mean, max(mean - 1.96 * spread, 0.0), mean + 1.96 * spread])
    return float(middle), float(low), float(high)


def _finding(study: Study, v: int, wanted: IntArray | None, p: float) -> Finding:
    counts = measures.in_degree(study.main)
    answered, named = int(study.main.answered.sum()), int(counts[v])
    by_names = p if wanted is None else None
    usual = _usual(counts)
    evidence = [Evidence("in_degree", float(named), answered, *usual, by_names, None, SPREAD)]
    if wanted is not None:
        evidence.append(_asked(wanted, v, answered, p))
    evidence.append(beside.at_the_top("p_top_sought", float(study.top[1][v]), study.draws))
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


def _asked(wanted: IntArray, v: int, answered: int, p: float) -> Evidence:
    mean = float(wanted.mean())
    low, high = tails.poisson_range(mean)
    return Evidence("wanted_more", float(wanted[v]), answered, mean, low, high, p, None, SPREAD)
