"""The commands about surveys: how they stand, their links, invitations sent where they stopped."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from survey import mailing, store
from survey.cli import main
from survey.config import kept_secret
from survey.store import Database, House, Survey
from tests.survey.post_office import Server, mail_server

SURVEY = "lindqvist-co/spring"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mail server that the environment leads to."""
    with mail_server() as (server, facts):
        for key, value in facts.items():
            monkeypatch.setenv(f"TIEWISE_{key.upper()}", str(value))
        yield server


@pytest.fixture
def instance(house: House, open_survey: Survey, db: Database) -> Path:
    kept_secret(house.folder)
    return house.folder


def run(instance: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--instance", str(instance)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_status_says_how_every_survey_stands(instance: Path) -> None:
    result = run(instance, "survey", "status")

    assert result.output == f"{SURVEY}  open  0 of 24 answered\n"


def test_status_as_json_has_the_counts(instance: Path) -> None:
    facts: list[dict[str, Any]] = json.loads(
        run(instance, "survey", "status", SURVEY, "--json").output
    )

    assert (facts[0]["survey"], facts[0]["asked"], facts[0]["answered"]) == (SURVEY, 24, 0)


def test_links_are_a_sheet_of_doors(instance: Path, db: Database) -> None:
    rows = list(csv.DictReader(io.StringIO(run(instance, "survey", "links", SURVEY).output)))

    assert list(rows[0]) == ["person_id", "name", "email", "url"]
    assert len(rows) == 24
    assert store.invitation_by_token(db, rows[5]["url"].rpartition("/")[2])


@pytest.mark.parametrize("command", [("survey", "status"), ("survey", "links"), ("invite",)])
def test_a_survey_that_there_is_not_is_told_with_those_that_there_are(
    instance: Path, command: tuple[str, ...]
) -> None:
    result = run(instance, *command, "lindqvist-co/autumn")

    assert result.exit_code == 1
    assert "there is no survey lindqvist-co/autumn" in result.stderr
    assert SURVEY in result.stderr


def test_inviting_wants_a_test_first_then_reaches_everybody_once(
    instance: Path, post: Server
) -> None:
    before = run(instance, "invite", SURVEY)
    run(instance, "invite", SURVEY, "--test", "me@example.com", "--language", "fr")
    first = run(instance, "invite", SURVEY)
    second = run(instance, "invite", SURVEY)

    assert (before.exit_code, "test first" in before.stderr) == (1, True)
    assert first.output == second.output == "Invitation: 24 sent\n"
    assert len(post.recipients) == 24 + 1
    assert max(post.recipients.values()) == 1


def test_inviting_goes_on_where_it_stopped(
    instance: Path, post: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(instance, "invite", SURVEY, "--test", "me@example.com")
    with monkeypatch.context() as patched:
        patched.setattr(mailing, "sleep", lambda _seconds: len(post.taken) > 5)
        stopped = run(instance, "invite", SURVEY)
    gone_on = run(instance, "invite", SURVEY, "--json")

    assert stopped.exit_code == 1
    assert json.loads(gone_on.output) == {"sent": 24}
    assert max(post.recipients.values()) == 1


def test_reminding_too_early_is_explained(instance: Path, post: Server) -> None:
    run(instance, "invite", SURVEY, "--test", "me@example.com")
    run(instance, "invite", SURVEY)
    result = run(instance, "remind", SURVEY)

    assert result.exit_code == 1
    assert "too early for another reminder" in result.stderr


def test_whoever_is_not_reached_makes_the_command_end_with_1(instance: Path, post: Server) -> None:
    run(instance, "invite", SURVEY, "--test", "me@example.com")
    post.answers.append("rcpt:550")
    result = run(instance, "invite", SURVEY)

    assert result.exit_code == 1
    assert result.output.startswith("Invitation: 1 refused, 23 sent")
