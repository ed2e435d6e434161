"""A person without whom a part of the firm would lose touch with the rest.

Idea: an articulation point of the ties in either direction, if her leaving would cut off at least
three people or most of a unit.

Formula: Tarjan 1972 on the symmetrised ties; who falls outside the largest remaining piece; the
probability is the share of completed networks (missing answers drawn) in which she still cuts off
as many as three.

When it misleads: ties that nobody was asked about are not seen (another question, an outside
partner, a tool); a person who did not answer may have ties that would close the gap.

References: Tarjan 1972; Borgatti 2006.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis import advice, beside, chance, engine
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Subject
from analysis.network import IntArray, both_ways
from analysis.study import Study

KIND = "cut_point"
PEOPLE_CUT_OFF = 3
# The draws are cautious: they let ties leave a closed group that has none. Of people who still
# cut off three in one draw of three, and beyond chance, nearly all do with every answer in.
SURE = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One cut point: who is cut off, how many units mostly so, and how sure that is."""

    person: int
    lost: IntArray
    units: int
    probability: float
    p: float


def find(study: Study) -> Iterator[Outcome]:
    """Every cut point that matters, with the chance that the missing answers would mend it."""
    if refusal := study.too_few_answers(KIND):
        yield refusal
        return
    looked = [cut for cut in cuts(study) if cut.p < 0.05]
    found = [cut for cut in looked if cut.probability >= SURE]
    for cut in found:
        share = len(cut.lost) / study.size
        caveats: tuple[str, ...] = ("one_question",)
        if not study.main.answered[cut.person]:
            caveats = ("she_did_not_answer", *caveats)
        yield Finding(
            KIND,
            Subject("person", id=study.network.roster.people[cut.person].id),
            study.main.name,
            confidence=cut.probability * (1 - cut.p),
            severity=min(1.0, 3 * share),
            evidence=evidence(study, cut),
            caveats=caveats,
            recommendations=advice.stand_in(study, cut.person),
        )
    if looked and not found:
        yield NotSaid(KIND, "nobody_sure_enough", {"best": max(c.probability for c in looked)})
    elif not found:
        yield NotFound(KIND, "no_cut_point")


def cuts(study: Study) -> list[Cut]:
    """The cut points of the answers that cut off three people or most of a unit."""
    out = []
    for person in np.flatnonzero(engine.cut_points(study.both_ways)):
        lost = engine.cut_off(study.both_ways, int(person))
        units = _units_lost(study, lost)
        if len(lost) >= PEOPLE_CUT_OFF:
            p = float(chance.upper_tail(study.rewired.cut_off, float(len(lost))))
            out.append(Cut(int(person), lost, units, _probability(study, int(person)), p))
    return out


def _units_lost(study: Study, lost: IntArray) -> int:
    """How many departments have at least half of their people cut off."""
    unit = study.unit
    if unit.max(initial=-1) < 0:
        return 0
    size = np.bincount(unit[unit >= 0])
    gone = np.bincount(unit[lost][unit[lost] >= 0], minlength=len(size))
    return int(((2 * gone >= size) & (gone > 0)).sum())


def _probability(study: Study, person: int) -> float:
    """Share of the completed networks in which she still cuts off as many as count."""
    every = (len(engine.cut_off(both_ways(ties), person)) for ties in study.draws.networks)
    return float(np.mean([lost >= PEOPLE_CUT_OFF for lost in every]))


def evidence(study: Study, cut: Cut) -> tuple[Evidence, ...]:
    """How many people and units she holds, against rewired firms, and how sure that is."""
    lost = float(len(cut.lost))
    null = study.rewired.cut_off
    held = chance.evidence("people_cut_off", lost, study.size, null, chance.REWIRED)
    by_chance = float((null >= PEOPLE_CUT_OFF).mean()) / study.size
    lot = beside.Lot(len(study.draws.networks), by_chance, chance.REWIRED)
    sure = beside.by_lot("p_cut_point", cut.probability, lot, study.size)
    if not cut.units:
        return held, sure
    # At most so many departments could lose half of their people with so few cut off.
    most = null // max(1, -(-int(np.bincount(study.unit[study.unit >= 0]).min()) // 2))
    apart = chance.evidence("units_separated", float(cut.units), study.size, most, chance.REWIRED)
    return held, apart, sure
