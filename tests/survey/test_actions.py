"""The actions page: what was agreed is kept, shown to the right eyes, and printed."""

import io
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from analysis.results import Results
from survey import jobs, kept, store
from survey.store import Database, actions, series
from survey.store.actions import Task, Wording
from survey.store.erasing import erase
from tests.reports.samples import demo
from tests.survey.conftest import START, Visitor, World, add_survey
from tests.survey.test_every_form import NONSENSE, Place, fault
from tests.survey.test_findings_pages import Told


@pytest.fixture
def site(world: World) -> Told:
    """A survey of a firm of a hundred with its results: there is much to do."""
    db, results = world.ours, demo()
    survey = add_survey(db, "Late summer", results.roster)
    store.open_survey(db, survey.id, START)
    store.close_survey(db, survey.id, START)
    return Told(replace(world, survey=survey), analysed(db, survey.id, results))


def analysed(db: Database, survey_id: str, results: Results) -> Path:
    """As if these had been found in this survey."""
    job = store.create_job(db, survey_id, START)
    folder = jobs.folder_of(db, job.id)
    folder.mkdir(parents=True)
    kept.keep(results, folder)
    for name in jobs.REPORTS.values():
        (folder / name).write_bytes(b"%PDF-1.7")
    store.update_job(db, replace(job, state="done"), START)
    store.mark_analysed(db, survey_id)
    return folder


def at(site: Told, page: str = "") -> str:
    return site.address("").replace("/findings/", "/actions/") + page


def visit(site: Told, role: str = "hr") -> Visitor:
    visitor = site.world.visitor(role)
    visitor.get(at(site))
    return visitor


def first_key(visitor: Visitor) -> str:
    found = re.search(r'name="action" value="(\w+)"', visitor.page.text)
    assert found
    return found[1]


def keep(site: Told, visitor: Visitor, **changes: str) -> str:
    """What HR writes down of the first action; returns its key."""
    key = first_key(visitor)
    typed = {"owner": "Zoë Ångström", "due": "2027-05-14", "status": "doing", "note": "begun"}
    visitor.post(at(site), action=key, **(typed | changes))
    return key


def printed(site: Told, role: str) -> str:
    """The report that is downloaded, on one line: columns are narrow."""
    address = site.address("").replace("/findings/", "/results/report.pdf")
    with site.world.visitor(role).client.get(address) as answer:
        content = answer.data
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join("\n".join(pages).split())


def test_what_was_agreed_is_kept_and_shown_to_whoever_reads_results(site: Told) -> None:
    visitor = visit(site)
    keep(site, visitor)

    assert "Kept." in visitor.page.text
    for role in ("hr", "analyst", "manager"):
        text = visit(site, role).page.text
        assert all(said in text for said in ("Zoë Ångström", "14 May 2027", "In progress", "begun"))


def test_a_manager_reads_the_actions_and_changes_none(site: Told) -> None:
    page = visit(site, "manager").page

    assert page.status_code == 200
    assert "Recommended" in page.text
    assert '<form method="post" action="' + at(site) not in page.text


def test_an_action_has_the_same_key_for_those_who_see_names_and_those_who_do_not(
    site: Told,
) -> None:
    keys = [re.findall(r'id="a-(\w+)"', visit(site, role).page.text) for role in ("hr", "analyst")]

    assert keys[0]
    assert set(keys[0]) <= set(keys[1])


def test_texts_that_name_people_are_shown_to_those_only_who_may_see_names(site: Told) -> None:
    survey = site.world.survey.id
    both = Wording("Introduce Bo Holm to Cy Dahl", "Introduce two people")
    actions.note(site.world.ours, survey, "0" * 16, both, Task("Ann"))
    actions.note(site.world.ours, survey, "1" * 16, Wording("Relieve Bo Holm"), Task("Ann"))
    analyst, hr = (visit(site, role).page.text for role in ("analyst", "hr"))

    assert "Introduce Bo Holm to Cy Dahl" in analyst
    assert "Relieve Bo Holm" in analyst
    assert "Introduce two people" in hr
    assert "Bo Holm" not in hr


def test_what_is_no_longer_recommended_is_kept_and_marked(site: Told) -> None:
    survey = site.world.survey.id
    actions.note(site.world.ours, survey, "0" * 16, Wording("Swap", "Swap desks"), Task("Ann"))
    text = visit(site).page.text

    assert "No longer recommended" in text
    assert "Swap desks" in text


def test_the_last_change_is_undone(site: Told) -> None:
    visitor = visit(site)
    keep(site, visitor)
    visitor.post(at(site, "undo"))

    assert "The last change was undone." in visitor.page.text
    assert actions.noted_of(site.world.ours, site.world.survey.id) == ()


def test_an_action_of_ones_own_is_added_and_worked_on_like_any_other(site: Told) -> None:
    visitor = visit(site)
    visitor.post(at(site, "add"), text="Move the coffee   machine")
    own = actions.noted_of(site.world.ours, site.world.survey.id)[0]
    visitor.post(at(site), action=own.key, owner="Bo", due="", status="done", note="")

    assert own.wording == Wording("Move the coffee machine", "Move the coffee machine")
    assert "Bo" in visitor.page.text
    assert actions.noted_of(site.world.ours, site.world.survey.id)[0].task.status == "done"


def test_what_was_typed_wrong_is_said_beside_it_and_nothing_is_lost(site: Told) -> None:
    visitor = visit(site)
    key = keep(site, visitor, due="2027-02-30", owner="Zoë")

    assert visitor.page.status_code == 400
    page = lxml.html.fromstring(visitor.page.text)
    assert "not a day" in page.get_element_by_id(f"due-{key}-wrong").text_content()
    assert page.get_element_by_id(f"owner-{key}").value == "Zoë"
    assert actions.noted_of(site.world.ours, site.world.survey.id) == ()


def test_nonsense_in_any_field_of_an_action_is_explained_beside_it(site: Told) -> None:
    visitor = visit(site, "consultant")
    page = lxml.html.fromstring(visitor.page.text)
    forms = {form.action: form for form in reversed(page.forms)}
    places = [Place(at(site), form.action, form) for form in forms.values()]
    tried = [(place, name) for place in places if place.action for name in place.fields]
    faults, proof = [], visitor.proof()
    for place, name in tried:
        for what, value in NONSENSE.items():
            sent = place.filled(name, value)
            sent["csrf_token"] = proof
            answer = visitor.client.post(place.action, data=sent)
            wrong = fault(visitor, place, name, value, answer)
            faults += [f"{place.action} {name}, {what}: {wrong}"] if wrong else []

    assert len(tried) == 5
    assert not faults, "\n".join(faults)


def test_an_action_that_nobody_recommended_is_refused(site: Told) -> None:
    visitor = visit(site)
    visitor.post(at(site), action="no such", owner="Bo", status="open")

    assert visitor.page.status_code == 400
    assert "not on the list any more" in visitor.page.text


def test_the_report_is_made_anew_when_the_actions_change_and_only_then(site: Told) -> None:
    visitor = visit(site)
    keep(site, visitor, owner="Zoë Ångström, room 12")

    for role in ("hr", "analyst"):
        assert "Zoë Ångström, room 12" in printed(site, role)
        assert "by 14 May" in printed(site, role)
    made = site.folder / "managers-plan.pdf"
    before = made.stat().st_mtime_ns
    printed(site, "hr")

    assert made.stat().st_mtime_ns == before
    visitor.post(at(site, "undo"))
    assert "room 12" not in printed(site, "hr")


def test_the_findings_page_and_the_workbook_say_what_was_agreed(site: Told) -> None:
    keep(site, visit(site), owner="Zoë Ångström, room 12")
    book = site.world.visitor("hr").get(site.address("downloads/xlsx")).data
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    cells = [cell for row in sheets.get_sheet_by_name("Actions").to_python() for cell in row]

    assert "Zoë Ångström, room 12" in cells
    assert "Zoë Ångström, room 12" in site.get("", "manager")


def test_the_next_wave_shows_what_was_agreed_last_time(site: Told) -> None:
    world = site.world
    keep(site, visit(site))
    after = series.next_wave(world.ours, world.survey.id, "Spring again", START)
    store.open_survey(world.ours, after.id, START)
    store.close_survey(world.ours, after.id, START)
    analysed(world.ours, after.id, kept.load(site.folder))
    page = world.visitor("hr").get(at(site).replace(world.survey.slug, after.slug)).text

    assert "What was agreed last time" in page
    assert "Zoë Ångström" in page


def test_once_answers_are_erased_what_was_agreed_is_still_there_to_work_on(site: Told) -> None:
    visitor = visit(site)
    key = keep(site, visitor)
    erase(site.world.ours, site.world.survey.id, "answers", START)
    visitor.get(at(site))
    visitor.post(at(site), action=key, owner="Bo Holm", status="done", due="", note="")

    assert "Bo Holm" in visitor.page.text
    assert actions.noted_of(site.world.ours, site.world.survey.id)[0].task.status == "done"
