"""What is planted is found, and what is not planted is not: the analysis against known truth.

TIEWISE_SEEDS says how many seeds of each case to try (2 unless set; 20 before a release).
TIEWISE_PLANTED may name a folder with firms of another generator.
"""

import os
from pathlib import Path

import pytest

from analysis import Results, Settings, analyse
from analysis.findings import silo
from analysis.model import Finding
from analysis.network import from_answers
from analysis.planted import (
    CASES,
    Case,
    Firm,
    demo_firm,
    missed,
    plant,
    read_truth,
    write_dirty,
    wrongly_said,
)
from analysis.study import Study
from survey.answers import read_answers
from survey.roster import read_roster

SEEDS = range(int(os.environ.get("TIEWISE_SEEDS", "2")))
FOLDER = os.environ.get("TIEWISE_PLANTED", "")
BUILT = {
    *("silo", "bottleneck", "hidden_broker", "cut_point", "isolated", "disconnected"),
    *("low_response", "data_problem", "too_small_to_report"),
}
QUICK = Settings(runs=10, draws=30, permutations=400, nulls=40)

each_seed = pytest.mark.parametrize("seed", SEEDS)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def results_of(firm: Firm) -> Results:
    return analyse(from_answers(firm.roster, firm.answers), QUICK)


def results_of_files(folder: Path) -> Results:
    reading = read_roster(folder / "roster.csv")
    answers = read_answers(folder / "answers.csv", reading.roster)
    faults = (*reading.faults, *answers.faults)
    return analyse(from_answers(reading.roster, answers), QUICK, faults=faults)


def shared_cases() -> list[Path]:
    return sorted(path.parent for path in Path(FOLDER).glob("*/roster.csv")) if FOLDER else []


@pytest.mark.slow
@each_case
@each_seed
def test_what_is_planted_is_found_and_nothing_that_is_not(case: Case, seed: int) -> None:
    firm = plant(case, seed)

    findings = results_of(firm).findings

    assert missed(firm.truth, findings) == ()
    assert wrongly_said(firm.truth, findings) == ()


@pytest.mark.slow
@each_seed
def test_everything_that_the_demo_firm_promises_is_found(seed: int) -> None:
    firm = demo_firm(seed)

    findings = results_of(firm).findings

    assert missed(firm.truth, findings) == ()
    assert wrongly_said(firm.truth, findings) == ()


@each_seed
def test_every_fault_planted_in_the_files_is_told(seed: int, tmp_path: Path) -> None:
    truth = write_dirty(plant("ordinary", seed, people=60, response=1.0), tmp_path)

    findings = results_of_files(tmp_path).findings

    assert missed(truth, findings) == ()


@pytest.mark.skipif(not FOLDER, reason="TIEWISE_PLANTED does not name a folder with planted firms")
@pytest.mark.parametrize("folder", shared_cases(), ids=lambda folder: folder.name)
def test_what_another_generator_planted_is_found(folder: Path) -> None:
    truth = read_truth(folder / "truth.json")

    findings = results_of_files(folder).findings

    assert [claim for claim in missed(truth, findings) if claim.kind in BUILT] == []
    assert wrongly_said(truth, findings) == ()


@pytest.mark.slow
def test_without_structure_hardly_one_firm_in_twenty_has_a_silo_or_groups() -> None:
    """100 firms; told apart from the rest of an analysis, that this does not need."""
    settings = Settings(runs=8, draws=10, permutations=500, nulls=25)
    studies = [study_of(plant("no_structure", seed, people=80), settings) for seed in range(100)]

    silos = sum(any(isinstance(o, Finding) for o in silo.find(study)) for study in studies)
    grouped = sum(study.groups.stable for study in studies)

    assert silos <= 5
    assert grouped <= 5


def study_of(firm: Firm, settings: Settings) -> Study:
    return Study(from_answers(firm.roster, firm.answers), settings)


def test_in_a_tiny_firm_nobody_is_ranked_and_that_is_said() -> None:
    firm = plant("tiny", 1)

    not_said = {outcome.kind for outcome in results_of(firm).not_said}

    assert set(firm.truth.facts["not_said"]) <= not_said


@pytest.mark.parametrize("people", [60, 300])
def test_a_silo_is_found_at_any_size(people: int) -> None:
    firm = plant("silo", 5, people=people)
    study = study_of(firm, QUICK)

    findings = [outcome for outcome in silo.find(study) if isinstance(outcome, Finding)]

    assert missed(firm.truth, findings) == ()
    assert wrongly_said(firm.truth, findings) == ()
