"""People who go past their boss to the boss's boss.

Idea: a few always do; many at once say that a line of the chart is not used.

Formula: of the people who answered and whose boss has a boss, those who name the boss's boss and
not the boss; told from 3 people and 10 % on, and beyond 95 of 100 rewired firms. Beside it: the
share of reporting lines without any tie (formal only), and the share of ties that follow a line.

When it misleads: a boss on leave; a deputy who is boss in all but the chart; a question about
information rather than leadership.

References: Krackhardt 1994; Krackhardt & Hanson 1993.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, chart
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import FloatArray
from analysis.study import RESPONSE_NEEDED, Study

KIND = "hierarchy_bypass"
PEOPLE = 3
SHARE = 0.1
LINES_NEEDED = 10
REWIRED = "same nominations, partners at random"


def find(study: Study) -> Iterator[Outcome]:
    """The firm's bypasses against rewired firms."""
    if study.response_rate < RESPONSE_NEEDED:
        facts = {"rate": study.response_rate, "needed": RESPONSE_NEEDED}
        yield NotSaid(KIND, "response_too_low", facts)
        return
    ours = chart.compare(study.main, study.main.ties)
    if ours.may_bypass < LINES_NEEDED:
        yield NotSaid(KIND, "no_lines_known", {"people": ours.may_bypass, "needed": LINES_NEEDED})
        return
    null = _rewired(study)
    share = ours.bypass / ours.may_bypass
    p = float(chance.upper_tail(null[:, 0:1], share)[0])
    if ours.bypass < PEOPLE or share < SHARE or p >= 0.05:
        yield NotFound(KIND, "lines_are_used", {"people": ours.bypass, "of": ours.may_bypass})
        return
    yield Finding(
        KIND,
        Subject("organisation"),
        study.main.name,
        confidence=1 - p,
        severity=min(1.0, 2 * share),
        evidence=_evidence(ours, null, p),
        caveats=("may_be_meant", "one_question"),
        recommendations=(Recommendation("look_at_the_line"),),
    )


def _rewired(study: Study) -> FloatArray:
    """Per rewired firm: share that bypasses, share of lines used."""
    rows = []
    for k in range(min(study.settings.nulls, 100)):
        ties = chance.rewired(study.main.ties, study.settings.seed + k)
        there = chart.compare(study.main, ties)
        rows.append((there.bypass / max(there.may_bypass, 1), there.used / max(there.lines, 1)))
    return np.array(rows)


def _evidence(ours: chart.AgainstChart, null: FloatArray, p: float) -> tuple[Evidence, ...]:
    (low, used_low), (high, used_high) = np.quantile(null, [0.025, 0.975], axis=0)
    share, used = ours.bypass / ours.may_bypass, ours.used / max(ours.lines, 1)
    return (
        Evidence(
            "bypass_share",
            share,
            ours.may_bypass,
            float(null[:, 0].mean()),
            float(low),
            float(high),
            p,
            None,
            REWIRED,
        ),
        Evidence(
            "lines_used",
            used,
            ours.lines,
            float(null[:, 1].mean()),
            float(used_low),
            float(used_high),
            None,
            None,
            REWIRED,
        ),
        Evidence("ties_on_chart", ours.on_chart, ours.lines),
    )
