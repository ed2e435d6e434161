"""Whether others get the same: every measure of people.csv, person by person, to 1e-9.

Held against networkx (``rivals``) on planted firms and on the classic networks, and against
whatever other programs found in networks that are given with their values. Definitions that differ
from what a program gives by itself are in DIFFERENT, and were made equal before comparing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import measures
from analysis.network import FloatArray
from analysis.validation import rivals
from analysis.validation.known import Known
from analysis.validation.verdicts import Check, Verdict
from analysis.validation.working import Hands, in_turn

LIMIT = 1e-9
NETWORKX, REFERENCE = "networkx", "reference"
# Keys of sentences: how a program's own definition differs.
DIFFERENT = ("constraint", "effective_size", "betweenness_undirected", "pagerank", "brokerage")


@dataclass(frozen=True, slots=True)
class Difference:
    """The worst difference of one measure in one network: |ours - theirs| / max(1, |theirs|).

    Infinite where one of the two has no value and the other has.
    """

    measure: str
    against: str
    network: str
    people: int
    worst: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every difference, and the worst of each measure against its bar."""

    differences: tuple[Difference, ...]
    checks: tuple[Check, ...]


def compare(networks: Iterable[Known], hands: Hands | None = None) -> Agreement:
    """Measure every network twice."""
    rows = [row for rows in in_turn(differences, list(networks), hands or Hands()) for row in rows]
    keys = dict.fromkeys((row.measure, row.against) for row in rows)
    return Agreement(tuple(rows), tuple(_check(rows, *key) for key in sorted(keys)))


def differences(known: Known) -> list[Difference]:
    """The worst difference of every measure in one network."""
    ours = {name: np.asarray(v, dtype=float) for name, v in measures.people(known.relation).items()}
    ids = known.relation.roster.ids
    theirs = rivals.people(known.relation.graph())
    by_networkx = {name: [values[id_] for id_ in ids] for name, values in theirs.items()}
    return [
        *_rows(known, NETWORKX, ours, by_networkx),
        *_rows(known, REFERENCE, ours, known.reference),
    ]


def _rows(
    known: Known,
    against: str,
    ours: Mapping[str, FloatArray],
    theirs: Mapping[str, Sequence[float | None]],
) -> list[Difference]:
    return [
        Difference(name, against, known.name, known.relation.size, worst(ours[name], theirs[name]))
        for name in ours
        if name in theirs
    ]


def worst(ours: FloatArray, theirs: Sequence[float | None]) -> float:
    """The largest difference; infinite where only one of the two is defined."""
    other = np.array([np.nan if x is None else x for x in theirs], dtype=float)
    if len(other) != len(ours) or (np.isnan(ours) != np.isnan(other)).any():
        return float("inf")
    off = np.abs(ours - other) / np.maximum(1.0, np.abs(other))
    return float(np.nanmax(off, initial=0.0))


def _check(rows: Sequence[Difference], measure: str, against: str) -> Check:
    mine = [row for row in rows if (row.measure, row.against) == (measure, against)]
    top = max(mine, key=lambda row: row.worst)
    verdict: Verdict = "held" if top.worst <= LIMIT else "missed"
    people = sum(row.people for row in mine)
    subject = f"{measure}, {against}"
    return Check("agreement", "equal", subject, top.worst, LIMIT, people, verdict)
