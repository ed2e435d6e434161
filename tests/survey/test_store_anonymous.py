"""Answers that are nobody's: kept without a person, a moment or an order, in both databases."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from analysis.model import Problem
from survey import bank, store
from survey.store import Database, House, Reply, Slip, Survey, moving, series
from survey.store.engines import reading, writing
from survey.store.gates import Parcel
from survey.store.slips import _Given, _take
from survey.store.tables import InvitationRow, ReplyRow, SlipRow, SurveyRow
from tests.survey import anonymous
from tests.survey.anonymous import SALES, answer
from tests.survey.conftest import START, add_survey, small_firm


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


@pytest.fixture
def survey(db: Database) -> Survey:
    return anonymous.opened(db)


def test_questions_about_teams_make_a_survey_anonymous_and_show_nobody_a_name(
    db: Database,
) -> None:
    made = anonymous.draft(db)

    assert made.anonymous
    assert made.plan.mode == "aggregate"


def test_whether_people_or_teams_are_named_stands_once_a_survey_is_open(
    db: Database, survey: Survey
) -> None:
    named = store.open_survey(db, add_survey(db).id, START)
    for each, other in ((survey, "people"), (named, "teams")):
        change = update(SurveyRow).where(SurveyRow.id == each.id).values(naming=other)
        with pytest.raises(IntegrityError, match="stands once"), writing(db) as session:
            session.execute(change)


def test_a_draft_does_not_change_sides_by_its_questions(db: Database) -> None:
    with pytest.raises(Problem, match="by its questions"):
        store.set_questions(db, anonymous.draft(db).id, bank.load("annual").questions)
    with pytest.raises(Problem, match="by its questions"):
        store.set_questions(db, add_survey(db).id, bank.load("teams").questions)


def test_the_next_wave_and_a_copy_are_anonymous_too(db: Database, survey: Survey) -> None:
    following = series.next_wave(db, survey.id, "Next year", START)
    copied = series.copy_survey(db, survey.id, db, "Elsewhere", START)

    assert following.anonymous
    assert copied.anonymous


def test_a_client_that_was_handed_over_keeps_its_anonymous_answers(
    db: Database, house: House, survey: Survey, tmp_path: Path
) -> None:
    answer(db, survey, "E0", "Sales", **SALES)
    kept = store.slips_of(db, survey.id)
    moving.export_client(house, db.slug, tmp_path / "ours.zip", START)
    moving.erase_client(house, db.slug)
    back = moving.import_client(house, tmp_path / "ours.zip", START)
    again = store.open_client(house, back.slug)
    arrived = store.survey_by_slug(again, survey.slug)

    assert arrived
    assert arrived.anonymous
    assert store.slips_of(again, survey.id) == kept
    with pytest.raises(IntegrityError), writing(again) as session:
        session.execute(update(SurveyRow).values(naming="people"))


def test_what_is_kept_of_two_people_who_answer_alike_is_the_same(
    db: Database, survey: Survey
) -> None:
    """Nothing on a slip comes from who she is: only what was on the pages she sent."""
    answer(db, survey, "E0", "Sales", **SALES)
    answer(db, survey, "E1", "Sales", **SALES)

    assert store.slips_of(db, survey.id) == (Slip("team_information", "Sales", SALES),) * 2


def test_each_answer_lies_by_itself(db: Database, survey: Survey) -> None:
    found = store.invitation_of(db, survey.id, "E0")
    assert found
    replies = {
        "team_information": Reply("team_information", SALES),
        "own_load": Reply("own_load", own=4.0),
    }
    store.put_in(db, found.id, "Sales", replies, START)
    slips = store.slips_of(db, survey.id)

    assert {slip.question for slip in slips} == {"team_information", "own_load"}
    assert all(bool(slip.named) != bool(slip.own) for slip in slips)


def test_that_she_answered_is_marked_without_a_moment(db: Database, survey: Survey) -> None:
    answer(db, survey, "E0", "Sales", **SALES)
    with reading(db) as session:
        rows = session.scalars(select(InvitationRow)).all()

    assert [row.state for row in rows].count("submitted") == 1
    assert not any(row.informed_at or row.submitted_at for row in rows)


def test_no_moment_and_no_reply_beside_a_person_can_be_stored(db: Database, survey: Survey) -> None:
    found = store.invitation_of(db, survey.id, "E0")
    assert found
    with pytest.raises(IntegrityError, match="keeps no answer beside a person"):
        store.record(db, found.id, Reply("own_load", own=2.0), START)
    with pytest.raises(IntegrityError, match="and no moment"):
        store.submit(db, found.id, START)
    with reading(db) as session:
        assert session.scalars(select(ReplyRow)).all() == []


def test_putting_in_twice_counts_once(db: Database, survey: Survey) -> None:
    assert answer(db, survey, "E0", "Sales", **SALES)
    assert not answer(db, survey, "E0", "Works")
    assert len(store.slips_of(db, survey.id)) == 1


def test_what_was_put_in_cannot_be_withdrawn(db: Database, survey: Survey) -> None:
    answer(db, survey, "E0", "Sales", **SALES)
    found = store.invitation_of(db, survey.id, "E0")
    assert found
    with pytest.raises(Problem, match="can't be taken back"):
        store.withdraw(db, found.id, START)
    with pytest.raises(Problem, match="can't be taken back"):
        store.decline(db, found.id, START)


def test_somebody_who_declines_leaves_nothing(db: Database, survey: Survey) -> None:
    found = store.invitation_of(db, survey.id, "E0")
    assert found
    store.decline(db, found.id, START)

    assert store.counts(db, survey.id)["declined"] == 1
    assert store.slips_of(db, survey.id) == ()


def test_the_order_of_rows_does_not_tell_the_order_of_answers(db: Database, survey: Survey) -> None:
    """Of 24 answers in a row the chance to lie in this order is one in 24!."""
    for i in range(24):
        answer(db, survey, f"E{i}", "", Sales=float(i))
    with reading(db) as session:
        ids = session.scalars(select(SlipRow.id)).all()
        came = [row.named["Sales"] for row in session.scalars(select(SlipRow))]

    assert came != sorted(came)
    assert len(set(ids)) == 24


def test_marks_and_slips_carry_the_number_of_one_transaction(
    db: Database, survey: Survey, database_url: str
) -> None:
    """PostgreSQL keeps with each row which transaction wrote it: it must be one for all."""
    if not database_url:
        pytest.skip("SQLite keeps no such number")
    for i in range(6):
        answer(db, survey, f"E{i}", "Sales", **SALES)
    schema = db.engine.get_execution_options()["schema"]
    with db.engine.connect() as connection:
        wrote = {
            table: {
                row[0]
                for row in connection.exec_driver_sql(f'SELECT xmin FROM "{schema}".{table}')  # noqa: S608
            }
            for table in ("slips", "invitations")
        }

    assert len(wrote["slips"]) == 1
    assert len(wrote["invitations"]) == 1


def test_the_file_holds_no_answer_of_a_person_who_went_back(
    db: Database, survey: Survey, database_url: str, tmp_path: Path
) -> None:
    if database_url:
        pytest.skip("looks into the file of SQLite")
    answer(db, survey, "E0", "Sales", **SALES)
    with closing(sqlite3.connect(db.folder / "client.db")) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(slips)")}

    assert columns == {"id", "survey_id", "question", "team", "named", "value"}


def test_those_who_answered_are_not_reminded(db: Database, survey: Survey) -> None:
    for i in range(6):
        answer(db, survey, f"E{i}", "Sales", **SALES)
    left = {row[0] for row in store.not_answered(db, survey.id)}

    assert len(left) == 21
    assert not left & {f"E{i}" for i in range(6)}


def test_a_roster_without_three_large_teams_is_not_opened(db: Database) -> None:
    made = anonymous.draft(db, roster=small_firm(12))

    with pytest.raises(Problem, match="0 teams in which 5 people or more"):
        store.open_survey(db, made.id, START)


def test_answers_come_until_the_survey_is_closed(db: Database, survey: Survey) -> None:
    answer(db, survey, "E0", "Sales", **SALES)
    store.close_survey(db, survey.id, START)

    assert len(store.slips_of(db, survey.id)) == 1
    with pytest.raises(Problem, match="closed"):
        answer(db, survey, "E1", "Sales")


def test_a_plan_cannot_claim_to_be_anonymous_while_it_asks_about_people(db: Database) -> None:
    plan = store.Plan("Odd", "faster bids", "Ann Ek", "ann@example.com")
    made = store.create_survey(
        db, replace(plan, naming="teams"), bank.load("annual").questions, START
    )

    assert not made.anonymous


def test_nothing_is_lost_of_what_200_people_submit_in_the_same_moment(db: Database) -> None:
    survey = anonymous.opened(db, "Everybody at once", small_firm(300))
    for i in range(200):
        mine = store.invitation_of(db, survey.id, f"E{i}")
        assert mine
        store.inform(db, mine.id, "told", START)
    start = Barrier(200)

    def submit(i: int) -> bool:
        mine = store.invitation_of(db, survey.id, f"E{i}")
        assert mine
        reply = Reply("team_information", {"Works": float(i)})
        start.wait()
        return store.put_in(db, mine.id, "Sales", {reply.question: reply}, START)

    with ThreadPoolExecutor(200) as people:
        taken = list(people.map(submit, range(200)))
    values = sorted(slip.named["Works"] or 0.0 for slip in store.slips_of(db, survey.id))

    assert all(taken)
    assert values == [float(i) for i in range(200)]
    assert store.board(db, survey.id, "department").submitted == 200


def test_one_who_comes_too_late_keeps_nobody_else_out(db: Database, survey: Survey) -> None:
    other = store.close_survey(db, anonymous.opened(db, "Closed").id, START)
    late = store.invitation_of(db, other.id, "E1")
    mine = store.invitation_of(db, survey.id, "E1")
    assert late
    assert mine
    given = [_Given(each.id, "Sales", {}, START) for each in (late, mine, mine)]
    parcels = [Parcel(each) for each in given]
    _take(db, parcels)

    assert [parcel.taken for parcel in parcels] == [False, True, False]
    assert "closed" in str(parcels[0].error)
