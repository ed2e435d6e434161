"""A team that keeps to itself: its people go to few others, and few of the others come.

Idea: beside the people of the other teams, not beside chance alone: anonymous answers hold no
tie inside a team, so that "more inside" can't be seen, only "less across".

Formula: O/E = (namings out of the team + namings of it) / (people × mean namings of the others +
what the others' namings would give it by the square root of its size). A silo where O/E < 0.6, out
alone < 0.75, and the chance of so few out of it is below .05 / teams with people dealt out anew to
teams. Strength counts nothing: a team that is named is gone to.

When it misleads: people of some teams need nobody for their work; a firm in which everybody names
nearly every team hides its silos (then the number of people who go there would have to be asked).

References: Krackhardt & Stern 1988; Good 2005 (permutation).
"""

from collections.abc import Iterator

import numpy as np

from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Recommendation, Subject
from analysis.network import BoolArray, FloatArray
from analysis.teams import luck
from analysis.teams.model import TeamStudy

KIND = "silo"
SILO_BELOW = 0.6
OUT_BELOW = 0.75
DEALT = "people dealt out anew to teams"
OTHERS = "people of the other teams"
SIZE = "teams of its size"


def find(study: TeamStudy) -> Iterator[Outcome]:
    """Judge every team of which enough answered."""
    silent = [study.teams[g] for g in np.flatnonzero(~study.judged)]
    if silent:
        yield NotSaid(KIND, "unit_response_too_low", {"units": silent})
    if not study.judged.any() or len(study.teams) < 3:
        yield NotSaid(KIND, "too_few_expected", {"units": []})
        return
    ratio, p = ratios(study, study.table)[0], tails(study)
    closed = found(study, p)
    kept = luck.filled(study, study.settings.seed)
    q = np.minimum(1.0, p * len(p))
    for g in np.flatnonzero(closed):
        survives = np.mean([ratios(study, each, study.asked)[0][g] < SILO_BELOW for each in kept])
        chances = (float(luck.stepped(p[g])), float(luck.stepped(q[g])))
        yield _finding(study, int(g), (float(ratio[g]), *chances), round(float(survives), 2))
    if not closed.any():
        yield NotFound(KIND, "no_silo")


def found(study: TeamStudy, p: FloatArray) -> BoolArray:
    """Which teams keep to themselves."""
    ratio, out = ratios(study, study.table)
    few = (ratio < SILO_BELOW) & (out < OUT_BELOW) & (p <= 0.05 / len(study.teams))
    closed: BoolArray = study.judged & few
    return closed


def ratios(
    study: TeamStudy, table: FloatArray, people: np.ndarray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Namings across each team's border over what the others' habits give; and out of it alone."""
    sizes = (study.sizes if people is None else people).astype(float)
    leaving, coming = table.sum(axis=1), table.sum(axis=0)
    rest = (leaving.sum() - leaving) / np.maximum(sizes.sum() - sizes, 1)
    by_habit, by_size = sizes * rest, luck.by_size(study, leaving).sum(axis=0)
    whole = (leaving + coming) / np.maximum(by_habit + by_size, luck.CLOSE)
    return whole, leaving / np.maximum(by_habit, luck.CLOSE)


def tails(study: TeamStudy) -> FloatArray:
    """Chance that people dealt out anew to each team go to as few others in all."""
    rng = np.random.default_rng([study.settings.seed, 21])
    each, tries = study.going.sum(axis=1), study.settings.permutations
    dealt = rng.permuted(np.tile(study.home, (tries, 1)), axis=1)
    found = np.stack([(each * (dealt == g)).sum(axis=1) for g in range(len(study.teams))], axis=1)
    seen = np.bincount(study.home, weights=each, minlength=len(study.teams))
    chance: FloatArray = (1 + (found <= seen).sum(axis=0)) / (1 + tries)
    return chance


def _finding(
    study: TeamStudy, g: int, numbers: tuple[float, float, float], survives: float
) -> Finding:
    ratio, p, q = numbers
    people = int(study.sizes[g])
    leaving, coming = study.table[g].sum(), study.table[:, g].sum()
    rest = (study.table.sum() - leaving) / max(study.sizes.sum() - people, 1)
    usual = float(luck.by_size(study, study.table.sum(axis=1)).sum(axis=0)[g])
    elsewhere = int(study.sizes.sum() - people)
    out = Evidence(
        "teams_gone_to", float(leaving / people), people, float(rest), None, None, p, q, OTHERS
    )
    into = Evidence("coming_share", coming / elsewhere, elsewhere, usual / elsewhere, against=SIZE)
    return Finding(
        KIND,
        Subject("unit", unit_type=study.given.column, unit=study.teams[g]),
        study.main,
        confidence=(1 - p) * survives,
        severity=float(np.clip(1 - ratio, 0, 1)),
        evidence=(out, into),
        caveats=("work_may_need_it",),
        recommendations=(Recommendation("introduction", units=(study.teams[g],)),),
    )
