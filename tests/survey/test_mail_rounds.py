"""Invitations and reminders as rounds: to whom, how often, in which words, and when no more."""

from datetime import timedelta

import pytest

from analysis.model import Person, Problem, Roster
from survey import bank, mailing, store
from survey.config import Config
from survey.mailing import Office
from survey.store import Database, House, Survey, Wording
from tests.survey.conftest import KEY, START, Clock, add_survey, small_firm
from tests.survey.mail_desk import Desk
from tests.survey.post_office import mail_server

PEOPLE = 24


def test_a_reminder_goes_to_those_who_neither_answered_nor_declined(desk: Desk) -> None:
    desk.start()
    desk.send()
    desk.submit("E1")
    declined = store.invitation_of(desk.db, desk.survey.id, "E2")
    assert declined
    store.decline(desk.db, declined.id, START)
    desk.server.taken.clear()
    desk.clock.pass_(days=3)
    desk.start("reminder")
    desk.send()

    assert len(desk.server.recipients) == PEOPLE - 2
    assert not {"e1@example.com", "e2@example.com"} & set(desk.server.recipients)
    assert str(desk.server.letters[0]["Subject"]) == "Reminder: Spring"


def test_whoever_answers_while_the_reminder_waits_gets_none(desk: Desk) -> None:
    desk.start("reminder")
    desk.submit("E1")
    desk.send()

    assert desk.counts == {"sent": PEOPLE - 1, "stopped": 1}
    assert "e1@example.com" not in desk.server.recipients


def test_reminders_are_limited_in_number_and_not_a_day_apart(desk: Desk) -> None:
    desk.start()
    with pytest.raises(Problem, match="too early"):
        desk.start("reminder")
    for _ in range(2):
        desk.clock.pass_(days=2)
        desk.start("reminder")
    desk.clock.pass_(days=2)

    with pytest.raises(Problem, match="reminded 2 times"):
        desk.start("reminder")


def test_nobody_is_written_to_once_the_survey_is_closed(desk: Desk) -> None:
    desk.start()
    store.close_survey(desk.db, desk.survey.id, START)
    desk.send()

    assert desk.server.taken == []
    assert desk.counts == {"queued": PEOPLE}


def test_nobody_is_written_to_after_the_last_day(house: House, db: Database) -> None:
    plan = store.Plan("Short", "x", "Ann", "ann@example.com", closes_on=START.date())
    survey = store.create_survey(db, plan, bank.load("annual").questions, START)
    store.import_roster(db, survey.id, small_firm())
    store.open_survey(db, survey.id, START)
    store.start_round(db, survey.id, "invitation", START)
    tomorrow = START + timedelta(days=1)

    assert store.claim_message(db, survey.id, tomorrow) is None
    assert dict(store.rounds_of(db, survey.id)[0].counts) == {"stopped": PEOPLE}
    with pytest.raises(Problem, match="last day is over"):
        store.start_round(db, survey.id, "reminder", tomorrow)


def test_closing_forgets_who_was_reminded_but_not_how_many(desk: Desk) -> None:
    desk.start()
    desk.send()
    store.close_survey(desk.db, desk.survey.id, START)

    assert desk.counts == {"sent": PEOPLE}
    assert store.unreached_of(desk.db, desk.survey.id) == ()
    assert store.halt_messages(desk.db, desk.survey.id) == 0


def test_people_without_an_address_are_named_and_nothing_is_sent(db: Database) -> None:
    people = [Person(f"E{i}", f"N {i}", email="" if i < 2 else f"e{i}@x.test") for i in range(8)]
    survey = store.open_survey(db, add_survey(db, roster=Roster(tuple(people))).id, START)
    made = store.start_round(db, survey.id, "invitation", START)

    assert dict(made.counts) == {"no_address": 2, "queued": 6}
    assert [one.person_id for one in store.unreached_of(db, survey.id)] == ["E0", "E1"]


def test_a_bounce_stops_reminders_until_the_address_is_mended(desk: Desk) -> None:
    desk.start()
    desk.send()
    noted = store.note_bounces(
        desk.db, desk.survey.id, [("E1@Example.com", "box full"), ("who@x.test", "")], START
    )
    desk.server.taken.clear()
    desk.clock.pass_(days=2)
    desk.start("reminder")
    desk.send()
    while_bounced = set(desk.server.recipients)
    mine = store.unreached_of(desk.db, desk.survey.id)[0]
    store.mend_address(desk.db, desk.survey.id, mine.invitation_id, "right@example.com", START)
    desk.send()

    assert (noted.known, noted.unknown) == (1, ("who@x.test",))
    assert "e1@example.com" not in while_bounced
    assert desk.server.recipients["right@example.com"] == 1
    assert store.unreached_of(desk.db, desk.survey.id) == ()


def test_what_was_stopped_by_hand_can_be_sent_after_all(desk: Desk) -> None:
    desk.start()
    store.halt_messages(desk.db, desk.survey.id)
    desk.send()
    sent_while_stopped = len(desk.server.taken)
    store.queue_again(desk.db, desk.survey.id, START)
    desk.send()

    assert sent_while_stopped == 0
    assert desk.counts == {"sent": PEOPLE}


def test_everybody_is_written_to_in_the_language_of_the_roster(house: House, db: Database) -> None:
    tongues = ("de", "Français", "es-MX", "ar", "", "Klingon")
    people = [
        Person(f"E{i}", f"N {i}", email=f"e{i}@x.test", language=tongue)
        for i, tongue in enumerate(tongues)
    ]
    survey = store.open_survey(db, add_survey(db, roster=Roster(tuple(people))).id, START)
    store.start_round(db, survey.id, "reminder", START)
    with mail_server() as (server, facts):
        config = Config(instance=house.folder, secret_key=KEY, **facts)
        mailing.send_due(Office(house, config, Clock(), lambda _s: False))
        said = {str(letter["To"]): str(letter["Subject"]) for letter in server.letters}

    assert [said[f"e{i}@x.test"].split(":")[0].strip() for i in range(6)] == [
        "Erinnerung", "Rappel", "Recordatorio", "تذكير", "Reminder", "Reminder",
    ]  # fmt: skip


def test_a_test_message_comes_first(desk: Desk) -> None:
    config, survey_id = desk.office.config, desk.survey.id
    with pytest.raises(Problem, match="test first"):
        mailing.start(config, desk.db, survey_id, "invitation", START)
    place = ("invitation", "de", "me@example.com")
    mailing.send_test(config, desk.db, survey_id, place, START)
    mailing.start(config, desk.db, survey_id, "invitation", START)
    subject = str(desk.server.letters[0]["Subject"])

    assert desk.server.recipients == {"me@example.com": 1}
    assert subject == "Spring: Wie arbeiten wir zusammen?"


def test_a_new_wording_must_be_tested_again(desk: Desk) -> None:
    config, survey_id = desk.office.config, desk.survey.id
    mailing.send_test(config, desk.db, survey_id, ("invitation", "en", "me@example.com"), START)
    wording = Wording("Please answer", "Hello {name}: {url}")
    store.keep_letter(desk.db, survey_id, ("invitation", "en"), wording)

    with pytest.raises(Problem, match="test first"):
        mailing.start(config, desk.db, survey_id, "invitation", START)


def test_a_test_that_is_refused_says_what_the_server_said(desk: Desk) -> None:
    desk.server.answers.append("554")
    place = ("invitation", "en", "me@example.com")

    with pytest.raises(Problem, match="not taken") as caught:
        mailing.send_test(desk.office.config, desk.db, desk.survey.id, place, START)
    assert "554 said so" in caught.value.why


def test_without_a_mail_server_nothing_is_queued(db: Database, open_survey: Survey) -> None:
    with pytest.raises(Problem, match="no mail server"):
        mailing.start(Config(secret_key=KEY), db, open_survey.id, "invitation", START)
    assert store.rounds_of(db, open_survey.id) == ()
