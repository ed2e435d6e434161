"""How the site is set up: headers, hosts, logs, settings; an insecure start is refused."""

import logging
import stat
from pathlib import Path

import pytest

from analysis.model import Problem
from survey import config, store
from survey.app import create_app
from survey.config import Config
from survey.web.here import EXTENSION
from tests.survey.conftest import KEY, World


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
