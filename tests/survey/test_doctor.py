"""The doctor: each thing that can be wrong is said, with what to do."""

from pathlib import Path

import pytest

from analysis.model import Problem
from survey import doctor
from survey.config import Config
from survey.doctor import Check, examine, tell


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requires", lambda name: ["numpy>=2", "no-such-thing>=1; x < 3"])

    (libraries,) = [c for c in examine(Config) if c.name == "libraries"]

    assert (libraries.ok, libraries.said) == (False, "missing: no-such-thing")


def test_settings_that_are_wrong_are_told_with_their_problem() -> None:
    def load() -> Config:
        raise Problem("there is no setting 'colour'", mend="Remove it.")

    settings = examine(load)[-1]

    assert settings == Check(
        "settings", False, "there is no setting 'colour' Remove it.", "Remove it."
    )


def test_a_secret_that_others_can_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("x" * 64, encoding="ascii")
    (tmp_path / "secret_key").chmod(0o644)

    settings = examine(lambda: Config(instance=tmp_path))[-1]

    assert not settings.ok
    assert "chmod 600" in settings.mend


def test_a_disk_without_room_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 10**18)

    disk = examine(lambda: Config(instance=tmp_path / "site"))[-1]

    assert (disk.name, disk.ok) == ("disk", False)


def test_what_failed_comes_with_what_to_do() -> None:
    said = tell([Check("disk", False, "full", "Make room."), Check("python", True, "3.12")])

    assert said == "FAIL  disk: full\n      Make room.\nok    python: 3.12"


def test_a_mail_server_that_is_away_is_said(tmp_path: Path) -> None:
    config = Config(
        instance=tmp_path / "site",
        mail_host="127.0.0.1",
        mail_port=1,
        mail_security="none",
        mail_from="survey@example.org",
    )

    (mail,) = [check for check in examine(lambda: config) if check.name == "mail"]

    assert not mail.ok
    assert "can't be reached" in mail.said


def test_without_a_mail_server_nothing_is_wrong(tmp_path: Path) -> None:
    (mail,) = [c for c in examine(lambda: Config(instance=tmp_path)) if c.name == "mail"]

    assert mail.ok
