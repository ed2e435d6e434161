"""An office with its mail server in the middle of a survey, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from survey import mailing, store
from survey.config import Config
from survey.mailing import Office
from survey.store import Database, House, Survey
from tests.survey.conftest import KEY, Clock
from tests.survey.post_office import Server, mail_server

PEOPLE = 24


@dataclass
class Desk:
    """An office with its mail server, and a clock to move."""

    office: Office
    server: Server
    clock: Clock
    db: Database
    survey: Survey

    def send(self, hours: float = 0) -> int:
        self.clock.pass_(hours=hours)
        return mailing.send_due(self.office)

    def start(self, kind: str = "invitation") -> store.Round:
        return store.start_round(self.db, self.survey.id, kind, self.clock())

    @property
    def counts(self) -> dict[str, int]:
        return dict(store.rounds_of(self.db, self.survey.id)[-1].counts)

    def submit(self, person_id: str) -> None:
        found = store.invitation_of(self.db, self.survey.id, person_id)
        assert found
        store.submit(self.db, found.id, self.clock())


@contextmanager
def open_desk(house: House, db: Database, open_survey: Survey) -> Iterator[Desk]:
    clock = Clock()
    with mail_server() as (server, facts):
        config = Config(instance=house.folder, secret_key=KEY, **facts)
        store.issue_links(db, open_survey.id, KEY)
        yield Desk(Office(house, config, clock, lambda _s: False), server, clock, db, open_survey)
