"""The further figures of the whole: chart and ties, signatures, backup, resilience.

Each rests on the question that findings rest on, and stands beside firms in which everybody names
and is named as often, partners at random, unless it says otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from analysis import chance, chart, engine, key_players, measures, strengths, tails
from analysis.model import Evidence
from analysis.network import FloatArray, IntArray, Relation
from analysis.study import Study

NULLS, FEW_NULLS, MANY_PEOPLE = 12, 6, 600
NORMAL = 1.96
LEAST_RESPONDENTS = 3
RANDOM_PEOPLE = "as many people picked at random"
TOP_SHARE = 0.1
RANDOM_TRIES = 20
LEAVING = 3
TRIED = 4
MISSED_UP_TO = 1500
RANDOM_SETS = 8

Value = Callable[[Relation], float | None]


def figures(study: Study) -> tuple[Evidence, ...]:
    """Every further figure that can be known of this firm."""
    return (
        *_beside_chart(study),
        *_signatures(study),
        *_without_people(study),
        *_with_strength(study),
    )


def beside_rewired(study: Study, measure: str, value: Value) -> list[Evidence]:
    """A figure of the main question beside rewired firms: mean and 1.96 standard deviations."""
    found = value(study.main)
    if found is None:
        return []
    nulls = NULLS if study.size <= MANY_PEOPLE else FEW_NULLS
    firms = (replace(study.main, ties=ties) for ties in study.rewired_ties[:nulls])
    null = [x for x in map(value, firms) if x is not None]
    people, said = int(study.main.answered.sum()), study.main.name
    if len(null) < 2:
        return [Evidence(measure, found, people, relation=said)]
    mean, spread = float(np.mean(null)), NORMAL * float(np.std(null, ddof=1))
    low, high = mean - spread, mean + spread
    return [
        Evidence(measure, found, people, mean, low, high, against=chance.REWIRED, relation=said)
    ]


def _beside_chart(study: Study) -> list[Evidence]:
    """Krackhardt's four (1 is the pure chart), and how far ties follow the reporting lines."""
    said: dict[str, Value] = {
        "chart_connectedness": lambda r: chart.connectedness(measures.respondents_only(r)),
        "chart_hierarchy": lambda r: chart.hierarchy(measures.respondents_only(r)),
        "chart_efficiency": lambda r: chart.efficiency(measures.respondents_only(r)),
        "chart_upper_bound": _upper_bound,
    }
    if study.main.answered.sum() < LEAST_RESPONDENTS or not study.main.ties.nnz:
        said = {}
    if any(p.manager_id for p in study.network.roster.people):
        said |= {"lines_used": _lines_used, "ties_on_chart": _on_chart}
    return [e for name, value in said.items() for e in beside_rewired(study, name, value)]


def _upper_bound(relation: Relation) -> float | None:
    """Whoever is turned to stands above: arcs run from there."""
    return chart.lubness(measures.respondents_only(relation).T.tocsr())


def _lines_used(relation: Relation) -> float | None:
    compared = chart.compare(relation)
    return compared.used / compared.lines if compared.lines else None


def _on_chart(relation: Relation) -> float | None:
    return chart.compare(relation).on_chart if relation.ties.nnz else None


def _signatures(study: Study) -> list[Evidence]:
    """Leonardi & Contractor 2018 for the whole, with Simmelian ties and diversity of contacts."""
    said: dict[str, Value] = {
        "mean_constraint": mean_constraint,
        "sought_turn_to_sought": sought_to_sought,
        "simmelian_share": simmelian_share,
    }
    if len(study.main.units("department")[0]) > 1:
        said |= {"backed_up_pairs": backed_up_pairs, "contact_diversity": contact_diversity}
    return [e for name, value in said.items() for e in beside_rewired(study, name, value)]


def mean_constraint(relation: Relation) -> float | None:
    """Mean of Burt's constraint over respondents with two contacts or more: low is open to ideas.

    The ideation signature: contacts who do not all know each other.
    """
    known = relation.answered & (np.diff(relation.both_ways.indptr) > 1)
    return float(measures.constraint(relation)[known].mean()) if known.any() else None


def sought_to_sought(relation: Relation) -> float | None:
    """Correlation over ties of how often either end is named: do the sought turn to the sought?

    The influence signature for the whole; for a person it is ``pagerank``. None without variation.
    """
    named, (rows, columns) = measures.in_degree(relation).astype(float), relation.arcs
    if len(rows) < 3 or np.ptp(named[rows]) == 0 or np.ptp(named[columns]) == 0:
        return None
    return float(np.corrcoef(named[rows], named[columns])[0, 1])


def simmelian_share(relation: Relation) -> float | None:
    """Share of the ties among respondents that are Simmelian (Krackhardt 1998)."""
    among = measures.respondents_only(relation)
    mutual = among.multiply(among.T).tocsr()
    third = (mutual @ mutual).multiply(mutual)
    return float((third.data > 0).sum()) / among.nnz if among.nnz else None


def contact_diversity(relation: Relation) -> float | None:
    """Mean over people of Blau's 1 - Σ p²: chance that two of her contacts differ in department."""
    _, held = _contacts_by_unit(relation)
    total = held.sum(axis=1)
    some = total > 0
    share = held[some] / total[some, None]
    return float((1 - (share**2).sum(axis=1)).mean()) if some.any() else None


def backed_up_pairs(relation: Relation) -> float | None:
    """Share of the pairs of departments in touch whose contact does not all hang on one person.

    Two ties without a common end are two vertex-disjoint ways; without them one person holds every
    tie of the pair (König). The vulnerability signature; None if no two departments are in touch.
    """
    unit, held = _contacts_by_unit(relation)
    units = held.shape[1]
    total, top = np.zeros((units, units)), np.zeros((units, units))
    some = unit >= 0
    np.add.at(total, unit[some], held[some])
    np.maximum.at(top, unit[some], held[some])
    pair = np.triu(total > 0, 1)
    backed = pair & (total > top) & (total.T > top.T)
    return float(backed.sum() / pair.sum()) if pair.any() else None


def _contacts_by_unit(relation: Relation) -> tuple[IntArray, FloatArray]:
    """Each person's department, and how many contacts she has in each of them."""
    names, unit = relation.units("department")
    both = relation.both_ways
    rows = np.repeat(np.arange(relation.size), np.diff(both.indptr))
    target = unit[both.indices]
    known = target >= 0
    keys = rows[known] * len(names) + target[known]
    held = np.bincount(keys, minlength=relation.size * len(names)).reshape(relation.size, -1)
    return unit, held.astype(np.float64)


def _without_people(study: Study) -> list[Evidence]:
    """What holds when the busiest tenth leave, or the three who are missed most together."""
    both, said = study.both_ways, study.main.name
    if study.size < 10 or not both.nnz:
        return []
    paths = study.people["betweenness_undirected"] if study.whole is study.main else _degrees(both)
    order = np.argsort(-np.asarray(paths), kind="stable")
    gone = order[: max(1, round(TOP_SHARE * study.size))]
    rng = np.random.default_rng([study.settings.seed, 7])
    tries = [rng.permutation(study.size)[: len(gone)] for _ in range(RANDOM_TRIES)]
    luck = np.array([still_together(both, who) for who in tries])
    low, high = np.quantile(luck, [0.025, 0.975])
    value, size = still_together(both, gone), study.size
    held = Evidence(
        "still_together", value, size, float(luck.mean()), float(low), float(high),
        against=RANDOM_PEOPLE, relation=said,
    )  # fmt: skip
    return [held, *_missed(study, tries)]


def _degrees(both: sparse.csr_array) -> IntArray:
    degrees: IntArray = np.diff(both.indptr).astype(np.int64)
    return degrees


def still_together(both_ways: sparse.csr_array, gone: IntArray) -> float:
    """Share of those who remain that are in the largest connected piece once ``gone`` have left."""
    keep = np.setdiff1d(np.arange(both_ways.shape[0]), gone)
    if not len(keep):
        return 0.0
    return float((engine.pieces(both_ways[keep][:, keep]) == 0).mean())


def resilience(both_ways: sparse.csr_array, order: Sequence[int]) -> FloatArray:
    """``still_together`` after the first 0, 5, 10, … 50 % of ``order`` have left: the curve."""
    size = both_ways.shape[0]
    steps = [round(size * k / 20) for k in range(11)]
    gone = np.array(order, dtype=np.int64)
    return np.array([still_together(both_ways, gone[:k]) for k in steps])


def _missed(study: Study, tries: Sequence[IntArray]) -> list[Evidence]:
    """KPP-NEG: how far touch is lost without the three most missed together, or any three."""
    both, size = study.both_ways, study.size
    if size > MISSED_UP_TO:
        return []
    tried = np.argsort(-study.leavers, kind="stable")[:TRIED]
    found = key_players.most_missed(both, LEAVING, tried)
    luck = np.array([key_players.without_them(both, who[:LEAVING]) for who in tries[:RANDOM_SETS]])
    mean, spread = float(luck.mean()), NORMAL * float(luck.std(ddof=1))
    return [
        Evidence(
            "lost_touch_without_three", found.value, size, mean, mean - spread, mean + spread,
            against=RANDOM_PEOPLE, relation=study.main.name,
        )
    ]  # fmt: skip


def _with_strength(study: Study) -> list[Evidence]:
    """Whether the order of people by paths stays when strong ties count as shorter."""
    strength = strengths.strengths(study.network, (study.main.name,), study.settings.min_value)
    few = study.size > strengths.WEIGHTED_UP_TO
    if few or not strength.nnz or np.ptp(strength.data) == 0:
        return []
    plain = engine.betweenness(study.main.ties)
    weighted = strengths.weighted_betweenness(strength)
    if np.ptp(plain) == 0 or np.ptp(weighted) == 0:
        return []
    alike = tails.rank_correlation(plain, weighted)
    people = int(study.main.answered.sum())
    return [
        Evidence("paths_by_strength", alike, people, 1.0, against="ties all counted alike",
                 relation=study.main.name)
    ]  # fmt: skip
