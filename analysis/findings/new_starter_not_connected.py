"""New starters whom hardly anybody knows yet, more than their being new explains.

Idea: a number for whoever looks after new colleagues; never a list.

Formula: started within 90 days before the survey (its date, else the last start in the roster),
answered, and has 2 contacts or fewer; at least 3 such people, and more of the newcomers than of the
others by Fisher's exact test (p < .05).

When it misleads: the first weeks are for arriving; a three-month window of the question counts
against whoever has been there for one.

References: Morrison 2002 (newcomers' networks); Cross & Thomas 2009.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from analysis import tails
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import BoolArray
from analysis.study import Study

KIND = "new_starter_not_connected"
NEW_FOR = timedelta(days=90)
CONTACTS = 2
PEOPLE = 3
COLLEAGUES = "colleagues who have been there longer"


def find(study: Study) -> Iterator[Outcome]:
    """Newcomers without contacts against everybody else."""
    new = _new(study)
    if new.sum() < PEOPLE:
        yield NotSaid(KIND, "few_new_starters", {"people": int(new.sum()), "needed": PEOPLE})
        return
    few = np.diff(study.whole.both_ways.indptr) <= CONTACTS
    others = study.whole.answered & ~new
    table = [
        [int((new & few).sum()), int((new & ~few).sum())],
        [int((others & few).sum()), int((others & ~few).sum())],
    ]
    p = tails.fisher_from(table)
    if table[0][0] < PEOPLE or p >= 0.05:
        yield NotFound(KIND, "new_starters_connected", {"people": int(new.sum())})
        return
    ids = study.network.roster.ids
    share = float((new & few).sum() / new.sum())
    usual = float((others & few).sum() / max(others.sum(), 1))
    low, high = (x / new.sum() for x in tails.binomial_range(int(new.sum()), usual))
    yield Finding(
        KIND,
        Subject("organisation", people=tuple(ids[v] for v in np.flatnonzero(new & few))),
        study.whole.name,
        confidence=1 - p,
        severity=share / 2,
        evidence=(
            Evidence(
                "new_and_alone_share",
                share,
                int(new.sum()),
                usual,
                float(low),
                float(high),
                p,
                None,
                COLLEAGUES,
            ),
            _count(float((new & few).sum()), int(new.sum()), (usual, low, high, p)),
        ),
        caveats=("may_be_meant",),
        recommendations=(Recommendation("introduce_new"),),
    )


def _new(study: Study) -> BoolArray:
    """Who answered and started within 90 days before the survey."""
    starts = [person.start for person in study.network.roster.people]
    known = [start for start in starts if start]
    if not known:
        return np.zeros(study.size, dtype=bool)
    on: date = study.settings.on or max(known)
    new = [start is not None and on - NEW_FOR <= start <= on for start in starts]
    both: BoolArray = np.array(new, dtype=bool) & study.whole.answered
    return both


def _count(alone: float, people: int, shares: tuple[float, ...]) -> Evidence:
    """The same as people."""
    usual, low, high, p = shares
    numbers = (usual * people, float(low) * people, float(high) * people)
    return Evidence("new_and_alone", alone, people, *numbers, p, None, COLLEAGUES)
