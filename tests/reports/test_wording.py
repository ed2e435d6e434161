"""Words: every key that is asked for is there, and what is missing is named."""

import ast
from pathlib import Path

import pytest

import reports
from analysis.findings import FINDERS
from analysis.model import Evidence, Finding, NotFound, NotSaid, Problem, Subject
from reports import facts, validation
from reports.wording import Wording, load
from tests.reports.samples import FAULTS, demo, everything

WORDS = load()


def asked_for() -> list[str]:
    """Every key that stands in full in the code of the reports."""
    found = []
    for file in Path(reports.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                known = node.func.attr in ("say", "items", "get") and node.args
                key = node.args[0].value if known and isinstance(node.args[0], ast.Constant) else ""
                found += [key] if "." in str(key) else []
    return sorted(set(found))


@pytest.mark.parametrize("key", asked_for())
def test_a_key_that_the_code_asks_for_is_there(key: str) -> None:
    words = validation.load() if key.startswith("validation.") else WORDS

    assert words.has(key) or load("en", of="teams").has(key)


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.kind)
def test_every_kind_of_finding_has_its_words(finder: object) -> None:
    kind = getattr(finder, "kind")  # noqa: B009 - any list of kinds will do
    needed = ("name", "looked_for", "claim", "short", "means", "else", "drop")

    assert [key for key in needed if not WORDS.has(f"kinds.{kind}.{key}")] == []


def test_every_finding_is_claimed_in_one_plain_sentence() -> None:
    names = {person.id: person.name for person in demo().roster.people}
    claims = [WORDS.claim(f, who) for f in everything().findings for who in (names, {})]

    assert all(said.endswith(".") and "{" not in said and "\u2068" not in said for said in claims)


def test_a_claim_about_a_person_says_the_name() -> None:
    finding = Finding(
        "cut_point",
        Subject("person", id="E1"),
        "information",
        0.9,
        0.5,
        (Evidence("people_cut_off", 3, 100),),
    )

    assert WORDS.claim(finding, {"E1": "Ann <b"}) == (
        "Ann <b is the only link: without them three people would have no contact with the rest."
    )


def test_a_claim_about_a_person_who_may_not_be_named_says_the_unit() -> None:
    subject = Subject("person", unit_type="department", unit="Sales")
    finding = Finding(
        "cut_point", subject, "information", 0.9, 0.5, (Evidence("people_cut_off", 1, 100),)
    )

    assert WORDS.claim(finding, {}) == (
        "Somebody in Sales is the only link: without them one person would have no contact with"
        " the rest."
    )


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_says_what_it_does_and_how_to_mend_it(kind: str) -> None:
    said = facts.of_fault(WORDS, kind, 2)

    assert set(said) == {"fault", "effect", "mend"}
    assert all(text and "{" not in text for text in said.values())


def test_outcomes_without_a_finding_have_sentences() -> None:
    rows = everything()
    said = [WORDS.not_said(o) for o in rows.not_said]
    said += [WORDS.not_found(o) for o in demo().not_found]
    said.append(WORDS.not_found(NotFound("silo", "no_stable_groups")))

    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)


def test_a_missing_key_is_named_with_its_file() -> None:
    with pytest.raises(Problem) as caught:
        Wording("en", "en.toml", {}).say("answer.title")

    assert caught.value.where == "en.toml"
    assert "answer.title" in str(caught.value)


def test_a_place_that_nothing_fills_is_named() -> None:
    words = Wording("en", "en.toml", {"a": {"b": "Hello {nobody}"}})

    with pytest.raises(Problem, match="nobody"):
        words.say("a.b", somebody="x")


def test_braces_in_a_name_are_not_filled_in() -> None:
    words = Wording("en", "en.toml", {"a": {"b": "{name}, {other}"}})

    assert words.say("a.b", name="{other}", other="x") == "{other}, x"


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_an_unknown_language_is_a_problem_that_lists_the_known(language: str) -> None:
    with pytest.raises(Problem, match="en"):
        load(language)


def test_a_word_follows_the_number() -> None:
    words = Wording("en", "en.toml", {"a": "{n} {n|person|people}"})

    assert [words.say("a", n=n) for n in (1, 2)] == ["1 person", "2 people"]


def test_every_not_said_of_the_analysis_has_its_sentence() -> None:
    known = NotSaid("hidden_broker", "nobody_sure_enough", {"best": 0.61})

    assert "61 %" in WORDS.not_said(known)


def test_text_for_readers_has_no_jargon() -> None:
    said = Path(WORDS.file and "templates/wording/en.toml").read_text(encoding="utf-8").lower()
    sentences = "".join(line.split("=", 1)[1] for line in said.splitlines() if " = " in line)

    assert [
        w for w in ("betweenness", "p-value", "modularity", "node", "louvain") if w in sentences
    ] == []
