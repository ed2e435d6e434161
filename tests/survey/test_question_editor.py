"""The question editor: chosen, ordered, reworded in each language, frozen once it is open."""

import html
import re

import pytest

from survey import bank, planner, store
from survey.store import Survey
from survey.wording_changes import broken, changed
from tests.survey.conftest import START, Visitor, World, add_survey

ANNUAL = [question.key for question in bank.load("annual").questions]
WHOLE = tuple(q for q in bank.questions().values() if q.among != "teams")


@pytest.fixture
def draft(world: World) -> Survey:
    return add_survey(world.ours, "Next year")


def editor(world: World, survey: Survey) -> tuple[Visitor, str]:
    visitor = world.visitor("analyst")
    home = f"/console/c/{world.ours.slug}/{survey.slug}/questions"
    visitor.get(home)
    return visitor, home


def keys(world: World, survey: Survey) -> list[str]:
    return [question.key for question in store.questions_of(world.ours, survey.id)]


def words(visitor: Visitor) -> dict[str, str]:
    """What stands in the form for the words of a question."""
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*([^<]*)</textarea>', visitor.page.text)
    lines = re.findall(
        r'<input[^>]*name="(\w+)"[^>]*type="text"[^>]*value="([^"]*)"', visitor.page.text
    )
    return {name: html.unescape(text) for name, text in (*areas, *lines)}


def test_a_question_of_the_bank_is_added_at_the_end(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.post(home + "/add", key="trust_openness")

    assert keys(world, draft) == [*ANNUAL, "trust_openness"]


def test_questions_change_places(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.post(home + "/move", key="energy", way="up")

    assert keys(world, draft) == [
        "information",
        "access",
        "energy",
        "problem_solving",
        "missing_tie",
    ]


def test_information_stays_first(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    answer = visitor.post(home + "/move", key="missing_tie", way="up")
    assert answer.status_code == 200
    answer = visitor.post(home + "/remove", key="information")

    assert answer.status_code == 400
    assert keys(world, draft)[0] == "information"


def test_a_removed_question_can_be_put_back_where_it_was(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.post(home + "/remove", key="access")
    assert keys(world, draft) == [key for key in ANNUAL if key != "access"]
    kept = re.search(r'name="kept" value="([^"]+)"', visitor.page.text)
    assert kept
    visitor.post(home + "/put-back", kept=html.unescape(kept[1]))

    assert store.questions_of(world.ours, draft.id) == bank.load("annual").questions


def test_nonsense_is_not_put_back(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    for kept in ("", "{", "[]", '{"at": 1, "question": {}}', '{"at": 9, "question": {"key": 1}}'):
        assert visitor.post(home + "/put-back", kept=kept).status_code == 400

    assert keys(world, draft) == ANNUAL


def test_a_question_about_names_needs_the_one_that_asks_for_them(
    world: World, draft: Survey
) -> None:
    visitor, home = editor(world, draft)
    answer = visitor.post(home + "/add", key="partner_strength")

    assert answer.status_code == 400
    assert "does not come before it" in answer.text
    assert keys(world, draft) == ANNUAL


def test_a_question_is_reworded_in_one_language(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.get(home + "/missing_tie?language=de")
    visitor.post(
        home + "/missing_tie?language=de",
        **words(visitor) | {"text": "Mit wem\n möchten Sie {goal}?"},
        sure="y",
    )
    asked = store.questions_of(world.ours, draft.id)[-1]

    assert bank.worded(asked, "de").text == "Mit wem möchten Sie {goal}?"
    assert bank.worded(asked, "en").text == bank.questions()["missing_tie"].text


def test_a_running_series_is_only_reworded_on_purpose(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.get(home + "/access")
    new = words(visitor) | {"rate_text": "Easy to reach"}
    answer = visitor.post(home + "/access", **new)
    assert answer.status_code == 400
    assert "“Spring” asked this in other words" in answer.text
    assert "Easy to reach" in answer.text
    visitor.post(home + "/access", **new, sure="y")

    assert "Worded otherwise than in “<bdi>Spring</bdi>” (English)" in visitor.page.text


def test_the_explanation_may_be_reworded_in_a_running_series(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    visitor.get(home + "/energy")
    visitor.post(home + "/energy", **words(visitor) | {"help": "Think of the usual talk."})

    assert store.questions_of(world.ours, draft.id)[3].help == "Think of the usual talk."


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("text", "", "Write some words"),
        ("nobody", "   ", "Write some words"),
        ("text", "Who, {name}?", "Only {goal} can be filled"),
        ("text", "x" * 401, "longer than 400"),
    ],
)
def test_words_that_cannot_be_asked_are_refused_and_kept_in_the_form(
    world: World, draft: Survey, field: str, typed: str, said: str
) -> None:
    visitor, home = editor(world, draft)
    visitor.get(home + "/missing_tie")
    sent = words(visitor) | {field: typed, "help": "What I typed"}
    answer = visitor.post(home + "/missing_tie", **sent, sure="y")

    assert answer.status_code == 400
    assert said in answer.text
    assert "What I typed" in answer.text
    assert store.questions_of(world.ours, draft.id) == bank.load("annual").questions


def test_an_open_survey_is_frozen(world: World) -> None:
    visitor, home = editor(world, world.survey)
    assert "Remove" not in visitor.page.text
    for path, sent in (("/add", "advice"), ("/remove", "energy"), ("/move", "energy")):
        assert visitor.post(home + path, key=sent).status_code == 400
    visitor.get(home + "/access")
    answer = visitor.post(
        home + "/access",
        text="A",
        rate_text="B",
        help="",
        sure="y",
        **{f"step_{i}": "x" for i in range(5)},
    )

    assert answer.status_code == 400
    assert "the questions stand" in answer.text.lower()
    assert keys(world, world.survey) == ANNUAL


def test_the_minutes_follow_the_questions(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)
    before = planner.minutes(bank.load("annual").questions, 24).usual
    assert f"About {before} minutes to answer" in visitor.page.text
    for key in ("access", "energy", "problem_solving"):
        visitor.post(home + "/remove", key=key)
    visitor.get(home)
    after = planner.minutes(store.questions_of(world.ours, draft.id), 24).usual

    assert after < before
    assert f"About {after} minutes to answer" in visitor.page.text


def test_a_survey_that_takes_too_long_is_warned_of(world: World, draft: Survey) -> None:
    store.set_questions(world.ours, draft.id, WHOLE)
    visitor, _home = editor(world, draft)

    assert "More than ten minutes" in visitor.page.text


def test_a_question_about_partners_warns_where_the_roster_has_none(
    world: World, draft: Survey
) -> None:
    visitor, home = editor(world, draft)
    visitor.post(home + "/add", key="partner")

    assert "no partner is on the roster" in visitor.page.text


@pytest.mark.parametrize("language", bank.LANGUAGES)
@pytest.mark.parametrize("key", ["information", "more_access", "own_load", "partner_trust"])
def test_every_kind_is_previewed_in_every_language(
    world: World, draft: Survey, key: str, language: str
) -> None:
    store.set_questions(world.ours, draft.id, WHOLE)
    visitor, home = editor(world, draft)
    shown = bank.worded(bank.questions()[key], language)
    page = visitor.get(f"{home}/{key}?language={language}")

    assert page.status_code == 200
    assert (shown.rate_text if shown.kind == "rate" else shown.text) in html.unescape(page.text)
    assert f'class="phone" lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in (
        page.text
    )


def test_a_question_that_the_survey_does_not_ask_has_no_page(world: World, draft: Survey) -> None:
    visitor, home = editor(world, draft)

    assert visitor.get(home + "/advice").status_code == 404
    visitor.get(home)
    assert visitor.post(home + "/remove", key="advice").status_code == 400


def test_a_change_of_words_is_seen_in_its_language_and_a_change_of_scale_in_all() -> None:
    old = bank.questions()["access"]
    german = bank.reworded(old, "de", bank.Words("T", "", "R", "", ("a", "b", "c", "d", "e")))
    shorter = bank.Question(
        old.key, old.kind, old.text, rate_text=old.rate_text, scale=old.scale[:2]
    )

    assert changed(german, old) == ("de",)
    assert changed(shorter, old) == bank.LANGUAGES
    assert changed(old, old) == ()
    assert broken(german, {"access": ("Spring", old)}) == ("Spring", ("de",))
    assert broken(german, {}) is None


def test_a_language_that_an_earlier_survey_did_not_have_breaks_nothing() -> None:
    now = bank.questions()["access"]
    before = bank.Question(now.key, now.kind, now.text, rate_text=now.rate_text, scale=now.scale)

    assert changed(now, before) == ()


def test_only_what_was_opened_counts_as_asked_before(world: World, draft: Survey) -> None:
    other = add_survey(world.ours, "Another draft")

    assert {title for title, _ in store.asked_before(world.ours, other.id).values()} == {"Spring"}
    store.open_survey(world.ours, draft.id, START)
    assert store.asked_before(world.ours, draft.id)["energy"][0] == "Spring"
