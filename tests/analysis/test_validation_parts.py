"""Effects, agreement and ranks of the validation pack, and the pack as a whole."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from analysis import engine, measures
from analysis.model import Problem
from analysis.network import from_graph
from analysis.validation import Plan, agreement, effects, known, quick, ranks, validate
from analysis.validation.effects import Step
from analysis.validation.known import Known
from analysis.validation.verdicts import Share
from tests.analysis import small_networks
from tests.analysis.test_validation import FEW


def steps(*found: int) -> list[Step]:
    """A curve: found so often in ten tries at effects 0.1, 0.2, …"""
    return [Step("silo", 60, 0.0, 0.1 * (k + 1), Share(times, 10)) for k, times in enumerate(found)]


def test_the_smallest_effect_is_the_last_before_the_curve_falls() -> None:
    found = effects.smallest(steps(10, 9, 8, 4, 0), "silo", 60)

    assert (found.found, found.missed) == pytest.approx((0.3, 0.4))


def test_a_curve_that_rises_again_is_not_followed() -> None:
    assert effects.smallest(steps(10, 7, 10), "silo", 60).found == pytest.approx(0.1)


def test_an_effect_that_is_never_found_has_no_smallest() -> None:
    found = effects.smallest(steps(2, 0), "silo", 60)

    assert (found.found, found.missed) == (None, pytest.approx(0.1))


def test_a_curve_that_never_falls_misses_nothing() -> None:
    assert effects.smallest(steps(10, 10), "silo", 60).missed is None


@pytest.mark.parametrize("curve", range(len(effects.CURVES)), ids=lambda k: effects.CURVES[k].kind)
def test_what_is_planted_weaker_comes_out_weaker(curve: int) -> None:
    ends = effects.CURVES[curve].strengths[0], effects.CURVES[curve].strengths[-1]

    strong, weak = (
        np.mean([effects.attempt(effects.Attempt(curve, 60, s, k, FEW))[0] for k in range(3)])
        for s in ends
    )

    assert abs(strong - 1) > abs(weak - 1) if curve == 0 else strong > weak


def test_a_strong_silo_is_found_and_none_is_not() -> None:
    found = [effects.attempt(effects.Attempt(0, 60, leak, 5, FEW))[1] for leak in (0.1, 1.0)]

    assert found == [True, False]


def test_every_measure_agrees_with_networkx() -> None:
    found = agreement.compare([*known.classics(), *known.planted(1, 1)])

    assert {check.verdict for check in found.checks} == {"held"}
    compared = {row.measure for row in found.differences}
    relation = known.classics()[0].relation
    assert compared == set(measures.people(relation))


@pytest.mark.parametrize("worked", small_networks.SHELF, ids=lambda worked: worked.relation.name)
def test_hand_worked_networks_agree_too(worked: small_networks.Worked) -> None:
    rows = agreement.differences(Known("given", "small", worked.relation))

    assert max(row.worst for row in rows) <= agreement.LIMIT


def test_a_value_that_differs_is_told() -> None:
    karate = known.classics()[0]
    wrong = {"in_degree": [0.0] * karate.relation.size}

    found = agreement.compare([replace(karate, reference=wrong)])

    missed = [check.subject for check in found.checks if check.verdict == "missed"]
    assert missed == ["in_degree, reference"]


@pytest.mark.parametrize("theirs", [[1.0, None], [1.0], [1.0, 2.0, 3.0]])
def test_a_value_that_only_one_has_differs_infinitely(theirs: list[float | None]) -> None:
    assert agreement.worst(np.array([1.0, 2.0]), theirs) == float("inf")


def test_differences_of_large_values_are_taken_beside_them() -> None:
    assert agreement.worst(np.array([1001.0]), [1000.0]) == pytest.approx(1e-3)


def test_ranks_are_those_of_spearman_on_what_is_left() -> None:
    whole = known.planted(1, 1)[0]
    seen = known.with_silence(whole.relation, 0.8, 1)

    found = ranks.correlations(ranks.Fifth(whole, 1, FEW))

    theirs = stats.spearmanr(
        engine.betweenness(whole.relation.ties).round(9), engine.betweenness(seen.ties).round(9)
    )
    assert found[0][0] == pytest.approx(theirs.statistic)


def test_copying_back_is_right_where_every_tie_goes_both_ways() -> None:
    ring = Known("classic", "ring", from_graph(nx.circulant_graph(40, [1, 3, 7])).relation())
    uneven = Known("classic", "uneven", from_graph(nx.barabasi_albert_graph(40, 3, 1)).relation())

    flat, found = (ranks.correlations(ranks.Fifth(k, 1, FEW)) for k in (ring, uneven))

    assert found[1][ranks.TREATMENTS.index("reciprocal")] >= 0.95
    assert flat[0][0] == 0.0


def test_undirected_networks_dont_count_for_the_bar() -> None:
    found = ranks.measure_ranks([*known.classics(), *known.planted(2, 1)], FEW)

    assert [check.subject for check in found.checks] == ["planted, directed", "planted, both_ways"]
    assert {row.network for row in found.rows} > {"karate club", "Les Misérables"}


def test_one_network_tells_nothing_of_others() -> None:
    found = ranks.measure_ranks(known.planted(1, 1), FEW)

    assert all(check.high == float("inf") for check in found.checks)


TINY = replace(
    FEW, calibration_firms=1, alarm_firms=2, power_seeds=0, sizes=(30,), tries=1, rates=(0.8,)
)


def test_the_pack_is_the_same_whoever_works_on_it() -> None:
    plan = replace(TINY, parts=("calibration", "alarms", "ranks"))

    alone = validate(plan)
    with ThreadPoolExecutor(2) as threads:
        shared = validate(plan, executor=threads)

    assert shared.to_dict() == alone.to_dict()


def test_only_the_parts_that_were_asked_for_are_there() -> None:
    found = validate(replace(TINY, parts=("agreement",)))

    assert found.agreement is not None
    assert found.calibration is found.alarms is found.power is found.effects is found.ranks is None


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []

    validate(replace(TINY, parts=("ranks", "calibration")), progress=lambda _, s: told.append(s))

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_part_that_there_is_not_is_a_problem() -> None:
    with pytest.raises(Problem, match="no part 'luck'"):
        validate(Plan(parts=("luck",)))


def test_the_quick_pack_is_smaller_in_everything() -> None:
    full, small = Plan(), quick(Plan())

    assert small.quick
    for name in ("calibration_firms", "alarm_firms", "power_seeds", "tries", "rank_hidings"):
        assert getattr(small, name) < getattr(full, name)
