"""A person who links parts of the firm without rank or fame showing it.

Idea: brokerage that the chart does not show: high for somebody who leads nobody and is not named
much. A head of unit is never hidden for being one.

Formula: eligible is who has no reports, level 3 or lower where levels are known, is named no more
than the 60th percentile, and has 3 contacts or more. Of these, brokerage percentile (mean of the
percentiles of betweenness, cross-unit Gould-Fernandez roles and minus constraint) of 90 or more, or
log(1 + betweenness) more than 2 standard deviations above what level and number of namings
predict; and an excess over her own paths in rewired firms that no eligible person reaches in 95 of
100 of them. The probability
is the share of completed networks in which she is among the top brokers.

When it misleads: at 80 % response a third of a small firm's top brokers are wrong: nobody is named
below the stated confidence, nobody at all under 30 people. A link nobody uses looks the same.

References: Gould & Fernandez 1989; Burt 1992; Freeman 1977.
"""

from collections.abc import Iterator

import numpy as np

from analysis import advice, beside, chance, measures, tails
from analysis.findings.bottleneck import against_rewired
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray
from analysis.study import Study

KIND = "hidden_broker"
FEW_NAMINGS = 0.6
CONTACTS_NEEDED = 3
PERCENTILE = 90
DEVIATIONS = 2
SENIOR_UP_TO = 2
SPREAD_AT_LEAST = 0.25


def find(study: Study) -> Iterator[Outcome]:
    """Everybody eligible whose brokerage stands out beyond chance and missing answers."""
    if refusal := study.unrankable(KIND):
        yield refusal
        return
    eligible = _eligible(study)
    residual = _residual(study, study.paths.mean(axis=0))
    percentile = _percentile(study)
    top = study.top[0]
    # Rewired firms only where anybody could be named: their paths take long to count.
    worth_it = eligible & ((percentile >= PERCENTILE) | (residual > DEVIATIONS)) & (top > 0)
    if not worth_it.any():
        yield NotFound(KIND, "no_hidden_broker")
        return
    p = _family_p(study, eligible)
    stands_out = worth_it & (p < 0.05)
    sure = [int(v) for v in np.flatnonzero(stands_out & (top >= 0.5))]
    for v in sure:
        yield _finding(study, v, float(percentile[v]), float(p[v]))
    if sure:
        return
    if stands_out.any():
        yield NotSaid(KIND, "nobody_sure_enough", {"best": float(top[stands_out].max())})
    else:
        yield NotFound(KIND, "no_hidden_broker")


def _eligible(study: Study) -> BoolArray:
    """Who leads nobody, is not senior, not much named, and has contacts enough."""
    people = study.network.roster.people
    bosses = {person.manager_id for person in people}
    leads = np.array([person.id in bosses for person in people])
    senior = np.array(
        [person.level is not None and person.level <= SENIOR_UP_TO for person in people]
    )
    named = measures.in_degree(study.main)
    contacts = np.diff(study.both_ways.indptr)
    few = named <= np.quantile(named, FEW_NAMINGS)
    eligible: BoolArray = ~leads & ~senior & few & ~study.unreliable
    eligible &= contacts >= CONTACTS_NEEDED
    return eligible


def _residual(study: Study, paths: FloatArray) -> FloatArray:
    """Standardised log-betweenness beyond what level and number of namings predict (OLS)."""
    people = study.network.roster.people
    levels = np.array([np.nan if p.level is None else p.level for p in people], dtype=float)
    middle = np.nanmedian(levels) if np.isfinite(levels).any() else 0.0
    level = np.where(np.isnan(levels), middle, levels)
    named = np.log1p(measures.in_degree(study.main))
    x = np.stack([np.ones(study.size), level - middle, named, named**2], axis=1)
    y = np.log1p(paths)
    left: FloatArray = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return left / max(float(left.std()), 1e-12)


def _percentile(study: Study) -> FloatArray:
    """Mean percentile of betweenness, of cross-unit roles, and of minus constraint."""
    roles = measures.brokerage(study.main)
    across = sum(roles[role] for role in measures.ROLES if role != "coordinator")
    open_ = -np.nan_to_num(measures.constraint(study.main), nan=2.0)
    ranks = [tails.ranks(x) for x in (study.paths.mean(axis=0), across, open_)]
    mean: FloatArray = 100 * np.mean(ranks, axis=0) / study.size
    return mean


def _family_p(study: Study, eligible: BoolArray) -> FloatArray:
    """Chance that any eligible person exceeds her own rewired paths by as much, anywhere.

    Each person's log(1 + paths) is standardised by her own in rewired firms, where she names and
    is named as often; compared is the largest such excess of anybody eligible in each of them.
    """
    if not eligible.any():
        return np.ones(study.size)
    null = np.log1p(study.rewired.betweenness)
    spread = np.maximum(null.std(axis=0), SPREAD_AT_LEAST)
    most = ((null - null.mean(axis=0)) / spread)[:, eligible].max(axis=1)
    mine = (np.log1p(study.paths.mean(axis=0)) - null.mean(axis=0)) / spread
    return chance.upper_tail(most[:, None], mine)


def _place(study: Study, percentile: float) -> tuple[Evidence, ...]:
    """The percentile, where it is what she was found by; otherwise it would only confuse."""
    if percentile < PERCENTILE:
        return ()
    against, p = beside.MIDDLE_PERSON, 1 - percentile / 100
    measure, size = "brokerage_percentile", study.size
    return (Evidence(measure, percentile, size, 50.0, 2.5, 97.5, p, None, against),)


def _finding(study: Study, v: int, percentile: float, p: float) -> Finding:
    named = measures.in_degree(study.main)
    top = float(study.top[0][v])
    paths = study.paths.mean(axis=0)
    return Finding(
        KIND,
        Subject("person", id=study.network.roster.people[v].id),
        study.main.name,
        confidence=top * (1 - p),
        severity=float(paths[v] / max(paths.max(), 1e-12)),
        evidence=(
            against_rewired(study, "betweenness", float(paths[v]), study.rewired.betweenness[:, v]),
            beside.among_all("in_degree", float(named[v]), named),
            *_place(study, percentile),
            beside.at_the_top("p_top_broker", top, study.draws),
        ),
        caveats=("order_of_people_uncertain", "one_question"),
        recommendations=(
            Recommendation("ask_first", (study.network.roster.people[v].id,)),
            *advice.stand_in(study, v),
        ),
    )
