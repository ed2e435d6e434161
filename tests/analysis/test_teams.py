"""Anonymous answers: what is planted in teams is found, and nobody can be derived."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from analysis import MANAGER, Policy, view
from analysis.findings import FINDERS
from analysis.model import Problem
from analysis.planted import plant
from analysis.results import Results
from analysis.settings import Settings
from analysis.teams import TeamAnswer, TeamAnswers, analyse_teams, coarsened, luck, planting
from analysis.teams.model import TeamStudy
from analysis.teams.outcome import TEAM_FINDERS

SEEDS = range(6)
each_seed = pytest.mark.parametrize("seed", SEEDS)


def found(results: Results, kind: str) -> list[set[str]]:
    of_kind = [f.subject for f in results.findings if f.kind == kind]
    return [{subject.unit, *subject.units} - {""} for subject in of_kind]


def firm(case: str, seed: int, people: int = 150) -> TeamAnswers:
    planted = plant(case, seed, people=people)
    return coarsened(planted.roster, planted.answers)


def study(given: TeamAnswers) -> TeamStudy:
    return TeamStudy(given, Settings(), 5)


def small_firm(**teams: list[tuple[str, ...]]) -> TeamAnswers:
    """Teams of as many people as answers, each naming these teams."""
    answers = [
        TeamAnswer("team_information", team, dict.fromkeys(named, 1.0))
        for team, given in teams.items()
        for named in given
    ]
    asked = {team: len(given) for team, given in teams.items()}
    return TeamAnswers("department", asked, tuple(answers), len(answers), len(answers), {})


@each_seed
@pytest.mark.parametrize("case", ["silo", "silo_small", "silo_large", "two_silos"])
def test_a_planted_silo_is_found_from_anonymous_answers(case: str, seed: int) -> None:
    planted = plant(case, seed)
    truth = [{claim.unit} for claim in planted.truth.expect if claim.kind == "silo"]
    results = analyse_teams(coarsened(planted.roster, planted.answers))

    assert sorted(map(sorted, found(results, "silo"))) == sorted(map(sorted, truth))


@each_seed
@pytest.mark.parametrize("case", ["no_structure", "ordinary"])
def test_where_nothing_is_planted_nothing_is_found(case: str, seed: int) -> None:
    results = analyse_teams(firm(case, seed))
    about_answers = ("low_response", "too_small_to_report")

    assert [f.id for f in results.findings if f.kind not in about_answers] == []


@each_seed
def test_two_teams_that_lost_each_other_are_found(seed: int) -> None:
    given, pair = planting.unlinked(seed, 300)

    assert found(analyse_teams(given), "missing_link") == [set(pair)]


def test_help_that_goes_one_way_is_found_and_said_from_the_side_that_goes() -> None:
    hits = 0
    for seed in SEEDS:
        given, pair = planting.one_way(seed, 300)
        said = [f.subject.units for f in analyse_teams(given).findings if "reciproc" in f.kind]
        hits += pair in said

    assert hits >= len(SEEDS) - 1


@each_seed
def test_a_team_that_everybody_goes_to_is_found(seed: int) -> None:
    given, team = planting.crowded(seed, 200)

    assert found(analyse_teams(given), "concentration") == [{team}]


def test_every_kind_about_people_is_not_said_because_nobody_was_named() -> None:
    results = analyse_teams(firm("ordinary", 1))
    unnamed = {o.kind for o in results.not_said if o.why == "people_not_named"}
    kinds = {finder.kind for finder in FINDERS} - {"data_problem"}

    assert unnamed == kinds - set(TEAM_FINDERS)


def test_the_same_answers_in_another_order_give_the_same_results() -> None:
    given, _ = planting.unlinked(1, 120)
    turned = replace(given, answers=given.answers[::-1])

    assert analyse_teams(given) == analyse_teams(turned)


def test_a_team_that_few_answered_from_is_in_no_figure() -> None:
    """Whatever the four say, nothing but the number of answers changes: nothing to subtract."""
    base = firm("ordinary", 1)
    team = min(base.asked)
    rest = tuple(a for a in base.answers if a.team != team)
    results = []
    for named in ({}, {sorted(base.asked)[1]: 4.0}):
        few = tuple(TeamAnswer("team_information", team, named) for _ in range(4))
        results.append(analyse_teams(replace(base, answers=rest + few)))

    assert results[0] == results[1]
    assert team not in {row.unit for row in results[0].units}
    assert [{team}] == found(results[0], "too_small_to_report")


def test_answers_without_a_team_are_in_no_figure_but_how_many_answered() -> None:
    base = firm("ordinary", 1)
    more = (TeamAnswer("team_information", "", {min(base.asked): 4.0}),) * 9

    assert analyse_teams(replace(base, answers=base.answers + more)) == analyse_teams(base)


def test_none_and_one_look_alike_and_so_do_all_and_all_but_one() -> None:
    none = small_firm(A=[()] * 6, B=[("A",)] * 6, C=[("A", "B")] * 6)
    one = small_firm(A=[("B", "C"), *[()] * 5], B=[("A",)] * 6, C=[("A", "B")] * 5 + [("A",)])

    assert study(none).table.tolist() == [[0, 1, 1], [5, 0, 1], [5, 5, 0]]
    assert study(one).table.tolist() == [[0, 1, 1], [5, 0, 1], [5, 5, 0]]


def test_what_is_printed_of_pairs_says_no_more_than_the_banded_table() -> None:
    results = analyse_teams(firm("silo", 2))
    sums = Counter[str]()
    for row in results.pairs:
        sums[row.from_unit] += row.ties
        sums[row.to_unit] += row.ties

    assert all(1 <= row.ties <= max(1, row.possible - 1) for row in results.pairs)
    assert {row.unit: row.outside_ties for row in results.units} == dict(sums)


def test_what_chance_gives_is_told_in_whole_people_and_steps() -> None:
    """The sum of exact expectations would be the exact sum behind the banded cells."""
    results = analyse_teams(firm("silo", 2))

    assert all(row.expected == round(row.expected) for row in results.pairs)
    assert {row.p_value for row in results.pairs} - {None} <= {*luck.STEPS.tolist()}


def test_the_gate_lets_teams_through_and_nobody_by_name() -> None:
    seen = view(analyse_teams(firm("silo", 2)), MANAGER, Policy(mode="aggregate"))

    assert seen.of == "teams"
    assert seen.headcount == 150
    assert (seen.names, seen.people) == ({}, ())
    assert {f.kind for f in seen.findings} == {"silo"}


def test_fitted_chances_keep_both_sums_and_nobody_names_her_own() -> None:
    given = study(firm("ordinary", 3))
    chance = luck.fitted(given.going, given.home)

    assert chance.sum(axis=1) == pytest.approx(given.going.sum(axis=1), abs=1e-4)
    assert chance.sum(axis=0) == pytest.approx(given.going.sum(axis=0), abs=1e-3)
    assert not chance[np.arange(len(given.home)), given.home].any()


def test_where_everybody_answered_nothing_varies() -> None:
    given = study(small_firm(A=[("B",)] * 6, B=[("A",)] * 6, C=[("A",), *[()] * 5]))

    assert np.ptp(luck.filled(given, 1), axis=0).max() == 0


def test_fewer_answers_make_findings_less_sure() -> None:
    planted = plant("silo", 1, response=1.0)
    whole = coarsened(planted.roster, planted.answers)
    team = next(c.unit for c in planted.truth.expect if c.kind == "silo")
    mine = [a for a in whole.answers if a.team == team]
    kept = mine[: int(0.75 * len(mine))]
    fewer = replace(whole, answers=tuple(a for a in whole.answers if a.team != team) + tuple(kept))
    sure = [
        next(f.confidence for f in analyse_teams(given).findings if f.kind == "silo")
        for given in (whole, fewer)
    ]

    assert sure[1] <= sure[0]


def test_nobody_answered_is_a_problem() -> None:
    with pytest.raises(Problem, match="nobody answered"):
        analyse_teams(TeamAnswers("department", {"A": 5}, (), 5, 0, {}))


def test_few_answers_in_all_say_nothing_but_that() -> None:
    results = analyse_teams(small_firm(A=[("B",)] * 4, B=[("A",)] * 4, C=[()] * 4))

    assert {f.kind for f in results.findings} == {"too_small_to_report"}
    assert results.pairs == ()
