"""The goal in each language, and last time's names: offered, never ticked, and said."""

import re

import pytest

from analysis.model import Problem
from survey import bank, jobs, letters, store
from survey.store import Reply, Survey, earlier, series
from tests.survey.conftest import KEY, START, Visitor, World

BEFORE = {"information": ["E0", "E12", "E9"], "problem_solving": ["E12"]}


def next_wave(world: World, offered: bool = True) -> Survey:
    """The survey has been answered by E6 (and by E7), closed, and is asked again."""
    for at, named in ((6, BEFORE), (7, {"information": ["E3"]})):
        invitation = store.invitation_of(world.ours, world.survey.id, f"E{at}")
        assert invitation
        store.inform(world.ours, invitation.id, "", START)
        for key, people in named.items():
            store.record(world.ours, invitation.id, Reply(key, dict.fromkeys(people, 1.0)), START)
        store.submit(world.ours, invitation.id, START)
    store.close_survey(world.ours, world.survey.id, START)
    made = series.next_wave(world.ours, world.survey.id, "Next spring", START)
    earlier.set_aims(world.ours, made.id, {}, offered)
    return store.open_survey(world.ours, made.id, START)


def started(world: World, survey: Survey, at: int = 6) -> tuple[Visitor, str]:
    visitor = world.visitor()
    home = visitor.open(store.issue_links(world.ours, survey.id, KEY)[at])
    visitor.post(home + "start")
    return visitor, home


def offered(visitor: Visitor) -> list[str]:
    """The names under "You named these last time", and that none of them is ticked."""
    found = re.search(r"You named these last time.*?</fieldset>", visitor.page.text, re.DOTALL)
    if not found:
        return []
    assert "checked" not in found[0]
    return re.findall(r"<bdi>([^<]+)</bdi><span class=.about", found[0])


def test_whom_she_named_last_time_is_offered_and_not_ticked(world: World) -> None:
    visitor, _ = started(world, next_wave(world))

    assert offered(visitor) == ["Łukasz Żółć", "Person 9", "Person 12"]


def test_nobody_is_offered_what_somebody_else_named(world: World) -> None:
    visitor, _ = started(world, next_wave(world), at=8)

    assert offered(visitor) == []


def test_nothing_is_offered_unless_it_was_chosen(world: World) -> None:
    visitor, _ = started(world, next_wave(world, offered=False))

    assert offered(visitor) == []


def test_one_press_ticks_all_and_keeps_what_was_ticked(world: World) -> None:
    survey = next_wave(world)
    visitor, home = started(world, survey)

    visitor.post(home + "q/1", people=[visitor.boxes()["Person 14"]], do="still")

    mine = store.invitation_of(world.ours, survey.id, "E6")
    assert mine
    assert set(store.reply_of(world.ours, mine.id)["information"].named) == {
        *("E0", "E9", "E12", "E14")
    }
    assert visitor.page.request.path.endswith("/q/1")
    assert offered(visitor) == []


def test_one_press_takes_nobody_back(world: World) -> None:
    survey = next_wave(world)
    visitor, home = started(world, survey)

    visitor.post(home + "q/1", nobody="y", do="still")

    mine = store.invitation_of(world.ours, survey.id, "E6")
    assert mine
    assert len(store.reply_of(world.ours, mine.id)["information"].named) == 3


def test_that_names_were_shown_is_kept_with_the_participation(world: World) -> None:
    survey = next_wave(world)
    for at in (6, 8):
        visitor, home = started(world, survey, at)
        visitor.post(home + "q/1", nobody="y")
        visitor.post(home + "submit")

    assert earlier.shown_to(world.ours, survey.id) == ("E6",)


def test_results_say_who_was_shown_names(world: World) -> None:
    survey = next_wave(world)
    visitor, home = started(world, survey)
    visitor.post(home + "q/1", nobody="y")
    visitor.post(home + "submit")

    (said,) = jobs.inputs_of(world.ours, survey.id).faults
    assert (said.kind, said.people) == ("shown_last_names", ("E6",))


def test_what_was_withdrawn_is_offered_no_more(world: World) -> None:
    mine = store.invitation_of(world.ours, world.survey.id, "E6")
    assert mine
    survey = next_wave(world)
    with world.ours.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM replies WHERE invitation_id = '{mine.id}'")  # noqa: S608

    visitor, _ = started(world, survey)
    assert offered(visitor) == []


def test_what_is_shown_stands_once_the_survey_is_open(world: World) -> None:
    with pytest.raises(Problem, match="what people are shown stands"):
        earlier.set_aims(world.ours, world.survey.id, {"de": "Ziel"}, True)


def draft(world: World) -> Survey:
    asked = bank.load("annual").questions
    plan = store.Plan("Autumn", "faster bids", "Ann Ek", "ann@example.com")
    return store.create_survey(world.ours, plan, asked, START)


def goal_page(world: World) -> tuple[Visitor, str]:
    visitor = world.visitor("hr")
    address = f"/console/c/{world.ours.slug}/{draft(world).slug}/aims"
    visitor.get(address)
    return visitor, address


def test_the_goal_is_kept_in_each_language(world: World) -> None:
    visitor, address = goal_page(world)

    visitor.post(address, goal_de="  schnellere   Angebote ", goal_ar="عروض أسرع")

    found = store.survey_by_slug(world.ours, "autumn")
    assert found
    assert found.plan.goals == {"de": "schnellere Angebote", "ar": "عروض أسرع"}


def test_a_language_without_a_goal_of_its_own_says_so_in_the_console(world: World) -> None:
    visitor, _ = goal_page(world)

    assert "as it was first written: “<bdi>faster bids</bdi>”" in visitor.page.text


def test_a_goal_that_is_too_long_is_said_beside_its_field_and_kept(world: World) -> None:
    visitor, address = goal_page(world)

    visitor.post(address, goal_de="x" * 121)

    assert visitor.page.status_code == 400
    assert 'id="goal_de-wrong"' in visitor.page.text
    assert "x" * 121 in visitor.page.text


def test_names_of_last_time_are_offered_for_choice_only_where_there_was_a_last_time(
    world: World,
) -> None:
    visitor, _ = goal_page(world)

    assert "Names of last time" not in visitor.page.text


@pytest.mark.parametrize(
    ("language", "goal"), [("de", "schnellere Angebote"), ("fr", "faster bids")]
)
def test_people_read_the_goal_in_their_language_or_as_it_was_written(
    world: World, language: str, goal: str
) -> None:
    asked = bank.load("annual").questions
    goals = {"de": "schnellere Angebote"}
    plan = store.Plan("G", "faster bids", "Ann", "a@example.com", goals=goals)
    survey = store.create_survey(world.ours, plan, asked, START)
    store.import_roster(world.ours, survey.id, store.roster_of(world.ours, world.survey.id))
    survey = store.open_survey(world.ours, survey.id, START)
    visitor = world.visitor()
    home = visitor.open(store.issue_links(world.ours, survey.id, KEY)[3])

    visitor.get(f"{home}?language={language}")

    assert goal in visitor.page.text
    assert letters.facts_of(world.ours, survey, language)["goal"] == goal
