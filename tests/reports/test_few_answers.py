"""What hardly anybody answered carries nothing: not a finding, not a figure, not an absence."""

from pathlib import Path

import pytest

from analysis import MANAGER, Policy, Settings, analyse, view
from analysis.findings import ABOUT_ANSWERS, FINDERS
from analysis.model import Answers
from analysis.network import from_answers
from analysis.planted import plant
from analysis.results import Results

QUICK = Settings(runs=6, draws=6, permutations=60, nulls=6)


def answered_by(count: int) -> Results:
    """A firm of 60 of whom only the first so many answered."""
    firm = plant("ordinary", 2, people=60, response=1.0)
    who = frozenset(firm.roster.ids[:count])
    ties = tuple(tie for tie in firm.answers.ties if tie.source in who)
    heard = {question: ids & who for question, ids in firm.answers.answered.items()}
    return analyse(from_answers(firm.roster, Answers(ties, heard)), QUICK)


@pytest.fixture(scope="module")
def three() -> Results:
    return answered_by(3)


def test_three_answers_carry_no_finding_and_no_absence(three: Results) -> None:
    told = {f.kind for f in three.findings} | {n.kind for n in three.not_found}
    silent = {n.kind for n in three.not_said if n.why == "too_few_answers"}

    assert told <= set(ABOUT_ANSWERS)
    assert silent == {finder.kind for finder in FINDERS} - set(ABOUT_ANSWERS)


def test_nobody_sees_a_figure_that_rests_on_three_answers(three: Results) -> None:
    seen = view(three, MANAGER, Policy())

    assert {figure.measure for figure in seen.organisation} == set(ABOUT_FIGURES)
    assert seen.further.questions == ()
    assert seen.further.thresholds == ()


ABOUT_FIGURES = ("people", "answered", "response_rate")


def test_at_half_the_answers_that_nothing_was_seen_is_not_told() -> None:
    results = answered_by(30)

    assert {n.kind for n in results.not_found} <= set(ABOUT_ANSWERS)
    assert any(n.why == "absence_needs_answers" for n in results.not_said)


def test_a_report_of_three_answers_can_be_printed(three: Results, tmp_path: Path) -> None:
    import reports

    reports.pdf(view(three, MANAGER, Policy()), reports.Cover("Ek", "Spring"), tmp_path / "a.pdf")

    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
