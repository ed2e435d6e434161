"""A person through whom so much contact has to pass that the firm depends on her.

Idea: sought-after people with substitutes are not bottlenecks. A bottleneck is somebody whose
leaving would cut off part of the firm, or through whom an outstanding share of all paths leads and
without whom the firm would be markedly less in touch.

Formula: a cut point that isolates three people or more; or betweenness in the top 5 %, rise of
fragmentation on leaving (ΔD_F, Borgatti 2006) of 0.01 and 3 × the median person's, and more of the
contact between departments (or of all paths, where there is one department) than anybody carries
in 95 of 100 rewired firms. The probability is the share of completed networks in which she stays a
cut point or in the top.

When it misleads: a switchboard may be somebody's job; high betweenness is not being a cut point;
what is not asked about is not seen.

References: Freeman 1977; Borgatti 2006.
"""

from collections.abc import Iterator

import numpy as np

from analysis import advice, beside, chance
from analysis.findings import cut_point
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Subject
from analysis.network import FloatArray, IntArray
from analysis.study import Study

KIND = "bottleneck"
TOP_SHARE = 0.05
TIMES_MEDIAN = 3
PRACTICAL_RISE = 0.01


def find(study: Study) -> Iterator[Outcome]:
    """Cut points that matter, and those on whom paths and unity hang beyond chance."""
    if refusal := study.unrankable(KIND):
        yield refusal
        return
    cuts = {cut.person: cut for cut in cut_point.cuts(study) if cut.p < 0.05}
    likely = {v: cut for v, cut in cuts.items() if cut.probability >= 0.5}
    busy = set(_outstanding(study))
    candidates = sorted(busy | set(cuts))
    if study.unreliable[candidates].any():
        count = int(study.unreliable[candidates].sum())
        yield NotSaid(KIND, "answers_unreliable", {"people": count})
    candidates = [v for v in candidates if not study.unreliable[v]]
    looked = [_finding(study, v, likely.get(v)) for v in candidates]
    found = [finding for finding in looked if finding.confidence >= 0.5]
    yield from found
    if looked and not found:
        yield NotSaid(KIND, "nobody_sure_enough", {"best": max(f.confidence for f in looked)})
    elif not found:
        yield NotFound(KIND, "no_bottleneck")


def _outstanding(study: Study) -> list[int]:
    """Top 5 % by betweenness, dear to lose, and carrying more than chance gives to anybody."""
    paths = study.paths.mean(axis=0)
    count = max(1, round(TOP_SHARE * study.size))
    busiest = np.argsort(-paths, kind="stable")[:count]
    rise, median = rises(study, busiest)
    dear = busiest[rise >= max(PRACTICAL_RISE, TIMES_MEDIAN * median)]
    # Rewired firms only where there is anybody to hold against them.
    return dear[_family_p(study)[dear] < 0.05].tolist() if len(dear) else []


def _family_p(study: Study) -> FloatArray:
    """Chance that anybody at all carries as much in a rewired firm."""
    several = study.unit.max(initial=-1) > 0
    mine = study.bridging if several else study.paths.mean(axis=0)
    null = study.rewired.bridging if several else study.rewired.betweenness
    most = null.max(axis=1)
    p: FloatArray = (1 + (most[:, None] >= mine[None, :]).sum(axis=0)) / (1 + len(most))
    return p


def rises(study: Study, people: IntArray) -> tuple[FloatArray, float]:
    """How much less in touch the firm is without each of these, and without the median person."""
    return study.leavers[people], float(max(np.median(study.leavers), 0.0))


def _finding(study: Study, v: int, cut: cut_point.Cut | None) -> Finding:
    top = float(study.top[0][v])
    p = min(float(_family_p(study)[v]), cut.p if cut else 1.0)
    survives = max(top, cut.probability if cut else 0.0)
    share = float(study.bridging[v])
    rise = float(rises(study, np.array([v]))[0][0])
    held = len(cut.lost) / study.size if cut else 0.0
    caveats = ["may_be_the_job", "one_question"]
    if not study.main.answered[v]:
        caveats.insert(0, "she_did_not_answer")
    return Finding(
        KIND,
        Subject("person", id=study.network.roster.people[v].id),
        study.main.name,
        confidence=survives * (1 - p),
        # A quarter of the contact, a fifth of the people or a tenth of the touch is a lot.
        severity=float(np.clip(max(2.5 * share, 3 * held, 6 * rise), 0, 1)),
        evidence=_evidence(study, v, cut, top),
        caveats=tuple(caveats),
        recommendations=advice.stand_in(study, v),
    )


def _evidence(study: Study, v: int, cut: cut_point.Cut | None, top: float) -> tuple[Evidence, ...]:
    evidence = list(cut_point.evidence(study, cut)[:-1]) if cut else []
    if study.unit.max(initial=-1) > 0:
        evidence.append(
            against_rewired(
                study, "between_units_share", float(study.bridging[v]), study.rewired.bridging[:, v]
            )
        )
    paths = study.paths.mean(axis=0)[v]
    evidence.append(
        against_rewired(study, "betweenness", float(paths), study.rewired.betweenness[:, v])
    )
    rise = float(study.leavers[v])
    evidence.append(beside.among_all("fragmentation_rise", rise, study.leavers))
    evidence.append(beside.at_the_top("p_top_broker", top, study.draws))
    return tuple(evidence)


def against_rewired(study: Study, measure: str, value: float, null: FloatArray) -> Evidence:
    """A person's figure beside what she has in firms with the same numbers of ties each way."""
    return chance.evidence(measure, value, study.size, null, chance.REWIRED)
