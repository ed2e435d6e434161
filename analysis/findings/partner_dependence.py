"""Business with partner firms that hangs on one person, or on one unit.

Idea: several partners that nobody else knows make one person's leaving, or one unit's move, a loss
of business. What is at risk is what the list of partners states, never a guess of ours.

Formula: a person's share of all stated yearly value (of all partners, where no value is stated)
that lies with partners whom she alone deals with; a unit's, with partners of whom all contacts are
hers. For a person at least two such partners and a tenth of the whole; for a unit three and a
quarter. p: partners keep their number of contacts, dealt out anew among all who deal with partners
at all (people), or units are dealt out anew among them (units); the largest share of anybody counts
(Westfall & Young 1993). The probability is the share of draws in which, with what the silent may
know, as much still hangs there, times 1 - p.

When it misleads: an account team is there to hold the contacts; the stated value of a year is not
what would be lost. Where only one unit deals with partners there is nothing to compare it with.

References: Borgatti 2006; Westfall & Young 1993.
"""

from collections.abc import Iterator

import numpy as np

from analysis import second_contacts
from analysis.findings.of_partners import RELATION, refused
from analysis.model import Evidence, Finding, NotFound, Outcome, Subject
from analysis.network import BoolArray, FloatArray, IntArray
from analysis.study import Study

KIND = "partner_dependence"
PERSON = (2, 0.10)  # partners, share of the whole
UNIT = (3, 0.25)
SURE = 0.5
AGAINST = "the same partners dealt out anew"


def find(study: Study) -> Iterator[Outcome]:
    """Every person and unit on whom more hangs than chance would put there."""
    refusal = refused(study, KIND)
    if refusal:
        yield refusal
        return
    found = [*_people(study), *_units(study)]
    yield from found
    if not found:
        yield NotFound(KIND, "partners_are_shared")


def _people(study: Study) -> Iterator[Finding]:
    """People who alone deal with partners of at least a tenth of the whole."""
    contacts = study.contacts
    single = contacts.known.sum(axis=0) == 1
    mine = contacts.known & single
    dealers = np.flatnonzero(contacts.known.any(axis=1))
    null = _dealt_people(study, len(dealers), single)
    kept: BoolArray = np.logical_not(contacts.drawn.any(axis=1))
    ids = contacts.relation.roster.ids
    for v in dealers:
        subject = Subject("person", id=ids[v])
        yield from _judged(study, (subject, mine[v], kept), null, PERSON)


def _dealt_people(study: Study, dealers: int, single: BoolArray) -> FloatArray:
    """The largest share of anybody when partners with one contact are dealt out at random."""
    worth = study.contacts.worth
    value = worth[single]
    rng = np.random.default_rng([study.settings.seed, 59])
    held = rng.integers(0, max(dealers, 1), size=(study.shuffles, len(value)))
    most = [np.bincount(row, value, minlength=1).max(initial=0.0) for row in held]
    share: FloatArray = np.array(most) / worth.sum()
    return share


def _units(study: Study) -> Iterator[Finding]:
    """Departments that alone deal with partners of at least a quarter of the whole."""
    contacts = study.contacts
    names, unit = contacts.relation.units("department")
    dealers = np.flatnonzero(contacts.known.any(axis=1) & (unit >= 0))
    if not len(dealers):
        return
    table, homes = contacts.known[dealers], unit[dealers]
    held = _held(table, homes, len(names))
    null = _dealt_units(study, table, homes, len(names))
    for u in range(len(names)):
        others = np.delete(contacts.drawn, u, axis=1).any(axis=1)
        kept: BoolArray = np.logical_not(others)
        subject = Subject("unit", unit_type="department", unit=names[u])
        yield from _judged(study, (subject, held[u], kept), null, UNIT)


def _held(table: BoolArray, homes: IntArray, units: int) -> BoolArray:
    """Units × partners: whether all contacts of the partner are the unit's."""
    by_unit = np.zeros((units, table.shape[1]), dtype=bool)
    for u in range(units):
        by_unit[u] = table[homes == u].any(axis=0)
    held: BoolArray = by_unit & (by_unit.sum(axis=0) == 1)
    return held


def _dealt_units(study: Study, table: BoolArray, homes: IntArray, units: int) -> FloatArray:
    """The largest share of any unit when units are dealt out anew to those who deal."""
    worth = study.contacts.worth
    rng = np.random.default_rng([study.settings.seed, 61])
    most = [
        (_held(table, rng.permutation(homes), units) @ worth).max(initial=0.0)
        for _ in range(min(study.shuffles, 500))
    ]
    share: FloatArray = np.array(most) / worth.sum()
    return share


Held = tuple[Subject, BoolArray, BoolArray]


def _judged(
    study: Study, held: Held, null: FloatArray, least: tuple[int, float]
) -> Iterator[Finding]:
    """The finding, if enough hangs there, beyond chance, and most likely in spite of the silent."""
    subject, mine, kept = held
    contacts, (partners, part) = study.contacts, least
    share = float(contacts.worth @ mine / contacts.worth.sum())
    p = float((1 + (null >= share).sum()) / (1 + len(null)))
    if mine.sum() < partners or share < part or p >= 0.05:
        return
    still = kept @ (contacts.worth * mine) / contacts.worth.sum()
    sure = float((still >= part).mean())
    if sure < SURE:
        return
    heard, low, high = int(contacts.answered.sum()), *np.quantile(null, (0.025, 0.975))
    measure = "value_at_risk" if contacts.valued else "partners_at_risk"
    beside = (float(null.mean()), float(low), float(high), p)
    yield Finding(
        KIND,
        subject,
        RELATION,
        confidence=sure * (1 - p),
        severity=min(1.0, 0.4 + share),
        evidence=(
            Evidence(measure, share, heard, *beside, against=AGAINST),
            Evidence("sole_partners", float(mine.sum()), heard),
            Evidence("p_partners_held", sure, heard),
        ),
        caveats=(*(("silent_may_know",) if len(contacts.silent) else ()), "partners_as_stated"),
        recommendations=second_contacts.share_partners(study, subject, mine),
    )
