"""The demo: a firm, its report, and a site that is ready to be tried."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.model import Person, Tie
from analysis.planted import Firm, plant, plant_pair
from analysis.planted.pairs import Turn
from survey import demo, jobs, store
from survey.demo import Demo, DemoSite
from survey.store import series


@pytest.fixture(scope="module")
def firm() -> Firm:
    """A firm of 24, so that no test waits for 120 people."""
    return plant("silo", 1, people=24)


@pytest.fixture(scope="module")
def shown(firm: Firm, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"), firm)


@pytest.fixture(scope="module")
def site(shown: Demo) -> DemoSite:
    return demo.prepare_site(shown, 8123)


@pytest.mark.slow
def test_the_demo_is_a_firm_its_findings_and_two_reports(tmp_path: Path) -> None:
    made = demo.make(tmp_path / "demo")

    lying = {path.name for path in made.folder.iterdir()}
    assert {"roster.csv", "answers.csv", "truth.json", "findings.json", "run.json"} <= lying
    assert {"report.pdf", "report-manager.pdf"} <= lying
    assert "120 people, 101 of whom answered (84 %)." in demo.tell(made, serving=False)
    assert "keeps to itself" in demo.tell(made, serving=False)
    assert {"roster.csv", "findings.json", "report.pdf"} <= {
        path.name for path in (made.folder / "last-year").iterdir()
    }
    assert "Operations is more in touch with the others" in demo.tell(made, serving=False)
    found = json.loads((made.folder / "findings.json").read_text(encoding="utf-8"))
    planted = json.loads((made.folder / "truth.json").read_text(encoding="utf-8"))
    assert planted_kinds(planted) <= {finding["kind"] for finding in found["findings"]}


def planted_kinds(truth: dict[str, list[dict[str, str]]]) -> set[str]:
    return {claim["kind"] for claim in truth["expect"]}


def test_the_site_has_staff_of_both_kinds_and_respondents_to_try(site: DemoSite) -> None:
    said = demo.tell_site(site)

    assert [door.who for door in site.doors[:2]] == ["HR analyst", "Manager"]
    assert all(door.password for door in site.doors[:2])
    assert len(site.doors) == 2 + demo.GUESTS
    assert all(door.address in said for door in site.doors)


def test_the_site_listens_to_this_machine_only(site: DemoSite) -> None:
    assert (site.config.host, site.config.base_url) == ("127.0.0.1", "http://127.0.0.1:8123")


def test_last_springs_survey_holds_the_firms_answers(site: DemoSite, firm: Firm) -> None:
    house = store.open_house(site.config.instance)
    try:
        (client,) = store.list_clients(house)
        db = store.open_client(house, client.slug)
        autumn, spring = sorted(store.list_surveys(db), key=lambda survey: survey.title)
        answers = jobs.answers_of(db, spring.id)
        queued = store.latest_job(db, spring.id)
    finally:
        house.close()

    asked = set(firm.answers.questions)
    assert {named(t) for t in answers.ties if t.question in asked} == set(
        map(named, firm.answers.ties)
    )
    assert (autumn.state, spring.state) == ("open", "closed")
    assert queued is not None


def test_this_years_survey_follows_last_years(tmp_path: Path) -> None:
    pair = plant_pair("unchanged", Turn(24))
    made = demo.prepare_site(Demo(tmp_path, pair.now, before=pair.before), 8125)
    house = store.open_house(made.config.instance)
    try:
        db = store.open_client(house, store.list_clients(house)[0].slug)
        surveys = {survey.title: survey for survey in store.list_surveys(db)}
        last = series.followed(db, surveys[demo.TITLE].id)
        people = [store.roster_of(db, s.id).ids for s in (surveys[demo.TITLE], last) if s]
    finally:
        house.close()

    assert last is not None
    assert last.title == demo.LAST_TITLE
    assert people == [pair.now.roster.ids, pair.before.roster.ids]


def named(tie: Tie) -> tuple[str, str, str]:
    return tie.source, tie.question, tie.target


def test_a_site_that_is_there_stays_as_its_visitors_left_it(site: DemoSite, shown: Demo) -> None:
    again = demo.prepare_site(shown, 8123)

    assert again == site


def test_a_site_that_was_interrupted_is_made_anew(firm: Firm, tmp_path: Path) -> None:
    half = tmp_path / "site"
    half.mkdir()
    (half / "house.db").write_bytes(b"not finished")

    made = demo.prepare_site(Demo(tmp_path, firm), 8124)

    assert len(made.doors) == 2 + demo.GUESTS


def test_the_firms_people_are_the_sites_people(site: DemoSite, firm: Firm) -> None:
    house = store.open_house(site.config.instance)
    try:
        db = store.open_client(house, store.list_clients(house)[0].slug)
        roster = store.roster_of(db, store.list_surveys(db)[0].id)
    finally:
        house.close()

    assert [same(person) for person in roster.people] == [same(p) for p in firm.roster.people]


def same(person: Person) -> Person:
    return replace(person, attributes=dict(person.attributes))
