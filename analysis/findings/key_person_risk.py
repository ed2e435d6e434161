"""What breaks if this person leaves: colleagues who name nobody else.

Idea: a leaver takes with her the only contact that some people have.

Formula: people who answered, name somebody, and of whose names she is the only one: at least 3, and
more than the most that anybody has in 95 of 100 rewired firms. The probability is the share of
completed networks in which at least 3 are still so.

When it misleads: people named one person because one is enough for them.

References: Borgatti 2006 (key players); Leonardi & Contractor 2018 (vulnerability).
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from analysis import advice, chance
from analysis.model import Finding, NotFound, Outcome, Subject
from analysis.network import IntArray
from analysis.study import Study

KIND = "key_person_risk"
PEOPLE = 3


def find(study: Study) -> Iterator[Outcome]:
    """Everybody on whom three people or more depend alone, beyond chance."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    alone = only_contact_of(study.main.ties)
    null = np.array([only_contact_of(ties).max(initial=0) for ties in study.rewired_ties])
    p = chance.upper_tail(null[:, None], alone)
    some = np.flatnonzero((alone >= PEOPLE) & (p < 0.05))
    for v in some:
        yield _finding(study, int(v), int(alone[v]), null, float(p[v]))
    if not len(some):
        yield NotFound(KIND, "nobody_depends_on_one")


def only_contact_of(ties: sparse.csr_array) -> IntArray:
    """For each person, how many people name her and nobody else."""
    one = np.flatnonzero(np.diff(ties.indptr) == 1)
    return np.bincount(ties.indices[ties.indptr[one]], minlength=ties.shape[0]).astype(np.int64)


def _finding(study: Study, v: int, alone: int, null: IntArray, p: float) -> Finding:
    still = np.mean([only_contact_of(t)[v] >= PEOPLE for t in study.draws.networks])
    answered = int(study.main.answered.sum())
    return Finding(
        KIND,
        Subject("person", id=study.network.roster.ids[v]),
        study.main.name,
        confidence=float(still) * (1 - p),
        severity=min(1.0, 5 * alone / study.size),
        evidence=(chance.evidence("depend_on_her_alone", alone, answered, null, chance.REWIRED),),
        caveats=("one_question",),
        recommendations=advice.stand_in(study, v),
    )
