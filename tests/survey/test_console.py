"""The console: rosters explained row by row, surveys run, reports by role; and how it is set up."""

import csv
import io
import re

import pytest

from analysis.model import Problem
from survey import jobs, store
from survey.web.manage import plain_cell
from tests.survey.conftest import PASSWORD, START, Visitor, World

OURS = "/console/c/lindqvist-co/"
NEW = {
    "title": "Autumn 2027",
    "goal": "fewer handovers",
    "contact": "Ann Ek",
    "contact_email": "ann@example.com",
    "question_set": "annual",
    "mode": "analyst",
    "k": "5",
}
GOOD = "person_id,name,department\n" + "".join(f"P{i},Person {i},A\n" for i in range(8))


def draft(world: World, **changes: str) -> Visitor:
    """An analyst who has just drafted a survey."""
    visitor = world.visitor("analyst")
    visitor.get(OURS + "new")
    visitor.post(OURS + "new", **(NEW | changes))
    return visitor


def upload(visitor: Visitor, text: str, name: str = "people.csv") -> Visitor:
    visitor.get(OURS + "autumn-2027/roster/")
    visitor.post(OURS + "autumn-2027/roster/", file=(io.BytesIO(text.encode()), name))
    return visitor


def test_a_draft_says_what_to_do_first(world: World) -> None:
    page = draft(world).page

    assert page.request.path == OURS + "autumn-2027/"
    assert "Upload the roster" in page.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Write a title"),
        ("title", "Spring", "already"),
        ("title", "!!!", "no title"),
        ("contact_email", "nobody", "Write an address"),
        ("k", "4", "from 5 to 50"),
        ("mode", "everybody", "Not a valid choice"),
    ],
)
def test_a_plan_that_will_not_do_is_explained(
    world: World, field: str, value: str, said: str
) -> None:
    page = draft(world, **{field: value}).page

    assert page.status_code == 400
    assert said in page.text


@pytest.mark.either_database
def test_a_good_roster_is_previewed_and_taken(world: World) -> None:
    visitor = upload(draft(world), GOOD)
    assert "Everything was understood" in visitor.page.text
    visitor.post(visitor.page.request.path, choice="good")
    survey = store.survey_by_slug(world.ours, "autumn-2027")
    assert survey

    assert "8 people are on the roster" in visitor.page.text
    assert len(store.roster_of(world.ours, survey.id).people) == 8


def test_rows_that_contradict_each_other_stop_the_import(world: World) -> None:
    visitor = upload(draft(world), GOOD + "P1,Somebody Else,B\n")
    path = visitor.page.request.path
    assert "row contradicts another" in visitor.page.text
    answer = visitor.post(path)
    survey = store.survey_by_slug(world.ours, "autumn-2027")
    assert survey

    assert answer.status_code == 400
    assert store.roster_of(world.ours, survey.id).people == ()


def test_each_row_to_mend_says_where_what_why_and_how(world: World) -> None:
    text = "person_id,name,start_date\n" + "".join(f"P{i},N {i},01/02/2020\n" for i in range(6))
    visitor = upload(draft(world), text)
    page = visitor.page.text
    visitor.post(visitor.page.request.path + "/problems.csv")
    rows = list(csv.DictReader(io.StringIO(visitor.page.text.lstrip("\ufeff"))))

    assert "this is not a date" in page
    assert "Write year-month-day" in page
    assert {row["row"] for row in rows} == {"2", "3", "4", "5", "6", "7"}
    assert all(row["what"] and row["why"] and row["mend"] for row in rows)


def test_a_roster_with_doubts_is_taken_only_on_purpose(world: World) -> None:
    visitor = upload(draft(world), GOOD + ",Nobody,A\n")
    path = visitor.page.request.path

    assert visitor.post(path).status_code == 400
    visitor.get(path)
    assert "8 people are on the roster" in visitor.post(path, choice="good").text


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "people.csv", ""),
        ("name\nAnn\n", "people.csv", "person_id"),
        (GOOD, "people.exe", "not a spreadsheet"),
        ("PK\x03\x04nonsense", "people.xlsx", ""),
        (GOOD, "../../etc/passwd", "not a spreadsheet"),
    ],
)
def test_a_file_that_is_no_roster_is_explained(
    world: World, text: str, name: str, said: str
) -> None:
    page = upload(draft(world), text, name).page

    assert page.status_code == 400
    assert 'class="error"' in page.text
    assert said in page.text


def test_a_survey_cannot_be_opened_without_people(world: World) -> None:
    visitor = draft(world)
    answer = visitor.post(OURS + "autumn-2027/open")

    assert answer.status_code == 400
    assert "asks 0 people" in answer.text


@pytest.mark.either_database
def test_opening_leads_to_the_links_and_the_links_open_doors(world: World) -> None:
    visitor = upload(draft(world), GOOD)
    visitor.post(visitor.page.request.path, choice="good")
    visitor.post(OURS + "autumn-2027/open")
    visitor.post(OURS + "autumn-2027/links.csv")
    rows = list(csv.DictReader(io.StringIO(visitor.page.text.lstrip("\ufeff"))))
    path = rows[0]["url"].removeprefix("http://127.0.0.1:8000")

    assert list(rows[0]) == ["person_id", "name", "email", "url"]
    assert "Hello <bdi>Person 0</bdi>" in world.visitor().get(path).text


def test_the_invitation_text_is_filled_but_for_what_differs_a_person(world: World) -> None:
    page = world.visitor("analyst").get(OURS + "spring/links").text

    assert "Lindqvist &amp; Co would like to know" in page
    assert "Hello {name}," in page
    assert set(re.findall(r"\{\w+\}", page)) == {"{name}", "{url}"}


def test_the_board_tells_no_name_of_anybody_who_answered(world: World) -> None:
    invitation = store.invitation_by_token(world.ours, world.links[7].token)
    assert invitation
    store.record(world.ours, invitation.id, store.Reply("information"), START)
    store.submit(world.ours, invitation.id, START)
    page = world.visitor("manager").get(OURS + "spring/").text

    assert "<dd>1</dd>" in page
    assert not any(link.name in page for link in world.links if link.name.startswith("Person"))


def test_closing_asks_for_a_word_typed_on_purpose(world: World) -> None:
    visitor = world.visitor("analyst")
    visitor.get(OURS + "spring/")
    assert "still open" in visitor.post(OURS + "spring/close", word="yes").text
    assert "is closed" in visitor.post(OURS + "spring/close", word=" Close ", sure="y").text

    assert store.survey_of(world.ours, world.survey.id).state == "closed"


def test_an_analysis_that_failed_says_why_and_can_be_run_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise Problem("too few answers", mend="Ask more people.")

    monkeypatch.setitem(jobs.DOING, "analysis", fail)
    store.close_survey(world.ours, world.survey.id, START)
    visitor = world.visitor("analyst")
    visitor.get(OURS + "spring/")
    visitor.post(OURS + "spring/results/")
    assert "waits for its turn" in visitor.page.text
    jobs.work_once(jobs.desk(world.house))
    page = visitor.get(OURS + "spring/").text

    assert "Too few answers" in page
    assert "Ask more people." in page
    assert "Run it again" in page


@pytest.mark.parametrize(("role", "content"), [("analyst", b"%PDF a"), ("manager", b"%PDF m")])
def test_the_role_decides_which_report_is_downloaded(
    world: World, role: str, content: bytes
) -> None:
    job = store.create_job(world.ours, world.survey.id, START)
    claimed = store.claim(world.ours, job.id, START)
    assert claimed
    store.update_job(world.ours, store.Job(job.id, job.survey_id, "done", "", 1.0, 1), START)
    folder = jobs.folder_of(world.ours, job.id)
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(b"%PDF a")
    (folder / "managers.pdf").write_bytes(b"%PDF m")
    with world.visitor(role).client.get(OURS + "spring/results/report.pdf") as answer:
        assert answer.data == content
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.either_database
def test_a_changed_password_signs_every_browser_out(world: World) -> None:
    other = world.visitor("analyst")
    visitor = world.visitor()
    visitor.sign_in("analyst@example.com")
    visitor.get("/console/account")
    visitor.post("/console/account", old=PASSWORD, new="a longer and better one")

    assert other.get("/console/").request.path == "/console/sign-in"
    assert visitor.sign_in("analyst@example.com", "a longer and better one").status_code == 200


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", "a longer and better one"), (PASSWORD, "short")]
)
def test_a_password_is_not_changed_without_the_old_one_or_for_a_short_one(
    world: World, old: str, new: str
) -> None:
    visitor = world.visitor("analyst")
    visitor.get("/console/account")

    assert visitor.post("/console/account", old=old, new=new).status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "－1"])
def test_no_cell_of_a_sheet_is_a_formula(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
