"""The commands about a whole site: set up, clients, surveys, backups, settings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey import cli, store
from tests.survey.conftest import KEY

ROSTER = "person_id,name\n" + "".join(f"P{i},Person {i}\n" for i in range(8))
PLAN = ("--title", "Spring", "--goal", "bids", "--contact", "Ann", "--contact-email", "a@x.test")
COMMANDS = (
    ("init",),
    *(("client", name) for name in ("add", "list", "export", "import", "erase")),
    *(("survey", name) for name in ("new", "open", "close")),
    ("backup",),
    ("restore",),
    ("config", "show"),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def run(site: Path, *arguments: object) -> Result:
    words = [str(part) for part in arguments]
    return CliRunner().invoke(cli.main, [*words, "--instance", str(site)])


def with_survey(site: Path, tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(ROSTER, encoding="utf-8")
    run(site, "client", "add", "Ek & Co")
    run(site, "survey", "new", "ek-co", *PLAN, "--roster", tmp_path / "people.csv")
    return site


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_and_an_example(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.main, [*command, "--help"])

    assert result.exit_code == 0
    assert f"Example: tiewise {' '.join(command)}" in result.output


def test_a_site_is_set_up_with_a_link_for_its_operator(site: Path) -> None:
    said = json.loads(run(site, "init", "--email", "ann@example.com", "--json").output)

    assert said["link"].startswith("http://127.0.0.1:8000/console/welcome/")


def test_a_survey_goes_its_way_by_commands_alone(site: Path, tmp_path: Path) -> None:
    with_survey(site, tmp_path)
    opened = run(site, "survey", "open", "ek-co/spring")
    closed = run(site, "survey", "close", "ek-co/spring")
    again = run(site, "survey", "new", "ek-co", "--title", "Autumn", "--follows", "ek-co/spring")

    assert "open to 8 people" in opened.output
    assert "is closed, 0 answered" in closed.output
    assert "ek-co/autumn: draft, 8 people" in again.output


def test_a_client_moves_to_another_site_and_is_erased_here(site: Path, tmp_path: Path) -> None:
    with_survey(site, tmp_path)
    run(site, "client", "export", "ek-co", "--out", tmp_path / "c.zip")
    wrong = run(site, "client", "erase", "ek-co", "--name", "Ek")
    run(site, "client", "erase", "ek-co", "--name", "Ek & Co")
    taken = run(tmp_path / "other", "client", "import", tmp_path / "c.zip")

    assert wrong.exit_code == 1
    assert json.loads(run(site, "client", "list", "--json").output) == []
    assert "Ek & Co: ek-co" in taken.output


def test_a_site_is_backed_up_and_restored(site: Path, tmp_path: Path) -> None:
    with_survey(site, tmp_path)
    run(site, "backup", "--out", tmp_path / "all.zip")
    result = run(tmp_path / "again", "restore", tmp_path / "all.zip")
    house = store.open_house(tmp_path / "again")
    names = [client.name for client in store.list_clients(house)]
    house.close()

    assert "1 clients" in result.output
    assert names == ["Ek & Co"]


@pytest.mark.parametrize(
    "command",
    [
        ("survey", "open", "ek-co/none"),
        ("survey", "new", "nobody", *PLAN),
        ("survey", "new", "ek-co", "--title", "No plan"),
        ("survey", "new", "ek-co", "--title", "Next", "--follows", "ek-co/none"),
        ("client", "export", "nobody", "--out", "x.zip"),
        ("client", "add", "Ek & Co"),
        ("client", "add", "New", "--for", "nobody@example.com"),
        ("client", "import", "nothing.zip"),
        ("client", "erase", "nobody", "--name", "x"),
    ],
    ids=" ".join,
)
def test_what_can_not_be_done_is_explained(
    site: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with_survey(site, tmp_path)
    result = run(site, *command)

    assert result.exit_code == 1
    assert "What to do:" in result.output


def test_a_roster_that_contradicts_itself_leaves_no_draft(site: Path, tmp_path: Path) -> None:
    run(site, "client", "add", "Ek & Co")
    (tmp_path / "bad.csv").write_text(ROSTER + "P1,Else\n", encoding="utf-8")
    result = run(site, "survey", "new", "ek-co", *PLAN, "--roster", tmp_path / "bad.csv")

    assert result.exit_code == 1
    assert json.loads(run(site, "survey", "status", "--json").output) == []


def test_settings_are_shown_with_their_sources_and_without_secrets(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.toml").write_text('port = 8123\nthreads = 3\nserve = "survey"\n')
    monkeypatch.setenv("TIEWISE_THREADS", "5")
    monkeypatch.setenv("TIEWISE_SECRET_KEY", KEY)
    result = run(site, "config", "show", "--config", tmp_path / "t.toml", "--json")
    found = {row["setting"]: (row["value"], row["source"]) for row in json.loads(result.output)}

    assert found["port"] == ("8123", str(tmp_path / "t.toml"))
    assert found["threads"] == ("5", "the environment")
    assert found["instance"] == (str(site), "an option")
    assert found["host"] == ("127.0.0.1", "default")
    assert found["secret_key"] == ("set", "the environment")
    assert KEY not in result.output
