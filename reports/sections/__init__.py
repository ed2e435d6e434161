"""The sections of each edition, in order. To add one: a file here, its line in a list, words."""

from collections.abc import Callable, Iterator

from reports.blocks import Block
from reports.sections.answer import answer
from reports.sections.answers_and_files import answers_and_files
from reports.sections.changes import changes
from reports.sections.closing import closing
from reports.sections.cover import cover
from reports.sections.data_sheet import data_sheet
from reports.sections.findings import findings
from reports.sections.limits import limits
from reports.sections.method import method
from reports.sections.own_page import own_page
from reports.sections.people_map import map_of_people
from reports.sections.plan import plan
from reports.sections.questions import questions
from reports.sections.reading import reading
from reports.sections.scorecard import scorecard
from reports.sections.shape import shape
from reports.sections.solid import solid
from reports.sections.spread import spread
from reports.sections.team_map import map_of_teams
from reports.sections.team_matrix import team_matrix
from reports.sections.unit_answer import unit_answer
from reports.sections.unit_basis import unit_basis
from reports.sections.unit_changes import unit_changes
from reports.sections.unit_contacts import unit_contacts
from reports.sections.unit_cover import unit_cover
from reports.sections.unit_figures import unit_figures
from reports.sections.unit_limits import unit_limits
from reports.sections.unit_panels import unit_panels
from reports.sections.unit_sheet import unit_sheet
from reports.source import Source

Section = Callable[[Source], Iterator[Block]]

CONTENTS: tuple[Section, ...] = (
    cover,
    answer,
    reading,
    answers_and_files,
    scorecard,
    map_of_teams,
    team_matrix,
    map_of_people,
    findings,
    plan,
    changes,
    limits,
    method,
    unit_panels,
    shape,
    spread,
    questions,
    solid,
    data_sheet,
    closing,
)

UNIT_CONTENTS: tuple[Section, ...] = (
    unit_cover,
    unit_answer,
    unit_basis,
    unit_figures,
    unit_contacts,
    findings,
    plan,
    unit_changes,
    unit_limits,
    method,
    unit_sheet,
    closing,
)

PERSON_CONTENTS: tuple[Section, ...] = (own_page,)
