"""The offline page: the view's words and figures as HTML, escaped, and names only where allowed."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations

import pytest

from analysis.exports import shown
from analysis.model import Roster
from analysis.network import Network, from_answers
from analysis.planted import demo_firm
from reports import wording
from reports.blocks import Cell, Column, Entry, Fitted, Heading, Panel, Table, Text
from reports.marks import Circle, Label, Line, Picture, Rect
from reports.page import as_html, html, map_data
from reports.page.map_data import as_script
from reports.page.svg import svg
from reports.source import source
from tests.reports.conftest import COVER
from tests.reports.samples import HOSTILE, VIEWS, as_analyst, as_manager, demo, renamed

VOID = {"meta", "br", "input", "link", "circle", "line", "rect", "polygon", "path", "img"}


class Checker(HTMLParser):
    """Sees to it that every element is closed, and gathers ids, links and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [href for key, href in attrs if key == "href" and href]
        self.outside += [f"{k}={v}" for k, v in attrs if k in ("src", "style") or k[:2] == "on"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def network() -> Network:
    firm = demo_firm(1)
    return from_answers(firm.roster, firm.answers)


@pytest.fixture(params=list(VIEWS))
def page(request: pytest.FixtureRequest) -> str:
    view = VIEWS[request.param]()
    return html(view, COVER, shown(view))


@pytest.fixture(scope="module")
def whole() -> str:
    view = as_analyst(demo())
    return html(view, COVER, shown(view, network()))


def test_every_element_is_closed_and_every_id_is_there_once(page: str) -> None:
    found = Checker(page)

    assert (found.open, found.faults) == ([], [])
    assert len(found.ids) == len({*found.ids})


def test_every_link_stays_in_the_page_and_leads_somewhere(page: str) -> None:
    found = Checker(page)

    assert [link for link in found.links if link[1:] not in found.ids or link[0] != "#"] == []


def test_nothing_comes_from_elsewhere_and_no_style_stands_in_the_markup(page: str) -> None:
    assert Checker(page).outside == []


def test_the_policy_lets_nothing_in_and_names_each_script_by_its_hash(whole: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', whole)

    assert policy
    assert policy[1].startswith("default-src")
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == 2


def test_the_same_view_gives_the_same_page(whole: str) -> None:
    view = as_analyst(demo())

    assert html(view, COVER, shown(view, network())) == whole


def test_no_name_or_id_of_a_person_is_on_the_page_for_managers() -> None:
    view = as_manager(demo())
    made = html(view, COVER, shown(view, network()))

    assert [p.name for p in demo().roster.people if p.name in made] == []
    assert not re.search(r"\bE0\d\d\d\b", made)


def test_hostile_names_are_text_and_nothing_else() -> None:
    results = renamed(demo(), HOSTILE)
    known = network()
    roster = {p.id: p for p in results.roster.people}
    people = tuple(roster[p.id] for p in known.roster.people)
    view = as_analyst(results)
    made = html(view, COVER, shown(view, replace(known, roster=Roster(people))))
    found = Checker(made)

    assert "<script>alert" not in made
    assert (found.open, found.faults) == ([], [])
    assert HOSTILE[0] in found.text


def test_map_data_stands_in_a_script_whatever_the_names(whole: str) -> None:
    hostile = {"name": "</script><!--<b> & \u2028"}

    assert json.loads(as_script(hostile)) == hostile
    assert not re.search("[<>&\u2028]", as_script(hostile))


def test_the_map_holds_the_contacts_of_the_view_and_every_tie() -> None:
    view = as_analyst(demo())
    graph = shown(view, network())
    data = map_data(source(view, COVER, wording.load()), graph)
    place = {team["name"]: i for i, team in enumerate(data["teams"])}
    a, b = sorted((place["Sales"], place["Research"]))
    link = next(one for one in data["links"] if (one["a"], one["b"]) == (a, b))
    forth = next(
        p.ties
        for p in view.pairs
        if (p.from_unit, p.to_unit) == (data["teams"][a]["name"], data["teams"][b]["name"])
    )

    assert link["forth"] == forth
    assert len(data["ties"]["from"]) == len(graph.edges)
    assert len(data["people"]["name"]) == 120


def test_the_map_of_a_manager_holds_neither_people_nor_ties() -> None:
    view = as_manager(demo())
    data = map_data(source(view, COVER, wording.load()), shown(view, network()))

    assert (data["people"], data["ties"]) == (None, None)
    assert any("5 answers or more" in line for line in data["hidden"])


def test_everybody_stands_in_the_disc_of_their_team_and_on_nobody_else() -> None:
    view = as_analyst(demo())
    data = map_data(source(view, COVER, wording.load()), shown(view, network()))
    people = data["people"]
    discs = [*data["teams"], data["others"]]
    spots = list(zip(people["x"], people["y"], people["team"], strict=True))
    away = [
        ((x - discs[t]["x"]) ** 2 + (y - discs[t]["y"]) ** 2) ** 0.5 - discs[t]["r"]
        for x, y, t in spots
    ]

    assert max(away) <= 1
    assert len({(x, y) for x, y, _ in spots}) == len(spots)


@pytest.mark.parametrize("name", ["demo", "many units", "two units", "foreign"])
def test_no_disc_of_a_team_overlaps_another(name: str) -> None:
    view = VIEWS[name]()
    discs = map_data(source(view, COVER, wording.load()), shown(view))["teams"]
    gaps = [
        ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5 - a["r"] - b["r"]
        for a, b in combinations(discs, 2)
    ]

    assert min(gaps) > 0


def test_text_is_escaped_and_a_name_keeps_its_direction() -> None:
    made = as_html([Text("<b> \u2068محمد\u2069 & Co", "lead", "Ann <i>")])

    assert made == (
        '<p class="r-lead"><strong>Ann &lt;i&gt;</strong> &lt;b&gt; <bdi>محمد</bdi> &amp; Co</p>'
    )


def test_entries_that_follow_each_other_are_one_list() -> None:
    made = as_html([Entry("1", "one", goal="there"), Entry("2", "two"), Text("three")])

    assert made.count("<ol") == 1
    assert made.count("<li>") == 2
    assert 'href="#there"' in made


def test_of_pages_in_several_sizes_the_fullest_is_shown() -> None:
    choices = Fitted(((Text("whole"),), (Text("short"),)))

    assert as_html([Panel((choices,))]) == (
        '<div class="panel panel-plain"><p class="r-body">whole</p></div>'
    )


def test_headings_go_down_with_their_depth() -> None:
    assert as_html([Heading("A", 2)], depth=2) == "<h4>A</h4>"


def test_a_table_says_which_cell_names_its_row() -> None:
    made = as_html([Table((Column("A", 1), Column("B", 1, "right")), ((Cell("x"), Cell("1")),))])

    assert '<th scope="row">x</th><td class="num">1</td>' in made


def test_a_picture_says_what_it_shows_and_follows_dark_and_light() -> None:
    marks = (Line(0, 0, 1, 1), Circle(1, 1, 1, "#FFFFFF"), Rect(0, 0, 9, 9, hatch="#E9B79F"))
    made = svg(Picture(10, 10, (*marks, Label(1, 1, "<b>"))), 'five "<"')

    assert 'aria-label="five &quot;&lt;&quot;"' in made
    assert "&lt;b&gt;</text>" in made
    assert 'class="f-white"' in made
    assert "#" not in made
