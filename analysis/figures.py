"""The figures of the whole, and the rows of the tables, from a study."""

from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from analysis import balance, chance, communities, engine, measures, rewiring, shape
from analysis.balance import Borders
from analysis.chance import Blocks, Shuffled
from analysis.model import Evidence
from analysis.network import FloatArray, IntArray
from analysis.results import PairRow, PersonRow, UnitRow
from analysis.study import Study

EXPECTED_IN_A_PAIR = 5
SPREADS = 300
DEALS = 40
DEALT_UP_TO = 1000
ESTIMATED_FROM = 20_000


def organisation(study: Study) -> tuple[Evidence, ...]:
    """Every figure of the whole, each with chance and with the people it rests on."""
    return (
        *_answers(study),
        *_ties(study),
        *_units(study),
        *_groups(study),
        *shape.figures(study),
        *_error(study),
    )


def _error(study: Study) -> list[Evidence]:
    """How far off paths may be, where they are estimated: relative standard error at the top."""
    return [
        Evidence("paths_error", error, study.settings.sources)
        for _, error in study.estimated_paths[:1]
    ]


def _answers(study: Study) -> list[Evidence]:
    answered = int(study.whole.answered.sum())
    asked = int((study.asked | study.whole.answered).sum())
    return [
        Evidence("people", float(study.size), study.size),
        Evidence("answered", float(answered), study.size),
        Evidence("response_rate", answered / max(asked, 1), asked),
    ]


def _ties(study: Study) -> list[Evidence]:
    whole, answered = study.whole, int(study.whole.answered.sum())
    named = measures.out_degree(whole)[whole.answered]
    pieces = engine.pieces(whole.both_ways)
    return [
        Evidence("ties", float(whole.ties.sum()), answered),
        Evidence("density", measures.density(whole), answered),
        Evidence("mean_out_degree", float(named.mean()) if answered else 0.0, answered),
        _reciprocity(study, answered),
        Evidence("largest_piece_share", float((pieces == 0).mean()), study.size),
        _sought(study),
    ]


def _sought(study: Study) -> Evidence:
    """Share of the nominations that go to the top 5 %, beside as many spread at random."""
    named = measures.in_degree(study.whole)
    fallen = chance.spread_evenly(named, SPREADS, study.settings.seed)
    null = np.array([measures.top_share(row) for row in fallen])
    share = measures.top_share(named)
    return chance.evidence("sought_top_share", share, study.size, null, chance.SPREAD)


def _reciprocity(study: Study, answered: int) -> Evidence:
    """Share of ties returned, beside rewired firms."""
    every = study.rewired_ties if study.whole is study.main else _rewired_whole(study)
    value = measures.reciprocity(study.whole)
    if not every or not study.whole.ties.nnz:
        return Evidence("reciprocity", value, answered)
    back = np.array([ties.multiply(ties.T).sum() / ties.sum() for ties in every])
    return chance.evidence("reciprocity", value, answered, back, chance.REWIRED)


def _rewired_whole(study: Study) -> tuple[sparse.csr_array, ...]:
    nulls = min(study.settings.nulls, 40 if study.size <= ESTIMATED_FROM else 20)
    return tuple(rewiring.several(study.whole.ties, nulls, study.settings.seed))


def _units(study: Study) -> list[Evidence]:
    if "department" not in study.unit_types:
        return []
    shuffled = study.shuffled["department"]
    mean, low, high = (float(x) for x in chance.interval(shuffled.ei_null))
    value = measures.ei_index(study.whole, "department")
    if value is None:
        return []
    p = float(chance.lower_tail(shuffled.ei_null, value))
    home = np.where(shuffled.unit < 0, len(shuffled.units), shuffled.unit)
    people = int((shuffled.unit >= 0).sum())
    return [
        Evidence("ei_index", value, people, mean, low, high, p, None, chance.SHUFFLED),
        *_chart_and_groups(study, home, people),
    ]


def _chart_and_groups(study: Study, home: IntArray, people: int) -> list[Evidence]:
    """How far the ties, and the groups in them, follow the chart, beside units dealt out anew."""
    both, groups = study.whole.both_ways, study.groups.labels
    rng = np.random.default_rng([study.settings.seed, 23])
    deals = DEALS if study.size <= DEALT_UP_TO else DEALS // 4
    dealt = [rng.permutation(home) for _ in range(deals)]
    chart = np.array([measures.modularity(both, units) for units in dealt])
    same = np.array([communities.agreement(units, groups) for units in dealt])
    found = measures.modularity(both, home), communities.agreement(home, groups)
    return [
        chance.evidence("unit_modularity", found[0], people, chart, chance.SHUFFLED),
        chance.evidence("agreement_with_units", found[1], people, same, chance.SHUFFLED),
    ]


def _groups(study: Study) -> list[Evidence]:
    groups = study.groups
    null = groups.null if len(groups.null) else np.zeros(1)
    low, high = np.quantile(null, [0.025, 0.975])
    return [
        Evidence(
            "modularity",
            groups.quality,
            study.size,
            float(null.mean()),
            float(low),
            float(high),
            groups.p,
            None,
            chance.REWIRED,
        ),
        Evidence("modularity_expected", float(null.mean()), study.size),
        Evidence("group_count", float(groups.count), study.size),
        groups.evidence,
    ]


def people(study: Study) -> tuple[PersonRow, ...]:
    """One row a person, as people.csv defines them."""
    columns = {name: values.tolist() for name, values in study.people.items()}
    for name in ("constraint", "effective_size"):
        columns[name] = [None if np.isnan(x) else x for x in columns[name]]
    broker, sought = study.top_of_whole
    columns |= {
        "answered": study.whole.answered.tolist(),
        "community": study.groups.labels.tolist(),
        "community_stability": study.groups.certainty.tolist(),
        "p_top_broker": broker.tolist(),
        "p_top_sought": sought.tolist(),
    }
    return tuple(
        PersonRow(person_id=id_, **{name: values[i] for name, values in columns.items()})
        for i, id_ in enumerate(study.network.roster.ids)
    )


def units(study: Study) -> tuple[UnitRow, ...]:
    """One row a unit, for every attribute that groups people."""
    return tuple(row for name in study.unit_types for row in _unit_rows(study, name))


def _unit_rows(study: Study, unit_type: str) -> list[UnitRow]:
    shuffled = study.shuffled[unit_type]
    p = chance.lower_tail(shuffled.outside_null, shuffled.outside)
    q = chance.q_values(p)
    rows = [
        _unit_row(study, unit_type, shuffled, g, (float(p[g]), float(q[g])))
        for g in range(len(shuffled.units))
    ]
    if unit_type not in study.formal:
        return rows
    borders = balance.borders(study.whole, unit_type, study.settings.seed)
    return [replace(row, **_borders(borders, g)) for g, row in enumerate(rows)]


def _borders(borders: Borders, g: int) -> dict[str, Any]:
    """What crosses a unit's border, as columns of its row."""
    found: dict[str, Any] = {"shape": borders.shape[g]}
    for column, short, beside in (
        ("balance", "balance", borders.balance),
        ("density", "density", borders.dense),
        ("outside_reach", "reach", borders.wide),
    ):
        names = (column, f"expected_{column}", f"{short}_low", f"{short}_high")
        values = (beside.value[g], beside.expected[g], beside.low[g], beside.high[g])
        found |= {
            name: None if np.isnan(x) else float(x) for name, x in zip(names, values, strict=True)
        }
    return found


def _unit_row(
    study: Study, unit_type: str, shuffled: Shuffled, g: int, tail: tuple[float, float]
) -> UnitRow:
    inside, outside = int(shuffled.inside[g]), int(shuffled.outside[g])
    member = shuffled.unit == g
    mean, low, high = (float(x[g]) for x in chance.interval(shuffled.outgoing_share_null))
    expected, outgoing = float(shuffled.expected_outside[g]), int(shuffled.outgoing[g])
    any_ties = inside + outside > 0
    return UnitRow(
        unit_type=unit_type,
        unit=shuffled.units[g],
        people=int(member.sum()),
        answered=int(study.whole.answered[member].sum()),
        inside_ties=inside,
        outside_ties=outside,
        ei_index=(outside - inside) / (outside + inside) if any_ties else None,
        expected_ei=_expected_ei(shuffled, g),
        p_value=tail[0] if any_ties else None,
        q_value=tail[1] if any_ties else None,
        outside_ratio=outside / expected if expected > 0 else None,
        inside_share=inside / outgoing if outgoing else None,
        expected_inside_share=mean if outgoing else None,
        low=low if outgoing else None,
        high=high if outgoing else None,
    )


def _expected_ei(shuffled: Shuffled, g: int) -> float | None:
    """The unit's mean E-I over the shuffles in which it has any tie."""
    inside, outside = shuffled.inside_null[:, g], shuffled.outside_null[:, g]
    total = inside + outside
    if not total.any():
        return None
    value: FloatArray = (outside - inside)[total > 0] / total[total > 0]
    return float(value.mean())


def pairs(study: Study) -> tuple[PairRow, ...]:
    """One row an ordered pair of units; q only over pairs where 5 ties or more are expected."""
    out: list[PairRow] = []
    for unit_type, blocks in study.pairs.items():
        out += _pair_rows(unit_type, study.shuffled[unit_type].units, blocks)
    return tuple(out)


def _pair_rows(unit_type: str, names: tuple[str, ...], blocks: Blocks) -> list[PairRow]:
    judged = blocks.expected >= EXPECTED_IN_A_PAIR
    q = np.full(blocks.p.shape, np.nan)
    if judged.any():
        q[judged] = chance.q_values(blocks.p[judged])
    return [
        PairRow(
            unit_type,
            names[g],
            names[h],
            int(blocks.ties[g, h]),
            int(blocks.possible[g, h]),
            float(blocks.expected[g, h]),
            float(blocks.low[g, h]),
            float(blocks.high[g, h]),
            float(blocks.p[g, h]) if judged[g, h] else None,
            float(q[g, h]) if judged[g, h] else None,
        )
        for g in range(len(names))
        for h in range(len(names))
    ]
