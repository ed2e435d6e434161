"""Mailing: invitations and reminders go out one by one, and nothing is lost where it stops.

The rows of the store are the truth. A sender takes a message (its row says "sending"), hands it
over, and writes down what became of it. Where the sender dies in between, the row is found later
and queued again: that is the one case in which somebody may get a message twice; each copy then
carries the same Message-ID.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from analysis.model import Problem
from survey import letters, mail, store
from survey.addresses import address as email_address
from survey.config import Config
from survey.links import address
from survey.store import Database, Due, House, Survey, Wording
from survey.store.profiles import profile_of

WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480))
PATIENCE = timedelta(minutes=10)
PAUSE = timedelta(minutes=5)
MOST_LOST = 3
log = logging.getLogger("tiewise.mail")
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Office:
    """Where mail is sent from. ``pause`` waits some seconds and says whether to stop."""

    house: House
    config: Config
    clock: Clock
    pause: Callable[[float], bool]


def send_due(office: Office) -> int:
    """Send what is due, at every client; returns how many messages the server took."""
    sent = 0
    for client in store.list_clients(office.house):
        db = store.open_client(office.house, client.slug)
        store.revive_messages(db, office.clock(), PATIENCE)
        for survey_id in store.due_surveys(db, office.clock()):
            sent += _send_survey(office, db, survey_id)
    return sent


def _send_survey(office: Office, db: Database, survey_id: str) -> int:
    """Send what one survey has; what keeps it from that is noted for its page."""
    paused = store.collecting_of(db, survey_id).paused_until
    if paused and office.clock() < paused:
        return 0
    try:
        sent = _send_all(office, db, survey_id)
    except Problem as problem:
        said = {key: getattr(problem, key) for key in ("what", "where", "why", "mend")}
        store.note_trouble(db, survey_id, said, office.clock() + PAUSE)
        return 0
    if paused:
        store.note_trouble(db, survey_id, {}, None)
    return sent


def _send_all(office: Office, db: Database, survey_id: str) -> int:
    """One message after the other, not faster than the settings say."""
    sent = lost = 0
    writer = Writer(office.config, db, store.survey_of(db, survey_id))
    with mail.post(office.config) as post:
        while due := store.claim_message(db, survey_id, office.clock()):
            outcome = _send(office, writer, post, due)
            sent += outcome.state == "sent"
            lost = lost + 1 if outcome.unheard else 0
            if lost == MOST_LOST:
                raise Problem(
                    "the mail server keeps hanging up",
                    where=f"{office.config.mail_host}:{office.config.mail_port}",
                    why=f"{lost} messages in a row: {outcome.said}.",
                    mend="Nothing is lost: it is tried again by itself. If it lasts, ask whoever "
                    "runs the mail server.",
                )
            if office.pause(60 / office.config.mail_per_minute):
                break
    return sent


def _send(office: Office, writer: "Writer", post: mail.Post, due: Due) -> mail.Outcome:
    """Hand one message over and write down what became of it."""
    db = writer.db
    try:
        letter, envelope = writer.write(due, office.clock())
        outcome = post.send(letter, envelope)
    except Problem as problem:
        # Not this person's fault: back into the queue as if it had never been touched.
        store.settle_message(db, due.id, "queued", problem.what)
        raise
    except Exception:
        log.exception("a message could not be made")
        outcome = mail.Outcome("refused", "it could not be made; this is our mistake")
    state, wait = _next(outcome, due.attempts)
    again = office.clock() + wait if wait else None
    store.settle_message(db, due.id, state, outcome.said, again)
    return outcome


def _next(outcome: mail.Outcome, attempts: int) -> tuple[str, timedelta | None]:
    """The state that follows from an outcome, and how long to wait where it is tried again."""
    if outcome.state != "later":
        return outcome.state, None
    if attempts > len(WAITS):
        return "given_up", None
    return "queued", WAITS[attempts - 1]


@dataclass(slots=True)
class Writer:
    """Writes the letters of one survey; what is alike for all is looked up once a language."""

    config: Config
    db: Database
    survey: Survey
    known: dict[tuple[str, str], tuple[Wording, dict[str, str]]] = field(default_factory=dict)
    sender: str | None = None

    def write(self, due: Due, now: datetime) -> tuple[letters.Letter, mail.Envelope]:
        """The letter for one person, with her own link."""
        usual = store.collecting_of(self.db, self.survey.id).language
        wording, facts = self._known(due.kind, letters.language_of(due.person, usual))
        token = store.link_token(self.db, self.config.secret_key, due.invitation_id)
        mine = {"name": due.person.name, "url": address(self.config.base_url, token)}
        letter = letters.fill(wording, facts | mine)
        about = (due.person.email, self.survey.plan.contact_email, due.id, now)
        return letter, mail.Envelope(*about, self._sender())

    def _sender(self) -> str:
        """The name that the client's letters come from."""
        if self.sender is None:
            self.sender = str(profile_of(self.db).get("sender", ""))
        return self.sender

    def _known(self, kind: str, language: str) -> tuple[Wording, dict[str, str]]:
        if (kind, language) not in self.known:
            wording = letters.wording(self.db, self.survey, kind, language)
            self.known[kind, language] = wording, letters.facts_of(self.db, self.survey, language)
        return self.known[kind, language]


def send_test(
    config: Config, db: Database, survey_id: str, place: tuple[str, str, str], now: datetime
) -> None:
    """Send the letter of a kind in a language to an address of one's own: ``place`` is all three.

    Its link leads nowhere. Problem if it can't be sent, with what the server said.
    """
    kind, language, to = place
    survey = store.survey_of(db, survey_id)
    facts = letters.facts_of(db, survey, language)
    facts |= {"name": "Ann Example", "url": address(config.base_url, "a-test-has-no-link")}
    letter = letters.fill(letters.wording(db, survey, kind, language), facts)
    id_ = f"test.{survey_id}.{int(now.timestamp())}"
    about = (email_address(to), survey.plan.contact_email, id_, now)
    envelope = mail.Envelope(*about, str(profile_of(db).get("sender", "")))
    with mail.post(config) as post:
        outcome = post.send(letter, envelope)
    if outcome.state != "sent":
        raise Problem(
            "the test message was not taken",
            where=to,
            why=f"The mail server says: {outcome.said}.",
            mend="Try again in a minute, or with another address.",
        )
    store.note_test(db, survey_id, now)


def send_now(office: Office, db: Database, survey_id: str, kind: str) -> store.Round:
    """Go on with the round of this kind that waits, or begin one; send it, and say how it stands.

    What the server puts off stays queued for the worker, or for the next time.
    """
    rounds = [made for made in store.rounds_of(db, survey_id) if made.kind == kind]
    waiting = next((made for made in rounds if made.waiting), None)
    store.issue_links(db, survey_id, office.config.secret_key)
    made = waiting or start(office.config, db, survey_id, kind, office.clock())
    store.revive_messages(db, office.clock(), PATIENCE)
    _send_survey(office, db, survey_id)
    return next(r for r in store.rounds_of(db, survey_id) if r.id == made.id)


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def sleep(seconds: float) -> bool:
    """Wait; nobody can tell a command to stop but by ending it."""
    time.sleep(seconds)
    return False


def start(config: Config, db: Database, survey_id: str, kind: str, now: datetime) -> store.Round:
    """Queue a round by hand; a Problem without mail server, or before a test has been sent."""
    with mail.post(config):
        pass
    if store.collecting_of(db, survey_id).tested_at is None:
        raise Problem(
            "send yourself a test first",
            why="What has gone out to everybody cannot be taken back.",
            mend="Send a test message, look at it, then send to everybody.",
        )
    return store.start_round(db, survey_id, kind, now)
