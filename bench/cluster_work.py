"""Work shared out over real Dask workers, each a process of its own."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from dask.distributed import Client

from analysis import engine
from analysis.network import FloatArray, Relation
from bench.firms import main_relation
from bench.measuring import Row

DASK = (sys.executable, "-m", "dask")
LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
WARM_UP = 1024


def two_workers(people: int) -> Iterator[Row]:
    """Exact betweenness by two workers against one; the same bytes, or there is no row."""
    relation = main_relation(people)
    (alone, one), (together, two) = (_timed(relation, count) for count in (1, 2))
    if one.tobytes() != two.tobytes():
        raise AssertionError("two workers gave other bytes than one")
    what = f"{people:,} people: exact directed betweenness by 2 Dask workers, the same bytes"
    yield Row(what, together, "1 Dask worker", alone, target=1 / 1.8)


def _timed(relation: Relation, workers: int) -> tuple[float, FloatArray]:
    """Seconds and result; every worker has loaded its kernels before."""
    with _running(workers) as executor:
        engine.paths_from(relation.ties, np.arange(WARM_UP), executor=executor)
        start = time.perf_counter()
        found = engine.betweenness(relation.ties, executor=executor)
        return time.perf_counter() - start, found


@contextmanager
def _running(workers: int) -> Iterator[Executor]:
    """A scheduler and so many workers of one thread, as an executor."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "scheduler.json"
        processes = [_started("scheduler", "--port", "0", "--scheduler-file", str(where))]
        try:
            address = _address(where)
            options = ("--nthreads", "1", "--no-nanny", "--local-directory", folder)
            processes += [_started("worker", address, *options) for _ in range(workers)]
            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
                yield client.get_executor()
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(20)


def _started(*what: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*DASK, *what, *LOCAL], stdout=quiet, stderr=quiet)


def _address(where: Path) -> str:
    """Where the scheduler listens, once it has said so."""
    for _ in range(300):
        if where.exists() and where.read_text(encoding="utf-8").endswith("}"):
            return str(json.loads(where.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")
