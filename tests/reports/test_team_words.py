"""What is said otherwise where teams were named: whole in every language."""

import tomllib
from typing import Any

import pytest

from analysis import MANAGER, Policy, view
from analysis.privacy import View
from analysis.teams import analyse_teams, planting
from reports import facts
from reports.pdf import pieces
from reports.sections import CONTENTS
from reports.source import Cover, source, told
from reports.wording import load
from templates import path
from tests.reports.test_languages import PLACE, SAME, leaves, places

LANGUAGES = ("en", "de", "fr", "es", "ar")
FREE = {"count", "n", "type"}


def own(language: str) -> dict[str, Any]:
    """What stands in the file of a language, by its key in full."""
    file = path("wording", "teams", f"{language}.toml")
    return dict(leaves(tomllib.loads(file.read_text(encoding="utf-8"))))


def seen(planted: str) -> View:
    given, _ = getattr(planting, planted)(3, 300)
    return view(analyse_teams(given), MANAGER, Policy(mode="aggregate"))


VIEWS = {name: seen(name) for name in ("unlinked", "one_way", "crowded")}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_language_says_otherwise_what_english_says_otherwise(language: str) -> None:
    english, other = own("en"), own(language)
    wrong = [
        key
        for key in english
        if places(str(other[key]), True) - places(str(english[key]), True) - FREE
        or places(str(english[key]), False) - places(str(other[key]), True) - FREE
    ]

    assert set(other) == set(english)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_sentence_was_left_in_english(language: str) -> None:
    english = {key: str(text) for key, text in own("en").items()}
    left = [key for key, text in own(language).items() if str(text) == english[key]]

    assert [k for k in left if len(PLACE.sub("", english[k]).split()) > 3 and k not in SAME] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_not_said_otherwise_is_said_as_usual(language: str) -> None:
    usual, teams = load(language), load(language, of="teams")

    assert teams.get("plan.title") == usual.get("plan.title")
    assert teams.get("matrix.title") != usual.get("matrix.title")
    assert set(teams.get("glossary")) < set(usual.get("glossary"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("planted", VIEWS)
def test_every_finding_is_said_with_its_figures_and_advice(planted: str, language: str) -> None:
    words, found = load(language, of="teams"), told(VIEWS[planted])
    said = []
    for item in found:
        known = facts.of_finding(words, item.finding, {})
        said += [words.claim(item.finding, {}), facts.short(words, item.finding, {})]
        said += [words.reads(evidence, known) for evidence in item.finding.evidence]
        said += [facts.advice(words, a, item.finding, {}) for a in item.finding.recommendations]

    assert found
    assert all(sentence and "{" not in sentence for sentence in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("planted", VIEWS)
def test_every_section_is_drawn_from_answers_about_teams(planted: str, language: str) -> None:
    seen = VIEWS[planted]
    drawn = source(seen, Cover("Lindqvist", language=language), load(language, of="teams"))

    assert len(pieces(drawn, CONTENTS)) > 30
