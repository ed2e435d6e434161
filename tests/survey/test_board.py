"""The response board: counts and never people; a forecast that keeps what it says; many at once."""

import csv
import io
import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waitress.server import create_server

from analysis.model import Person, Roster
from survey import bank, jobs, pace, store
from survey.app import create_app
from survey.config import Config
from survey.store import Database, House, Pulse, Reply, Survey
from survey.web.here import EXTENSION, STAFF_COOKIE, Site
from tests.survey.conftest import KEY, START, World, add_survey, small_firm

OURS = "/console/c/lindqvist-co/spring/board/"
DAY = timedelta(days=1)
EVERYBODY = 120


def invitation(db: Database, survey: Survey, person_id: str) -> str:
    found = store.invitation_of(db, survey.id, person_id)
    assert found
    return found.id


def answer(db: Database, survey: Survey, person_id: str, minutes: float = 6) -> None:
    mine = invitation(db, survey, person_id)
    store.inform(db, mine, "", START)
    store.record(db, mine, Reply("information"), START)
    store.submit(db, mine, START + timedelta(minutes=minutes))


def test_minutes_are_the_median_and_kept_back_below_k(db: Database, open_survey: Survey) -> None:
    for i, minutes in enumerate((3, 4, 5, 90)):
        answer(db, open_survey, f"E{i}", minutes)
    with_four = store.board(db, open_survey.id).minutes
    answer(db, open_survey, "E4", 6)

    assert with_four is None
    assert store.board(db, open_survey.id).minutes == 5
    assert all(row.minutes is None for row in store.board(db, open_survey.id).rows)


@pytest.mark.either_database
def test_bounces_and_those_who_have_begun_are_counted_by_unit(
    db: Database, open_survey: Survey
) -> None:
    store.inform(db, invitation(db, open_survey, "E0"), "", START)
    store.note_bounces(db, open_survey.id, [("E3", "")], START)
    rows = {row.unit: (row.answering, row.bounced) for row in store.board(db, open_survey.id).rows}

    assert rows == {"Sales": (1, 1), "Service": (0, 0), "Works": (0, 0)}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 14), min_size=1),
    st.integers(5, 10),
)
def test_no_row_is_smaller_than_k_and_they_add_up(sizes: dict[str, int], k: int) -> None:
    from survey.store.boards import _One, _rows

    ones = [_One(unit, "invited", False, None) for unit, n in sizes.items() for _ in range(n)]
    rows = _rows(ones, k)

    assert sum(row.asked for row in rows) == len(ones)
    assert len(rows) == 1 or all(row.asked >= k for row in rows)


def test_whom_to_invite_again_is_those_who_neither_answered_nor_declined(
    db: Database, open_survey: Survey
) -> None:
    for i in range(5):
        answer(db, open_survey, f"E{i}")
    store.decline(db, invitation(db, open_survey, "E5"), START)
    names = {row[0] for row in store.not_answered(db, open_survey.id)}

    assert names == {f"E{i}" for i in range(6, 24)}


@pytest.mark.parametrize("answered", [0, 4, 20, 24])
def test_a_list_that_would_tell_about_fewer_than_five_is_not_given(
    db: Database, open_survey: Survey, answered: int
) -> None:
    for i in range(answered):
        answer(db, open_survey, f"E{i}")

    assert store.not_answered(db, open_survey.id) == ()


def test_the_list_is_downloaded_by_those_who_run_the_survey_only(world: World) -> None:
    for i in range(6):
        answer(world.ours, world.survey, f"E{i}")
    analyst, manager = world.visitor("analyst"), world.visitor("manager")
    analyst.get(OURS)
    analyst.post(OURS + "again.csv")
    rows = list(csv.DictReader(io.StringIO(analyst.page.text.lstrip("\ufeff"))))
    manager.get(OURS)

    assert len(rows) == 18
    assert list(rows[0]) == ["person_id", "name", "email"]
    assert manager.post(OURS + "again.csv").status_code == 404


@pytest.mark.parametrize("path", [OURS, "/console/c/lindqvist-co/spring/"])
def test_whoever_is_bound_to_a_unit_sees_its_row_and_nothing_of_the_others(
    world: World, path: str
) -> None:
    unit = ("department", "Sales")
    store.grant(world.house, world.staff["manager"].id, world.ours.key, "manager", unit)
    for i in range(7):
        answer(world.ours, world.survey, f"E{i}")
    page = world.visitor("manager").get(path).text

    assert "<dt>Asked</dt><dd>8</dd>" in page
    assert "<dt>Answered</dt><dd>3</dd>" in page
    assert "Service" not in page
    assert "Where this leads" not in page


def test_a_survey_without_names_has_no_list(world: World) -> None:
    plan = store.Plan("Groups", "x", "Ann", "ann@example.com", mode="aggregate")
    survey = store.create_survey(world.ours, plan, bank.load("annual").questions, START)
    store.import_roster(world.ours, survey.id, small_firm())
    store.open_survey(world.ours, survey.id, START)
    for i in range(6):
        answer(world.ours, survey, f"E{i}")
    visitor = world.visitor("analyst")
    page = visitor.get("/console/c/lindqvist-co/groups/board/").text

    assert "no list of names" in page
    assert (
        "There is no such list"
        in visitor.post("/console/c/lindqvist-co/groups/board/again.csv").text
    )


def test_the_board_of_a_draft_says_what_to_do_first(world: World) -> None:
    add_survey(world.ours, "Autumn")
    page = world.visitor("analyst").get("/console/c/lindqvist-co/autumn/board/").text

    assert "Nobody is asked yet" in page


def pulse(
    asked: int, times: list[float], prompts: tuple[float, ...] = (0.0,), left: int = 0
) -> Pulse:
    """Answers at these days after opening."""
    return Pulse(
        asked,
        left,
        START,
        tuple(START + DAY * at for at in sorted(times)),
        tuple(START + DAY * at for at in prompts),
    )


def test_there_is_no_forecast_from_hardly_anything() -> None:
    few = pulse(100, [0.1] * 9)
    early = pulse(100, [0.1] * 20)

    assert pace.forecast(few, START + 2 * DAY, START + 9 * DAY, 0.8) is None
    assert pace.forecast(early, START + DAY / 2, START + 9 * DAY, 0.8) is None
    assert "after a day" in pace.why_none(few, START + 2 * DAY, START + 9 * DAY)
    assert pace.why_none(few, START, None) == "No last day is set."


def test_a_forecast_lies_between_what_is_there_and_what_can_be() -> None:
    found = pace.forecast(pulse(60, [0.2] * 20, left=5), START + 2 * DAY, START + 9 * DAY, 0.8)
    assert found

    assert 20 <= found.low <= found.expected <= found.high <= 55
    assert found.days == pytest.approx(7)
    assert found == pace.forecast(
        pulse(60, [0.2] * 20, left=5), START + 2 * DAY, START + 9 * DAY, 0.8
    )


def test_answers_a_day_are_those_of_the_last_three_days() -> None:
    beat = pulse(100, [0.5] * 50 + [8.0, 8.5, 9.0])

    assert pace.per_day(beat, START + 10 * DAY) == pytest.approx(1.0)


def simulated(rng: np.random.Generator, asked: int) -> list[float]:
    """When each of ``asked`` people answers, if the rate falls since the last of two messages."""
    rate, fade = rng.uniform(0.15, 0.6), rng.uniform(0.2, 0.9)
    steps = np.arange(0, 14, 0.05)
    since = np.where(steps < 5, steps, steps - 5)
    chance = 1 - np.exp(-rate * np.exp(-fade * since) * 0.05)
    hits = rng.random((asked, steps.size)) < chance
    return [float(steps[row.argmax()]) + 0.01 for row in hits if row.any()]


def test_four_of_five_surveys_end_between_the_numbers_that_were_forecast() -> None:
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(150):
        asked = int(rng.integers(60, 300))
        times = simulated(rng, asked)
        today = float(rng.choice([2.0, 4.0, 7.0]))
        end = 5.0 if today < 5 else 14.0
        prompts = tuple(at for at in (0.0, 5.0) if at < today)
        so_far = [at for at in times if at <= today]
        now = START + DAY * today
        found = pace.forecast(pulse(asked, so_far, prompts), now, START + DAY * end, 0.8)
        if found:
            inside.append(found.low <= sum(at <= end for at in times) <= found.high)

    assert len(inside) > 120
    assert 0.72 <= np.mean(inside) <= 0.95


@dataclass(frozen=True)
class Firm:
    """A firm of 120 on a site that is served for real, with everybody's link."""

    url: str
    house: House
    db: Database
    survey: Survey
    tokens: tuple[str, ...]


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    app = create_app(Config(instance=tmp_path / "instance", secret_key=KEY, threads=8))
    site: Site = app.extensions[EXTENSION]
    db = store.open_client(site.house, store.create_client(site.house, "Firm", START).slug)
    people = tuple(
        Person(f"E{i}", f"Person {i}", {"department": f"D{i % 4}"}) for i in range(EVERYBODY)
    )
    account = store.Account("a@example.com", "Ann", "", owner=False)
    staff = store.create_staff(site.house, account, START)
    store.grant(site.house, staff.id, db.key, "analyst")
    store.begin_session(site.house, staff.id, "watching", datetime.now(START.tzinfo))
    survey = store.open_survey(
        db, add_survey(db, roster=Roster(people)).id, datetime.now(START.tzinfo)
    )
    links = store.issue_links(db, survey.id, KEY)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run)
    thread.start()
    url = f"http://127.0.0.1:{server.effective_port}"
    yield Firm(url, site.house, db, survey, tuple(link.token for link in links))
    server.close()
    thread.join(timeout=30)
    site.house.close()


class Browser:
    """Somebody with cookies who follows links and sends forms, over the network."""

    def __init__(self, url: str, **headers: str) -> None:
        self.url, self.headers = url, headers
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.text = ""
        self.at = ""

    def go(self, path: str, **fields: str) -> None:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(self.url + path, data, self.headers)  # noqa: S310 - ours
        with self.opener.open(request, timeout=60) as answer:
            self.text = answer.read().decode()
            self.at = urllib.parse.urlsplit(answer.url).path

    def send(self, path: str, **fields: str) -> None:
        proof = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        assert proof
        self.go(path, csrf_token=proof[1], **fields)


def take_part(firm: Firm, number: int) -> None:
    """One person: opens her link, starts, names somebody, submits."""
    me = Browser(firm.url)
    me.go(f"/s/{firm.tokens[number]}")
    home = me.at
    me.send(home + "start")
    named = re.findall(r'name="people" value="(\w+)"', me.text)[number % 20]
    me.send(home + "q/1", people=named, do="next")
    me.go(home + "review")
    me.send(home + "submit")
    assert me.at.endswith("/done")


def watch(firm: Firm, stop: threading.Event, seen: list[int]) -> None:
    """The board, opened again and again by an analyst."""
    analyst = Browser(firm.url, Cookie=f"{STAFF_COOKIE}=watching")
    while not stop.is_set():
        analyst.go(f"/console/c/{firm.db.slug}/{firm.survey.slug}/board/")
        seen.append(int(re.findall(r"<dt>Answered</dt><dd>(\d+)</dd>", analyst.text)[0]))


@pytest.mark.slow
def test_a_hundred_and_twenty_people_answer_while_the_board_is_open(firm: Firm) -> None:
    """Over real HTTP, eight at a time; most of the seconds are pages being made and forced out."""
    stop, seen = threading.Event(), list[int]()
    watcher = threading.Thread(target=watch, args=(firm, stop, seen))
    watcher.start()
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda number: take_part(firm, number), range(EVERYBODY)))
    stop.set()
    watcher.join(timeout=30)
    answers = jobs.answers_of(firm.db, firm.survey.id)
    board = store.board(firm.db, firm.survey.id)

    assert (board.submitted, sum(row.submitted for row in board.rows)) == (EVERYBODY, EVERYBODY)
    assert len(answers.answered["information"]) == EVERYBODY
    assert len({tie.source for tie in answers.ties}) == EVERYBODY
    assert seen == sorted(seen)
    assert len(seen) > 5


def ready_to_submit(firm: Firm, number: int) -> Browser:
    """Somebody who has answered and only needs to press the button."""
    mine = store.invitation_of(firm.db, firm.survey.id, f"E{number}")
    assert mine
    now = datetime.now(START.tzinfo)
    store.inform(firm.db, mine.id, "h", now)
    named = {f"E{(number + 1) % EVERYBODY}": 2.0}
    store.record(firm.db, mine.id, Reply("information", named), now)
    me = Browser(firm.url)
    me.go(f"/s/{firm.tokens[number]}")
    return me


@pytest.mark.slow
def test_everybody_submitting_at_the_same_moment_is_stored(firm: Firm) -> None:
    people = [ready_to_submit(firm, number) for number in range(EVERYBODY)]
    together = threading.Barrier(EVERYBODY)

    def press(me: Browser) -> str:
        home = me.at
        together.wait(60)
        me.send(home + "submit")
        return me.at.rpartition("/")[2]

    with ThreadPoolExecutor(EVERYBODY) as pool:
        ended = list(pool.map(press, people))

    assert set(ended) == {"done"}
    assert store.counts(firm.db, firm.survey.id) == {"submitted": EVERYBODY}
