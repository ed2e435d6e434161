"""Clients: their look, their settings, next waves and copies."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from analysis.model import Problem
from reports import colours
from survey import pictures, store
from survey.store import Database, series
from survey.store.profiles import logo_of, profile_of
from tests.survey.conftest import START, World
from tests.survey.test_moving import answered

OURS = "/console/c/lindqvist-co/"
CANARY = "Xylophon-Kanarienvogel"


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#aa3311").save(made, kind)
    return made.getvalue()


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_is_readable_or_refused_with_one_that_is(number: int) -> None:
    try:
        found = colours.colours(f"#{number:06x}")
    except Problem as problem:
        found = colours.colours(problem.mend.split()[-1].rstrip("."))

    assert all(colours.contrast(found.light, each) >= 4.5 for each in colours.LIGHT)
    assert all(colours.contrast(found.dark, each) >= 4.5 for each in colours.DARK)
    assert colours.contrast(found.on_light, found.light) >= 4.5
    assert colours.contrast(found.on_dark, found.dark) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_grounds_of_the_contrast_are_those_of_the_style_sheet() -> None:
    import templates

    text = templates.path("static", "tiewise.css").read_text(encoding="utf-8")

    assert all(colour in text for colour in (*colours.LIGHT, *colours.DARK, *colours.INK))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_and_small(kind: str) -> None:
    with Image.open(io.BytesIO(pictures.redrawn(picture(kind) + CANARY.encode()))) as drawn:
        assert drawn.format == "PNG"
        assert drawn.size == (480, 240)


def test_nothing_but_the_picture_is_left_of_a_logo() -> None:
    assert CANARY.encode() not in pictures.redrawn(picture() + CANARY.encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='x'/>", picture("GIF"), picture()[:200], b"\x89PNG" + b"0" * 3_000_000],
    ids=["empty", "svg", "gif", "cut off", "large"],
)
def test_what_is_no_logo_is_refused(data: bytes) -> None:
    with pytest.raises(Problem, match="logo"):
        pictures.redrawn(data)


def settings(world: World, **changes: object) -> str:
    hr = world.visitor("hr")
    hr.get(OURS + "settings")
    fields = {"colour": "#7a1fa2", "languages": ["en", "de"], "mode": "aggregate", "k": "8"}
    return hr.post(OURS + "settings", **(fields | changes)).text


def test_the_settings_are_kept_and_new_surveys_start_from_them(world: World) -> None:
    settings(world, logo=(io.BytesIO(picture()), "logo.png"))
    page = world.visitor("hr").get(OURS + "new").text

    assert profile_of(world.ours)["colour"] == "#7a1fa2"
    assert 'value="8"' in page
    assert logo_of(world.ours).startswith(b"\x89PNG")


def test_those_who_answer_see_colour_and_logo_of_their_own_firm_only(world: World) -> None:
    settings(world, logo=(io.BytesIO(picture()), "logo.png"))
    visitor = world.visitor()
    home = visitor.open(world.links[0])

    assert "#7a1fa2" in visitor.get(home + "brand.css").text
    assert visitor.get(home + "logo.png").status_code == 200
    assert f'src="{home}logo.png"' in visitor.get(home).text
    assert "#7a1fa2" not in world.visitor("foreigner").get("/console/c/rival/brand.css").text


def test_a_pale_colour_is_refused_with_one_that_can_be_read(world: World) -> None:
    page = settings(world, colour="#ffee88")

    assert "too pale" in page
    assert "The nearest one that can be read is #" in page
    assert profile_of(world.ours) == {}


@pytest.mark.parametrize(("field", "value"), [("k", "3"), ("mode", "x"), ("languages", "xx")])
def test_settings_that_will_not_do_change_nothing(world: World, field: str, value: str) -> None:
    settings(world, **{field: value})

    assert profile_of(world.ours) == {}


@pytest.mark.either_database
def test_the_next_wave_keeps_wording_policy_and_people_and_no_answer(db: Database) -> None:
    first = answered(db)
    wave = series.next_wave(db, first.id, "Autumn", START)

    assert store.questions_of(db, wave.id) == store.questions_of(db, first.id)
    assert store.roster_of(db, wave.id) == store.roster_of(db, first.id)
    assert (wave.state, wave.plan.mode, wave.plan.k) == ("draft", first.plan.mode, first.plan.k)
    assert store.replies_of(db, wave.id) == {}
    assert series.followed(db, wave.id) == first


def test_the_next_wave_is_drafted_in_the_console_and_leads_to_the_roster(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "spring/next")
    hr.post(OURS + "spring/next", title="Spring 2028")

    assert hr.page.request.path == OURS + "spring-2028/roster/"


@pytest.mark.either_database
def test_a_copy_takes_no_person_to_the_other_client(world: World) -> None:
    store.grant(world.house, world.staff["analyst"].id, world.theirs.key, "hr")
    analyst = world.visitor("analyst")
    analyst.get(OURS + "spring/copy")
    analyst.post(OURS + "spring/copy", to="rival", title="The same")
    copy = store.survey_by_slug(world.theirs, "the-same")
    assert copy

    assert store.questions_of(world.theirs, copy.id) == store.questions_of(
        world.ours, world.survey.id
    )
    assert store.roster_of(world.theirs, copy.id).people == ()


def test_nothing_is_copied_to_a_client_at_which_one_runs_no_surveys(world: World) -> None:
    store.grant(world.house, world.staff["analyst"].id, world.theirs.key, "manager")
    analyst = world.visitor("analyst")
    page = analyst.get(OURS + "spring/copy").text
    answer = analyst.post(OURS + "spring/copy", to="rival", title="The same")

    assert "Rival" not in page
    assert answer.status_code == 400
    assert store.survey_by_slug(world.theirs, "the-same") is None


def test_a_survey_is_put_away_and_taken_out_again(world: World) -> None:
    store.close_survey(world.ours, world.survey.id, START)
    hr = world.visitor("hr")
    hr.get(OURS + "spring/")
    assert "Put away" in hr.post(OURS + "spring/archive").text
    hr.get(OURS + "spring/")

    assert "Put away" not in hr.post(OURS + "spring/unarchive").text


def test_an_open_survey_is_not_put_away(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "spring/")

    assert hr.post(OURS + "spring/archive").status_code == 400
