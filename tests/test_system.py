"""What the tests themselves need from the machine: found, installed, or asked for."""

from collections.abc import Sequence

import pytest

from tests import system

HERE = {"pdftotext": "/usr/bin/pdftotext", "qpdf": "/usr/bin/qpdf"}
DEBIAN = {"apt-get": "/usr/bin/apt-get"}


class Machine:
    """A machine on which some commands are there, and on which apt-get installs chromium."""

    def __init__(self, there: dict[str, str], works: bool = True) -> None:
        self.there, self.works, self.ran = dict(there), works, list[str]()

    def find(self, name: str) -> str | None:
        return self.there.get(name)

    def run(self, command: Sequence[str]) -> bool:
        self.ran.append(" ".join(command))
        if "chromium" in command and self.works:
            self.there["chromium"] = "/usr/bin/chromium"
        return self.works


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_any_of_its_names_is_enough(browser: str) -> None:
    machine = Machine({**HERE, browser: "/usr/bin/it"})

    assert system.missing(machine.find) == []


def test_where_all_is_there_nothing_is_run() -> None:
    machine = Machine({**HERE, "chromium": "/usr/bin/chromium", **DEBIAN})

    assert system.install(machine.find, machine.run, root=True) == ""
    assert machine.ran == []


def test_what_is_missing_is_installed_by_root() -> None:
    machine = Machine({**HERE, **DEBIAN})

    assert system.install(machine.find, machine.run, root=True) == ""
    assert machine.ran == [
        "env DEBIAN_FRONTEND=noninteractive apt-get update",
        "env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium",
    ]


def test_anybody_else_goes_through_sudo() -> None:
    machine = Machine({**HERE, **DEBIAN, "sudo": "/usr/bin/sudo"})

    assert system.install(machine.find, machine.run, root=False) == ""
    assert all(step.startswith("sudo -n env DEBIAN_FRONTEND=") for step in machine.ran)


@pytest.mark.parametrize(
    ("machine", "root"),
    [
        (Machine(HERE), True),
        (Machine({**HERE, **DEBIAN}), False),
        (Machine({**HERE, **DEBIAN}, works=False), True),
    ],
    ids=["no apt-get", "neither root nor sudo", "apt-get fails"],
)
def test_where_it_cannot_be_installed_the_reader_is_told_how(machine: Machine, root: bool) -> None:
    said = system.install(machine.find, machine.run, root)

    assert "sudo apt-get install --yes chromium" in said
