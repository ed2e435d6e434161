"""Every language says everything that English says, with the same places to fill in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from analysis.findings import FINDERS
from analysis.privacy import ANALYST, MANAGER, Audience, Policy, view
from reports import facts
from reports.pdf import pieces
from reports.source import Cover, source
from reports.wording import Wording, load
from templates import path
from tests.reports.samples import FAULTS, demo, everything

ENGLISH = load()
LANGUAGES = sorted(file.stem for file in path("wording").glob("*.toml") if file.stem != "en")
PLACE = re.compile(r"\{(\w+)([|?}])")
DATA = ("data_problem",)  # said by the fault, not by figures
# Sources and blanks are the same everywhere.
SAME = ("method.references", "plan.blank")
WORDS_OF_A_SENTENCE = 3


def leaves(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key in full, with what stands under it."""
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield above + key, value


def said(words: Wording) -> dict[str, str]:
    """Every sentence by its key; lists as one text."""
    return {key: str(value) for key, value in leaves(words.words)}


def places(sentence: str, choosing: bool) -> set[str]:
    """What is filled in; with ``choosing`` also what a form of a word is chosen by."""
    found = {name for name, sign in PLACE.findall(sentence) if choosing or sign == "}"}
    plain = {name.lower().removesuffix("_word").removesuffix("_raw") for name in found}
    return {"type" if name == "types" else name for name in plain}  # languages differ in that


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_keys_of_english(language: str) -> None:
    assert set(said(load(language))) ^ set(said(ENGLISH)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_fills_in_what_english_fills_in(language: str) -> None:
    english, other = said(ENGLISH), said(load(language))
    free = {"count", "n", "type"}  # a number printed or as it is; a word whose gender would show
    wrong = [
        key
        for key, sentence in other.items()
        if places(sentence, True) - places(english[key], True) - free
        or places(english[key], False) - places(sentence, True) - free
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_leaves_nothing_empty_that_english_says(language: str) -> None:
    other = said(load(language))

    assert [key for key, text in said(ENGLISH).items() if text and not other[key]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_leaves_no_sentence_in_english(language: str) -> None:
    english = said(ENGLISH)
    left = [
        key
        for key, text in said(load(language)).items()
        if text == english[key]
        and len(re.findall(r"[^\W\d_]+", PLACE.sub("", text))) > WORDS_OF_A_SENTENCE
        and key not in SAME
    ]

    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_formats_of_figures_are_those_of_english(language: str) -> None:
    forms = {key: text for key, text in said(ENGLISH).items() if key.endswith(".format")}

    assert {key: said(load(language))[key] for key in forms} == forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_said_with_its_figures_and_advice(language: str) -> None:
    words = load(language)
    names = {person.id: person.name for person in demo().roster.people}
    sentences = []
    for finding in everything().findings:
        known = facts.of_finding(words, finding, names)
        sentences += [words.claim(finding, who) for who in (names, {})]
        sentences += [
            words.say(f"kinds.{finding.kind}.{key}", **known) for key in ("means", "drop")
        ]
        sentences += [words.reads(e, known) for e in finding.evidence if finding.kind not in DATA]
        sentences += [facts.advice(words, a, finding, names) for a in finding.recommendations]

    assert [text for text in sentences if not text or "{" in text or "|" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_finding_is_claimed_and_doubted(language: str) -> None:
    words = load(language)
    needed = ("name", "looked_for", "claim", "short", "means", "else", "drop")
    keys = [f"kinds.{finder.kind}.{key}" for finder in FINDERS for key in needed]

    assert [key for key in keys if not words.has(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 11, 100])
def test_every_fault_is_said_for_any_number(language: str, count: int) -> None:
    texts = [t for kind in FAULTS for t in facts.of_fault(load(language), kind, count).values()]

    assert [text for text in texts if not text or "{" in text or "|" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", [ANALYST, MANAGER])
def test_every_section_is_laid_out(language: str, audience: Audience) -> None:
    shown = view(everything(), audience, Policy())
    drawn_from = source(shown, Cover("A & Co", language=language), load(language))

    assert len(pieces(drawn_from)) > len(LANGUAGES)
