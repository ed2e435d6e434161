"""A site that is killed while people answer: what it acknowledged is there, and nothing by halves.

This takes longer than other files: it starts a real site a dozen times.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Semaphore
from time import sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from survey import store
from survey.store import Database, House, Link, Reply, Survey
from tests.survey.conftest import KEY, START
from tests.survey.postgres import Server

KILLS = 5
WRITERS = 3
SERVE = "from survey.cli import main; main()"


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


@dataclass
class Writer:
    """Somebody who saves the same page again and again, with others named each time."""

    home: str
    link: Link
    boxes: list[str] = field(default_factory=list)
    proof: str = ""
    acknowledged: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()
    saves: int = 0

    def __post_init__(self) -> None:
        self.open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str) -> str:
        return str(self.open(self.home + path, timeout=20).read().decode())

    def post(self, path: str, **fields: object) -> str:
        data = urlencode(fields | {"csrf_token": self.proof}, doseq=True).encode()
        return str(self.open(self.home + path, data, timeout=20).read().decode())

    def begin(self) -> None:
        first = self.get(f"/s/{self.link.token}")
        self.page = re.findall(r"/r/\w+/", first)[0]
        self.proof = _proof(first)
        asked = self.post(self.page + "start")
        self.proof, self.boxes = _proof(asked), re.findall(r'name="people" value="(\w+)"', asked)

    def save(self) -> None:
        """One more answer; only what the site says it has kept is counted as acknowledged."""
        at = self.saves % (len(self.boxes) - 4)
        self.sent = frozenset(self.boxes[at : at + 4])
        assert "saved" in self.post(self.page + "q/1", people=sorted(self.sent), do="save")
        self.acknowledged, self.saves = self.sent, self.saves + 1

    def go_on(self, saved: Semaphore) -> None:
        """Save until the site is gone."""
        try:
            while True:
                self.save()
                saved.release()
        except (URLError, HTTPException, ConnectionError):
            return


def _proof(page: str) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(
    house: House, url: str, port: int, wait: bool = True
) -> Iterator[subprocess.Popen[str]]:
    """The site as operators start it, once it answers."""
    settings = {
        "TIEWISE_INSTANCE": str(house.folder),
        "TIEWISE_DATABASE_URL": url,
        "TIEWISE_SECRET_KEY": KEY,
        "TIEWISE_EMBEDDED_WORKER": "no",
    }
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            while wait and not _answers(port):
                assert site.poll() is None, "the site did not start"
                sleep(0.1)
            yield site
        finally:
            site.kill()


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        asked.settimeout(1)
        return asked.connect_ex(("127.0.0.1", port)) == 0


def stored(db: Database, survey: Survey, writer: Writer) -> frozenset[str]:
    """Whom she named, by the ids that the page has for them."""
    mine = store.invitation_of(db, survey.id, writer.link.person_id)
    assert mine
    replies = store.reply_of(db, mine.id)
    ids = {entry.person.id: entry.id for entry in store.entries_of(db, survey.id)}
    first = next(iter(replies.values()), Reply(""))
    return frozenset(ids[person_id] for person_id in first.named)


@pytest.mark.slow
def test_a_killed_site_has_lost_no_acknowledged_answer_and_stored_none_by_halves(
    house: House, db: Database, open_survey: Survey, database_url: str
) -> None:
    port = _free_port()
    links = store.issue_links(db, open_survey.id, KEY)[6 : 6 + WRITERS]
    writers = [Writer(f"http://127.0.0.1:{port}", link) for link in links]
    lost = []
    for kill in range(KILLS):
        saved = Semaphore(0)
        with serving(house, database_url, port) as site, ThreadPoolExecutor(WRITERS) as pool:
            for writer in writers if kill == 0 else ():
                writer.begin()
            running = [pool.submit(writer.go_on, saved) for writer in writers]
            # At another place of the work each time.
            for _ in range(12 + kill):
                assert saved.acquire(timeout=60)
            site.kill()
            for each in running:
                each.result()
        lost += [w for w in writers if stored(db, open_survey, w) not in (w.acknowledged, w.sent)]

    assert lost == []
    assert sum(writer.saves for writer in writers) >= 12 * KILLS


def test_an_answer_survives_the_end_of_a_postgres_that_was_not_shut_down(
    postgres_server: Server, tmp_path: Path
) -> None:
    house = store.open_house(tmp_path / "site", postgres_server.address())
    client = store.create_client(house, "Ek", START)
    postgres_server.stop("immediate")
    postgres_server.start()
    found = store.list_clients(house)
    house.close()
    postgres_server.empty()

    assert found == (client,)


def test_the_site_says_that_it_is_up_when_it_is(house: House, database_url: str) -> None:
    port = _free_port()
    with serving(house, database_url, port, wait=False) as site:
        assert site.stdout
        said = site.stdout.readline()
        up = _answers(port)

    assert said.startswith(f"Tiewise is at http://127.0.0.1:{port}/console/")
    assert up
