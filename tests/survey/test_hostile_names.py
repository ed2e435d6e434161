"""Every hostile name through every door and into every sink, read back by independent programs.

A name comes out as the roster has it, or it was refused at the door. Papers cut
what no page can hold.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import igraph
import networkx as nx
import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from analysis import ANALYST, Settings, analyse
from analysis.exports import read_ucinet
from analysis.model import Answers, Person, Problem, Roster, Tie
from analysis.network import from_answers
from reports import text
from reports.blocks import Block, Cell, Column, Table
from reports.deck import Box, Deck
from reports.pdf import write
from reports.plain import RTL, bare, clean
from reports.source import source
from reports.wording import load
from survey import exporting, letters, mail, pipeline
from survey.exporting import FORMS
from survey.ids import clean as at_the_door
from survey.pipeline import Inputs, Options
from survey.roster import read_roster
from tests.hostile_names import NAMES
from tests.reports.conftest import words_of
from tests.survey.conftest import START, World, add_survey

QUICK = Settings(questions=("information",), runs=5, draws=5, permutations=50, nulls=5)
HOMES = (
    "<script>alert(1)</script>", "=1+1", '"', "محمد", "*Arcs", "{{7*7}}", "&amp;", "../../etc",
)  # fmt: skip
RISKY = tuple("=+-@\t＝＋－＠")


def named(name: str, i: int) -> Person:
    home = HOMES[i % len(HOMES)]
    return Person(f"E{i}", at_the_door(name), {"department": home, "team": f"{home} {i % 16}"})


PEOPLE = tuple(named(name, i) for i, name in enumerate(NAMES))
EXPECTED = {person.id: person.name for person in PEOPLE}


@pytest.fixture(scope="module")
def job() -> Inputs:
    size = len(PEOPLE)
    steps = ((i, (i + step) % size) for i in range(size) for step in (8, 16, 24, 1))
    ties = tuple(Tie(f"E{i}", f"E{j}", "information", 3.0) for i, j in steps)
    everybody = frozenset(EXPECTED)
    answers = Answers(ties, {"information": everybody})
    options = Options(settings=QUICK, audience=ANALYST)
    return Inputs(Roster(PEOPLE), answers, options, title='"><b>x', firm="=1+1 & Co")


@pytest.fixture(scope="module")
def made(job: Inputs) -> Mapping[str, tuple[tuple[str, bytes], ...]]:
    results = analyse(from_answers(job.roster, job.answers), QUICK)
    return {form: exporting.export(job, results, form).files for form in FORMS}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_door_keeps_every_name_or_says_what_is_wrong(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"roster.{ending}"
    whole = [(f"E{i}", name) for i, name in enumerate(NAMES) if not set("\x00\ufffe") & {*name}]
    put_roster(path, [("person_id", "name"), *whole])
    reading = read_roster(path)
    told = {id_ for fault in (*reading.faults, *reading.fatal) for id_ in fault.people}
    other = [p.id for p in reading.roster.people if p.name != EXPECTED[p.id] and p.id not in told]

    assert [id_ for id_ in other if EXPECTED[id_]] == []
    assert len(reading.roster.people) > len(NAMES) - 10


def put_roster(path: Path, rows: list[tuple[str, str]]) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(path, plain) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def test_a_file_with_nul_bytes_is_refused_as_a_whole(tmp_path: Path) -> None:
    put_roster(tmp_path / "r.csv", [("person_id", "name"), ("E1", "Ann\x00Ek")])

    with pytest.raises(Problem, match="NUL"):
        read_roster(tmp_path / "r.csv")


def test_no_name_that_came_in_holds_what_nobody_can_see() -> None:
    odd = [
        name for name in EXPECTED.values() for c in name if unicodedata.category(c) in ("Cc", "Cs")
    ]

    assert odd == []


def graphml_by_networkx(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    return dict(nx.parse_graphml(files[".graphml"].decode()).nodes(data="name"))


def graphml_by_igraph(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    (folder / "x.graphml").write_bytes(files[".graphml"])
    found = igraph.Graph.Read_GraphML(str(folder / "x.graphml"))
    return dict(zip(found.vs["id"], found.vs["name"], strict=True))


def gexf_by_networkx(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    return dict(nx.read_gexf(io.BytesIO(files[".gexf"])).nodes(data="label"))


def pajek_by_networkx(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    (folder / "x.net").write_bytes(files[".net"])
    found = nx.read_pajek(folder / "x.net", encoding="utf-8")
    key = list(rows(files[".key.csv"]))
    assert list(found.nodes) == [row["label"] for row in key]
    return {row["id"]: row["name"] for row in key}


def pajek_by_igraph(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    (folder / "x.net").write_bytes(files[".net"])
    found = igraph.Graph.Read_Pajek(str(folder / "x.net"))
    key = list(rows(files[".key.csv"]))
    assert found.vcount() == len(key)
    return {row["id"]: row["name"] for row in key}


def ucinet_by_our_reader(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    found = read_ucinet(files[".dl"].decode(), files[".key.csv"].decode())
    return {node.id: node.name for node in found.nodes}


def lists(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    return {row["id"]: row["name"] for row in rows(files[".nodes.csv"])}


def data(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    found = json.loads(files[".json"])
    return {node["id"]: node["name"] for node in found["network"]["nodes"]}


def sheets(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[".xlsx"]))
    cells = book.get_sheet_by_name("Nodes").to_python()
    return {str(row[1]): str(row[0]).removesuffix(f" ({row[1]})") for row in cells[1:]}


def page(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    people = json.loads(parsed(files[".html"]).data)["people"]
    return dict(zip(EXPECTED, people["name"], strict=True))


def rows(content: bytes) -> Iterator[dict[str, str]]:
    """A text that a spreadsheet would run has an apostrophe in front; without it it is itself."""
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        yield {key: unguarded(value) for key, value in row.items()}


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(RISKY) else cell


Reader = Callable[[Mapping[str, bytes], Path], dict[str, str]]
READERS: tuple[tuple[str, Reader], ...] = (
    ("graphml", graphml_by_networkx), ("graphml", graphml_by_igraph), ("gexf", gexf_by_networkx),
    ("pajek", pajek_by_networkx), ("pajek", pajek_by_igraph), ("ucinet", ucinet_by_our_reader),
    ("csv", lists), ("json", data), ("polinode", sheets), ("xlsx", sheets),
)  # fmt: skip


@pytest.mark.parametrize(("form", "read"), READERS, ids=lambda x: getattr(x, "__name__", x))
def test_a_file_gives_every_name_back_unchanged(
    form: str, read: Reader, made: Mapping[str, tuple[tuple[str, bytes], ...]], tmp_path: Path
) -> None:
    found = read(dict(made[form]), tmp_path)
    changed = {
        id_: (name, found.get(id_)) for id_, name in EXPECTED.items()
        if found.get(id_) not in (name, unguarded(name), name or id_)
    }  # fmt: skip

    assert changed == {}


class Parsed(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, the map's data."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()
        self.scripts, self.data, self._in = 0, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.seen |= {(tag, name) for name in known} | {(tag, "")}
        self.scripts += tag == "script"
        self._in = str(known.get("id", "")) if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "map-data":
            self.data += data


def parsed(content: bytes) -> Parsed:
    found = Parsed()
    found.feed(content.decode("utf-8"))
    return found


def test_the_page_has_every_name_in_its_data_and_no_element_from_any(
    made: Mapping[str, tuple[tuple[str, bytes], ...]],
) -> None:
    found = parsed(made["html"][0][1])
    foreign = {tag for tag, _ in found.seen} & {
        "img",
        "iframe",
        "math",
        "font",
    }
    names = {clean(name) or id_ for id_, name in EXPECTED.items()}
    there = set(json.loads(found.data)["people"]["name"])

    assert foreign == set()
    assert not any(name.startswith("on") for _, name in found.seen)
    assert found.scripts == 2
    assert {n for n in names if n not in there and not any(x.startswith(n) for x in there)} == set()


@pytest.mark.parametrize("form", ["xlsx", "pptx", "polinode"])
def test_no_cell_of_an_office_file_is_run(
    form: str, made: Mapping[str, tuple[tuple[str, bytes], ...]]
) -> None:
    import zipfile

    package = zipfile.ZipFile(io.BytesIO(made[form][0][1]))
    parts = [package.read(name) for name in package.namelist()]

    assert not any(b"<f>" in part or b"hlinkClick" in part for part in parts)


def test_every_name_stands_on_a_slide_as_it_is() -> None:
    deck = Deck("x", "", None)
    for name in EXPECTED.values():
        deck.slide(clean(name) or "-", Box(40, 40, 880, 200), 14)
    found = Presentation(io.BytesIO(deck.content())).slides

    assert [slide.shapes.title.text_frame.text for slide in found] == [
        clean(name) or "-" for name in EXPECTED.values()
    ]


def test_every_name_that_a_font_can_draw_can_be_copied_out_of_a_pdf(
    job: Inputs, tmp_path: Path
) -> None:
    cover = pipeline.cover_of(job)
    view = pipeline.seen(job, analyse(from_answers(job.roster, job.answers), QUICK))
    drawn_from = source(view, cover, load("en"))

    def every_name(_source: object) -> Iterator[Block]:
        columns = (Column("Id", 12), Column("Name", 88))
        cells = ((Cell(id_), Cell(drawn_from.names[id_])) for id_ in EXPECTED)
        yield Table(columns, tuple(cells))

    write(drawn_from, (every_name,), "x", tmp_path / "names.pdf")
    whole = squeezed(words_of(tmp_path / "names.pdf"))
    missing = [
        name for name in map(clean, EXPECTED.values())
        if name and not text.undrawable(name) and not all(squeezed(w) in whole for w in parts(name))
    ]  # fmt: skip

    assert missing == []


def parts(name: str) -> list[str]:
    """A name, or its words where it runs from the right: readers of PDFs order those themselves."""
    return name.split() if RTL.search(name) else [name]


def squeezed(said: str) -> str:
    said = unicodedata.normalize("NFKC", bare(said))  # pdfium itself takes ligatures apart
    return "".join(c for c in said if not c.isspace() and unicodedata.category(c) != "Cf")


@pytest.mark.parametrize("i", range(0, len(NAMES), 20))
def test_a_letter_to_anybody_has_our_headers_only(i: int) -> None:
    for name in list(EXPECTED.values())[i : i + 20]:
        facts = {"name": name, "url": "https://x.example/s/1", "title": "T", "goal": "g"}
        letter = letters.fill(letters.shipped("invitation", "en"), facts)
        envelope = mail.Envelope("ann@example.com", "", "1", START)
        read = message_from_bytes(
            mail.compose(letter, envelope, "survey@example.com"), policy=policy.default
        )

        assert set(map(str.lower, read)) <= mail.HEADERS
        assert " ".join(name.split()) in " ".join(read.get_content().split())


@pytest.mark.parametrize("i", range(0, len(NAMES), 20))
def test_no_name_for_a_sender_becomes_more_than_a_name(i: int) -> None:
    for name in NAMES[i : i + 20]:
        envelope = mail.Envelope("ann@example.com", "", "1", START, name)
        try:
            raw = mail.compose(letters.Letter("s", "b"), envelope, "survey@example.com")
        except Problem:
            continue
        read = message_from_bytes(raw, policy=policy.default)

        assert [a.addr_spec for a in read["From"].addresses] == ["survey@example.com"]
        assert set(map(str.lower, read)) <= mail.HEADERS


def test_the_consoles_list_of_people_shows_every_name_and_no_element_from_any(world: World) -> None:
    survey = add_survey(world.ours, "Hostile", Roster(PEOPLE))
    visitor = world.visitor("hr")
    html = visitor.get(f"/console/c/lindqvist-co/{survey.slug}/roster/people").data
    found = parsed(html)

    assert not any(name.startswith("on") for _, name in found.seen)
    assert not {tag for tag, _ in found.seen} & {"iframe", "math", "template", "font", "textarea"}
