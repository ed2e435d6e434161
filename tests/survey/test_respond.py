"""Answering without JavaScript: every step a form, nothing lost, nobody else's business."""

import pytest

from analysis.privacy import MODES
from survey import messages, store
from survey.store import Invitation, Link, Reply
from survey.web import listing, notice
from tests.survey.conftest import START, Visitor, World, add_survey, small_firm

ENGLISH = messages.load("en")


def mine(world: World, link: Link) -> Invitation:
    found = store.invitation_by_token(world.ours, link.token)
    assert found
    return found


def started(world: World, at: int = 6) -> tuple[Visitor, str]:
    """Somebody on her first question; the address of her pages."""
    visitor = world.visitor()
    home = visitor.open(world.links[at])
    visitor.post(home + "start")
    return visitor, home


def replies(world: World, at: int = 6) -> dict[str, Reply]:
    return store.reply_of(world.ours, mine(world, world.links[at]).id)


def answer_everything(visitor: Visitor, home: str) -> None:
    ids = visitor.boxes()
    visitor.post(home + "q/1", people=[ids["Łukasz Żółć"], ids["Person 12"]])
    for page, value in ((2, "3"), (3, "5")):
        visitor.post(home + f"q/{page}", **dict.fromkeys(visitor.scales(), value))
    visitor.post(home + "q/4", people=[ids["Łukasz Żółć"]])
    visitor.post(home + "q/5", **dict.fromkeys(visitor.scales(), "-1"))
    visitor.post(home + "q/6", nobody="y")


def test_the_token_leaves_the_address_at_the_first_hop(world: World) -> None:
    answer = world.visitor().client.get(f"/s/{world.links[0].token}")

    assert answer.status_code == 302
    assert world.links[0].token not in answer.location
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_looking_uses_a_link_up_no_more_than_a_preview_does(world: World) -> None:
    for _ in range(3):
        world.visitor().open(world.links[0])

    assert mine(world, world.links[0]).state == "invited"


@pytest.mark.parametrize("mode", MODES)
def test_the_notice_answers_what_people_ask_first_in_every_mode(world: World, mode: str) -> None:
    plan = store.Plan("T", "g", "Ann", "a@example.com", mode=mode)  # type: ignore[arg-type]
    survey = store.Survey("i", "s", plan, "open", None, None)
    headings = [item.heading for item in notice.notice(survey, 8, ENGLISH)]

    assert headings == [
        "What is it for?",
        "What is in it for me?",
        "Who sees what I answer?",
        "Must I?",
        "Can I change my mind?",
        "How long does it take?",
        "Whom can I ask?",
    ]


def test_the_notice_never_says_anonymous_of_a_mode_with_names(world: World) -> None:
    for mode in MODES:
        said = " ".join(ENGLISH.lines(f"notice.{mode}_lines"))

        assert mode == "aggregate" or "not anonymous" in said
        assert said.count("anonymous") == said.count("not anonymous")


def test_starting_keeps_what_this_person_was_told(world: World) -> None:
    started(world)
    told = notice.fingerprint(notice.notice(world.survey, 8, ENGLISH))
    other = notice.fingerprint(notice.notice(world.survey, 9, ENGLISH))
    german = notice.fingerprint(notice.notice(world.survey, 8, messages.load("de")))

    assert len({told, other, german}) == 3
    assert mine(world, world.links[6]).state == "answering"


@pytest.mark.either_database
def test_a_whole_survey_can_be_answered_and_submitted(world: World) -> None:
    visitor, home = started(world)
    answer_everything(visitor, home)
    assert visitor.page.request.path == home + "review"
    visitor.post(home + "submit")

    assert "Thank you" in visitor.page.text
    assert replies(world) == {
        "information": Reply("information", {"E0": 3.0, "E12": 3.0}),
        "access": Reply("access", {"E0": 5.0, "E12": 5.0}),
        "problem_solving": Reply("problem_solving", {"E0": None}),
        "energy": Reply("energy", {"E0": -1.0, "E12": -1.0}),
        "missing_tie": Reply("missing_tie", {}),
    }


def test_every_page_says_which_question_of_how_many_it_is(world: World) -> None:
    visitor, home = started(world)
    visitor.get(home + "q/6")

    assert "<title>Question 6 of 6 ·" in visitor.page.text


def test_ticking_nobody_is_asked_about_once_more(world: World) -> None:
    visitor, home = started(world)
    answer = visitor.post(home + "q/1")

    assert answer.status_code == 400
    assert "I turned to nobody for information" in answer.text
    assert replies(world) == {}


def test_nobody_is_an_answer_and_the_rating_pages_are_passed_over(world: World) -> None:
    visitor, home = started(world)
    visitor.post(home + "q/1", nobody="y")

    assert visitor.page.request.path == home + "q/4"
    assert replies(world) == {"information": Reply("information")}


def test_a_question_can_be_skipped_and_stays_unanswered(world: World) -> None:
    visitor, home = started(world)
    visitor.post(home + "q/1", do="skip")

    assert visitor.page.request.path == home + "q/4"
    assert replies(world) == {}


def test_searching_on_the_server_keeps_what_is_ticked(world: World) -> None:
    visitor, home = started(world)
    ids = visitor.boxes()
    visitor.post(home + "q/1", people=[ids["Person 12"]], find="ang zoe", do="find")

    assert list(visitor.boxes())[:2] == ["Person 12", "Zoë Ångström"]
    assert replies(world)["information"].named == {"E12": None}


def test_a_change_is_saved_at_once_when_the_page_asks(world: World) -> None:
    visitor, home = started(world)
    answer = visitor.post(home + "q/1", people=list(visitor.boxes().values())[:1], do="save")

    assert answer.json == {"saved": "09:00"}
    assert len(replies(world)["information"].named) == 1


def test_unticking_somebody_takes_her_ratings_along(world: World) -> None:
    visitor, home = started(world)
    answer_everything(visitor, home)
    visitor.get(home + "q/1")
    visitor.post(home + "q/1", people=[visitor.boxes()["Person 12"]])

    assert replies(world)["information"].named == {"E12": 3.0}
    assert replies(world)["access"].named == {"E12": 5.0}


def test_the_same_link_carries_on_at_the_first_open_page_on_another_device(world: World) -> None:
    visitor, home = started(world)
    visitor.post(home + "q/1", people=[visitor.boxes()["Person 12"]])
    other = world.visitor()
    other.open(world.links[6])
    other.post(home + "start")

    assert other.page.request.path == home + "q/2"


def test_an_unrated_name_is_pointed_at_and_may_be_left(world: World) -> None:
    visitor, home = started(world)
    visitor.post(home + "q/1", people=[visitor.boxes()["Person 12"]])
    answer = visitor.post(home + "q/2")
    assert "Choose an answer for Person 12" in answer.text
    visitor.post(home + "q/2", do="skip")

    assert visitor.page.request.path == home + "q/3"


def test_somebody_from_another_firm_cannot_be_ticked(world: World) -> None:
    visitor, home = started(world)
    foreign = store.entries_of(world.theirs, world.foreign.id)[3].id
    answer = visitor.post(home + "q/1", people=[foreign])

    assert answer.status_code == 400
    assert replies(world) == {}


def test_nobody_is_offered_herself(world: World) -> None:
    visitor, _home = started(world)

    assert "Person 6" not in visitor.boxes()
    assert visitor.page.text.count('name="people"') == 23


def test_names_are_shown_and_never_run(world: World) -> None:
    visitor, _home = started(world)

    assert "<b>Ann</b>" not in visitor.page.text
    assert "<bdi>O’Brien &lt;b&gt;Ann&lt;/b&gt;</bdi>" in visitor.page.text
    assert "<bdi>محمد علي</bdi>" in visitor.page.text


def test_declining_takes_one_press_and_can_be_taken_back(world: World) -> None:
    visitor = world.visitor()
    home = visitor.open(world.links[6])
    visitor.post(home + "decline")
    assert mine(world, world.links[6]).state == "declined"
    visitor.get(home)
    visitor.post(home + "start")

    assert mine(world, world.links[6]).state == "answering"


@pytest.mark.either_database
def test_withdrawing_deletes_and_says_so(world: World) -> None:
    visitor, home = started(world)
    answer_everything(visitor, home)
    visitor.post(home + "submit")
    visitor.post(home + "withdraw")

    assert "Your answers have been deleted" in visitor.page.text
    assert replies(world) == {}


def test_a_page_left_open_cannot_answer_for_somebody_who_declined(world: World) -> None:
    visitor, home = started(world)
    person = visitor.boxes()["Person 12"]
    store.decline(world.ours, mine(world, world.links[6]).id, START)
    visitor.post(home + "q/1", people=[person])

    assert visitor.page.request.path == home
    assert replies(world) == {}


def test_an_empty_survey_is_not_submitted(world: World) -> None:
    visitor, home = started(world)
    visitor.get(home + "review")
    visitor.post(home + "submit")

    assert "not answered anything yet" in visitor.page.text
    assert mine(world, world.links[6]).state == "answering"


def test_answers_can_be_changed_after_submitting(world: World) -> None:
    visitor, home = started(world)
    answer_everything(visitor, home)
    visitor.post(home + "submit")
    visitor.get(home + "q/6")
    visitor.post(home + "q/6", people=[visitor.boxes()["Ann Ek"]])

    assert len(replies(world)["missing_tie"].named) == 1
    assert mine(world, world.links[6]).state == "submitted"


def test_a_closed_survey_is_said_to_be_closed(world: World) -> None:
    visitor, home = started(world)
    store.close_survey(world.ours, world.survey.id, START)

    assert "This survey is closed" in visitor.post(home + "q/1", nobody="y").text
    assert "This survey is closed" in visitor.get(home + "q/1").text


def test_a_form_opened_yesterday_is_accepted_today(world: World) -> None:
    visitor, home = started(world)
    world.clock.pass_(days=1)
    visitor.post(home + "q/1", nobody="y")

    assert replies(world) == {"information": Reply("information")}


def test_a_form_whose_proof_is_gone_can_be_sent_again_with_all_that_was_in_it(
    world: World,
) -> None:
    visitor, home = started(world)
    person = visitor.boxes()["Person 12"]
    visitor.client.delete_cookie("tiewise_form")
    answer = visitor.post(home + "q/1", people=[person])
    assert "send it once more" in answer.text
    assert f'name="people" value="{person}"' in answer.text
    visitor.post(home + "q/1", people=[person])

    assert replies(world)["information"].named == {"E12": None}


def test_a_form_sent_by_another_site_is_not_offered_again(world: World) -> None:
    visitor, home = started(world)
    answer = visitor.client.post(
        home + "q/1", data={"nobody": "y"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 400
    assert "send it once more" not in answer.text
    assert replies(world) == {}


def test_a_large_firm_is_searched_first_and_its_pages_stay_light(world: World) -> None:
    survey = add_survey(world.ours, "Large", small_firm(400))
    store.open_survey(world.ours, survey.id, START)
    link = store.issue_links(world.ours, survey.id, "k" * 32)[7]
    visitor = world.visitor()
    home = visitor.open(link)
    visitor.post(home + "start")

    assert len(visitor.boxes()) <= 1 + listing.SUGGESTED
    assert len(visitor.page.data) < 50_000
    visitor.get(home + "q/1/people.json")
    assert visitor.page.json is not None
    assert len(visitor.page.json["people"]) == 399
