"""Answers: every row that was not taken as it stood, and nothing lost that is real."""

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from analysis.model import Answers, Tie
from analysis.planted import CASES, plant, write
from survey.answers import read_answers
from survey.ratings import scale_of, straight_liners
from survey.roster import read_roster
from tests.survey.files import ANSWERS, ROSTER, everybody, only, refused
from tests.survey.files import write as put

PLANTED = os.environ.get("TIEWISE_PLANTED", "")
NETWORKS = os.environ.get("TIEWISE_NETWORKS", "")


def answers_of(folder: Path, answers: str, roster: str = ROSTER) -> Answers:
    people = read_roster(put(folder, "roster.csv", roster)).roster
    return read_answers(put(folder, "answers.csv", answers), people)


def with_row(row: str) -> str:
    return f"{ANSWERS}{row}\n"


def test_answers_are_ties_and_who_answered(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, ANSWERS)

    assert answers == Answers(
        (Tie("E1", "E2", "coffee", 3.0), Tie("E2", "E3", "coffee", 4.0)),
        {"coffee": frozenset({"E1", "E2", "E3"})},
    )


def test_naming_nobody_is_an_answer_and_no_row_is_none(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, ANSWERS, ROSTER + "E4,Di,Works\n")

    assert answers.answered["coffee"] == {"E1", "E2", "E3"}


def test_without_a_column_of_values_every_tie_is_one(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, "source,relation,target\nE1,coffee,E2\n")

    assert answers.ties == (Tie("E1", "E2", "coffee", 1.0),)


@pytest.mark.parametrize(
    "header",
    [
        "Befragter;Frage;Genannte-ID;Häufigkeit",
        "répondant;question;personne citée;fréquence",
        "Encuestado;Pregunta;Nombrado;Frecuencia",
        "المجيب;السؤال;المذكور;التكرار",
        "respondent_id;question;alter_id;weight",
    ],
)
def test_column_names_are_understood_in_every_shipped_language(tmp_path: Path, header: str) -> None:
    answers = answers_of(tmp_path, f"{header}\nE1;coffee;E2;2,5\n")

    assert answers.ties == (Tie("E1", "E2", "coffee", 2.5),)


def test_a_zero_says_never(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, with_row("E3,coffee,E1,0"))

    assert len(answers.ties) == 2
    assert answers.faults == ()


FAULTS = {
    "unknown_alters": ("E1,coffee,X1,3", "alter_id"),
    "unknown_respondents": ("X1,coffee,E2,3", "respondent_id"),
    "self_nominations": ("E1,coffee,E1,3", "alter_id"),
    "bad_frequency": ("E1,coffee,E3,daily", "value"),
    "no_question": ("E1,,E3,3", "question"),
}


@pytest.mark.parametrize(("row", "column"), FAULTS.values(), ids=FAULTS)
def test_a_row_that_cannot_be_taken_is_left_out_and_said(
    tmp_path: Path, row: str, column: str, request: pytest.FixtureRequest
) -> None:
    answers = answers_of(tmp_path, with_row(row))

    fault = only(answers.faults, request.node.callspec.id)

    assert (fault.file, fault.row, fault.column) == ("answers.csv", 5, column)
    assert fault.taken == "row left out"
    assert all((fault.what, fault.why, fault.mend))
    assert len(answers.ties) == 2


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "1e999", "1_0", "٣", "3 times"])
def test_what_is_no_amount_is_left_out_and_said(tmp_path: Path, value: str) -> None:
    answers = answers_of(tmp_path, with_row(f"E1,coffee,E3,{value}"))

    assert only(answers.faults, "bad_frequency").value == value
    assert len(answers.ties) == 2


def test_somebody_named_without_a_value_counts_as_one_and_that_is_said(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, with_row("E1,coffee,E3,"))

    assert Tie("E1", "E3", "coffee", 1.0) in answers.ties
    assert only(answers.faults, "bad_frequency").taken == "taken as 1"


@pytest.mark.parametrize(
    ("value", "kept", "taken"), [("5", 5.0, "the higher value 5 kept"), ("1", 3.0, "row left out")]
)
def test_of_two_rows_for_one_tie_the_higher_value_counts(
    tmp_path: Path, value: str, kept: float, taken: str
) -> None:
    answers = answers_of(tmp_path, with_row(f"E1,coffee,E2,{value}"))

    assert answers.ties[0].value == kept
    assert only(answers.faults, "duplicate_rows").taken == taken


@pytest.mark.parametrize("typed", [" e2 ", "Ｅ２", "E 2", "E2\u200b"])
def test_an_id_typed_otherwise_is_found_and_that_is_said(tmp_path: Path, typed: str) -> None:
    answers = answers_of(tmp_path, with_row(f"E3,coffee,{typed},2"))

    assert Tie("E3", "E2", "coffee", 2.0) in answers.ties
    assert only(answers.faults, "id_case_or_space_variants").taken == "read as E2"


def test_zeros_that_excel_took_away_are_found_again(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, "from,question,to\n7,q,12\n", "id,name\n007,Ann\n0012,Bo\n")

    assert answers.ties == (Tie("007", "0012", "q", 1.0),)


def test_an_id_that_could_be_either_of_two_is_unknown(tmp_path: Path) -> None:
    answers = answers_of(
        tmp_path, "from,question,to\nC,q,a\nC,q,A \nC,q,x\n", "id,name\nA,Ann\na,Bo\nC,Cy\nx,Di\n"
    )

    assert [tie.target for tie in answers.ties] == ["a", "A", "x"]


def test_whoever_asked_not_to_be_named_is_not(tmp_path: Path) -> None:
    roster = "id,name,listed\nE1,Ann,yes\nE2,Bo,no\nE3,Cy,yes\n"

    answers = answers_of(tmp_path, ANSWERS, roster)

    assert [tie.target for tie in answers.ties] == ["E3"]
    assert only(answers.faults, "unlisted_named").people == ("E1", "E2")


def test_an_answer_of_somebody_who_was_not_asked_is_kept_and_said(tmp_path: Path) -> None:
    roster = "id,name,asked\nE1,Ann,no\nE2,Bo,yes\nE3,Cy,yes\n"

    answers = answers_of(tmp_path, ANSWERS, roster)

    assert len(answers.ties) == 2
    assert only(answers.faults, "not_asked_answered").people == ("E1",)


@pytest.mark.parametrize("column", ["respondent_id", "alter_id"])
def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, column: str) -> None:
    strangers = {"respondent_id": "X{0},coffee,E1,3\n", "alter_id": "E1,coffee,X{0},3\n"}[column]
    rows = "".join(strangers.format(i) for i in range(20))

    problem = refused(answers_of, tmp_path, f"respondent_id,question,alter_id,value\n{rows}")

    assert problem.what == "the answers don't belong to this roster"
    assert problem.where == f"answers.csv, column {column}"


def test_a_roster_given_for_answers_is_recognised(tmp_path: Path) -> None:
    assert "looks like a roster" in refused(answers_of, tmp_path, ROSTER).mend


def test_answers_of_nobody_are_refused(tmp_path: Path) -> None:
    problem = refused(answers_of, tmp_path, "respondent_id,question,alter_id\n")

    assert problem.what == "there are no answers in the file"


RATINGS = [1, 2, 3, 4, 5] * 10


@pytest.mark.parametrize(
    ("question", "values", "top"),
    [
        ("coffee", [*RATINGS, 99], 5),
        ("coffee", [*range(1, 8)] * 10, 7),
        ("coffee", [*range(11)] * 10, 10),
        ("coffee", [1, 1, 2, 3], float("inf")),
        ("coffee", [1] * 60 + [2] * 25 + [3] * 10 + [4] * 4 + [5, 9, 14], float("inf")),
        ("coffee", [i / 7 for i in range(1, 40)], float("inf")),
        ("information", [1, 2, 3, 4, 5, 9], 5),
        ("information", [*RATINGS, 3.5, 9], 5),
        ("information", [1, 1, 2, 7, 30, 8], float("inf")),
    ],
)
def test_a_scale_is_told_from_the_answers_where_they_leave_no_doubt(
    question: str, values: list[float], top: float
) -> None:
    assert scale_of(question, values) == top


def test_a_value_beyond_the_scale_is_left_out_and_said(tmp_path: Path) -> None:
    roster, answers = everybody(8, lambda i, j: (i * j) % 5 + 1)

    read = answers_of(tmp_path, answers + "E1,coffee,E2,9\n", roster)

    assert only(read.faults, "bad_frequency").what == "9 is not a number from 0 to 5"


def test_who_rates_everybody_alike_is_noted_and_kept(tmp_path: Path) -> None:
    roster, answers = everybody(13, lambda i, j: 4 if i == 0 else (i + j * j) % 5 + 1)

    read = answers_of(tmp_path, answers, roster)

    assert only(read.faults, "straight_liner").people == ("E0",)
    assert sum(tie.source == "E0" for tie in read.ties) == 12


def test_nobody_is_a_straight_liner_where_all_ratings_are_alike() -> None:
    assert straight_liners({person: [1.0] * 12 for person in "abc"}) == {}


def test_nine_like_ratings_are_too_few_to_say() -> None:
    assert straight_liners({"a": [5.0] * 9, "b": [1.0, 2.0, 3.0] * 5}) == {}


def test_a_rating_that_most_choose_is_no_straight_line() -> None:
    usual = {str(i): [3.0] * 9 + [4.0] for i in range(20)}

    assert straight_liners({**usual, "a": [3.0] * 10}) == {}


def test_who_names_nearly_everybody_is_noted(tmp_path: Path) -> None:
    roster, answers = everybody(28, lambda i, j: 1 if i == 0 or j == i + 1 else None)

    fault = only(answers_of(tmp_path, answers, roster).faults, "names_nearly_everybody")

    assert (fault.people, fault.value) == (("E0",), "27")


def test_who_names_more_than_25_is_noted_and_kept(tmp_path: Path) -> None:
    roster, answers = everybody(60, lambda i, j: 1 if (i == 0 and j <= 26) or j == i + 1 else None)

    fault = only(answers_of(tmp_path, answers, roster).faults, "names_many")

    assert (fault.people, fault.value, fault.taken) == (("E0",), "26", "kept as answered")


def timed(*seconds: str) -> str:
    """E1 names three people, having taken so long; E2 names one in five seconds."""
    named = [f"E1,advice,E{2 + k},{taken}" for k, taken in enumerate(seconds)]
    return "\n".join(["respondent_id,question,alter_id,seconds", *named, "E2,advice,E3,5", ""])


FOUR = "person_id,name\nE1,An\nE2,Bo\nE3,Cy\nE4,Di\n"


def test_who_names_three_in_under_a_minute_is_noted(tmp_path: Path) -> None:
    fault = only(answers_of(tmp_path, timed("41", "41", "41"), FOUR).faults, "answered_too_fast")

    assert (fault.people, fault.value, fault.row) == (("E1",), "41", 2)


def test_the_longest_time_that_is_said_of_somebody_counts(tmp_path: Path) -> None:
    faults = answers_of(tmp_path, timed("41", "60", "12"), FOUR).faults

    assert [fault for fault in faults if fault.kind == "answered_too_fast"] == []


@pytest.mark.parametrize("nonsense", ["", "-3", "soon", "0"])
def test_a_time_that_is_none_is_not_judged(tmp_path: Path, nonsense: str) -> None:
    faults = answers_of(tmp_path, timed(nonsense, nonsense, nonsense), FOUR).faults

    assert [fault for fault in faults if fault.kind == "answered_too_fast"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_planted_firm_comes_back_from_its_files_as_it_was(case: object, tmp_path: Path) -> None:
    firm = plant(case, 3)  # type: ignore[arg-type]
    write(firm, tmp_path)

    reading = read_roster(tmp_path / "roster.csv")
    answers = read_answers(tmp_path / "answers.csv", reading.roster)

    assert reading.roster == firm.roster
    assert set(answers.ties) == set(firm.answers.ties)
    assert answers.answered == firm.answers.answered
    assert answers.faults == ()


@pytest.mark.skipif(not PLANTED, reason="TIEWISE_PLANTED does not name a folder with planted firms")
def test_the_faults_in_another_generators_answers_are_all_counted() -> None:
    folder = Path(PLANTED) / "dirty"
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["facts"]
    roster = read_roster(folder / "roster.csv").roster

    answers = read_answers(folder / "answers.csv", roster)

    counts = Counter(fault.kind for fault in answers.faults)
    for kind in (
        *("duplicate_rows", "self_nominations", "unknown_alters", "unknown_respondents"),
        *("id_case_or_space_variants", "bad_frequency"),
    ):
        assert counts[kind] == facts[kind], kind
    assert only(answers.faults, "straight_liner").people == (facts["straight_liner"],)


@pytest.mark.skipif(not PLANTED, reason="TIEWISE_PLANTED does not name a folder with planted firms")
def test_the_rows_without_a_fault_are_the_clean_ties() -> None:
    folder = Path(PLANTED) / "dirty"
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["facts"]
    answers = read_answers(folder / "answers.csv", read_roster(folder / "roster.csv").roster)
    with (folder / "answers.csv").open(encoding="utf-8") as file:
        rows = dict(enumerate(csv.DictReader(file), 2))
    faulty = {fault.row for fault in answers.faults if fault.taken != "kept as answered"}
    line = only(answers.faults, "straight_liner")
    alike = (*line.people, line.value)

    clean = {
        (row["respondent_id"], row["question"], row["alter_id"])
        for number, row in rows.items()
        if number not in faulty and (row["respondent_id"], row["value"]) != alike
    }

    assert len(clean) == facts["clean_distinct_ties"]


@pytest.mark.skipif(not NETWORKS, reason="TIEWISE_NETWORKS does not name a folder with networks")
def test_a_real_network_with_weights_loses_nothing(tmp_path: Path) -> None:
    folder = Path(NETWORKS) / "uk_faculty"
    with (folder / "edges.csv").open(encoding="utf-8") as file:
        edges = list(csv.DictReader(file))
    ids = sorted({edge[end] for edge in edges for end in ("source", "target")})
    text = "from,relation,to,weight\n" + "".join(
        f"{e['source']},{e['relation']},{e['target']},{e['weight']}\n" for e in edges
    )

    answers = answers_of(tmp_path, text, "id,name\n" + "".join(f"{i},P{i}\n" for i in ids))

    assert {(t.source, t.target, t.value) for t in answers.ties} == {
        (e["source"], e["target"], float(e["weight"])) for e in edges
    }
    assert {fault.kind for fault in answers.faults} <= {"names_many"}
