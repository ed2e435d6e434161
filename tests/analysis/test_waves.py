"""Two waves side by side: figures worked out by hand, and what must not look like a change."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import MANAGER, Policy, Settings, Wave, analyse, view
from analysis.comparing import Asked, compare, loads, lost
from analysis.files import findings_dict
from analysis.model import Answers, Finding, Person, Problem, Roster, Tie
from analysis.narrowing import narrowed
from analysis.network import Network, from_answers
from analysis.planted import missed, plant_pair, read_truth, wrongly_said
from analysis.planted.pairs import Pair, Turn
from analysis.results import Results

QUICK = Settings(runs=5, draws=10, permutations=200, nulls=20)
ASKED = Asked(("information",), ("department",), 0.0, 1)
RING = 24


def ring(
    steps: tuple[int, ...], heard: range = range(RING), people: range = range(RING)
) -> Network:
    """24 people in a ring, two departments of 12; everybody names those so many steps on."""
    roster = Roster(tuple(Person(f"P{i}", f"P{i}", {"department": "AB"[i // 12]}) for i in people))
    ties = tuple(
        Tie(f"P{i}", f"P{(i + k) % RING}", "information")
        for i in heard
        for k in steps
        if (i + k) % RING in people
    )
    return from_answers(roster, Answers(ties, {"information": frozenset(f"P{i}" for i in heard)}))


def both(pair: Pair) -> Results:
    before, now = (from_answers(w.roster, w.answers) for w in (pair.before, pair.now))
    return analyse(now, QUICK, before=Wave(before))


def told(results: Results) -> list[Finding]:
    kinds = ("silo_changed", "collaboration_changed", "load_changed", "leavers")
    return [finding for finding in results.findings if finding.kind in kinds]


def test_the_same_answers_twice_are_no_change() -> None:
    changes = compare(Wave(ring((1, 2))), ring((1, 2)), ASKED).changes

    assert changes.ties is not None
    assert (changes.ties.kept, changes.ties.jaccard) == (48, 1.0)
    assert [row.change for row in changes.rows] == [0.0] * len(changes.rows)
    assert not any(row.told for row in changes.rows)


def test_kept_dissolved_and_created_ties_are_counted() -> None:
    changes = compare(Wave(ring((1, 2))), ring((2, 3, 4)), ASKED).changes

    assert changes.ties is not None
    assert (changes.ties.kept, changes.ties.dissolved, changes.ties.created) == (24, 24, 48)
    assert changes.ties.jaccard == 24 / 96


def test_everybody_naming_two_more_is_a_change_of_two() -> None:
    figure = compare(Wave(ring((1, 2))), ring((1, 2, 3, 4)), ASKED).changes.figure(
        "mean_out_degree"
    )

    assert figure is not None
    assert (figure.before, figure.now, figure.change, figure.half) == (
        2.0,
        4.0,
        2.0,
        pytest.approx(0.0, abs=1e-9),
    )
    assert figure.told


def test_people_who_answer_no_more_change_nothing() -> None:
    changes = compare(Wave(ring((1, 2))), ring((1, 2), heard=range(14)), ASKED).changes

    assert changes.turnover.both == 14
    assert [row.change for row in changes.whole] == [0.0] * 3


def test_ties_to_people_who_left_are_not_dissolved() -> None:
    changes = compare(Wave(ring((1, 2))), ring((1, 2), range(20), range(20)), ASKED).changes

    assert changes.ties is not None
    assert (changes.turnover.left, changes.ties.dissolved) == (4, 0)


def test_whoever_moved_is_in_no_unit() -> None:
    now = ring((1, 2))
    people = list(now.roster.people)
    people[0] = replace(people[0], attributes={"department": "B"})
    changes = compare(Wave(ring((1, 2))), replace(now, roster=Roster(tuple(people))), ASKED).changes

    assert changes.turnover.moved == 1
    assert {row.units: row.people for row in changes.units} == {("A",): 11, ("B",): 12}


def test_what_left_with_those_who_left_is_a_share_of_the_others_contacts() -> None:
    gone = lost(ring((1, 2)), ring((1, 2), range(20), range(20)), ASKED)

    # P18 names P20, P19 names P20 and P21: three of the forty contacts of those still here.
    assert (gone.people, gone.share) == (("P20", "P21", "P22", "P23"), 3 / 40)
    assert gone.low <= gone.usual <= gone.high


def test_a_load_is_counted_among_the_same_people() -> None:
    now = ring((1,))
    ties = [Tie(f"P{i}", "P0", "information") for i in range(1, 23)]
    ids = now.roster.ids
    old = [Tie(ids[s], ids[t], "information") for s, t in zip(now.source, now.target, strict=True)]
    answers = Answers(tuple({(t.source, t.target): t for t in (*old, *ties)}.values()),
                      {"information": frozenset(ids)})  # fmt: skip
    found = compare(Wave(ring((1,))), from_answers(now.roster, answers), ASKED)

    assert found.pair is not None
    rows = dict(loads(found.pair))
    assert (rows["P0"].before, rows["P0"].now) == (1.0, 23.0)
    assert rows["P0"].q < 0.001


def test_another_scale_is_refused() -> None:
    now = ring((1, 2))
    found = compare(Wave(ring((1, 2))), replace(now, value=now.value * 5), ASKED)

    assert found.changes.refused == {"information": "scale_differs"}
    assert found.pair is None
    assert found.changes.rows == ()


def test_a_question_in_other_words_is_refused_and_said() -> None:
    results = analyse(
        ring((1, 2)), QUICK, before=Wave(ring((1, 2)), refused={"information": "wording_differs"})
    )
    said = {o.kind: o.why for o in results.not_said}

    assert said["silo_changed"] == said["collaboration_changed"] == "questions_differ"
    assert results.changes is not None
    assert results.changes.refused == {"information": "wording_differs"}


def test_other_people_are_a_problem() -> None:
    there = ring((1, 2))
    people = tuple(replace(p, id=f"X{p.id}") for p in there.roster.people)

    with pytest.raises(Problem, match="other people"):
        compare(Wave(replace(there, roster=Roster(people))), ring((1, 2)), ASKED)


def test_too_few_who_answered_both_say_nothing() -> None:
    results = analyse(ring((1, 2)), QUICK, before=Wave(ring((1, 2), heard=range(9))))
    said = {o.kind: o.why for o in results.not_said}

    assert said["collaboration_changed"] == "too_few_answered_both"
    assert told(results) == []


def test_without_an_earlier_wave_nothing_is_said_of_changes() -> None:
    results = analyse(ring((1, 2)), QUICK)
    kinds = {o.kind for o in (*results.findings, *results.not_found, *results.not_said)}

    assert results.changes is None
    assert not kinds & {"silo_changed", "leavers"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_planted_between_two_waves_is_found_and_nothing_else_is(seed: int) -> None:
    pair = plant_pair("changed", Turn(150, (0.95, 0.9), seed))
    results = both(pair)

    assert missed(pair.truth, results.findings) == ()
    assert wrongly_said(pair.truth, results.findings) == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_fall_in_answers_is_no_fall_in_working_together(seed: int) -> None:
    pair = plant_pair("unchanged", Turn(120, (0.95, 0.65), seed))
    results = both(pair)

    assert wrongly_said(pair.truth, results.findings) == ()
    assert missed(pair.truth, results.findings) == ()


def test_the_same_seed_gives_the_same_changes() -> None:
    pair = plant_pair("changed", Turn())

    assert both(pair).changes == both(plant_pair("changed", Turn())).changes


def test_findings_stand_beside_the_last_survey() -> None:
    results = both(plant_pair("changed", Turn(150, (0.95, 0.9))))
    silo = next(f for f in results.findings if f.kind == "silo_changed")
    first = silo.evidence[0]

    assert first.against == "the last survey"
    assert first.expected is not None
    assert first.low is not None
    assert first.high is not None
    assert not first.low <= first.value <= first.high
    assert 0 < silo.confidence < 1


def test_findings_as_data_hold_the_changes() -> None:
    results = both(plant_pair("changed", Turn()))
    said = findings_dict(results)["changes"]

    assert said["turnover"]["left"] == 7
    assert {row["measure"] for row in said["figures"]} >= {"across_share", "outside_ratio"}
    assert findings_dict(analyse(ring((1, 2)), QUICK))["changes"] is None


def test_managers_see_no_figure_from_which_one_to_four_people_could_be_worked_out() -> None:
    results = both(plant_pair("changed", Turn(120, (0.95, 0.9))))
    assert results.changes is not None
    seen = view(results, MANAGER, Policy())
    assert seen.changes is not None
    shown = {row.units for row in seen.changes.units}
    risky = {row.units for row in results.changes.units if any(0 < n < 5 for n in row.once)}

    assert risky
    assert not shown & risky
    assert seen.changes.hidden == len(results.changes.units) - len(shown)
    assert {f.subject.unit for f in seen.findings if f.kind == "silo_changed"} <= {
        units[0] for units in shown
    }


def test_names_of_those_who_left_are_seen_where_names_may_be() -> None:
    results = both(plant_pair("changed", Turn()))
    gone = next(f for f in results.findings if f.kind == "leavers").subject.people

    assert set(gone) <= set(view(results).names)
    assert view(results, MANAGER, Policy()).names == {}
    leavers = [f for f in view(results, MANAGER, Policy()).findings if f.kind == "leavers"]
    assert [f.subject.people for f in leavers] == [()]


def test_one_who_left_is_not_told_without_names() -> None:
    results = analyse(ring((1, 2), range(23), range(23)), QUICK, before=Wave(ring((1, 2))))

    assert "leavers" in {f.kind for f in results.findings}
    assert "leavers" not in {f.kind for f in view(results, MANAGER, Policy()).findings}
    seen = view(results, MANAGER, Policy()).changes
    assert seen is not None
    assert seen.whole == ()


def test_a_unit_s_view_holds_its_own_changes_only() -> None:
    results = both(plant_pair("changed", Turn(150, (0.95, 0.9))))
    assert results.changes is not None
    unit = next(row for row in results.changes.units if row.unit_type == "department").units[0]
    seen = narrowed(view(results), unit)

    assert seen.changes is not None
    assert {row.units for row in seen.changes.units} == {(unit,)}
    assert all(unit in row.units for row in seen.changes.pairs)
    assert (seen.changes.whole, seen.changes.figures, dict(seen.changes.names)) == ((), {}, {})


PLANTED = os.environ.get("TIEWISE_PLANTED", "")


@pytest.mark.skipif(not PLANTED, reason="TIEWISE_PLANTED names no folder of planted firms")
def test_what_changed_in_the_planted_firm_from_elsewhere_is_found() -> None:
    from survey.pipeline import from_files

    folder = Path(PLANTED) / "change"
    waves = [folder / f"wave{k}" for k in (1, 2)]
    read = [from_files(wave / "roster.csv", wave / "answers.csv") for wave in waves]
    before, now = (from_answers(job.roster, job.answers) for job in read)
    truth = read_truth(folder / "truth.json")
    found = analyse(now, QUICK, before=Wave(before)).findings

    assert missed(truth, found) == ()
    assert wrongly_said(truth, found) == ()


def test_errors_grow_where_ties_and_returns_change_together() -> None:
    found = compare(Wave(ring((1, 23))), ring((2, 22)), ASKED)

    assert found.pair is not None
    assert found.pair.wider == pytest.approx(np.sqrt(2))
