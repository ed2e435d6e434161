"""`analyse --before`: another folder of results to compare with, refused where it can't be."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis import MANAGER, Settings
from analysis.model import Problem
from analysis.planted import plant_pair, write
from analysis.planted.pairs import Turn
from survey import earlier, pipeline
from survey.pipeline import Options
from survey.verify import verify

QUICK = Options(settings=Settings(runs=5, draws=8, permutations=200, nulls=8), pdf=False)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two waves of a firm; the first is analysed in ``one/out``, the second in ``two/out``."""
    folder = tmp_path_factory.mktemp("firm")
    pair = plant_pair("changed", Turn(80, (0.95, 0.9), 2))
    for name, wave in (("one", pair.before), ("two", pair.now)):
        write(wave, folder / name)
    pipeline.run(replace(job_of(folder / "one"), title="2025", on=date(2025, 4, 1)), folder / "a")
    pipeline.run(second(folder), folder / "b")
    return folder


def job_of(folder: Path, options: Options = QUICK) -> pipeline.Inputs:
    read = pipeline.from_files(folder / "roster.csv", folder / "answers.csv", options)
    return replace(read, firm="Ek & Orr")


def second(firm: Path, options: Options = QUICK) -> pipeline.Inputs:
    return earlier.with_folder(job_of(firm / "two", options), firm / "a", firm / "b")


def copied(firm: Path, folder: Path) -> Path:
    shutil.copytree(firm, folder / "firm")
    return folder / "firm"


def said(folder: Path) -> dict:
    return json.loads((folder / "findings.json").read_text(encoding="utf-8"))


def test_the_results_hold_what_changed_and_what_the_last_report_said(firm: Path) -> None:
    found = said(firm / "b")
    last = said(firm / "a")

    assert found["changes"]["title"] == "2025"
    assert found["changes"]["on"] == "2025-04-01"
    assert found["changes"]["last_survey"]["density"] == last["organisation"]["density"]
    assert "leavers" in [finding["kind"] for finding in found["findings"]]
    assert (firm / "b" / "changes.csv").read_text().startswith("measure,unit_type,units,before")


def test_a_first_survey_has_no_changes(firm: Path) -> None:
    assert said(firm / "a")["changes"] is None
    assert not (firm / "a" / "changes.csv").exists()


def test_verify_recomputes_what_changed_as_well(firm: Path, tmp_path: Path) -> None:
    here = copied(firm, tmp_path)

    assert "changes.csv" in verify(here / "b").compared
    assert verify(here / "b").difference == ""
    (here / "b" / "changes.csv").write_text("measure\n")
    assert verify(here / "b").difference.startswith("changes.csv")


def test_the_same_two_surveys_give_the_same_bytes(firm: Path, tmp_path: Path) -> None:
    here = copied(firm, tmp_path)
    pipeline.run(second(here), here / "b")

    for name in ("findings.json", "changes.csv"):
        assert (here / "b" / name).read_bytes() == (firm / "b" / name).read_bytes()


def test_verify_says_that_the_last_survey_s_answers_have_changed(
    firm: Path, tmp_path: Path
) -> None:
    here = copied(firm, tmp_path)
    with (here / "one" / "answers.csv").open("a") as file:
        file.write("E0001,information,E0002,3\n")

    with pytest.raises(Problem, match="before answers file has changed"):
        verify(here / "b")


def test_managers_get_the_changes_they_may_see(firm: Path, tmp_path: Path) -> None:
    here = copied(firm, tmp_path)
    pipeline.run(second(here, replace(QUICK, audience=MANAGER)), here / "b")
    rows = (here / "b" / "changes.csv").read_text().splitlines()

    assert len(rows) < len((firm / "b" / "changes.csv").read_text().splitlines())
    assert len(rows) > 1


def test_findings_that_somebody_changed_are_refused(firm: Path, tmp_path: Path) -> None:
    here = copied(firm, tmp_path)
    (here / "a" / "findings.json").write_text("{}")

    with pytest.raises(Problem, match="findings file has changed"):
        second(here)


def test_a_folder_without_results_is_refused(firm: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"there is no run\.json"):
        earlier.with_folder(job_of(firm / "two"), tmp_path, tmp_path / "out")


def test_another_firm_is_refused(firm: Path, tmp_path: Path) -> None:
    other = replace(job_of(firm / "two"), firm="Other & Co")

    with pytest.raises(Problem, match="of another firm"):
        earlier.with_folder(other, firm / "a", tmp_path)


def test_other_questions_are_refused(firm: Path, tmp_path: Path) -> None:
    job = job_of(firm / "two")
    asked = replace(job.answers, answered={"trust": job.answers.answered["information"]}, ties=())

    with pytest.raises(Problem, match="none of these questions"):
        earlier.with_folder(replace(job, answers=asked), firm / "a", tmp_path)


def test_results_are_not_written_over_those_they_are_compared_with(firm: Path) -> None:
    with pytest.raises(Problem, match="written over"):
        earlier.with_folder(job_of(firm / "two"), firm / "a", firm / "a")
