"""Every section from every view, and what single sections promise."""

from dataclasses import replace

import pytest

from analysis.model import Finding
from analysis.privacy import MANAGER, Policy, view
from reports.blocks import Block, Cell, Entry, Fitted, Heading, Table
from reports.layout import lay
from reports.pieces import Serial
from reports.sections import CONTENTS, Section
from reports.sections.answer import answer
from reports.sections.plan import plan
from reports.sections.team_matrix import cell_of
from reports.source import MOST_FINDINGS, Source, actions, source, told, weight
from reports.style import CONTENT_HEIGHT, CONTENT_WIDTH
from reports.wording import load
from tests.reports.conftest import COVER
from tests.reports.samples import VIEWS, as_analyst, demo, everything


def reading(name: str) -> Source:
    return source(VIEWS[name](), COVER, load())


@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.parametrize("section", CONTENTS, ids=lambda section: section.__name__)
def test_every_section_can_be_drawn_from_every_view(section: Section, name: str) -> None:
    pieces = list(lay(section(reading(name)), CONTENT_WIDTH, Serial()))

    assert all(p.height <= CONTENT_HEIGHT or p.whole_page for p in pieces)


def first_choice(block: Block) -> tuple[Block, ...]:
    return block.choices[0] if isinstance(block, Fitted) else (block,)


def test_the_answer_tells_at_most_five_findings_and_three_actions() -> None:
    blocks = [b for block in answer(reading("everything")) for b in first_choice(block)]
    numbers = [b.number for b in blocks if isinstance(b, Entry)]

    assert numbers == ["1", "2", "3", "4", "5", "A", "B", "C"]


def test_findings_stand_by_what_they_weigh() -> None:
    weights = [weight(t.finding) for t in told(as_analyst(everything()))]

    for part in (weights[:MOST_FINDINGS], weights[MOST_FINDINGS:]):
        assert part == sorted(part, reverse=True)


def nine_like(one: Finding) -> tuple[Finding, ...]:
    return tuple(replace(one, subject=replace(one.subject, unit=f"U{i}")) for i in range(9))


def test_of_one_kind_no_more_than_two_have_a_page_while_there_are_others() -> None:
    shown = as_analyst(everything())
    one = next(f for f in shown.findings if f.kind == "silo")
    many = tuple(replace(each, severity=1.0, confidence=1.0) for each in nine_like(one))
    kinds = [t.finding.kind for t in told(replace(shown, findings=(*many, *shown.findings)))]

    assert kinds[:MOST_FINDINGS].count("silo") == 2
    assert kinds[MOST_FINDINGS:][:7] == ["silo"] * 7


def test_alone_a_kind_has_all_the_pages() -> None:
    shown = as_analyst(everything())
    one = next(f for f in shown.findings if f.kind == "silo")

    assert len(told(replace(shown, findings=nine_like(one)))) == 9


def test_two_findings_about_one_person_are_told_once() -> None:
    person = demo().roster.ids[5]
    about = [t for t in told(as_analyst(everything())) if t.finding.subject.id == person]

    assert len(about) == 1
    assert {f.kind for f in (about[0].finding, *about[0].also)} == {"bottleneck", "cut_point"}


def test_a_single_link_without_a_name_joins_the_bottleneck_that_holds_as_many() -> None:
    shown = view(everything(), MANAGER, Policy())
    kinds = [(t.finding.kind, *(f.kind for f in t.also)) for t in told(shown)]

    assert any(set(kind) == {"bottleneck", "cut_point"} for kind in kinds)
    assert ("cut_point",) not in kinds


def test_no_action_is_told_twice() -> None:
    found = [
        (a.action.kind, a.action.people, a.action.units) for a in actions(VIEWS["everything"]())
    ]

    assert len(found) == len(set(found))


def test_every_action_of_the_plan_has_room_for_an_owner_and_a_day() -> None:
    blocks = [b for block in plan(reading("demo")) for b in first_choice(block)]
    table = next(b for b in blocks if isinstance(b, Table))

    assert [c.title for c in table.columns][:3] == ["Action and first step", "Owner", "When"]
    assert all(isinstance(row[1], Cell) and set(row[1].text) == {"_"} for row in table.rows)
    assert all(row[2].text and row[3].text and row[4].text for row in table.rows)


def test_a_report_without_a_day_says_next_survey() -> None:
    undated = replace(reading("demo"), cover=replace(COVER, on=None))
    blocks = [b for block in plan(undated) for b in first_choice(block)]
    table = next(b for b in blocks if isinstance(b, Table))

    assert {row[4].text for row in table.rows} == {"next survey"}


def test_every_main_heading_opens_a_section() -> None:
    for section in CONTENTS[1:]:
        blocks = [b for block in section(reading("demo")) for b in first_choice(block)]

        # What has changed has nothing to say of a first survey.
        assert all(isinstance(block, Heading) for block in blocks[:1])


def test_a_cell_is_shaded_only_beyond_chance() -> None:
    row = VIEWS["demo"]().pairs[0]
    luck, beyond = (cell_of(replace(row, ties=40, expected=10.0, q_value=q)) for q in (0.2, 0.01))

    assert not luck.look.fill.startswith("#0")
    assert luck.look != beyond.look
