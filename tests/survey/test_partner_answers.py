"""Answers about partner firms on the site become dealings that the analysis looks at."""

from analysis.model import Person, Roster
from analysis.partners import BACKUP, MAIN, Dealing, Partner
from survey import bank, jobs, store
from survey.partner_answers import read_partners
from survey.store import Database, Reply
from tests.survey.conftest import START, small_firm

STATED = {"sector": "food", "importance": "high", "annual_value": "125,000"}
CONTACTS = (
    Person("X1", "Ada", STATED, asked=False, outside="Supplier X"),
    Person("X2", "Bo", {}, asked=False, outside="Supplier X"),
    Person("Y1", "Cy", {}, asked=False, outside="Firm Y"),
)


def test_contacts_of_one_firm_are_one_partner_with_what_the_roster_states() -> None:
    told = read_partners(CONTACTS, {})

    assert told.partners == (
        Partner("Supplier X", "Supplier X", "", "food", "", 3.0, 125_000.0),
        Partner("Firm Y", "Firm Y"),
    )


def test_dealings_with_several_contacts_of_a_firm_are_one() -> None:
    mine = {
        "partner": Reply("partner", {"X1": 1.0, "X2": 2.0}),
        "partner_strength": Reply("partner_strength", {"X1": 4.0, "X2": 3.0}),
    }

    told = read_partners(CONTACTS, {"E1": mine})

    assert told.dealings == (Dealing("E1", "Supplier X", MAIN, 4.0, None, None),)


def test_a_role_that_was_left_out_is_a_backup() -> None:
    told = read_partners(CONTACTS, {"E1": {"partner": Reply("partner", {"Y1": None})}})

    assert told.dealings == (Dealing("E1", "Firm Y", BACKUP),)


def test_dealing_with_none_is_an_answer_and_no_reply_is_none() -> None:
    told = read_partners(CONTACTS, {"E1": {"partner": Reply("partner")}, "E2": {}})

    assert told.answered == {"E1"}


def test_the_analysis_of_a_survey_gets_its_partners(db: Database) -> None:
    plan = store.Plan("Partners", "more trade", "Ann", "a@example.com")
    survey = store.create_survey(db, plan, bank.load("partners").questions, START)
    store.import_roster(db, survey.id, Roster((*small_firm().people, *CONTACTS)))
    store.open_survey(db, survey.id, START)
    mine = store.invitation_of(db, survey.id, "E6")
    assert mine
    store.record(db, mine.id, Reply("partner", {"X1": 2.0}), START)
    store.submit(db, mine.id, START)

    told = jobs.inputs_of(db, survey.id).partners

    assert told.dealings == (Dealing("E6", "Supplier X", MAIN),)


def test_a_survey_that_asks_nothing_about_partners_has_none(db: Database) -> None:
    from tests.survey.conftest import add_survey

    assert jobs.inputs_of(db, add_survey(db).id).partners.partners == ()
