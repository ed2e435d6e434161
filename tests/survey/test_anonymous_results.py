"""An anonymous survey from closing to findings: analysed, shown on every page, taken along."""

import html
import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.findings import BETWEEN_WAVES
from analysis.model import Problem
from analysis.planted import plant
from analysis.results import Results
from analysis.settings import Settings
from analysis.teams import TeamAnswers, analyse_teams, coarsened
from survey import exporting, jobs, kept, last_wave, pipeline, reporting, store
from survey.pipeline import Inputs
from survey.reporting import Wanted
from survey.store import Database, Reply, Survey, series
from tests.survey import anonymous
from tests.survey.conftest import START, Visitor, World

FIRM = plant("silo", 1, people=60, response=1.0)
GIVEN: TeamAnswers = coarsened(FIRM.roster, FIRM.answers)
CLOSED = next(claim.unit for claim in FIRM.truth.expect if claim.kind == "silo")
NAMES = [person.name for person in FIRM.roster.people]


def everybody_answers(db: Database, wave: Survey | None = None) -> Survey:
    """Each person of a planted firm puts in the teams that she goes to; then it is closed."""
    survey = wave or anonymous.opened(db, "Who works with whom", FIRM.roster)
    ids = [id_ for id_ in FIRM.roster.ids if id_ in FIRM.answers.answered["information"]]
    for i, (person, given) in enumerate(zip(ids, GIVEN.answers, strict=True)):
        found = store.invitation_of(db, survey.id, person)
        assert found
        replies = {
            "team_information": Reply("team_information", given.named),
            "team_missing": Reply("team_missing", {CLOSED: None}),
            "own_load": Reply("own_load", own=2.0 + i % 2 + (given.team == CLOSED)),
        }
        store.put_in(db, found.id, given.team, replies, START)
    return store.close_survey(db, survey.id, START)


@pytest.fixture
def survey(world: World) -> Survey:
    """Closed, and analysed by a job."""
    return analysed(world, everybody_answers(world.ours))


def analysed(world: World, closed: Survey) -> Survey:
    job = store.create_job(world.ours, closed.id, START)
    jobs.run(world.house, world.ours.slug, job.id, world.clock)
    done = store.job_of(world.ours, job.id)
    assert done is not None
    assert done.state == "done", done.error
    return closed


def results_of(world: World, survey: Survey) -> tuple[Inputs, Results]:
    job = store.latest_job(world.ours, survey.id, "done")
    assert job
    folder = jobs.folder_of(world.ours, job.id)
    return jobs.inputs_of(world.ours, survey.id), kept.load(folder)


def look(world: World, survey: Survey, page: str, role: str = "analyst") -> Visitor:
    visitor = world.visitor(role)
    visitor.get(f"/console/c/{world.ours.slug}/{survey.slug}/{page}")
    return visitor


def test_the_slips_reach_the_analysis_as_they_were_given(world: World) -> None:
    closed = everybody_answers(world.ours)
    job = jobs.inputs_of(world.ours, closed.id)

    assert job.teams
    assert job.teams.asked == GIVEN.asked
    ours = replace(Settings(), permutations=500)
    alone = tuple(a for a in job.teams.answers if a.question == "team_information")
    again = analyse_teams(replace(job.teams, answers=alone, wishes=()), ours)
    assert again.findings == analyse_teams(GIVEN, ours).findings


def test_a_job_makes_files_without_anybody(world: World, survey: Survey) -> None:
    job = store.latest_job(world.ours, survey.id, "done")
    assert job
    folder = jobs.folder_of(world.ours, job.id)
    made = {file.name for file in folder.iterdir()}
    said = json.loads((folder / "findings.json").read_text(encoding="utf-8"))

    assert {"report.pdf", "managers.pdf", "findings.json", "units.csv", "pairs.csv"} <= made
    assert not made & {"people.csv", "network.graphml", "problems.csv"}
    assert said["findings"][0]["subject"]["unit"] == CLOSED
    assert {o["key"] for o in said["not_said"]} >= {"people_not_named"}
    assert not any(name in (folder / "findings.json").read_text("utf-8") for name in NAMES)


@pytest.mark.parametrize("role", ["analyst", "manager"])
@pytest.mark.parametrize("page", ["findings/", "findings/map", "findings/tables"])
def test_each_page_of_results_names_teams_and_nobody(
    world: World, survey: Survey, page: str, role: str
) -> None:
    visitor = look(world, survey, page, role)
    text = html.unescape(visitor.page.text)

    assert visitor.page.status_code == 200
    assert CLOSED in text
    assert not any(name in text for name in NAMES)


def test_the_page_of_findings_says_what_it_cannot_say(world: World, survey: Survey) -> None:
    text = html.unescape(look(world, survey, "findings/").page.text)

    assert "keeps to itself" in text
    assert "People were not named in this survey" in text


@pytest.mark.parametrize("form", list(exporting.FORMS))
def test_every_form_is_made_and_holds_no_name(world: World, survey: Survey, form: str) -> None:
    made = exporting.export(*results_of(world, survey), form)
    plain = b"".join(content for ending, content in made.files if ending not in (".xlsx", ".pptx"))

    assert not made.named
    assert all(content for _, content in made.files)
    assert not any(name.encode() in plain for name in NAMES)


def test_there_is_no_report_for_a_unit_or_a_person(
    world: World, survey: Survey, tmp_path: Path
) -> None:
    job, results = results_of(world, survey)
    visitor = look(world, survey, "reports/")

    for wanted in (Wanted("unit", unit=CLOSED), Wanted("person", person="E1")):
        with pytest.raises(Problem, match="there is no report"):
            reporting.report(job, results, wanted, tmp_path / "r.pdf")
    assert "This survey is anonymous" in visitor.page.text


def test_the_organisation_edition_is_made_in_every_language(
    world: World, survey: Survey, tmp_path: Path
) -> None:
    job, results = results_of(world, survey)
    for language in ("en", "de", "fr", "es", "ar"):
        options = replace(job.options, language=language)
        made = reporting.report(
            replace(job, options=options), results, Wanted(), tmp_path / f"{language}.pdf"
        )

        assert not made.named
        assert made.path.stat().st_size > 20_000


def test_the_same_survey_gives_the_same_files(world: World, survey: Survey, tmp_path: Path) -> None:
    job, _ = results_of(world, survey)
    for name in ("a", "b"):
        pipeline.run(job, tmp_path / name)

    for file in ("findings.json", "pairs.csv", "units.csv", "report.pdf"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_what_people_say_of_themselves_is_told_by_team(world: World, survey: Survey) -> None:
    text = html.unescape(look(world, survey, "questions").page.text)

    assert "What people said of themselves" in text
    assert CLOSED in text
    assert "60 of 60" in text


def test_an_anonymous_survey_says_that_it_is_not_compared_with_the_one_before(
    world: World, survey: Survey
) -> None:
    asks = html.unescape(look(world, survey, "next").page.text)
    after = series.next_wave(world.ours, survey.id, "Once more", START)
    analysed(world, everybody_answers(world.ours, store.open_survey(world.ours, after.id, START)))
    pages = [html.unescape(look(world, after, page).page.text) for page in ("", "findings/")]

    assert "The two are not compared" in asks
    assert all("anonymous answers can’t be matched" in page for page in pages)
    assert "can’t be matched" not in html.unescape(look(world, survey, "findings/").page.text)


def test_the_board_gives_no_pace_and_says_why(world: World) -> None:
    opened = anonymous.opened(world.ours)
    text = look(world, opened, "board/").page.text

    assert "This survey is anonymous" in text
    assert "Answers a day" not in text


def test_the_console_says_what_an_anonymous_survey_cannot_tell_before_it_is_chosen(
    world: World,
) -> None:
    visitor = world.visitor("analyst")
    visitor.get(f"/console/c/{world.ours.slug}/new")
    said = html.unescape(visitor.page.text)
    visitor.post(
        f"/console/c/{world.ours.slug}/new",
        title="Without names",
        goal="faster bids",
        contact="Ann Ek",
        contact_email="ann@example.com",
        naming="teams",
        question_set="annual",
        mode="named",
        k="5",
    )
    made = store.survey_by_slug(world.ours, "without-names")

    assert "It can’t tell" in said
    assert made
    assert made.anonymous
    assert made.plan.mode == "aggregate"
    assert "people name teams, and nobody" in visitor.page.text


def test_an_anonymous_survey_that_follows_another_says_that_it_is_not_compared(
    world: World, survey: Survey
) -> None:
    draft = series.next_wave(world.ours, survey.id, "Next year", START)
    second = everybody_answers(world.ours, store.open_survey(world.ours, draft.id, START))
    _, results = results_of(world, analysed(world, second))

    assert {o.kind for o in results.not_said if o.why == last_wave.ANONYMOUS} == {
        finder.kind for finder in BETWEEN_WAVES
    }
