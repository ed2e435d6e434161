"""The workbook: read back by another library, no formula in it, names only where allowed."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from analysis.exports import Edge, Graph, Node, shown
from analysis.network import from_answers
from analysis.planted import demo_firm
from reports.workbook import polinode, workbook
from tests.reports.conftest import COVER
from tests.reports.samples import HOSTILE, VIEWS, as_analyst, as_manager, demo, renamed

SHEETS = ["Read me", "Nodes", "Edges", "Team matrix", "Findings", "Actions", "Method"]


def rows(content: bytes, sheet: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python()


def texts(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return "\n".join(str(cell) for sheet in found for row in sheet for cell in row)


@pytest.fixture(scope="module")
def whole() -> bytes:
    firm = demo_firm(1)
    view = as_analyst(demo())
    return workbook(view, COVER, shown(view, from_answers(firm.roster, firm.answers)))


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_makes_a_workbook_of_these_sheets(name: str) -> None:
    view = VIEWS[name]()
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(view, COVER, shown(view))))

    changed = ["What has changed"] if name.startswith("compared") else []

    assert book.sheet_names == [*SHEETS[:-1], *changed, SHEETS[-1]]


def test_every_end_of_an_edge_is_the_name_of_a_node(whole: bytes) -> None:
    nodes, edges = rows(whole, "Nodes"), rows(whole, "Edges")
    names = [row[0] for row in nodes[1:]]

    assert nodes[0][0] == "Name"
    assert edges[0][:2] == ["Source", "Target"]
    assert len({*names}) == len(names) == 120
    assert {end for row in edges[1:] for end in row[:2]} <= {*names}


def test_the_matrix_holds_the_contacts_of_each_pair(whole: bytes) -> None:
    found = rows(whole, "Team matrix")
    pair = next(
        p for p in demo().pairs if (p.from_unit, p.to_unit) == ("Engineering", "Operations")
    )
    row = next(r for r in found if r[0] == "Engineering")

    assert row[found[0].index("Operations")] == pair.ties


def test_the_same_view_gives_the_same_bytes_without_a_date() -> None:
    view = as_manager(demo())
    made = [workbook(view, COVER, shown(view)) for _ in range(2)]
    dates = {i.date_time[0] for i in zipfile.ZipFile(io.BytesIO(made[0])).infolist()}

    assert made[0] == made[1]
    assert dates == {1980}


def test_no_name_of_a_person_is_in_the_workbook_for_managers() -> None:
    view = as_manager(demo())
    said = texts(workbook(view, COVER, shown(view)))

    assert [p.name for p in demo().roster.people if p.name in said] == []
    assert "Holds no names" in said


def test_the_workbook_of_the_analyst_says_that_it_holds_names(whole: bytes) -> None:
    assert "Holds names" in texts(whole)


def hostile_graph() -> Graph:
    nodes = tuple(Node(f"E{i}", name) for i, name in enumerate((*HOSTILE, "+1", "@x", "\tx")))
    return Graph(nodes, (Edge("E0", "E1", 2.0),), "people", True)


def test_hostile_names_come_back_unchanged() -> None:
    graph = hostile_graph()

    assert [row[0] for row in rows(polinode(graph, ""), "Nodes")[1:]] == [
        node.name for node in graph.nodes
    ]


def test_no_cell_is_a_formula_or_a_link() -> None:
    view = as_analyst(renamed(demo(), HOSTILE))
    package = zipfile.ZipFile(io.BytesIO(workbook(view, COVER, hostile_graph())))
    sheets = [package.read(n).decode() for n in package.namelist() if "worksheets/sheet" in n]

    assert not any(re.search("<f[ >]|<hyperlink", sheet) for sheet in sheets)


def test_namesakes_are_told_apart_by_their_id() -> None:
    nodes = (Node("E1", "Ann Ek"), Node("E2", "Ann Ek"), Node("E3", "Bo"))
    found = rows(polinode(Graph(nodes, (), "people", True), ""), "Nodes")

    assert [row[0] for row in found[1:]] == ["Ann Ek (E1)", "Ann Ek (E2)", "Bo"]


def test_what_a_sheet_holds_stands_at_the_foot_of_each_printed_page() -> None:
    package = zipfile.ZipFile(io.BytesIO(polinode(hostile_graph(), "Names & ties")))

    assert "Names &amp;&amp; ties" in package.read("xl/worksheets/sheet1.xml").decode()
