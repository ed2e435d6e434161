"""Sentences of one's own: laid over the shipped ones, or refused with everything that is wrong."""

from pathlib import Path

import pytest

from analysis.model import Problem
from analysis.privacy import ANALYST, Policy, view
from reports import facts, own_words
from reports.own_checks import faults_of_part
from reports.source import Cover, source
from reports.wording import languages, load
from tests.reports.samples import demo, everything

CLAIM = "kinds.silo.claim"
SILO = '[kinds.silo]\nclaim = "{}"\n'
GOOD = "{unit} is an island: {inside_share} stays in; chance would give {inside_share_expected}."


def file_of(folder: Path, text: str, language: str = "en") -> Path:
    """A file of sentences."""
    file = folder / f"{language}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def wrong_in(folder: Path, text: str, language: str = "en") -> list[str]:
    """What is found wrong in such a file."""
    return [str(problem) for problem in own_words.problems(file_of(folder, text, language))]


def test_a_sentence_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    words = load("en", (file_of(tmp_path, SILO.format(GOOD)),))
    finding = next(f for f in everything().findings if f.kind == "silo")

    assert words.claim(finding, {}).startswith(f"{finding.subject.unit} is an island: ")
    assert words.get("kinds.silo.name") == load().get("kinds.silo.name")


def test_later_files_go_over_earlier_ones(tmp_path: Path) -> None:
    (tmp_path / "client").mkdir()
    house = file_of(tmp_path, '[finding]\ndo = "Do this"\nelse = "Or else"\n')
    client = file_of(tmp_path / "client", '[finding]\ndo = "Try this"\n')
    words = load("en", (house, client))

    assert [words.get("finding.do"), words.get("finding.else")] == ["Try this", "Or else"]


def test_a_report_is_laid_out_with_words_of_ones_own(tmp_path: Path) -> None:
    cover = Cover("A", wording=(file_of(tmp_path, '[answer]\ntitle = "Our answer"\n'),))
    drawn_from = source(view(everything(), ANALYST, Policy()), cover, cover.words)

    assert drawn_from.words.say("answer.title") == "Our answer"


def test_french_words_of_ones_own_get_their_spaces(tmp_path: Path) -> None:
    words = load("fr", (file_of(tmp_path, '[finding]\ndo = "Que faire ?"\n', "fr"),))

    assert words.get("finding.do") == "Que faire\u202f?"


@pytest.mark.parametrize("language", languages())
def test_every_shipped_sentence_passes_as_ones_own(tmp_path: Path, language: str) -> None:
    shipped = Path(own_words.__file__).parents[1] / "templates" / "wording" / f"{language}.toml"

    assert wrong_in(tmp_path, shipped.read_text(encoding="utf-8"), language) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[kinds.sillo]\nclaim = "x"', "Did you mean kinds.silo"),
        ('nonsense = "x"', "the key nonsense is not known"),
        (SILO.format("{who} keeps to itself"), "{who} is not known here"),
        (SILO.format(GOOD + " {low?a|b}"), "{low} is not known here"),
        (SILO.format("{unit} keeps to itself."), "no longer says {inside_share_about}"),
        (SILO.format(GOOD.replace("{unit}", "It")), "no longer says {unit}"),
        (SILO.format(GOOD.replace("{inside_share}", "most")), "{inside_share_about}"),
        (SILO.format(GOOD.replace("{inside_share}", "95 %")), "95 stands there as a number"),
        (SILO.format(GOOD + " {"), "belongs to no place"),
        (SILO.format(GOOD + " }{unit"), "belongs to no place"),
        (SILO.format(GOOD + " {unit!r}"), "belongs to no place"),
        (SILO.format(GOOD + " {unit.name}"), "belongs to no place"),
        (SILO.format(GOOD + " {unit?{unit|a|b}|c}"), "belongs to no place"),
        (SILO.format(""), "nothing is said"),
        (SILO.format("\u2067\u200b"), "cannot be seen"),
        (SILO.format(GOOD + "\\u202e"), "cannot be seen (U+202E)"),
        (SILO.format(GOOD + "\\n"), "cannot be seen (U+000A)"),
        (SILO.format(GOOD + "very " * 200), "would not fit"),
        ("[kinds.silo]\nclaim = 5", "Write one sentence in quotes"),
        ('[kinds.silo]\nclaim = ["a"]', "Write one sentence in quotes"),
        ('[kinds.silo]\nelse = "a"', "Write a list of sentences"),
        ("[kinds.silo]\nelse = []", "Write a list of sentences"),
        ("[kinds.silo]\nelse = [1, 2]", "Write a list of sentences"),
        ('kinds = "a"', "Write a table"),
        ('[kinds.silo.claim]\nx = "a"', "Write one sentence in quotes"),
        ('[numbers]\nwords = ["none", "one"]', "Write exactly 11"),
        ('[sure]\nlevels = [[0.1, "very sure"], [0.0, "hm"]]', "numbers of the steps"),
        ('[reading]\nmissing = "{n|a|b|c}"', "has 3 forms"),
        ('[page]\nnumber = "{page?a|b} {page} {pages}"', "no words can be chosen"),
        ('[page]\nfooter_names = "For pay and dismissal"', "stays as it is shipped"),
        ('[measures.density]\nformat = "count"', "stays as it is shipped"),
        ('language = "de"', "stays as it is shipped"),
        ('[method]\npoints = ["We drew lots."]', "no longer says {draws}"),
        ('[finding]\ndo = "a" "b"', "no TOML"),
        ('[finding]\ndo = "a"\ndo = "b"', "no TOML"),
        ("x = " + "[" * 5000, "no TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    found = wrong_in(tmp_path, text)

    assert any(said in problem for problem in found), found
    assert all("en.toml" in problem for problem in found)


def test_all_faults_are_listed_at_once_and_loading_names_the_first(tmp_path: Path) -> None:
    file = file_of(tmp_path, f'{SILO.format("{a} {b}")}\n[finding]\ndoo = "x"\n')
    found = own_words.problems(file)

    assert len(found) == 6
    with pytest.raises(Problem, match="5 more in this file"):
        load("en", (file,))


def test_a_refusal_lists_the_places_that_may_be_used(tmp_path: Path) -> None:
    (found,) = wrong_in(tmp_path, '[answer]\nentry = "{kind} {sure} {weight} {rate}"')

    assert "Places that may be used: {kind}, {sure}, {weight}." in found


def test_a_file_must_be_readable_text_of_a_known_language(tmp_path: Path) -> None:
    latin = tmp_path / "de.toml"
    latin.write_bytes('[finding]\ndo = "Für Sie"\n'.encode("latin-1"))
    (tmp_path / "xx.toml").write_text("", encoding="utf-8")
    found = [problem.what for problem in own_words.problems(tmp_path)]

    assert found == ["'xx' is no language of reports", "the wording is not in UTF-8"]


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    assert "too large" in wrong_in(tmp_path, "#" * 1_000_001)[0]


def test_a_folder_without_the_language_says_what_there_is(tmp_path: Path) -> None:
    file_of(tmp_path, "", "de")

    with pytest.raises(Problem, match=r"There is: de\.toml"):
        own_words.files_of(tmp_path, "en")


def test_an_empty_or_missing_folder_holds_no_wording(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(Problem, match="no wording here"):
            own_words.files_of(folder, "en")


def test_markup_and_formulas_are_words_like_others(tmp_path: Path) -> None:
    text = "=1+1 <img src=x onerror=a()> %s "

    assert wrong_in(tmp_path, f'[plan]\ntalk = "{text}"') == []
    assert "belongs to no place" in wrong_in(tmp_path, f'[plan]\ntalk = "{text}{{{{7*7}}}}"')[0]


def test_everything_that_may_be_used_in_a_claim_is_filled_in() -> None:
    names = {person.id: person.name for person in demo().roster.people}
    for finding in everything().findings:
        known = facts.of_finding(load(), finding, names)
        for case in own_words.shown("en", f"kinds.{finding.kind}.means"):
            assert [n for n in case.known if n not in known] == []


def test_the_figure_may_be_said_only_in_the_last_form(tmp_path: Path) -> None:
    one = "{depend_on_her_alone|Somebody names|{depend_on_her_alone} people name} only {name}."
    none = "{depend_on_her_alone|Somebody names|Several people name} only {name}."
    text = '[kinds.key_person_risk]\nclaim = "{}"'

    assert wrong_in(tmp_path, text.format(one)) == []
    assert "no longer says" in wrong_in(tmp_path, text.format(none))[0]


def test_the_range_of_chance_may_be_left_out_where_there_is_none(tmp_path: Path) -> None:
    text = '[measures.inside_share]\nreads = "{}"'
    fine = "{value} stay inside.{expected? Chance gives {expected}{}.|}".replace("{}", "")
    fine += "{low? ({low} to {high})|}"
    sly = fine.replace("{value} stay", "{low?{value} stay|Some stay}")

    assert wrong_in(tmp_path, text.format(fine)) == []
    assert "no longer says {value}" in wrong_in(tmp_path, text.format(sly))[0]


def test_shipped_sentences_are_shown_with_what_must_be_kept() -> None:
    (case,) = own_words.shown("en", CLAIM)

    assert case.said == load().get(CLAIM)
    assert list(faults_of_part(case)) == []


def test_an_unknown_key_to_show_names_the_nearest() -> None:
    with pytest.raises(Problem, match=r"kinds\.silo\.claim"):
        own_words.shown("en", "kinds.silo.clam")
