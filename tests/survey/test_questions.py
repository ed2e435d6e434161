"""Question kinds and question sets: every kind asks, checks what comes back, and reads it."""

from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from analysis.model import Person, Problem, Tie
from survey import bank, questions
from survey.bank import Question, Step
from survey.questions import KINDS, Kind
from survey.store import Reply

SCALE = (Step(1.0, "Monthly"), Step(2.0, "Weekly"))
PEOPLE = {"a1": Person("E1", "Zoë"), "b2": Person("E2", "Łukasz"), "c3": Person("E3", "Ann")}


def question(kind: Kind) -> Question:
    return Question("talk", kind.name, "Who?", rate_text="How often?", scale=SCALE)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_the_bank_is_known_and_asks_something(kind: Kind) -> None:
    assert kind.name in bank.KINDS
    assert kind.asks
    assert questions.kind_of(question(kind)) is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_reads_what_its_forms_give_back(kind: Kind) -> None:
    asked = question(kind)
    picked = questions.pick_form(PEOPLE, MultiDict([("people", "a1"), ("people", "b2")]), ())
    rating = questions.rate_form(asked, PEOPLE, MultiDict([("v-a1", "2"), ("v-b2", "1")]), {})
    assert picked.validate()
    assert rating.validate()
    values = questions.rated(rating) if "rate" in kind.asks else {}
    named = {PEOPLE[id_].id: values.get(id_) for id_ in picked.picked()}
    ties = kind.read(asked, "E9", Reply("talk", named))

    strengths = (2.0, 1.0) if "rate" in kind.asks else (1.0, 1.0)
    assert ties == (Tie("E9", "E1", "talk", strengths[0]), Tie("E9", "E2", "talk", strengths[1]))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_reads_nobody_as_no_ties(kind: Kind) -> None:
    assert kind.read(question(kind), "E9", Reply("talk", {})) == ()


def test_a_name_left_unrated_counts_as_the_lowest_step_where_naming_is_the_answer() -> None:
    kind = next(kind for kind in KINDS if kind.name == "pick_rate")

    assert kind.read(question(kind), "E9", Reply("talk", {"E1": None})) == (
        Tie("E9", "E1", "talk", 1.0),
    )


def test_a_name_left_unrated_is_no_tie_where_rating_is_the_answer() -> None:
    kind = next(kind for kind in KINDS if kind.name == "rate")

    assert kind.read(question(kind), "E9", Reply("talk", {"E1": None})) == ()


def test_somebody_who_is_not_on_the_list_cannot_be_ticked() -> None:
    assert not questions.pick_form(PEOPLE, MultiDict([("people", "zz")]), ()).validate()


def test_names_and_nobody_exclude_each_other() -> None:
    form = questions.pick_form(PEOPLE, MultiDict([("people", "a1"), ("nobody", "y")]), ())

    assert not form.validate()


def test_the_same_name_ticked_twice_counts_once() -> None:
    form = questions.pick_form(PEOPLE, MultiDict([("people", "a1"), ("people", "a1")]), ())

    assert form.picked() == ["a1"]


def test_a_step_that_the_scale_does_not_have_is_refused() -> None:
    form = questions.rate_form(question(KINDS[1]), PEOPLE, MultiDict([("v-a1", "9")]), {})

    assert not form.validate()


def test_a_scale_may_go_below_zero_and_through_it() -> None:
    energy = next(q for q in bank.load("annual").questions if q.key == "energy")
    form = questions.rate_form(energy, PEOPLE, MultiDict([("v-a1", "-2"), ("v-b2", "0")]), {})

    assert form.validate()
    assert questions.rated(form) == {"a1": -2.0, "b2": 0.0}


@pytest.mark.parametrize("name", bank.names())
def test_every_shipped_set_can_be_read_and_starts_with_information(name: str) -> None:
    found = bank.load(name)

    assert found.questions[0].key == "information"
    assert 1 <= found.minutes <= 15


def test_the_annual_set_asks_six_pages_and_rates_only_names_that_were_picked() -> None:
    pages = questions.pages(bank.load("annual").questions)

    assert [(p.question.key, p.ask) for p in pages] == [
        ("information", "pick"),
        ("information", "rate"),
        ("access", "rate"),
        ("problem_solving", "pick"),
        ("energy", "rate"),
        ("missing_tie", "pick"),
    ]
    assert [p.number for p in pages] == [1, 2, 3, 4, 5, 6]


def test_a_question_survives_being_stored() -> None:
    asked = bank.load("annual").questions[0]

    assert bank.from_dict(asked.to_dict()) == asked


def test_a_set_that_does_not_exist_is_explained() -> None:
    with pytest.raises(Problem, match="no question set"):
        bank.load("nope")


GOOD = """
title = "T"
purpose = "P"
minutes = 3
[[questions]]
key = "information"
kind = "pick"
text = "Who?"
nobody = "Nobody"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "pick"', 'kind = "matrix"', "no kind"),
        ('key = "information"', 'key = "Info!"', "lower-case"),
        ('nobody = "Nobody"', "", "naming nobody"),
        ('kind = "pick"', 'kind = "pick_rate"', "fewer than two steps"),
        ('kind = "pick"', 'kind = "rate"', "carries none"),
        ('kind = "pick"', 'kind = "pick"\ncarry = "later"', "no earlier"),
        ('kind = "pick"', 'kind = "pick"\nuse = "gossip"', "no use"),
        ('kind = "pick"', 'kind = "pick"\nsurprise = 1', "cannot be read"),
        ('title = "T"', "title = ", "cannot be read"),
        ("minutes = 3", 'minutes = "soon"', "cannot be read"),
    ],
)
def test_a_faulty_set_is_refused_with_its_reason(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(Problem, match=said):
        bank.read(file)


def test_a_set_that_asks_the_same_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD + GOOD[GOOD.index("[[") :], encoding="utf-8")

    with pytest.raises(Problem, match="used twice"):
        bank.read(file)
