"""The results on the screen: drawn from the stored run, for the eyes of whoever is signed in."""

import io
import json
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from analysis.model import Problem
from analysis.network import from_answers
from analysis.results import Results
from survey import exporting, jobs, kept, pipeline, store
from survey.store import Database, Reply
from tests.survey.conftest import START, Visitor, World

PAGES = ("", "map", "tables", "downloads")


@dataclass(frozen=True)
class Told:
    """A site on which one survey has been analysed."""

    world: World
    folder: Path

    def at(self, page: str, role: str = "analyst") -> Visitor:
        """Somebody of this role on one of the pages."""
        visitor = self.world.visitor(role)
        visitor.get(self.address(page))
        return visitor

    def address(self, page: str) -> str:
        return f"/console/c/{self.world.ours.slug}/{self.world.survey.slug}/findings/{page}"

    def get(self, page: str, role: str = "analyst") -> str:
        return str(self.at(page, role).page.text)


def answer(world: World) -> None:
    """The open survey of this site, answered and closed."""
    answer_all(world.ours, world.survey.id)


def answer_all(db: Database, survey_id: str) -> None:
    """Everybody names three people: the next, the third and the sixth after them."""
    for i in range(24):
        invitation = store.invitation_of(db, survey_id, f"E{i}")
        assert invitation
        named = {f"E{(i + step) % 24}": 2.0 for step in (1, 3, 6)}
        store.record(db, invitation.id, Reply("information", named), START)
        store.submit(db, invitation.id, START)
    store.close_survey(db, survey_id, START)


ANALYSED: list[Results] = []


@pytest.fixture
def told(world: World) -> Told:
    """Analysed once for all tests: the same answers give the same results."""
    answer(world)
    job = store.create_job(world.ours, world.survey.id, START)
    folder = jobs.folder_of(world.ours, job.id)
    folder.mkdir(parents=True)
    inputs = jobs.inputs_of(world.ours, world.survey.id)
    if not ANALYSED:
        network = from_answers(inputs.roster, inputs.answers)
        ANALYSED.append(pipeline.analysed(inputs, network))
    kept.keep(ANALYSED[0], folder)
    store.update_job(world.ours, replace(job, state="done"), START)
    store.mark_analysed(world.ours, world.survey.id)
    return Told(world, folder)


def names_in(world: World, text: str) -> list[str]:
    """Whose name stands in a text; the contact's name is on many pages by right."""
    people = store.roster_of(world.ours, world.survey.id).people
    return [p.name for p in people if re.search(rf"\b{re.escape(p.name)}\b", text)]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_for_analysts_and_managers(told: Told, page: str) -> None:
    for role in ("analyst", "manager"):
        assert told.at(page, role).page.status_code == 200


def test_the_findings_say_what_the_report_says_and_ask_how_we_know(told: Told) -> None:
    text = told.get("")

    assert "The answer on one page" in text
    assert "Action plan" in text
    assert "What we did not find" in text


def test_an_analyst_sees_people_on_the_map_and_is_told_so(told: Told) -> None:
    text = told.get("map")
    data = json.loads(re.search(r'id="map-data">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]

    assert len(data["people"]["name"]) == 24
    assert "Holds names" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_manager_reads_no_name_on_any_page(told: Told, page: str) -> None:
    text = told.get(page, "manager")

    assert names_in(told.world, text.replace("Ann Ek", "")) == []
    assert '"people":null' in text or page != "map"


# In so small a firm nothing is said of single people, and slides hold nothing but what is said.
@pytest.mark.parametrize("form", [form for form in exporting.FORMS if form != "pptx"])
def test_every_form_is_downloaded_by_analysts_with_names_in_it(told: Told, form: str) -> None:
    visitor = told.world.visitor("analyst")
    answer = visitor.get(told.address(f"downloads/{form}"))

    assert answer.status_code == 200
    assert f"{form}-analyst" in answer.headers["Content-Disposition"]
    assert "Person 12" in texts(answer.data)


@pytest.mark.parametrize("form", list(exporting.FORMS))
def test_no_form_that_a_manager_downloads_holds_a_name(told: Told, form: str) -> None:
    visitor = told.world.visitor("manager")
    text = texts(visitor.get(told.address(f"downloads/{form}")).data)

    assert "Person 1" not in text
    assert "Żółć" not in text


def texts(content: bytes) -> str:
    """Everything that can be read in a file, packed or not."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    package = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(texts(package.read(name)) for name in package.namelist() if is_text(name))


def is_text(name: str) -> bool:
    return name.endswith((".xml", ".csv", ".txt", ".net", ".dl", ".xlsx"))


def test_an_unknown_form_is_not_found(told: Told) -> None:
    assert told.at("downloads/exe").page.status_code == 404


def test_before_the_analysis_the_page_says_what_to_do(world: World) -> None:
    answer = Told(world, Path()).at("").page

    assert answer.status_code == 400
    assert "run the analysis" in answer.text


def test_results_that_are_gone_are_told_with_what_to_do(told: Told) -> None:
    (told.folder / kept.NAME).unlink()

    assert "Run the analysis again" in told.get("")


def test_a_survey_leads_to_what_was_found(told: Told) -> None:
    visitor = told.world.visitor("manager")
    text = visitor.get(told.address("").replace("findings/", "")).text

    assert told.address("") in text


def test_an_analysis_keeps_its_results_for_these_pages(world: World) -> None:
    answer(world)
    job = jobs.start(world.house, world.ours.slug, world.survey.id, START)
    jobs.work_once(jobs.desk(world.house))

    assert kept.load(jobs.folder_of(world.ours, job.id)).roster.people[0].id == "E0"


def test_who_may_not_read_results_is_not_led_to_them(told: Told) -> None:
    text = told.world.visitor("trust").get(told.address("").replace("findings/", "")).text

    assert "/findings/" not in text
    assert "report.pdf" not in text


def test_kept_results_come_back_as_they_were(told: Told) -> None:
    found = kept.load(told.folder)
    job = jobs.inputs_of(told.world.ours, told.world.survey.id)
    again = exporting.export(job, found, "json")
    name = f"{told.world.ours.slug}/{told.world.survey.slug}"

    assert isinstance(found, Results)
    assert (told.folder / kept.NAME).stat().st_mode & 0o077 == 0
    assert exporting.export(*exporting.from_survey(told.world.house, name), "json") == again


def test_nothing_but_a_dataclass_of_the_analysis_is_made_from_kept_results(tmp_path: Path) -> None:
    for kind in ("os.system", "subprocess.Popen", "analysis.files.safe", "analysis.nothing.X"):
        said = {"schema": kept.SCHEMA, "results": {"~": 0, "text": "x"}, "kinds": [kind]}
        (tmp_path / kept.NAME).write_text(json.dumps(said), "utf-8")

        with pytest.raises(Problem, match="can't be shown"):
            kept.load(tmp_path)
