"""What stands behind the figures: questions compared, causes of ties, spread, thresholds."""

from collections.abc import Sequence

import numpy as np

from analysis import diffusion, qap, questions_compared, thresholds
from analysis.chart import bosses
from analysis.further_rows import CauseRow, Further
from analysis.model import Finding
from analysis.network import IntArray, Relation
from analysis.study import Study

PERMUTATIONS = 500
COMPARED_UP_TO = 20_000


def of_study(study: Study, findings: Sequence[Finding]) -> Further:
    """All of it; in firms over 20,000 people without permutations of who sits where."""
    settings, network = study.settings, study.network
    chosen = settings.questions or network.questions
    each = questions_compared.relations(network, chosen, settings.min_value)
    compared = study.size <= COMPARED_UP_TO
    at = thresholds.steps(network, chosen, settings.min_value)
    return Further(
        questions=questions_compared.rows(each, "department", settings.seed),
        question_pairs=questions_compared.pairs(
            each, settings.permutations if compared else 0, settings.seed
        ),
        layers=questions_compared.layers(each),
        causes=causes(study) if compared else (),
        spread=diffusion.spread(study.main, managers(study.main), settings.seed),
        thresholds=thresholds.rows(network, chosen, at, findings) if at else (),
        steps=(at.lower, at.used, at.higher) if at else (None, None, None),
    )


def managers(relation: Relation) -> IntArray:
    """Everybody to whom somebody reports, as positions in the roster."""
    boss = bosses(relation)
    found: IntArray = np.unique(boss[boss >= 0])
    return found


def causes(study: Study) -> tuple[CauseRow, ...]:
    """What goes with a tie on the main question among respondents: the chart, units, level.

    Going with is not causing: people may be placed together because they work together.
    """
    main = study.main
    who = np.flatnonzero(main.answered)
    ties = main.ties[who][:, who].tocsr()
    patterns = [p for p in _patterns(study, who) if p.total > 0]
    times = questions_compared.affordable(ties.nnz, min(PERMUTATIONS, study.settings.permutations))
    outcome = qap.of_ties(main.name, ties)
    found = qap.regress(outcome, patterns, times, study.settings.seed)
    return tuple(
        CauseRow(main.name, c.name, len(who), c.value, c.low, c.high, c.p, times) for c in found
    )


def _patterns(study: Study, who: IntArray) -> list[qap.Pattern]:
    """Reporting lines either way, shared units of the chart, shared level."""
    boss = bosses(study.main)[who]
    place = np.full(study.size, -1, dtype=np.int64)
    place[who] = np.arange(len(who))
    led = (boss >= 0) & (np.where(boss >= 0, place[boss], -1) >= 0)
    low, top = np.flatnonzero(led), place[boss[led]]
    ends = np.concatenate([low, top]), np.concatenate([top, low])
    levels = [study.network.roster.people[i].level for i in who]
    level = np.array([-1 if x is None else x for x in levels], dtype=np.int64)
    return [
        qap.Pattern("reporting_line", len(who), *ends),
        *(qap.of_groups(f"same_{name}", study.main.units(name)[1][who]) for name in study.formal),
        qap.of_groups(
            "same_level", np.unique(level, return_inverse=True)[1] - int((level < 0).any())
        ),
    ]
