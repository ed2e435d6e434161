"""Reports for units, from the site: who gets which, and what they hold."""

import io
import zipfile

import pypdfium2
import pytest

from survey import jobs
from survey.web.editions import key_of
from tests.survey.conftest import small_firm
from tests.survey.test_findings_pages import Told, told  # noqa: F401 - a fixture


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return said


def at(told: Told, page: str = "") -> str:  # noqa: F811 - the fixture's name
    return told.address("").replace("/findings/", "/reports/") + page


@pytest.fixture
def larger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Departments of eight are too small for reports of their own: here eight are enough."""
    monkeypatch.setattr("analysis.narrowing.OWN_TEAM", 8)
    monkeypatch.setattr("survey.reporting.OWN_TEAM", 8)


def test_where_every_unit_is_too_small_the_page_says_why(told: Told) -> None:  # noqa: F811
    page = told.world.visitor("hr").get(at(told))

    assert "No unit has a report" in page.text
    assert "10 people" in page.text


@pytest.mark.usefixtures("larger")
def test_hr_gets_one_report_a_unit_without_a_name(told: Told) -> None:  # noqa: F811
    visitor = told.world.visitor("hr")
    page = visitor.get(at(told)).text
    report = text_of(visitor.get(at(told, key_of("Sales") + ".pdf")).data)
    names = [person.name for person in small_firm().people[6:]]

    assert [unit in page for unit in ("Sales", "Service", "Works")] == [True] * 3
    assert "Sales" in report
    assert [name for name in names if f"{name}\n" in report or f"{name} " in report] == []


@pytest.mark.usefixtures("larger")
def test_a_bound_reader_gets_the_report_on_her_unit_and_on_no_other(told: Told) -> None:  # noqa: F811
    visitor = told.world.visitor("bound")
    page = visitor.get(at(told)).text

    assert key_of("Sales") in page
    assert "Works" not in page
    assert visitor.get(at(told, key_of("Sales") + ".pdf")).mimetype == "application/pdf"
    assert visitor.get(at(told, key_of("Works") + ".pdf")).status_code == 404
    assert visitor.get(at(told, "all.zip")).status_code == 404


@pytest.mark.usefixtures("larger")
def test_all_reports_are_made_by_a_job_and_come_in_one_file(told: Told) -> None:  # noqa: F811
    visitor = told.world.visitor("manager")
    visitor.get(at(told))
    visitor.post(at(told, "all"))
    meanwhile = visitor.page.text
    jobs.work_once(jobs.desk(told.world.house, told.world.clock))
    with visitor.get(at(told, "all.zip")) as answer:
        package = zipfile.ZipFile(io.BytesIO(answer.data))

    assert "All 3 reports are being made." in meanwhile
    assert package.namelist() == ["001-Sales.pdf", "002-Service.pdf", "003-Works.pdf"]
    assert "Service" in text_of(package.read("002-Service.pdf"))


@pytest.mark.usefixtures("larger")
def test_reports_that_were_not_made_lead_to_where_they_are_made(told: Told) -> None:  # noqa: F811
    page = told.world.visitor("manager").get(at(told, "all.zip"))

    assert "Make all 3 reports" in page.text
