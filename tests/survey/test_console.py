"""The console: rosters explained row by row, surveys run, reports by role; and how it is set up."""

import csv
import io
import logging
import re
import stat
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import config, jobs, store
from survey.app import create_app
from survey.config import Config
from survey.web.here import EXTENSION
from survey.web.manage import plain_cell
from tests.survey.conftest import KEY, PASSWORD, START, Visitor, World

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
    assert "cannot be taken yet" in visitor.page.text
    answer = visitor.post(path, choice="good")
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
    assert "is closed" in visitor.post(OURS + "spring/close", word=" Close ").text

    assert store.survey_of(world.ours, world.survey.id).state == "closed"


def test_an_analysis_that_failed_says_why_and_can_be_run_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise Problem("too few answers", mend="Ask more people.")

    monkeypatch.setattr(jobs, "_analyse", fail)
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


def test_an_owner_makes_a_client_and_gives_access_with_a_password_shown_once(
    world: World,
) -> None:
    owner = world.visitor("owner")
    owner.get("/console/clients/new")
    owner.post("/console/clients/new", name="Ström & Son")
    owner.get("/console/c/strom-son/access")
    page = owner.post(
        "/console/c/strom-son/access", name="Mo", email="mo@example.com", role="manager"
    ).text
    password = page.split('class="code">')[1].split("<")[0]
    mo = world.visitor()
    mo.sign_in("mo@example.com", password)

    assert "Ström &amp; Son" in mo.page.text
    assert password not in owner.get("/console/c/strom-son/access").text


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


def test_every_answer_carries_the_strict_headers(world: World) -> None:
    headers = world.visitor().get("/").headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_request_for_another_host_is_refused(world: World) -> None:
    answer = world.app.test_client().get("/", headers={"Host": "evil.test"})

    assert answer.status_code == 400


def test_logs_hold_no_token_and_no_name(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        home = world.visitor().open(world.links[6])

    assert "/s/<token>" in caplog.text
    assert world.links[6].token not in caplog.text
    assert home not in caplog.text


def test_a_mistake_of_ours_becomes_a_page_without_its_innards(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ValueError("secret detail")

    monkeypatch.setattr(store, "list_clients", fail)
    page = world.visitor("analyst").get("/console/")

    assert page.status_code == 500
    assert "secret detail" not in page.text


def test_the_site_says_that_it_is_ready_and_when_it_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert world.visitor().get("/readyz").json == {"status": "ok"}
    monkeypatch.setattr(store, "readiness", lambda _house: {"database": "does not answer"})

    assert world.visitor().get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"base_url": "http://survey.example.com"}, "unencrypted"),
        ({"base_url": "ftp://x"}, "no web address"),
        ({"base_url": "https://x.test/path"}, "no web address"),
        ({"host": "0.0.0.0"}, "links lead to"),  # noqa: S104 - must be refused
        ({"secret_key": "short"}, "5 characters"),
        ({"port": "many"}, "no value"),
        ({"embedded_worker": "perhaps"}, "no value"),
        ({"colour": "blue"}, "no setting"),
    ],
)
def test_an_insecure_or_unknown_setting_is_refused(
    tmp_path: Path, options: dict[str, str], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        config.load(None, {}, {"instance": tmp_path} | options)


def test_settings_come_from_file_then_environment_then_options(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text(f'port = 1\nthreads = 1\nhost = "127.0.0.1"\nsecret_key = "{KEY}"')
    found = config.load(file, {"TIEWISE_PORT": "2", "TIEWISE_THREADS": "2"}, {"port": 3})

    assert (found.port, found.threads, found.upload_mb) == (3, 2, 10)


def test_a_secret_can_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY + "\n")
    found = config.load(None, {"TIEWISE_SECRET_KEY_FILE": str(tmp_path / "key")}, {})

    assert found.secret_key == KEY


def test_the_secret_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    first = config.load(None, {}, {"instance": tmp_path})
    again = config.load(None, {}, {"instance": tmp_path})

    assert first.secret_key == again.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_secret_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    config.load(None, {}, {"instance": tmp_path})
    (tmp_path / "secret_key").chmod(0o644)

    with pytest.raises(Problem, match="read by others"):
        config.load(None, {}, {"instance": tmp_path})


def test_cookies_are_for_https_only_where_the_site_is(tmp_path: Path) -> None:
    settings = Config(instance=tmp_path, base_url="https://survey.example.com", secret_key=KEY)
    app = create_app(settings)
    answer = app.test_client().get("/console/sign-in", base_url="https://survey.example.com")
    app.extensions[EXTENSION].house.close()

    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers
