"""A site of its own for each test: two clients, staff of every role, a survey that is open."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from analysis.model import Person, Roster
from survey import accounts, bank, store
from survey.app import create_app
from survey.config import Config
from survey.store import Database, House, Link, Staff, Survey
from survey.store.staff import Role
from survey.web.guards import STAFF_COOKIE
from survey.web.here import EXTENSION
from tests.survey.postgres import DATABASES, either_database, postgres_server  # noqa: F401
from tests.survey.redis import redis_server  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from tests.survey.mail_desk import Desk

PASSWORD = "correct horse battery"  # noqa: S105 - opens nothing but a test
ELSEWHERE = os.environ.get("TIEWISE_TEST_DATABASE", "")
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
NAMES = ("Łukasz Żółć", "Zoë Ångström", "O’Brien <b>Ann</b>", "محمد علي", "Ann Ek", "Ann Ek")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **spans: float) -> None:
        self.time += timedelta(**spans)


def small_firm(people: int = 24) -> Roster:
    """Three departments of equal size; E0 leads everybody; six people have awkward names."""
    homes = ("Sales", "Service", "Works")
    return Roster(
        tuple(
            Person(
                f"E{i}",
                NAMES[i] if i < len(NAMES) else f"Person {i}",
                {"department": homes[i % 3], "team": f"{homes[i % 3]} {i % 2}"},
                manager_id="E0" if i else None,
                email=f"e{i}@example.com",
            )
            for i in range(people)
        )
    )


def add_survey(db: Database, title: str = "Spring", roster: Roster | None = None) -> Survey:
    """A draft that asks the annual set."""
    plan = store.Plan(title, "faster bids", "Ann Ek", "ann@example.com")
    survey = store.create_survey(db, plan, bank.load("annual").questions, START)
    store.import_roster(db, survey.id, roster or small_firm())
    return survey


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Where the tables are: SQLite, unless a test is marked, or a file says, ``either_database``.

    ``TIEWISE_TEST_DATABASE=postgresql`` runs every test that asks for nothing else on PostgreSQL.
    """
    if request.node.get_closest_marker("either_database") or ELSEWHERE:
        return str(request.getfixturevalue("either_database"))
    return ""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked test on both databases; all of them on the one that the environment names."""
    marked = metafunc.definition.get_closest_marker("either_database")
    if "database_url" not in metafunc.fixturenames or "either_database" in metafunc.fixturenames:
        return
    if marked or ELSEWHERE:
        metafunc.fixturenames.append("either_database")
        names = (ELSEWHERE,) if ELSEWHERE else DATABASES
        metafunc.parametrize("either_database", names, indirect=True)


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    made = store.open_house(tmp_path / "instance", database_url)
    yield made
    made.close()


@pytest.fixture
def db(house: House) -> Database:
    return store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)


@pytest.fixture
def open_survey(db: Database) -> Survey:
    return store.open_survey(db, add_survey(db).id, START)


@dataclass(frozen=True)
class World:
    """A site with everything in it that a test may want to reach, or must not."""

    app: Flask
    clock: Clock
    house: House
    ours: Database
    theirs: Database
    survey: Survey
    foreign: Survey
    links: tuple[Link, ...]
    staff: dict[str, Staff]

    def visitor(self, role: str = "") -> "Visitor":
        """Somebody with a browser; signed in where a role is given."""
        visitor = Visitor(self.app.test_client())
        if role:
            store.begin_session(self.house, self.staff[role].id, f"secret of {role}", self.clock())
            visitor.client.set_cookie(STAFF_COOKIE, f"secret of {role}", path="/console/")
        return visitor


class Visitor:
    """A browser without JavaScript: follows redirects and sends the form's own proof."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: TestResponse

    def get(self, path: str) -> TestResponse:
        self.page = self.client.get(path, follow_redirects=True)
        return self.page

    def post(self, path: str, **fields: object) -> TestResponse:
        data = {key.rstrip("_"): value for key, value in fields.items()}
        proof = {"csrf_token": self.proof()}
        self.page = self.client.post(path, data=proof | data, follow_redirects=True)
        return self.page

    def proof(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page.text)
        return found[1] if found else ""

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        self.get("/console/sign-in")
        return self.post("/console/sign-in", email=email, password=password)

    def open(self, link: Link) -> str:
        """Open a personal link; returns the address that it leads to."""
        self.get(f"/s/{link.token}")
        return str(self.page.request.path)

    def boxes(self) -> dict[str, str]:
        """The people that can be ticked on the page: random id by name."""
        found = re.findall(r'name="people" value="(\w+)"[^>]*><span><bdi>([^<]+)', self.page.text)
        return {name: id_ for id_, name in found}

    def scales(self) -> list[str]:
        """The fields of a rating page, in order."""
        return list(dict.fromkeys(re.findall(r'name="(v-\w+)"', self.page.text)))


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    clock = Clock()
    config = Config(instance=tmp_path / "instance", secret_key=KEY, database_url=database_url)
    app = create_app(config, clock)
    house: House = app.extensions[EXTENSION].house
    ours = store.open_client(house, store.create_client(house, "Lindqvist & Co", START).slug)
    theirs = store.open_client(house, store.create_client(house, "Rival", START).slug)
    survey = store.open_survey(ours, add_survey(ours).id, START)
    foreign = store.open_survey(theirs, add_survey(theirs, "Autumn").id, START)
    links = store.issue_links(ours, survey.id, KEY)
    store.issue_links(theirs, foreign.id, KEY)
    yield World(
        app, clock, house, ours, theirs, survey, foreign, links, _staff(house, ours, theirs)
    )
    house.close()


AT_OURS: tuple[Role, ...] = ("consultant", "analyst", "hr", "manager", "trust")


def _staff(house: House, ours: Database, theirs: Database) -> dict[str, Staff]:
    """One account a role; hashing is slow on purpose, so it is done once."""
    hashed = accounts.hash_password(PASSWORD)
    found = {}
    for role in (*AT_OURS, "bound", "owner", "foreigner", "nobody"):
        account = store.Account(f"{role}@example.com", role.title(), hashed, role == "owner")
        found[role] = store.create_staff(house, account, START)
    for role in AT_OURS:
        store.grant(house, found[role].id, ours.key, role)
    store.grant(house, found["bound"].id, ours.key, "manager", ("department", "Sales"))
    store.grant(house, found["foreigner"].id, theirs.key, "analyst")
    return found


@pytest.fixture
def desk(house: House, db: Database, open_survey: Survey) -> "Iterator[Desk]":
    """An office with a real mail server in the middle of an open survey."""
    from tests.survey.mail_desk import open_desk

    with open_desk(house, db, open_survey) as found:
        yield found
