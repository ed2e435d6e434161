"""Mail over real SMTP: each person exactly once, whatever the server does and whoever dies."""

import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from analysis.model import Person, Roster
from survey import mail, mailing, store
from survey.collecting import collect
from survey.config import Config
from survey.mailing import Office
from survey.store import Database, House
from tests.survey.conftest import KEY, START, Clock, add_survey
from tests.survey.mail_desk import Desk
from tests.survey.post_office import mail_server

PEOPLE = 24


def header(letter: EmailMessage, name: str) -> str:
    return str(letter[name])


def test_everybody_gets_one_invitation_with_a_link_of_their_own(desk: Desk) -> None:
    desk.start()
    desk.send()
    links = {link.email: link.token for link in store.issue_links(desk.db, desk.survey.id, KEY)}

    assert desk.server.recipients == dict.fromkeys(links, 1)
    assert desk.counts == {"sent": PEOPLE}
    for letter in desk.server.letters:
        assert f"/s/{links[header(letter, 'To')]}" in letter.get_content()


def test_a_message_says_who_it_is_from_and_where_answers_go(desk: Desk) -> None:
    desk.start()
    desk.send()
    letter = desk.server.letters[0]

    assert header(letter, "From") == "survey@example.org"
    assert header(letter, "Reply-To") == "ann@example.com"
    assert header(letter, "Subject") == "Spring: how do we work together?"
    assert parsedate_to_datetime(header(letter, "Date")) == START
    assert desk.server.taken[0][0] == "survey@example.org"


def test_names_of_every_script_arrive_as_they_are(desk: Desk) -> None:
    desk.start()
    desk.send()
    said = {header(letter, "To"): letter.get_content() for letter in desk.server.letters}

    for name, id_ in (("Łukasz Żółć", 0), ("O’Brien <b>Ann</b>", 2), ("محمد علي", 3)):
        assert f"Hello {name}," in said[f"e{id_}@example.com"]


def test_asking_twice_sends_once(desk: Desk) -> None:
    first, second = desk.start(), desk.start()
    desk.send()
    desk.send()

    assert first.id == second.id
    assert max(desk.server.recipients.values()) == 1


def test_a_recipient_refused_for_good_is_not_tried_again(desk: Desk) -> None:
    desk.start()
    desk.server.answers.extend(["rcpt:550"])
    desk.send()
    desk.send(hours=24)
    unreached = store.unreached_of(desk.db, desk.survey.id)

    assert desk.counts == {"sent": PEOPLE - 1, "refused": 1}
    assert [one.why for one in unreached] == ["550 not this one"]
    assert len(desk.server.taken) == PEOPLE - 1


@pytest.mark.parametrize("answer", ["451", "rcpt:450", "421", "mail:451", "mail:421"])
def test_not_now_is_tried_again_later(desk: Desk, answer: str) -> None:
    desk.start()
    desk.server.answers.append(answer)
    desk.send()
    waiting = desk.counts
    desk.send(hours=1)

    assert waiting == {"sent": PEOPLE - 1, "queued": 1}
    assert desk.counts == {"sent": PEOPLE}
    assert max(desk.server.recipients.values()) == 1


def test_whoever_is_put_off_for_ever_is_given_up_and_said_so(desk: Desk) -> None:
    desk.start()
    for _ in range(len(mailing.WAITS) + 1):
        desk.server.answers.extend(["451"] * PEOPLE)
        desk.send(hours=9)
    desk.server.answers.clear()
    desk.send(hours=9)

    assert desk.counts == {"given_up": PEOPLE}
    assert {one.why for one in store.unreached_of(desk.db, desk.survey.id)} == {"451 said so"}


def test_a_server_that_puts_everybody_off_once_gets_each_message_once(desk: Desk) -> None:
    """Greylisting: who is not known yet is told to come back."""
    desk.start()
    desk.server.answers.extend(["rcpt:451"] * PEOPLE)
    desk.send()
    first = desk.counts
    desk.send(hours=1)

    assert first == {"queued": PEOPLE}
    assert desk.counts == {"sent": PEOPLE}
    assert set(desk.server.recipients.values()) == {1}


def test_a_server_that_takes_few_messages_a_connection_gets_them_all(desk: Desk) -> None:
    desk.start()
    desk.server.answers.extend((["250"] * 4 + ["421"]) * PEOPLE)
    desk.send()
    for _ in range(4):
        desk.send(hours=2)

    assert desk.counts == {"sent": PEOPLE}
    assert set(desk.server.recipients.values()) == {1}


def test_a_server_that_does_not_want_our_sender_is_told_as_that_and_costs_nobody(
    desk: Desk,
) -> None:
    desk.start()
    desk.server.answers.append("mail:550")
    desk.send()
    trouble = store.collecting_of(desk.db, desk.survey.id).trouble
    desk.send(hours=1)

    assert trouble["what"] == "the mail server won't have us"
    assert desk.counts == {"sent": PEOPLE}
    assert set(desk.server.recipients.values()) == {1}


@pytest.mark.parametrize(
    ("greeting", "what"),
    [
        (b"", "the mail server can't be reached"),
        (b"554 go away\r\n", "the mail server won't have us"),
        (b"I am no mail server\r\n", "the mail server"),
    ],
)
def test_a_server_that_greets_badly_or_never_is_told_and_loses_nobody(
    desk: Desk, greeting: bytes, what: str
) -> None:
    desk.start()
    with socket.create_server(("127.0.0.1", 0)) as strange:
        port = strange.getsockname()[1]
        greeter = threading.Thread(target=_greet, args=(strange, greeting))
        greeter.start()
        config = replace(desk.office.config, mail_port=port)
        mailing.send_due(replace(desk.office, config=config))
        greeter.join(timeout=30)
    trouble = store.collecting_of(desk.db, desk.survey.id).trouble
    desk.send(hours=1)

    assert trouble["what"].startswith(what)
    assert desk.counts == {"sent": PEOPLE}


def _greet(strange: socket.socket, greeting: bytes) -> None:
    """Take one connection, say this, and wait until the other side hangs up."""
    connection, _ = strange.accept()
    with connection:
        connection.sendall(greeting)
        while connection.recv(100):
            pass


@pytest.mark.parametrize("answer", ["drop", "hang"])
def test_a_server_that_hangs_or_hangs_up_loses_nobody(desk: Desk, answer: str) -> None:
    desk.start()
    desk.server.answers.append(answer)
    desk.send()
    desk.send(hours=1)

    assert desk.counts == {"sent": PEOPLE}
    assert set(desk.server.recipients.values()) == {1}


def test_a_server_that_takes_it_and_hangs_up_gets_it_twice_under_one_id(desk: Desk) -> None:
    desk.start()
    desk.server.answers.append("late drop")
    desk.send()
    desk.send(hours=1)
    twice = [to for to, count in desk.server.recipients.items() if count == 2]
    ids = {header(x, "Message-ID") for x in desk.server.letters if header(x, "To") in twice}

    assert len(twice) == 1
    assert len(ids) == 1
    assert len(desk.server.taken) == PEOPLE + 1


def test_a_server_that_keeps_hanging_up_is_left_in_peace_for_a_while(desk: Desk) -> None:
    desk.start()
    desk.server.answers.extend(["drop"] * mailing.MOST_LOST)
    desk.send()
    trouble = store.collecting_of(desk.db, desk.survey.id).trouble
    desk.send()
    taken_meanwhile = len(desk.server.taken)
    desk.send(hours=1)

    assert trouble["what"] == "the mail server keeps hanging up"
    assert taken_meanwhile == 0
    assert desk.counts == {"sent": PEOPLE}
    assert store.collecting_of(desk.db, desk.survey.id).trouble == {}


def test_a_server_that_is_away_costs_no_attempts_and_says_so(desk: Desk) -> None:
    desk.start()
    away = replace(desk.office, config=replace(desk.office.config, mail_port=1))
    for _ in range(10):
        mailing.send_due(away)
        desk.clock.pass_(minutes=6)
    trouble = store.collecting_of(desk.db, desk.survey.id).trouble
    desk.send(hours=1)

    assert trouble["what"] == "the mail server can't be reached"
    assert trouble["mend"]
    assert desk.counts == {"sent": PEOPLE}


def test_a_password_that_is_wrong_is_told_as_that(desk: Desk) -> None:
    desk.start()
    wrong = replace(desk.office.config, mail_user="site", mail_password="nonsense")  # noqa: S106
    mailing.send_due(replace(desk.office, config=wrong))

    trouble = store.collecting_of(desk.db, desk.survey.id).trouble

    assert (trouble["what"], trouble["why"][:12]) == (
        "the mail server won't have us",
        "It says: 535",
    )
    assert desk.counts == {"queued": PEOPLE}


class Killed(BaseException):
    """The process ends here; nothing after it is done."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_sender_killed_in_the_middle_misses_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    desk.start()
    real, calls = mail.Post.send, [0]

    def send(self: mail.Post, *arguments: Any) -> mail.Outcome:
        calls[0] += 1
        if calls[0] == 10 and moment == "before":
            raise Killed
        outcome = real(self, *arguments)
        if calls[0] == 10:
            raise Killed
        return outcome

    monkeypatch.setattr(mail.Post, "send", send)
    with pytest.raises(Killed):
        desk.send()
    in_the_middle = desk.counts
    desk.send()
    desk.send(hours=1)
    duplicates = sum(count - 1 for count in desk.server.recipients.values())

    assert in_the_middle == {"sent": 9, "sending": 1, "queued": PEOPLE - 10}
    assert desk.counts == {"sent": PEOPLE}
    assert len(desk.server.recipients) == PEOPLE
    assert duplicates == (1 if moment == "after" else 0)


@pytest.mark.either_database
def test_two_senders_at_once_send_each_message_once(desk: Desk) -> None:
    desk.start()
    senders = [threading.Thread(target=mailing.send_due, args=(desk.office,)) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)

    assert len(desk.server.recipients) == PEOPLE
    assert set(desk.server.recipients.values()) == {1}


def test_mail_goes_out_no_faster_than_the_settings_say(desk: Desk) -> None:
    waits: list[float] = []
    desk.start()
    slow = replace(desk.office.config, mail_per_minute=30)
    mailing.send_due(replace(desk.office, config=slow, pause=lambda s: bool(waits.append(s))))

    assert waits == [2.0] * PEOPLE


def test_a_sender_that_is_told_to_stop_stops_after_one_message(desk: Desk) -> None:
    desk.start()
    mailing.send_due(replace(desk.office, pause=lambda _s: True))

    assert desk.counts == {"sent": 1, "queued": PEOPLE - 1}


def test_a_wrong_address_on_the_roster_is_refused_before_the_server_is_asked(
    house: House, db: Database
) -> None:
    people = [Person(f"E{i}", f"N {i}", email=f"e{i}@x.test") for i in range(6)]
    people[3] = Person("E3", "N 3", email="e3@x.test, boss@x.test")
    survey = store.open_survey(db, add_survey(db, roster=Roster(tuple(people))).id, START)
    store.start_round(db, survey.id, "invitation", START)
    with mail_server() as (server, facts):
        config = Config(instance=house.folder, secret_key=KEY, **facts)
        mailing.send_due(Office(house, config, Clock(), lambda _s: False))

    assert set(server.recipients) == {f"e{i}@x.test" for i in (0, 1, 2, 4, 5)}
    assert [one.state for one in store.unreached_of(db, survey.id)] == ["refused"]


def test_what_a_dead_sender_left_is_not_touched_while_it_may_still_live(desk: Desk) -> None:
    desk.start()
    store.claim_message(desk.db, desk.survey.id, START)
    revived = store.revive_messages(desk.db, START + timedelta(minutes=5), mailing.PATIENCE)

    assert revived == 0


def test_the_worker_sends_what_is_due_by_itself(desk: Desk) -> None:
    desk.start()
    stop = threading.Event()
    worker = threading.Thread(
        target=collect, args=(desk.office.house, desk.office.config, stop, desk.clock)
    )
    worker.start()
    for _ in range(600):
        if desk.counts == {"sent": PEOPLE}:
            break
        time.sleep(0.05)
    stop.set()
    worker.join(timeout=30)

    assert desk.counts == {"sent": PEOPLE}
    assert not worker.is_alive()


SENDER = """
import sys
from pathlib import Path
from datetime import datetime, timezone
from survey import mailing, store
from survey.config import Config
facts = eval(sys.argv[2])
config = Config(instance=Path(sys.argv[1]), secret_key=facts.pop("secret_key"), **facts)
house = store.open_house(config.instance)
clock = lambda: datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
mailing.send_due(mailing.Office(house, config, clock, mailing.sleep))
"""


@pytest.mark.slow
def test_a_sender_killed_by_the_system_misses_nobody(house: House, db: Database) -> None:
    """A process of its own is killed four times among 500 messages."""
    people = tuple(Person(f"E{i}", f"N {i}", email=f"e{i}@x.test") for i in range(500))
    survey = store.open_survey(db, add_survey(db, roster=Roster(people)).id, START)
    store.issue_links(db, survey.id, KEY)
    store.start_round(db, survey.id, "invitation", START)
    clock = Clock()
    with mail_server() as (server, facts):
        facts |= {"mail_timeout": 60}
        for until in (40, 170, 290, 410):
            given = [str(house.folder), repr(facts | {"secret_key": KEY})]
            sender = subprocess.Popen([sys.executable, "-c", SENDER, *given])
            while len(server.taken) < until and sender.poll() is None:
                time.sleep(0.002)
            sender.kill()
            sender.wait()
            store.revive_messages(db, clock() + timedelta(hours=1), timedelta(0))
            clock.pass_(hours=1)
        config = Config(instance=house.folder, secret_key=KEY, **facts)
        clock.pass_(hours=1)
        mailing.send_due(Office(house, config, clock, lambda _s: False))
        recipients = server.recipients

    assert store.rounds_of(db, survey.id)[0].counts == {"sent": 500}
    assert len(recipients) == 500
    assert sum(recipients.values()) - 500 <= 4
