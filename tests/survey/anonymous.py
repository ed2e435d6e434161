"""An anonymous survey for tests: drafted, opened, answered through the store."""

from analysis.model import Person, Roster
from survey import bank, store
from survey.store import Database, Reply, Survey
from tests.survey.conftest import START, small_firm

SALES = {"Service": 3.0, "Works": 1.0}


def with_a_small_team() -> Roster:
    """Three departments of eight people, and one of three."""
    few = tuple(
        Person(f"L{i}", f"Lawyer {i}", {"department": "Law"}, email=f"l{i}@example.com")
        for i in range(3)
    )
    return Roster((*small_firm().people, *few))


def draft(db: Database, title: str = "Teams", roster: Roster | None = None) -> Survey:
    """A draft in which people name teams."""
    plan = store.Plan(title, "faster bids", "Ann Ek", "ann@example.com", question_set="teams")
    survey = store.create_survey(db, plan, bank.load("teams").questions, START)
    store.import_roster(db, survey.id, roster or with_a_small_team())
    return survey


def opened(db: Database, title: str = "Teams", roster: Roster | None = None) -> Survey:
    """The same, open."""
    return store.open_survey(db, draft(db, title, roster).id, START)


def answer(db: Database, survey: Survey, person: str, team: str, **named: float | None) -> bool:
    """Somebody puts in that she goes to these teams."""
    found = store.invitation_of(db, survey.id, person)
    assert found
    store.inform(db, found.id, "told", START)
    reply = Reply("team_information", named)
    return store.put_in(db, found.id, team, {reply.question: reply}, START)
