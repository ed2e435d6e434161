"""An analysis shared out over a real Dask scheduler and two workers, each a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.model import Problem
from analysis.planted import plant, write
from survey import cli, clusters
from tests.survey.test_cli import run as command

LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
DASK = (sys.executable, "-m", "dask")
FILES = ("findings.json", "people.csv", "units.csv", "pairs.csv", "report.pdf")


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with two workers: its address, and the three processes."""
    where = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [
        subprocess.Popen(
            [*DASK, "scheduler", *LOCAL, "--port", "0", "--scheduler-file", str(where)], **quiet
        )
    ]
    try:
        address = _address(where)
        for _ in range(2):
            options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
            processes.append(
                subprocess.Popen([*DASK, "worker", address, *LOCAL, *options], **quiet)
            )
        _wait_for_workers(address)
        yield address, processes
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster that all tests here share."""
    with running(tmp_path_factory.mktemp("cluster")) as (address, _):
        yield address


def _address(where: Path) -> str:
    import json

    for _ in range(300):
        if where.exists() and where.read_text(encoding="utf-8").endswith("}"):
            return str(json.loads(where.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def _wait_for_workers(address: str) -> None:
    from dask.distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("firm")
    write(plant("silo", 1, people=36, response=0.9), folder)
    return folder


def analyse(firm: Path, out: str, *options: str):
    files = (firm / "roster.csv", firm / "answers.csv", "--out", firm / out)
    return command("analyse", *files, *options)


def test_a_cluster_gives_the_same_bytes_as_one_process(scheduler: str, firm: Path) -> None:
    alone = analyse(firm, "alone")
    shared = analyse(firm, "shared", "--cluster", scheduler)

    assert (alone.exit_code, shared.exit_code) == (0, 0), shared.output
    for name in FILES:
        assert (firm / "alone" / name).read_bytes() == (firm / "shared" / name).read_bytes(), name


def test_both_workers_take_part(scheduler: str) -> None:
    with clusters.cluster(scheduler) as executor:
        assert executor is not None
        found = set(executor.map(_whoever_works, range(40)))

    assert len(found) == 2


def _whoever_works(_: int) -> int:
    import os
    import time

    time.sleep(0.05)
    return os.getpid()


def test_a_worker_with_other_versions_is_refused(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = clusters.versions()
    monkeypatch.setattr(clusters, "versions", Elsewhere(here))

    with pytest.raises(Problem, match="a worker has other versions") as met:
        clusters.cluster(scheduler).__enter__()

    assert f"numpy 0.1 there, {here['numpy']} here" in met.value.why


class Elsewhere:
    """Our versions here, others where it was sent to."""

    def __init__(self, here: dict[str, str]) -> None:
        self.here = here

    def __call__(self) -> dict[str, str]:
        return self.here

    def __reduce__(self) -> tuple[type["OtherVersions"], tuple[dict[str, str]]]:
        return OtherVersions, ({**self.here, "numpy": "0.1"},)


class OtherVersions:
    """What a worker of another age would say."""

    def __init__(self, there: dict[str, str]) -> None:
        self.there = there

    def __call__(self) -> dict[str, str]:
        return self.there


def test_nobody_at_the_address_is_a_problem_that_says_what_to_do(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", "1s")

    result = analyse(firm, "none", "--cluster", "tcp://127.0.0.1:9")

    assert result.exit_code == 1
    assert "the cluster can't be reached" in result.output
    assert "dask scheduler" in result.output
    assert not (firm / "none").exists()


@pytest.mark.slow
def test_a_cluster_that_dies_in_the_middle_is_a_problem(tmp_path: Path) -> None:
    def lose_it() -> None:
        with clusters.cluster(address) as executor:
            assert executor is not None
            for done, _ in enumerate(executor.map(_whoever_works, range(400))):
                if done == 5:
                    processes[0].kill()

    with running(tmp_path) as (address, processes), pytest.raises(Problem) as met:
        lose_it()

    assert met.value.what == "the cluster was lost"


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://host"])
def test_an_address_of_another_form_is_refused(firm: Path, address: str) -> None:
    result = analyse(firm, "none", "--cluster", address)

    assert result.exit_code == 1
    assert "is no address of a cluster" in result.output


def test_without_a_cluster_there_is_no_executor() -> None:
    with clusters.cluster("") as executor:
        assert executor is None


def test_the_option_is_in_the_help() -> None:
    assert any("--cluster" in option.opts for option in cli.analyse.params)
