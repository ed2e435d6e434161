"""People who go past their boss to the boss's boss.

Idea: a few always do; more than go to the boss alone say that a line of the chart is not used.

Formula: of the people who answered and whose boss has a boss, those who name the boss's boss and
not the boss, against those who do the opposite: told from 3 people and 10 % on, if a fair coin
between the two would hardly give so many (binomial, p < .05), nor would bosses' bosses who are as
popular with everybody (rewired firms, p < .05). Beside it: the share of reporting lines with any
tie, and the share of ties that follow a line.

When it misleads: a boss on leave; a deputy who is boss in all but the chart; a question about
information rather than leadership.

References: Krackhardt 1994; Krackhardt & Hanson 1993.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis import beside, chance, chart, tails
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.study import Study

KIND = "hierarchy_bypass"
PEOPLE = 3
SHARE = 0.1
LINES_NEEDED = 10
COIN = "people who go to their boss and not past them"


def find(study: Study) -> Iterator[Outcome]:
    """The firm's bypasses against those who go to their boss."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    ours = chart.compare(study.main)
    if ours.may_bypass < LINES_NEEDED:
        yield NotSaid(KIND, "no_lines_known", {"people": ours.may_bypass, "needed": LINES_NEEDED})
        return
    tried = ours.bypass + ours.straight
    p = float(tails.binomial_from(ours.bypass, tried, 0.5)) if tried else 1.0
    many = ours.bypass >= max(PEOPLE, SHARE * ours.may_bypass) and p < 0.05
    p = max(p, _by_popularity(study, ours.bypass)) if many else p
    if not many or p >= 0.05:
        yield NotFound(KIND, "lines_are_used", {"people": ours.bypass, "of": ours.may_bypass})
        return
    yield Finding(
        KIND,
        Subject("organisation"),
        study.main.name,
        confidence=1 - p,
        severity=min(1.0, 2 * ours.bypass / ours.may_bypass),
        evidence=_evidence(study, ours, p),
        caveats=("may_be_meant", "one_question"),
        recommendations=(Recommendation("look_at_the_line"),),
    )


def _by_popularity(study: Study, bypass: int) -> float:
    """Chance of as many where everybody names and is named as often, but anybody by anybody."""
    firms = (replace(study.main, ties=ties) for ties in study.rewired_ties)
    null = np.array([chart.compare(firm).bypass for firm in firms])
    return float(chance.upper_tail(null, bypass))


def _evidence(study: Study, ours: chart.AgainstChart, p: float) -> tuple[Evidence, ...]:
    """Going past the boss beside going to the boss; lines and ties beside rewired firms."""
    people = ours.may_bypass
    low, high = beside.binomial_range(people, ours.straight / people)
    others = [chart.compare(replace(study.main, ties=ties)) for ties in study.rewired_ties]
    used = np.array([other.used / max(other.lines, 1) for other in others])
    on_chart = np.array([other.on_chart for other in others])
    share, usual, rewired = ours.bypass / people, ours.straight / people, chance.REWIRED
    return (
        Evidence("bypass_share", share, people, usual, low, high, p, None, COIN),
        chance.evidence("lines_used", ours.used / max(ours.lines, 1), ours.lines, used, rewired),
        chance.evidence("ties_on_chart", ours.on_chart, ours.lines, on_chart, rewired),
    )
