"""Results in the language that their reader chose: pages, reports and downloads."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reports.wording import load
from survey import bank, jobs, report_files, report_languages, retention, store
from survey.bank import LANGUAGES
from survey.cli import main
from survey.store.profiles import set_profile
from survey.web.editions import key_of
from tests.survey.conftest import START, World
from tests.survey.test_editions_pages import larger, text_of  # noqa: F401 - a fixture
from tests.survey.test_findings_pages import Told, names_in, texts, told  # noqa: F401 - a fixture

OTHERS = [language for language in LANGUAGES if language != bank.MAIN]


def report(told: Told, language: str = "") -> str:  # noqa: F811 - the fixture's name
    chosen = f"?language={language}" if language else ""
    return told.address("").replace("/findings/", "/results/report.pdf") + chosen


def finished(client: FlaskClient, address: str) -> bytes:
    """What is downloaded from an address."""
    with client.get(address) as answer:
        assert answer.status_code == 200, answer.text
        return bytes(answer.data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_tells_the_results_in_the_language_that_is_chosen(
    told: Told,  # noqa: F811
    language: str,
) -> None:
    words, visitor = load(language), told.world.visitor("analyst")
    page = visitor.get(told.address(f"?language={language}")).text
    way = "rtl" if language == "ar" else "ltr"

    assert f'<div class="results" lang="{language}" dir="{way}">' in page
    assert words.say("answer.title") in page
    assert words.say("page_map.findings") in page
    assert '<html lang="en" dir="ltr">' in page
    for other in ("map", "tables"):
        assert f'class="results" lang="{language}"' in visitor.get(told.address(other)).text


def test_the_choice_stays_with_one_survey(told: Told) -> None:  # noqa: F811
    visitor = told.world.visitor("analyst")
    visitor.get(told.address("?language=fr"))
    (kept,) = [c for c in visitor.client._cookies.values() if c.key == "tiewise_report"]

    assert load("fr").say("answer.title") in visitor.get(told.address("")).text
    assert kept.path == told.address("").removesuffix("findings/")


def test_where_nothing_is_chosen_results_are_told_as_the_client_wants_them(
    told: Told,  # noqa: F811
) -> None:
    set_profile(told.world.ours, {report_languages.SETTING: "es"})

    assert load("es").say("answer.title") in told.get("")


def test_the_language_of_reports_is_a_setting(world: World) -> None:
    hr = world.visitor("hr")
    address = f"/console/c/{world.ours.slug}/settings"
    hr.get(address)
    hr.post(address, languages=["en"], mode="analyst", k="5", report_language="ar", plain="y")

    assert report_languages.usual(world.ours) == "ar"
    assert 'checked id="report_language-4" name="report_language"' in hr.get(address).text


@pytest.mark.parametrize("page", ["", "downloads/xlsx"])
def test_a_language_that_there_is_not_is_told_with_those_that_there_are(
    told: Told,  # noqa: F811
    page: str,
) -> None:
    answer = told.at(f"{page}?language=../en").page

    assert answer.status_code == 400
    assert "Languages: ar, de, en, es, fr." in answer.text


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("form", ["xlsx", "pptx", "html"])
def test_a_download_is_in_the_language_and_for_the_audience_that_asked(
    told: Told,  # noqa: F811
    form: str,
    language: str,
) -> None:
    visitor = told.world.visitor("manager")
    answer = visitor.get(told.address(f"downloads/{form}?language={language}"))
    said = {"xlsx": "workbook.findings", "pptx": "answer.title", "html": "answer.title"}[form]

    assert f"{form}-manager-{language}." in answer.headers["Content-Disposition"]
    assert load(language).say(said) in texts(answer.data)
    assert names_in(told.world, texts(answer.data).replace("Ann Ek", "")) == []


def test_each_audience_and_language_has_a_report_of_its_own(told: Told) -> None:  # noqa: F811
    made = {
        (role, language): finished(told.world.visitor(role).client, report(told, language))
        for role in ("analyst", "manager")
        for language in ("en", "de", "ar")
    }

    assert len(set(made.values())) == 6
    for (role, language), content in made.items():
        again = told.world.visitor(role).client
        assert finished(again, report(told, language)) == content
        if language != "ar":  # its words are taken apart by how they are drawn
            assert load(language).say("answer.title") in text_of(content)


def test_no_report_is_taken_for_another_by_what_a_browser_has(told: Told) -> None:  # noqa: F811
    analyst, manager = (told.world.visitor(role).client for role in ("analyst", "manager"))
    with analyst.get(report(told, "de")) as answer:
        mark = {"If-None-Match": answer.headers["ETag"]}
        assert answer.headers["Cache-Control"] == "no-store"

    for client, language in ((manager, "de"), (analyst, "fr")):
        with client.get(report(told, language), headers=mark) as other:
            assert other.status_code == 200


@pytest.mark.parametrize("role", ["bound", "trust", "foreigner", "nobody"])
def test_who_may_not_read_the_report_may_not_in_any_language(
    told: Told,  # noqa: F811
    role: str,
) -> None:
    told.world.visitor("analyst").client.get(report(told, "de")).close()

    assert told.world.visitor(role).get(report(told, "de")).status_code == 404


def test_a_report_in_another_language_stays_when_the_answers_go(
    told: Told,  # noqa: F811
) -> None:
    world, client = told.world, told.world.visitor("manager").client
    kept = [finished(client, report(told, language)) for language in ("en", "de")]
    survey = store.survey_by_slug(world.ours, world.survey.slug)
    assert survey
    retention._do(world.ours, survey, "answers", START)

    assert [finished(client, report(told, language)) for language in ("en", "de")] == kept
    refused = told.world.visitor("manager").get(report(told, "fr"))
    assert refused.status_code == 400
    assert "There is no report in this language: Français" in refused.text
    assert "English" in refused.text


def test_sentences_of_ones_own_are_said_in_their_language(told: Told) -> None:  # noqa: F811
    own = told.world.house.folder / "wording" / told.world.ours.slug
    own.mkdir(parents=True)
    (own / "de.toml").write_text('[answer]\ntitle = "Worum es geht"\n', encoding="utf-8")
    visitor = told.world.visitor("analyst")

    assert "Worum es geht" in visitor.get(told.address("?language=de")).text
    assert load("fr").say("answer.title") in visitor.get(told.address("?language=fr")).text


@pytest.mark.usefixtures("larger")
def test_reports_for_units_are_made_in_each_language_apart(told: Told) -> None:  # noqa: F811
    visitor = told.world.visitor("manager")
    at = told.address("").replace("/findings/", "/reports/")
    visitor.get(at + "?language=de")
    one = text_of(finished(visitor.client, at + key_of("Sales") + ".pdf"))
    visitor.post(at + "all?language=de")
    jobs.work_once(jobs.desk(told.world.house, told.world.clock))
    package = finished(visitor.client, at + "all.zip?language=de")

    assert "Vertraulich: nicht zur Weitergabe" in one
    assert package.startswith(b"PK")
    assert "Make all 3 reports" in visitor.get(at + "?language=fr").text
    assert "Download all 3" in visitor.get(at + "?language=de").text


def test_command_and_site_write_the_same(told: Told, tmp_path: Path) -> None:  # noqa: F811
    world, client = told.world, told.world.visitor("manager").client
    name, site = f"{world.ours.slug}/{world.survey.slug}", ["--instance", str(world.house.folder)]
    chosen = ["--audience", "manager", "--language", "de", *site]
    pdf, book = tmp_path / "x.pdf", tmp_path / "x.xlsx"
    main(["report", name, *chosen, "--out", str(pdf)], standalone_mode=False)
    main(["export", name, *chosen, "--format", "xlsx", "--out", str(book)], standalone_mode=False)

    assert finished(client, report(told, "de")) == pdf.read_bytes()
    assert finished(client, told.address("downloads/xlsx?language=de")) == book.read_bytes()


def test_the_file_of_a_report_says_for_whom_and_in_which_language(
    told: Told,  # noqa: F811
) -> None:
    job = store.latest_job(told.world.ours, told.world.survey.id, "done")
    assert job
    survey = store.survey_of(told.world.ours, told.world.survey.id)
    files = [
        report_files.report_in(told.world.ours, survey, job, role, language).name
        for role, language in (("analyst", "en"), ("manager", "de"))
    ]

    assert files == ["report.pdf", "managers-de.pdf"]
