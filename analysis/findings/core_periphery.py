"""A firm that turns round one core of people.

Idea: the core talks to the core; the others hardly talk to each other.

Formula: best fit of the discrete core-periphery pattern, variant "ties inside the core only"
(Borgatti & Everett 1999); told if the correlation is 0.4 or more and beyond 95 of 100 rewired
firms, which keep everybody's number of contacts.

When it misleads: a head office with sites looks the same; the variants of the pattern give
different numbers (on one network .38, .54 or .72).

References: Borgatti & Everett 1999.
"""

from collections.abc import Iterator

import numpy as np

from analysis import chance, cores, rewiring
from analysis.model import Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.study import RANK_FROM, Study

KIND = "core_periphery"
FIT = 0.4
NULLS = 40


def find(study: Study) -> Iterator[Outcome]:
    """The fit of the pattern against rewired firms."""
    if study.size < RANK_FROM:
        facts = {"people": study.size, "needed": RANK_FROM}
        yield NotSaid(KIND, "too_few_people_to_rank", facts)
        return
    core = cores.core_of(study.both_ways)
    if core.fit < FIT:
        yield NotFound(KIND, "no_core", {"fit": core.fit})
        return
    nulls = min(study.settings.nulls, NULLS)
    firms = rewiring.several(study.both_ways, nulls, study.settings.seed, directed=False)
    found = [cores.core_of(ties) for ties in firms]
    null = np.array([other.fit for other in found])
    sizes = np.array([other.members.mean() for other in found])
    p = float(chance.upper_tail(null, core.fit))
    if p >= 0.05:
        yield NotFound(KIND, "no_core", {"fit": core.fit})
        return
    yield Finding(
        KIND,
        Subject("organisation"),
        study.main.name,
        confidence=1 - p,
        severity=core.fit / 2,
        evidence=(
            chance.evidence("core_fit", core.fit, study.size, null, chance.REWIRED),
            chance.evidence(
                "core_share", float(core.members.mean()), study.size, sizes, chance.REWIRED
            ),
        ),
        caveats=("may_be_meant", "one_question"),
        recommendations=(Recommendation("open_the_core"),),
    )
