"""A site with a survey in every state, so that no page of the console is left unlooked at."""

from dataclasses import replace

from analysis.model import Person, Roster
from survey import jobs, store
from survey.store import Database, House, Reply, Survey, series
from tests.survey import anonymous
from tests.survey.conftest import KEY, START, add_survey, small_firm

PARTNER = Person("P1", "José Díaz", outside="Umbra")


def furnish(house: House, db: Database) -> dict[str, Survey]:
    """Surveys by what they are: two drafts, an open one, three that are read, three anonymous."""
    add_survey(db, "Draft")
    series_of_two(house, db)
    shut = answered(db, store.open_survey(db, add_survey(db, "Shut").id, START))
    store.close_survey(db, shut.id, START)
    under_way(db)
    bare = store.Plan("Bare", "faster bids", "Ann Ek", "ann@example.com")
    store.create_survey(db, bare, (), START)
    anonymous_ones(house, db)
    return {survey.slug: survey for survey in store.list_surveys(db)}


def series_of_two(house: House, db: Database) -> None:
    """A survey that was read, and its next wave, read beside it."""
    roster = Roster((*small_firm().people, PARTNER))
    read(house, db, answered(db, store.open_survey(db, add_survey(db, "Read", roster).id, START)))
    first = store.survey_by_slug(db, "read")
    assert first
    wave = series.next_wave(db, first.id, "Again", START)
    read(house, db, answered(db, store.open_survey(db, wave.id, START), (1, 2, 5, 9)))


def under_way(db: Database) -> None:
    """An open survey that half of the firm has answered, with mail that waits."""
    survey = store.open_survey(db, add_survey(db, "Open").id, START)
    answered(db, survey, people=range(0, 24, 2))
    begun(db, survey, "E9")
    store.issue_links(db, survey.id, KEY)
    store.start_round(db, survey.id, "invitation", START)
    job = store.create_job(db, survey.id, START, "outlook")
    error = {"what": "too few answers", "where": "", "why": "Only 3 answered.", "mend": "Ask more."}
    store.update_job(db, replace(job, state="failed", error=error), START)


def anonymous_ones(house: House, db: Database) -> None:
    """An open one, one that was read, and a draft that follows it."""
    waiting = anonymous.opened(db, "Teams")
    begun(db, waiting, "E1")
    anonymous.answer(db, waiting, "E2", "Works", Sales=2.0)
    survey = anonymous.opened(db, "Teams read", small_firm(48))
    for i in range(40):
        home = ("Sales", "Service", "Works")[i % 3]
        anonymous.answer(db, survey, f"E{i}", home, Service=3.0, Works=1.0 + i % 4)
    read(house, db, survey)
    series.next_wave(db, survey.id, "Teams again", START)


def answered(
    db: Database,
    survey: Survey,
    steps: tuple[int, ...] = (1, 3, 6),
    people: range = range(24),
) -> Survey:
    """These people name those who stand so many places on."""
    for i in people:
        begun(db, survey, f"E{i}")
        mine = store.invitation_of(db, survey.id, f"E{i}")
        assert mine
        named = {f"E{(i + step) % 24}": 2.0 for step in steps}
        store.record(db, mine.id, Reply("information", named), START)
        store.submit(db, mine.id, START)
    return survey


def begun(db: Database, survey: Survey, person: str) -> None:
    """Somebody has pressed start."""
    mine = store.invitation_of(db, survey.id, person)
    assert mine
    store.inform(db, mine.id, "", START)


def read(house: House, db: Database, survey: Survey) -> None:
    """Close it and analyse it as the worker does."""
    store.close_survey(db, survey.id, START)
    job = store.create_job(db, survey.id, START)
    jobs.run(house, db.slug, job.id, lambda: START)
    done = store.job_of(db, job.id)
    assert done
    assert done.state == "done", done.error
