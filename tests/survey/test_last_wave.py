"""A survey on the site that follows another is compared with it, by itself."""

from dataclasses import replace

import pytest

from analysis.model import Person, Roster
from survey import jobs, kept, last_wave, store
from survey.bank import Step
from survey.store import Database, House, Reply, Survey, series
from tests.survey.conftest import START, World


def answered(db: Database, survey: Survey, steps: tuple[int, ...]) -> Survey:
    """Everybody named those so many places on, and the survey is closed."""
    for i in range(24):
        invitation = store.invitation_of(db, survey.id, f"E{i}")
        assert invitation
        named = {f"E{(i + step) % 24}": 2.0 for step in steps}
        store.record(db, invitation.id, Reply("information", named), START)
        store.submit(db, invitation.id, START)
    return store.close_survey(db, survey.id, START)


def analysed(house: House, db: Database, survey: Survey) -> str:
    job = jobs.start(house, db.slug, survey.id, START)
    jobs.work_once(jobs.desk(house))
    found = store.latest_job(db, survey.id, "done")
    assert found
    return job.id


@pytest.fixture
def two(house: House, db: Database, open_survey: Survey) -> tuple[Survey, Survey]:
    """A survey that was analysed, and one that follows it, closed."""
    first = answered(db, open_survey, (1, 2))
    analysed(house, db, first)
    draft = series.next_wave(db, first.id, "Next year", START)
    second = answered(db, store.open_survey(db, draft.id, START), (1, 2, 3, 4))
    return first, second


def test_a_survey_that_follows_another_is_compared_with_it(
    house: House, db: Database, two: tuple[Survey, Survey]
) -> None:
    job = analysed(house, db, two[1])
    changes = kept.load(jobs.folder_of(db, job)).changes

    assert changes is not None
    figure = changes.figure("mean_out_degree")
    assert figure is not None
    assert (figure.before, figure.now, changes.turnover.both) == (2.0, 4.0, 24)
    assert changes.title == two[0].title
    assert changes.figures["answered"] == 24


def test_a_first_survey_is_compared_with_nothing(
    house: House, db: Database, open_survey: Survey
) -> None:
    job = analysed(house, db, answered(db, open_survey, (1, 2)))

    assert kept.load(jobs.folder_of(db, job)).changes is None


def test_a_survey_that_was_not_analysed_is_not_compared_with(
    db: Database, open_survey: Survey
) -> None:
    first = answered(db, open_survey, (1, 2))
    draft = series.next_wave(db, first.id, "Next year", START)

    given = jobs.before_of(db, draft.id, jobs.inputs_of(db, draft.id))
    assert (given.before, given.apart) == (None, last_wave.NOT_ANALYSED)


def test_a_question_in_other_words_is_not_compared(
    db: Database, two: tuple[Survey, Survey]
) -> None:
    was = {question.key: question for question in store.questions_of(db, two[0].id)}
    asked = was["information"]
    goals = ("", "")

    assert last_wave.differs(asked, asked, goals) == ""
    assert last_wave.differs(asked, replace(asked, text="Whom do you like?"), goals) == (
        "wording_differs"
    )
    longer = (*asked.scale, Step(9.0, "Hourly"))
    assert last_wave.differs(asked, replace(asked, scale=longer), goals) == "scale_differs"
    aimed = replace(asked, text="Who helps with {goal}?")
    assert last_wave.differs(aimed, aimed, ("speed", "quality")) == "wording_differs"


def test_answers_that_are_gone_are_no_wave(db: Database, two: tuple[Survey, Survey]) -> None:
    given = replace(jobs.answers_of(db, two[0].id), ties=(), answered={"information": frozenset()})

    assert last_wave.before(db, two[0], given, db.folder) is None


def test_a_survey_of_other_people_says_so(house: House, db: Database, open_survey: Survey) -> None:
    first = answered(db, open_survey, (1, 2))
    analysed(house, db, first)
    draft = series.next_wave(db, first.id, "Another firm", START)
    people = store.roster_of(db, first.id).people
    others = Roster(tuple(replace(p, id=f"X{p.id}", manager_id=None) for p in people))
    store.import_roster(db, draft.id, others)
    given = jobs.before_of(db, draft.id, jobs.inputs_of(db, draft.id))

    assert (given.before, given.apart) == (None, last_wave.OTHER_PEOPLE)
    assert last_wave.other_people(db, first, store.survey_of(db, draft.id))


def test_the_page_of_a_survey_of_other_people_says_so(world: World) -> None:
    visitor, first = world.visitor("analyst"), store.list_surveys(world.ours)[0]
    draft = series.next_wave(world.ours, first.id, "Another firm", START)
    store.import_roster(world.ours, draft.id, Roster((Person("X1", "Ada"), Person("X2", "Bo"))))

    assert "hardly anybody is on both lists" in visitor.get(
        f"/console/c/{world.ours.slug}/{draft.slug}/"
    ).get_data(as_text=True)
