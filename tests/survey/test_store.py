"""The store, in SQLite and in PostgreSQL: one answer set a person, promises that only tighten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from analysis.model import Fault, Person, Problem, Roster
from survey import bank, store
from survey.store import Database, House, Reply, Survey
from survey.store.engines import reading, writing
from survey.store.tables import AnswerRow, InvitationRow, ReplyRow, SurveyRow
from tests.survey.conftest import KEY, START, add_survey, small_firm


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


def invitation(db: Database, survey: Survey, person_id: str = "E1") -> str:
    found = store.invitation_of(db, survey.id, person_id)
    assert found
    return found.id


def rows(db: Database, table: type) -> int:
    with reading(db) as session:
        return int(session.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def test_a_roster_comes_back_as_it_went_in(db: Database) -> None:
    roster = small_firm()
    survey = add_survey(db, roster=roster)

    assert store.roster_of(db, survey.id) == roster


def test_a_roster_is_taken_whole_or_not_at_all(db: Database) -> None:
    survey = add_survey(db)
    twice = Roster((Person("E1", "One"), Person("E1", "Again")))

    with pytest.raises(IntegrityError):
        store.import_roster(db, survey.id, twice)
    assert store.roster_of(db, survey.id) == small_firm()


def test_what_was_wrong_with_a_roster_is_kept_for_the_report(db: Database) -> None:
    survey = add_survey(db)
    fault = Fault("bad_date", "f.csv", 3, "start_date", "x", "w", "y", "m", "left empty", ("E1",))
    store.import_roster(db, survey.id, small_firm(), [fault])

    assert store.faults_of(db, survey.id) == (fault,)


def test_the_roster_of_an_open_survey_stands(db: Database, open_survey: Survey) -> None:
    with pytest.raises(Problem, match="roster stands"):
        store.import_roster(db, open_survey.id, small_firm())


def test_a_survey_without_people_cannot_be_opened(db: Database) -> None:
    survey = add_survey(db, roster=Roster(()))

    with pytest.raises(Problem, match="asks 0 people"):
        store.open_survey(db, survey.id, START)


def test_only_those_who_are_asked_are_invited(db: Database) -> None:
    people = small_firm(8).people
    roster = Roster((*people, Person("X1", "On leave", asked=False)))
    survey = store.open_survey(db, add_survey(db, roster=roster).id, START)

    assert store.invitation_of(db, survey.id, "X1") is None
    assert store.counts(db, survey.id) == {"invited": 8}


def test_the_wording_of_a_survey_is_frozen_with_it(db: Database) -> None:
    survey = add_survey(db)

    assert store.questions_of(db, survey.id) == bank.load("annual").questions


def test_a_link_cannot_be_worked_out_without_the_secret_key(
    db: Database, open_survey: Survey
) -> None:
    mine = {link.token for link in store.issue_links(db, open_survey.id, KEY)}
    guessed = {link.token for link in store.issue_links(db, open_survey.id, KEY[::-1])}

    assert mine.isdisjoint(guessed)


def test_naming_nobody_is_not_the_same_as_not_answering(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)
    store.record(db, mine, Reply("information"), START)

    assert store.reply_of(db, mine) == {"information": Reply("information")}
    store.forget(db, mine, "information", START)
    assert store.reply_of(db, mine) == {}


def test_a_reply_replaces_the_one_before(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)
    store.record(db, mine, Reply("information", {"E2": 1.0, "E3": 2.0}), START)
    store.record(db, mine, Reply("information", {"E3": 4.0}), START)

    assert store.reply_of(db, mine)["information"].named == {"E3": 4.0}


@pytest.mark.parametrize("named", ["E1", "nobody-of-that-id"])
def test_neither_oneself_nor_a_stranger_can_be_named(
    db: Database, open_survey: Survey, named: str
) -> None:
    with pytest.raises(Problem, match="cannot be named"):
        store.record(db, invitation(db, open_survey), Reply("information", {named: 1.0}), START)


def test_somebody_who_is_not_listed_cannot_be_named(db: Database) -> None:
    people = small_firm(8).people
    roster = Roster((*people, Person("X1", "Unlisted", listed=False)))
    survey = store.open_survey(db, add_survey(db, roster=roster).id, START)

    with pytest.raises(Problem, match="cannot be named"):
        store.record(db, invitation(db, survey), Reply("information", {"X1": 1.0}), START)


def test_fifty_first_submissions_at_once_leave_one_answer_set(
    db: Database, open_survey: Survey
) -> None:
    """As of somebody who presses twice, in several tabs, over a line that stutters."""
    mine = invitation(db, open_survey)

    def arrive(i: int) -> None:
        store.inform(db, mine, "hash", START)
        store.record(db, mine, Reply("information", {f"E{2 + i % 20}": 1.0, "E23": 2.0}), START)
        store.submit(db, mine, START)

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(arrive, range(50)))
    found = store.replies_of(db, open_survey.id)

    assert list(found) == ["E1"]
    assert len(found["E1"]["information"].named) == 2
    assert (rows(db, ReplyRow), rows(db, AnswerRow)) == (1, 2)


def test_fifty_saves_at_once_leave_one_answer_set(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)

    def save(i: int) -> None:
        store.record(db, mine, Reply("information", {f"E{2 + i % 20}": 1.0, "E23": 2.0}), START)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(save, range(50)))

    assert rows(db, ReplyRow) == 1
    assert rows(db, AnswerRow) == 2


def test_everybody_saving_at_once_is_stored_for_everybody(
    db: Database, open_survey: Survey
) -> None:
    def answer(i: int) -> None:
        mine = invitation(db, open_survey, f"E{i}")
        store.record(db, mine, Reply("information", {f"E{(i + 1) % 24}": 1.0}), START)
        store.submit(db, mine, START)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(answer, range(24)))

    assert len(store.replies_of(db, open_survey.id)) == 24


def test_the_database_itself_refuses_a_second_answer_set(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)
    with reading(db) as session:
        row = session.get_one(InvitationRow, mine)
        copy = InvitationRow(
            survey_id=row.survey_id, person=row.person, state="invited", notice_hash=""
        )

    with pytest.raises(IntegrityError), writing(db) as session:
        session.add(copy)


@pytest.mark.parametrize("leave", [store.decline, store.withdraw])
def test_leaving_deletes_every_answer(db: Database, open_survey: Survey, leave: object) -> None:
    mine = invitation(db, open_survey)
    store.record(db, mine, Reply("information", {"E2": 1.0}), START)
    store.submit(db, mine, START)
    leave(db, mine, START)  # type: ignore[operator]

    assert rows(db, ReplyRow) == rows(db, AnswerRow) == 0
    assert store.replies_of(db, open_survey.id) == {}


def test_what_was_never_submitted_is_not_read(db: Database, open_survey: Survey) -> None:
    store.record(db, invitation(db, open_survey), Reply("information", {"E2": 1.0}), START)

    assert store.replies_of(db, open_survey.id) == {}


def test_closing_keeps_the_answers_and_forgets_the_times(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)
    store.inform(db, mine, "hash", START)
    store.record(db, mine, Reply("information", {"E2": 3.0, "E5": None}), START)
    store.submit(db, mine, START)
    before = store.replies_of(db, open_survey.id)
    store.close_survey(db, open_survey.id, START)
    with reading(db) as session:
        row = session.get_one(InvitationRow, mine)

    assert store.replies_of(db, open_survey.id) == before
    assert (row.informed_at, row.submitted_at) == (None, None)


@pytest.mark.parametrize("column", [ReplyRow.invitation_id, InvitationRow.id], ids=str)
def test_closing_hides_in_which_order_people_replied(
    db: Database, open_survey: Survey, column: sa.orm.InstrumentedAttribute[str]
) -> None:
    arrived = [invitation(db, open_survey, f"E{i}") for i in reversed(range(24))]
    for mine in arrived:
        store.record(db, mine, Reply("information"), START)
        store.submit(db, mine, START)
    store.close_survey(db, open_survey.id, START)
    place = "ctid" if db.engine.dialect.name == "postgresql" else "rowid"
    with reading(db) as session:
        lying = session.scalars(sa.select(column).order_by(sa.literal_column(place))).all()

    assert sorted(lying) == sorted(arrived)
    assert lying != arrived


def test_a_closed_survey_takes_no_answers(db: Database, open_survey: Survey) -> None:
    mine = invitation(db, open_survey)
    store.close_survey(db, open_survey.id, START)

    with pytest.raises(Problem, match="closed"):
        store.record(db, mine, Reply("information"), START)


@pytest.mark.parametrize(("column", "value"), [("mode", "named"), ("k", 4)])
def test_what_people_were_promised_cannot_be_loosened(
    db: Database, open_survey: Survey, column: str, value: object
) -> None:
    change = sa.update(SurveyRow).values({column: value})

    with pytest.raises(IntegrityError, match="only be tightened"), writing(db) as session:
        session.execute(change)


def test_what_people_were_promised_can_be_tightened(db: Database, open_survey: Survey) -> None:
    with writing(db) as session:
        session.execute(sa.update(SurveyRow).values(mode="aggregate", k=8))

    assert store.survey_of(db, open_survey.id).policy.mode == "aggregate"


def test_a_survey_with_an_unsafe_policy_is_refused(db: Database) -> None:
    plan = store.Plan("Unsafe", "g", "c", "c@example.com", k=3)

    with pytest.raises(Problem, match="smallest group"):
        store.create_survey(db, plan, bank.load("annual").questions, START)


def firm_of(sizes: dict[str, int]) -> Roster:
    """Departments of these sizes; people are called after theirs."""
    return Roster(
        tuple(
            Person(f"{unit}{i}", "x", {"department": unit})
            for unit, size in sizes.items()
            for i in range(size)
        )
    )


def board_of(db: Database, sizes: dict[str, int], answer: str) -> store.Board:
    survey = store.open_survey(db, add_survey(db, roster=firm_of(sizes)).id, START)
    mine = invitation(db, survey, answer)
    store.record(db, mine, Reply("information"), START)
    store.submit(db, mine, START)
    return store.board(db, survey.id)


def test_the_board_counts_and_puts_small_units_together(db: Database) -> None:
    board = board_of(db, {"Big": 6, "Small": 3, "Tiny": 2}, "Tiny1")

    assert [(row.unit, row.asked, row.submitted) for row in board.rows] == [
        ("Big", 6, 0),
        ("", 5, 1),
    ]
    assert (board.asked, board.submitted) == (11, 1)


def test_a_rest_that_is_too_small_is_hidden_behind_the_smallest_unit(db: Database) -> None:
    board = board_of(db, {"Big": 6, "Bigger": 9, "Tiny": 2}, "Tiny1")

    assert [(row.unit, row.asked, row.submitted) for row in board.rows] == [
        ("Bigger", 9, 0),
        ("", 8, 1),
    ]


def test_two_clients_share_no_database(house: House) -> None:
    one = store.open_client(house, store.create_client(house, "One", START).slug)
    two = store.open_client(house, store.create_client(house, "Two", START).slug)
    add_survey(one)

    assert one.folder != two.folder
    assert store.list_surveys(two) == ()


def test_a_clients_name_is_taken_once(house: House) -> None:
    store.create_client(house, "Zoë & Co", START)

    with pytest.raises(Problem, match="already"):
        store.create_client(house, "zoe  & CO", START)


def test_an_email_address_has_one_account_in_any_case(house: House) -> None:
    account = store.Account("Ann@Example.com", "Ann", "hash")
    store.create_staff(house, account, START)

    with pytest.raises(Problem, match="already"):
        store.create_staff(house, replace(account, email="ann@example.COM"), START)
    assert store.staff_by_email(house, " ANN@example.com ") is not None
