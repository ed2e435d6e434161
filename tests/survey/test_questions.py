"""Question kinds and question sets: every kind asks, checks what comes back, and reads it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from analysis.model import Person, Problem, Tie
from survey import bank, planner, questions, ratings
from survey.bank import Question, Step
from survey.questions import KINDS, Kind
from survey.store import Reply

SCALE = (Step(1.0, "Monthly"), Step(2.0, "Weekly"))
PEOPLE = {"a1": Person("E1", "Zoë"), "b2": Person("E2", "Łukasz"), "c3": Person("E3", "Ann")}


def question(kind: Kind) -> Question:
    return Question("talk", kind.name, "Who?", rate_text="How often?", scale=SCALE)


def answered(kind: Kind, asked: Question) -> Reply:
    """What a person's forms give back who names Zoë and Łukasz, and chooses steps 2 and 1."""
    reply = Reply("talk")
    if {"pick", "mark"} & set(kind.asks):
        picked = questions.pick_form(PEOPLE, MultiDict([("people", "a1"), ("people", "b2")]), ())
        assert picked.validate()
        reply = Reply("talk", {PEOPLE[id_].id: None for id_ in picked.picked()})
    if "rate" in kind.asks:
        given = MultiDict([("v-a1", "2"), ("v-b2", "1")])
        rating = questions.rate_form(asked, PEOPLE, given, {})
        assert rating.validate()
        values = questions.rated(rating)
        reply = Reply("talk", {PEOPLE[id_].id: value for id_, value in values.items()})
    if "plain" in kind.asks:
        about_me = questions.plain_form(asked, MultiDict([("own", "2")]), None)
        assert about_me.validate()
        reply = Reply("talk", own=questions.own(about_me))
    return reply


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_the_bank_is_known_and_asks_something(kind: Kind) -> None:
    assert kind.name in bank.KINDS
    assert kind.asks
    assert questions.kind_of(question(kind)) is kind


def test_every_kind_that_the_bank_allows_can_be_asked() -> None:
    assert tuple(kind.name for kind in KINDS) == bank.KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_reads_what_its_forms_give_back_as_ties_or_as_a_trait(kind: Kind) -> None:
    asked = question(kind)
    reply = answered(kind, asked)
    strengths = (2.0, 1.0) if "rate" in kind.asks else (1.0, 1.0)
    ties = (Tie("E9", "E1", "talk", strengths[0]), Tie("E9", "E2", "talk", strengths[1]))
    about_others = kind.asks not in (("plain",), ("home",))

    assert kind.read(asked, "E9", reply) == (ties if about_others else ())
    assert kind.trait(reply) == (2.0 if kind.asks == ("plain",) else None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_used_by_a_question_of_the_bank(kind: Kind) -> None:
    assert [q for q in bank.questions().values() if q.kind == kind.name]


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


def test_the_sets_are_those_that_people_ask_for() -> None:
    assert bank.names() == (
        "annual", "change", "merger", "onboarding", "partners", "short", "teams",
    )  # fmt: skip


@pytest.mark.parametrize("name", bank.names())
def test_every_shipped_set_starts_with_its_first_question_and_speaks_every_language(
    name: str,
) -> None:
    found = bank.load(name)

    first = "own_team" if name == "teams" else "information"

    assert found.questions[0].key == first
    assert bank.languages(found.questions) == bank.LANGUAGES


@pytest.mark.parametrize("name", bank.names())
def test_every_shipped_set_is_answered_within_ten_minutes(name: str) -> None:
    assert not planner.minutes(bank.load(name).questions, 300).too_long


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_the_whole_bank_can_be_asked_in_every_language(language: str) -> None:
    asked = [bank.worded(question, language) for question in bank.questions().values()]
    about_teams = [question for question in asked if question.among == "teams"]

    bank.check([question for question in asked if question not in about_teams], language)
    bank.check(about_teams, language)
    assert language == bank.MAIN or all(
        a.text != q.text for a, q in zip(asked, bank.questions().values(), strict=True)
    )


def test_nobody_is_named_where_teams_are() -> None:
    asked = (*bank.load("teams").questions, bank.questions()["missing_tie"])

    with pytest.raises(Problem, match="in one survey"):
        bank.check(asked, "mine")


def test_where_teams_are_named_ones_own_is_asked_for_first() -> None:
    with pytest.raises(Problem, match="their own team first"):
        bank.check(bank.load("teams").questions[1:], "mine")


def test_ones_own_team_is_chosen_from_those_there_are() -> None:
    asked = bank.questions()["own_team"]
    teams = {"t0": "Sales", "none": "Another"}

    assert questions.home_form(asked, MultiDict([("own", "t0")]), teams, None).validate()
    assert not questions.home_form(asked, MultiDict([("own", "t9")]), teams, None).validate()


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_only_the_wish_speaks_of_the_goal_and_does_so_in_every_language(language: str) -> None:
    asked = [bank.worded(question, language) for question in bank.questions().values()]

    assert [question.key for question in asked if "{goal}" in question.text] == [
        "missing_tie",
        "team_missing",
    ]


def test_no_question_of_the_bank_asks_for_something_bad_about_a_person() -> None:
    """Every pick asks for something received or wished for; only energy has steps below zero."""
    below = [q.key for q in bank.questions().values() if any(s.value < 0 for s in q.scale)]

    assert below == ["energy"] == sorted(ratings.SIGNED)


def test_the_ratings_know_every_question_of_the_bank() -> None:
    assert set(bank.questions()) <= ratings.KNOWN


def test_rewording_changes_one_language_only() -> None:
    asked = bank.questions()["access"]
    words = replace(bank.said_in(asked, "de"), rate_text="Ich erreiche sie.")
    german = bank.reworded(asked, "de", words)
    english = bank.reworded(asked, "en", replace(bank.said_in(asked, "en"), steps=tuple("abcde")))

    assert bank.worded(german, "de").rate_text == "Ich erreiche sie."
    assert bank.worded(german, "en") == replace(bank.worded(asked, "en"), words=german.words)
    assert [step.label for step in english.scale] == list("abcde")
    assert bank.worded(english, "fr") == bank.worded(asked, "fr")


def test_a_question_without_words_in_a_language_is_asked_in_english() -> None:
    own = Question("own", "pick", "Who?", nobody="Nobody")

    assert bank.worded(own, "ar").text == "Who?"
    assert bank.languages([bank.questions()["information"], own]) == ("en",)


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


@pytest.mark.parametrize("key", bank.questions())
def test_a_question_survives_being_stored(key: str) -> None:
    asked = bank.questions()[key]

    assert bank.from_dict(json.loads(json.dumps(asked.to_dict()))) == asked


def test_a_question_stored_before_there_were_languages_can_still_be_read() -> None:
    stored = {"key": "information", "kind": "pick", "text": "Who?", "nobody": "Nobody"}

    assert bank.from_dict(stored) == Question("information", "pick", "Who?", nobody="Nobody")


def test_a_set_that_does_not_exist_is_explained() -> None:
    with pytest.raises(Problem, match="no question set"):
        bank.load("nope")


GOOD = """
title = "T"
purpose = "P"
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
        ('kind = "pick"', 'kind = "pick"\ncarry = "later"', "does not come before"),
        ('kind = "pick"', 'kind = "mark"', "carries none"),
        ('kind = "pick"', 'kind = "plain"', "fewer than two steps"),
        ('kind = "pick"', 'kind = "pick"\namong = "aliens"', "nobody is called"),
        ('text = "Who?"', 'text = "Who, {name}?"', "only {goal}"),
        ('text = "Who?"', 'text = "Who?"\nwords.de = {text = "Wer?"}', "naming nobody .de."),
        ('key = "information"', 'key = "advice"', "first question"),
        ('kind = "pick"', 'kind = "pick"\nuse = "gossip"', "no use"),
        ('kind = "pick"', 'kind = "pick"\nsurprise = 1', "cannot be read"),
        ('title = "T"', "title = ", "cannot be read"),
        ("[[questions]]", 'questions = ["gossip"]', "cannot be read"),
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
