"""Results as files: nothing lost, nothing that runs, the same bytes every time."""

import csv
import io
import json
import math
from collections.abc import Callable
from dataclasses import fields, replace

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import MANAGER, Policy, Results, Settings, analyse, view
from analysis.files import (
    FIGURES,
    Sentences,
    cell,
    findings_dict,
    findings_json,
    pairs_csv,
    people_csv,
    problems_csv,
    question_pairs_csv,
    questions_csv,
    safe,
    table,
    units_csv,
)
from analysis.graphml import graphml
from analysis.model import (
    Answers,
    Effect,
    Evidence,
    Fault,
    Finding,
    NotFound,
    NotSaid,
    Person,
    Recommendation,
    Roster,
    Subject,
    Tie,
)
from analysis.network import Network, from_answers
from analysis.results import PersonRow

QUICK = Settings(runs=3, draws=5, permutations=40, nulls=4)
NAMES = ("Zoë Müller", "=HYPERLINK(1)", "<b>Bo</b>", 'Al "Ax", Orr', "李小龙", "Ann")
FAULT = Fault(
    "unknown_alters", "a.csv", 7, "alter_id", "=X1", "what", "why", "mend", "left out", ("E1",)
)


def small_network() -> Network:
    """Six people in a ring who also name the next but one; the last did not answer."""
    people = tuple(
        Person(
            f"E{i}", name, {"department": "AB"[i % 2], "in_degree": str(i)}, 2, "E0" if i else None
        )
        for i, name in enumerate(NAMES)
    )
    ties = [Tie(f"E{i}", f"E{(i + 1) % 6}", "coffee", 2.0 + i) for i in range(5)]
    ties += [Tie(f"E{i}", f"E{(i + 1) % 6}", "lunch", 1.0) for i in range(5)]
    ties += [Tie(f"E{i}", f"E{(i + 2) % 6}", "lunch", 0.1) for i in range(5)]
    told = frozenset(f"E{i}" for i in range(5))
    return from_answers(Roster(people), Answers(tuple(ties), {"coffee": told, "lunch": told}))


@pytest.fixture(scope="module")
def results() -> Results:
    return analyse(small_network(), QUICK, faults=(FAULT,))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_people_csv_has_the_measures_first_then_the_roster(results: Results) -> None:
    header = people_csv(results).splitlines()[0].split(",")

    measures = [column.name for column in fields(PersonRow)]
    assert header == [
        *measures,
        *("level", "department", "roster_in_degree", "manager_id", "name"),
    ]


def test_people_csv_says_every_number_to_its_last_digit(results: Results) -> None:
    rows = rows_of(people_csv(results))

    assert [float(row["betweenness"]) for row in rows] == [p.betweenness for p in results.people]
    assert [float(row["pagerank"]) for row in rows] == [p.pagerank for p in results.people]
    assert [row["answered"] for row in rows] == ["yes"] * 5 + ["no"]
    assert [row["in_degree"] for row in rows] == [str(p.in_degree) for p in results.people]


def test_a_measure_that_does_not_exist_is_an_empty_cell(results: Results) -> None:
    first = replace(results.people[0], constraint=None)

    rows = rows_of(people_csv(replace(results, people=(first, *results.people[1:]))))

    assert rows[0]["constraint"] == ""


def test_no_name_runs_in_a_spreadsheet(results: Results) -> None:
    names = [row["name"] for row in rows_of(people_csv(results))]

    assert names == [NAMES[0], "'=HYPERLINK(1)", *NAMES[2:]]


def test_units_and_pairs_have_a_row_for_each(results: Results) -> None:
    units, pairs = rows_of(units_csv(results.units)), rows_of(pairs_csv(results.pairs))

    assert [(r["unit_type"], r["unit"]) for r in units] == [
        (u.unit_type, u.unit) for u in results.units
    ]
    assert len(pairs) == len(results.pairs)
    assert list(pairs[0])[:5] == ["unit_type", "from_unit", "to_unit", "ties", "possible"]


def test_problems_csv_says_where_what_why_and_what_to_do(results: Results) -> None:
    (row,) = rows_of(problems_csv(results.faults))

    assert row == {
        **{key: getattr(FAULT, key) for key in ("kind", "file", "column", "what", "why", "mend")},
        "row": "7",
        "value": "'=X1",
        "taken": "left out",
        "people": "E1",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (0.1, "0.1"),
        (1e-9, "1e-09"),
        (-0.0, "0.0"),
        (-0.5, "-0.5"),
        (math.nan, ""),
        (math.inf, ""),
        ("-5", "-5"),
        ("-5+1", "'-5+1"),
    ],
)
def test_a_value_as_a_cell(value: float | str | None, text: str) -> None:
    assert cell(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_as_it_was(value: float) -> None:
    assert float(cell(value)) == value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_every_text_comes_back_as_it_was_or_with_an_apostrophe(text: str) -> None:
    read = list(csv.reader(io.StringIO(table(["text"], [{"text": text}]), newline="")))

    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert read[1] == [safe(text)] if text else read[1:] in ([[]], [[""]])
    assert safe(text) in (lines, f"'{lines}")


FOUND = Finding(
    "bottleneck",
    Subject("person", "E1"),
    "coffee",
    0.9,
    0.5,
    (Evidence("betweenness", 3.0, 6, 1.0, 0.5, 2.0, 0.01, None, "chance"),),
    ("one_question",),
    (Recommendation("stand_in", ("E1", "E2"), effect=Effect("fragmentation_rise", 0.3, 0.1, 0.2)),),
)


def with_findings(results: Results) -> Results:
    not_found = (NotFound("silo", "no_silo"),)
    not_said = (NotSaid("hidden_broker", "too_few_people_to_rank", {"people": 6}),)
    return replace(results, findings=(FOUND,), not_found=not_found, not_said=not_said)


def test_a_finding_is_written_as_the_contract_says(results: Results) -> None:
    (finding,) = findings_dict(with_findings(results))["findings"]

    assert finding == {
        "id": "bottleneck-e1",
        "kind": "bottleneck",
        "subject": {"type": "person", "id": "E1"},
        "claim": "",
        "relation": "coffee",
        "confidence": 0.9,
        "severity": 0.5,
        "evidence": [
            {
                "measure": "betweenness",
                "value": 3.0,
                "expected": 1.0,
                "low": 0.5,
                "high": 2.0,
                "p": 0.01,
                "q": None,
                "against": "chance",
                "people": 6,
            }
        ],
        "caveats": ["one_question"],
        "recommendations": [
            {
                "kind": "stand_in",
                "people": ["E1", "E2"],
                "effect": {
                    "measure": "fragmentation_rise",
                    "before": 0.3,
                    "after": 0.1,
                    "random": 0.2,
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (Subject("organisation"), {"type": "organisation"}),
        (Subject("organisation", people=("E1",)), {"type": "organisation", "people": ["E1"]}),
        (
            Subject("unit", unit_type="team", unit="A"),
            {"type": "unit", "unit_type": "team", "unit": "A"},
        ),
        (
            Subject("pair", unit_type="team", units=("A", "B")),
            {"type": "pair", "unit_type": "team", "units": ["A", "B"]},
        ),
        (Subject("partner", "P1"), {"type": "partner", "id": "P1"}),
    ],
)
def test_a_subject_has_only_what_it_is_about(
    results: Results, subject: Subject, said: dict[str, object]
) -> None:
    changed = replace(with_findings(results), findings=(replace(FOUND, subject=subject),))

    assert findings_dict(changed)["findings"][0]["subject"] == said


def test_findings_json_holds_the_figures_that_the_contract_names(results: Results) -> None:
    found = json.loads(findings_json(results))

    assert found["schema"] == "tiewise/findings/1"
    assert set(FIGURES) <= set(found["organisation"])
    assert found["organisation"]["people"] == 6
    assert found["organisation"]["answered"] == 5
    assert found["problems"] == {"unknown_alters": 1}
    assert {figure["measure"] for figure in found["figures"]} <= set(found["organisation"])


def test_sentences_are_put_in_where_they_are_given(results: Results) -> None:
    words = Sentences(
        claim=lambda finding: f"claim {finding.kind}",
        not_found=lambda outcome: f"not found {outcome.why}",
        not_said=lambda outcome: f"not said {outcome.why}",
        caveat=lambda key: f"caveat {key}",
    )

    found = findings_dict(with_findings(results), words)

    assert found["findings"][0]["claim"] == "claim bottleneck"
    assert found["findings"][0]["caveats"] == ["caveat one_question"]
    assert found["not_found"] == [{"kind": "silo", "why": "not found no_silo", "key": "no_silo"}]
    assert found["not_said"][0]["facts"] == {"people": 6}


def test_what_a_manager_may_see_names_nobody(results: Results) -> None:
    text = findings_json(view(with_findings(results), MANAGER, Policy()))

    assert not [id_ for id_ in results.roster.ids if f'"{id_}"' in text]


def test_a_number_that_is_none_is_null_in_json(results: Results) -> None:
    odd = replace(results.organisation[0], value=math.nan, expected=math.inf)

    figure = findings_dict(replace(results, organisation=(odd,)))["figures"][0]

    assert (figure["value"], figure["expected"]) == (None, None)


@pytest.mark.parametrize(
    "write",
    [people_csv, findings_json, lambda results: graphml(small_network())],
    ids=["people", "findings", "graphml"],
)
def test_the_same_results_give_the_same_bytes(write: Callable[[Results], str]) -> None:
    first, second = (analyse(small_network(), QUICK, faults=(FAULT,)) for _ in range(2))

    assert write(first) == write(second)


def test_graphml_holds_people_ties_and_each_questions_value() -> None:
    graph = nx.parse_graphml(graphml(small_network()))

    assert graph.nodes["E1"] == {
        "name": NAMES[1],
        "department": "B",
        "in_degree": "1",
        "answered": True,
        "level": 2,
        "manager_id": "E0",
    }
    assert graph.edges["E1", "E2"] == {"value_coffee": 3.0, "value_lunch": 1.0, "weight": 3.0}
    assert not graph.has_edge("E5", "E0")


def test_graphml_leaves_out_what_was_not_chosen() -> None:
    graph = nx.parse_graphml(graphml(small_network(), ["lunch"], 0.5))

    assert sorted(graph.edges) == [(f"E{i}", f"E{i + 1}") for i in range(5)]
    assert graph.edges["E1", "E2"] == {"value_lunch": 1.0, "weight": 1.0}


def test_igraph_reads_the_graphml_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("graph") / "network.graphml"
    path.write_text(graphml(small_network()), encoding="utf-8")

    graph = igraph.Graph.Read_GraphML(str(path))

    assert graph.vs["name"] == list(NAMES)
    assert graph.vs["answered"] == [True] * 5 + [False]
    assert graph.ecount() == 10


def test_a_character_that_xml_cannot_hold_does_not_break_the_graphml() -> None:
    network = small_network()
    odd = replace(network.roster.people[0], name="A\x00nn\x1b")
    roster = Roster((odd, *network.roster.people[1:]))

    graph = nx.parse_graphml(graphml(replace(network, roster=roster)))

    assert graph.nodes["E0"]["name"] == "Ann"


def test_questions_and_their_pairs_have_a_row_each(results: Results) -> None:
    rows = rows_of(questions_csv(results.further.questions))
    pairs = rows_of(question_pairs_csv(results.further.question_pairs))

    assert [row["question"] for row in rows] == ["coffee", "lunch"]
    assert [(row["first"], row["second"]) for row in pairs] == [("coffee", "lunch")]


def test_findings_json_holds_what_stands_behind_the_figures(results: Results) -> None:
    further = json.loads(findings_json(results))["further"]

    assert set(further) == {"layers", "causes", "spread", "steps", "thresholds"}
    assert sum(further["layers"]) == int(results.figure("ties").value)


def test_a_figure_of_one_question_says_which(results: Results) -> None:
    figures = json.loads(findings_json(results))["figures"]
    about = {f["measure"]: f.get("relation") for f in figures}

    assert about["simmelian_share"] == results.made.main_question
    assert about["people"] is None
