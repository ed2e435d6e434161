"""The pages on shape, spread, questions and solidity: what they promise."""

from dataclasses import replace

import pytest

from analysis.further_rows import CauseRow, Course, Further, Spread, ThresholdRow
from analysis.privacy import MANAGER, Policy, view
from reports.blocks import Block, Bullets, Cell, Figure, Table, Text
from reports.curves import Axes, Curve, curves
from reports.marks import Circle
from reports.sections.questions import questions
from reports.sections.shape import shape
from reports.sections.solid import solid
from reports.sections.spread import spread
from reports.source import Source, source
from reports.wording import load
from tests.reports.conftest import COVER
from tests.reports.samples import as_analyst, as_manager, demo


def analyst(further: Further | None = None) -> Source:
    results = demo() if further is None else replace(demo(), further=further)
    return source(as_analyst(results), COVER, load())


def manager() -> Source:
    return source(as_manager(demo()), COVER, load())


def said(blocks: list[Block]) -> str:
    """Every text of paragraphs, bullets and tables."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            found.append(f"{block.label} {block.text}")
        if isinstance(block, Bullets):
            found += block.items
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row]
            found += [f"{c.text} {c.small}" for c in cells if isinstance(c, Cell)]
    return " ".join(found)


def course(start: str, half: float | None) -> Course:
    return Course(start, (0.1, 0.4), half, half, half, None, None, None, 0.4, 0.5)


def spreading(best: float | None, others: float | None) -> Further:
    courses = (course("best", best), course("managers", others), course("random", others))
    return Further(spread=Spread("information", 0.3, 64, 5, 120, (), courses))


def test_every_signature_stands_beside_chance() -> None:
    table = next(b for b in shape(analyst()) if isinstance(b, Table))

    assert [row[0].text for row in table.rows] == ["Ideas", "Influence", "Silos", "Backup"]
    assert all(row[2].text != "–" and row[4].picture for row in table.rows)


def test_every_unit_shown_has_its_balance() -> None:
    tables = [b for b in shape(analyst()) if isinstance(b, Table)]
    shown = {r.unit for r in demo().units if r.unit_type == "department" and r.balance is not None}

    assert len(tables[1].rows) == len(shown)


def test_who_should_be_told_first_is_named_to_the_analyst_alone() -> None:
    assert "Together they reach furthest" in said(list(spread(analyst())))
    assert "Together they reach furthest" not in said(list(spread(manager())))


@pytest.mark.parametrize(
    ("best", "others", "words"),
    [(2.0, 3.0, "take longer"), (2.0, None, "take longer"), (2.0, 2.0, "matters little"),
     (None, None, "would not reach half")],
)  # fmt: skip
def test_the_lead_says_whether_the_start_matters(
    best: float | None, others: float | None, words: str
) -> None:
    assert words in said(list(spread(analyst(spreading(best, others)))))


def test_only_the_start_that_is_slower_is_called_so() -> None:
    courses = (course("best", 2.0), course("managers", 2.0), course("random", 3.0))
    further = Further(spread=Spread("information", 0.3, 64, 5, 120, (), courses))
    told = said(list(spread(analyst(further))))

    assert "as many managers" in told
    assert "picked at random it would take longer" in told


def test_a_goal_that_was_not_reached_says_so() -> None:
    assert "not reached" in said(list(spread(analyst(spreading(2.0, 3.0)))))


def test_the_picture_of_spread_is_put_into_words() -> None:
    figure = next(b for b in spread(analyst()) if isinstance(b, Figure))

    assert figure.alt.count("half the firm after") == 3


def test_every_question_and_every_pair_has_its_row() -> None:
    tables = [b for b in questions(analyst()) if isinstance(b, Table)]

    assert [len(t.rows) for t in tables[:2]] == [2, 1]


def test_luck_is_never_said_to_be_nought() -> None:
    sure = CauseRow("information", "same_team", 90, 0.2, -0.01, 0.01, 1 / 501, 500)

    assert "under 2 in 1,000" in said(list(questions(analyst(Further(causes=(sure,))))))


def test_a_cause_without_words_of_its_own_keeps_its_name() -> None:
    cause = CauseRow("information", "same_cost_centre", 90, 0.2, -0.01, 0.01, 0.02, 500)

    assert "same cost centre" in said(list(questions(analyst(Further(causes=(cause,))))))


def test_odd_answers_are_counted_and_nobody_is_named() -> None:
    odd = replace(as_analyst(demo()), faults={"names_nearly_everybody": 2})
    told = said(list(solid(Source(odd, load(), COVER, {}))))

    assert "never a reproach" in told
    assert not any(person.name in told for person in demo().roster.people)


def test_thresholds_about_a_person_stay_with_those_who_may_see_names() -> None:
    finding = next(f for f in demo().findings if f.subject.type == "person")
    row = ThresholdRow("in_degree", finding.id, "information", None, 9.0, 8.0)
    results = replace(demo(), further=replace(demo().further, thresholds=(row,)))

    assert view(results, MANAGER, Policy()).further.thresholds == ()
    assert as_analyst(results).further.thresholds == (row,)


def test_a_question_that_too_few_answered_is_held_back() -> None:
    first = replace(demo().further.questions[0], answered=4)
    results = replace(demo(), further=replace(demo().further, questions=(first,)))

    assert as_analyst(results).further.questions == ()


def test_without_anything_to_show_there_is_no_page() -> None:
    bare = analyst(Further())

    assert [list(section(bare)) for section in (spread, questions, solid)] == [[], [], []]


def test_curves_keep_within_their_frame() -> None:
    lines = (Curve("One that has a very long name indeed", (0.0, 0.5, 1.0)), Curve("Two", (1.0,)))
    picture = curves(lines, Axes(((0.0, "0 %"), (1.0, "100 %")), "steps"), 400)
    dots = [mark for mark in picture.marks if isinstance(mark, Circle)]

    assert len(dots) == 4
    assert all(0 <= d.x <= 400 and 0 <= d.y <= picture.height for d in dots)
