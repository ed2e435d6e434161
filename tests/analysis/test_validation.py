"""The validation pack counts rightly, judges by its bars, and can miss them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import figures
from analysis.network import from_answers
from analysis.planted import plant
from analysis.settings import Settings
from analysis.study import Study
from analysis.validation import alarms, calibration, known, power
from analysis.validation.plan import Plan, quick
from analysis.validation.verdicts import Bar, Share, clustered

FEW = replace(
    quick(Plan()),
    calibration_firms=2,
    alarm_firms=3,
    people=60,
    settings=Settings(runs=4, draws=12, permutations=100, nulls=15),
)
AT_LEAST = Bar("power", "found", 0.9, least=True, enough=20)
AT_MOST = Bar("alarms", "false_alarms", 0.05, least=False, enough=100)


@given(st.integers(1, 400), st.floats(0, 1))
def test_the_interval_of_a_share_is_wilsons(tries: int, part: float) -> None:
    share = Share(round(part * tries), tries)

    theirs = stats.binomtest(share.hits, tries).proportion_ci(method="wilson")

    assert share.interval == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_without_a_try_a_share_can_be_anything() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)


def test_people_who_are_alike_count_for_fewer() -> None:
    """Ten networks in which all or none were at the top say as much as ten people."""
    alike = clustered([Share(20 * (k % 2), 20) for k in range(10)])

    assert alike == pytest.approx(Share(5, 10).interval, abs=0.03)


def test_networks_no_more_different_than_chance_makes_them_count_in_full() -> None:
    assert clustered([Share(10, 20) for _ in range(10)]) == Share(100, 200).interval


def test_of_few_networks_nothing_is_known_about_how_alike_people_are() -> None:
    assert clustered([Share(0, 20), Share(20, 20)]) == Share(20, 40).interval


@pytest.mark.parametrize(
    ("bar", "share", "verdict"),
    [
        (AT_LEAST, Share(18, 20), "held"),
        (AT_LEAST, Share(17, 20), "missed"),
        (AT_LEAST, Share(1, 2), "cant_tell"),
        (AT_LEAST, Share(0, 5), "missed"),
        (AT_MOST, Share(5, 100), "held"),
        (AT_MOST, Share(6, 100), "missed"),
        (AT_MOST, Share(1, 12), "cant_tell"),
        (AT_MOST, Share(6, 12), "missed"),
        (AT_MOST, Share(0, 90), "held"),
    ],
)
def test_enough_tries_decide_by_the_share_and_few_by_the_interval(
    bar: Bar, share: Share, verdict: str
) -> None:
    assert bar.judge(share, "x").verdict == verdict


def test_each_decile_counts_those_of_whom_it_was_stated() -> None:
    p = np.array([0.0, 0.05, 0.3, 0.7, 0.9, 1.0])
    true = np.array([False, True, False, True, True, True])

    found = calibration.deciles(p, true, np.zeros(6, dtype=np.int64))

    assert [d.true.tries for d in found] == [2, 0, 0, 1, 0, 0, 0, 1, 0, 2]
    assert found[9].stated == pytest.approx(0.95)
    assert found[0].true == Share(1, 2)


def said(p: float, true: float, people: int) -> calibration.Stated:
    there = np.arange(people) < true * people
    both = np.tile(np.full(people, p), (2, 1))
    return calibration.Stated("planted", "a firm", 0.8, both, np.tile(there, (2, 1)))


def verdicts(found: calibration.Calibration) -> set[tuple[str, str]]:
    return {(c.bar, c.verdict) for c in found.checks if c.tries}


def test_stated_probabilities_that_come_true_hold_their_bars() -> None:
    assert verdicts(calibration.told([said(0.95, 0.95, 100)])) == {
        ("sure", "held"),
        ("decile", "held"),
    }


def test_stated_probabilities_that_dont_come_true_miss_them() -> None:
    assert verdicts(calibration.told([said(0.95, 0.8, 100)])) == {
        ("sure", "missed"),
        ("decile", "missed"),
    }


def test_a_decile_of_under_thirty_people_cant_be_told() -> None:
    assert ("decile", "cant_tell") in verdicts(calibration.told([said(0.5, 0.0, 29)]))


def test_what_is_calibrated_is_what_people_csv_states() -> None:
    firm = known.planted(1, 1)[0].relation
    settings = Settings(runs=3, draws=12, permutations=50, nulls=3)
    seen = known.as_network(known.with_silence(firm, 0.8, 1))
    rows = figures.people(Study(seen, settings))
    item = calibration.Hiding(known.Known("planted", "a", firm), 0.8, 1, Plan(settings=settings))

    stated = calibration.stated(item).stated

    assert stated.tolist() == [[r.p_top_broker for r in rows], [r.p_top_sought for r in rows]]


def test_the_share_that_is_hidden_names_nobody_and_is_still_named() -> None:
    whole = known.planted(1, 1)[0].relation

    seen = known.with_silence(whole, 0.6, 3)

    assert seen.answered.sum() == round(0.6 * whole.size)
    assert seen.ties[~seen.answered].sum() == 0
    assert seen.ties[:, ~seen.answered].sum() > 0


def test_a_network_of_one_question_has_the_ties_it_was_made_of() -> None:
    firm = plant("silo", 1, people=40)
    relation = from_answers(firm.roster, firm.answers).relation(("information",))

    again = known.as_network(relation).relation()

    assert (again.ties != relation.ties).nnz == 0
    assert (again.answered == relation.answered).all()


def test_planted_networks_are_complete_and_large_enough() -> None:
    found = known.planted(20, 1)

    assert all(network.relation.answered.all() for network in found)
    assert min(network.relation.size for network in found) >= 40
    assert len({network.name for network in found}) >= 15


def test_the_classics_are_those_of_the_books() -> None:
    sizes = {k.name: (k.relation.size, k.relation.ties.nnz // 2) for k in known.classics()}

    assert sizes["karate club"] == (34, 78)
    assert sizes["Florentine families"] == (15, 20)
    assert sizes["Les Misérables"] == (77, 254)


def test_kinds_that_state_facts_are_no_alarms() -> None:
    assert set(alarms.FACTS).isdisjoint(alarms.kinds())
    assert "silo" in alarms.kinds()


def test_false_alarms_are_counted_firm_by_firm() -> None:
    found = alarms.count_alarms(FEW)

    assert {row.firms.tries for row in found.rows} == {3}
    assert {row.kind for row in found.rows} == set(alarms.kinds())


def test_firms_without_structure_are_of_60_to_150_people() -> None:
    firms = alarms.quiet_firms(Plan())

    assert len({firm.seed for firm in firms}) == 200
    assert (min(f.people for f in firms), max(f.people for f in firms)) == (60, 150)
    assert all(0.8 <= firm.response <= 0.9 for firm in firms)


def test_a_planted_silo_is_found_and_counted() -> None:
    looked = power.look(power.Planted("silo", 3, FEW))

    assert (looked.expected, looked.missed, looked.wrong) == (1, (), ())


def test_what_is_expected_and_not_there_is_missed() -> None:
    firm = plant("silo", 3, people=60)
    quiet = plant("no_structure", 3, people=60)
    network = from_answers(quiet.roster, quiet.answers)

    found = power.measure_power(
        replace(FEW, power_seeds=0), [power.Given("swapped", network, firm.truth)]
    )

    assert found.given[0].missed == ("silo",)
    assert [check.verdict for check in found.checks if check.bar == "given"] == ["missed"]


@pytest.mark.parametrize(("case", "people"), [("tiny", 12), ("low_response", 120), ("silo", 60)])
def test_cases_about_size_or_silence_keep_their_own(case: str, people: int) -> None:
    assert len(power.planted(power.Planted(case, 1, FEW)).roster.people) == people


def test_a_case_tells_how_many_people_it_had_and_how_many_answered() -> None:
    looked = power.look(power.Planted("silo", 3, FEW))

    assert (looked.people, looked.response) == (60, pytest.approx(0.8, abs=0.02))
