"""A Dask cluster that shares an analysis out: ``--cluster tcp://HOST:PORT``."""

import re
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from analysis.model import Problem

ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")
PATIENCE = "10s"
START = "Start one: `dask scheduler`, then `dask worker tcp://HOST:8786` on each machine."
LIBRARIES = ("tiewise", "numpy", "scipy", "networkx", "python-louvain", "numba")


@contextmanager
def cluster(address: str) -> Iterator[Executor | None]:
    """The cluster at this address as an executor of concurrent.futures; nothing for no address.

    The results are the same as without it. Raises Problem where Dask is not installed, nobody
    answers, no worker is there, or a worker has other versions (its figures could differ).
    """
    if not address:
        yield None
        return
    client = _client(address)
    from dask.distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        _look_at_workers(client, address)
        yield client.get_executor()
    except (KilledWorker, CommClosedError, CancelledError) as error:
        why = f"It says: {error or type(error).__name__}."
        mend = "See that its machines are up and have memory enough, and run this again."
        raise Problem("the cluster was lost", where=address, why=why, mend=mend) from error
    finally:
        client.close()


def _client(address: str) -> Any:
    if not ADDRESS.fullmatch(address):
        mend = "Write it as tcp://HOST:PORT, as the scheduler prints it."
        raise Problem(f"{address!r} is no address of a cluster", where="--cluster", mend=mend)
    try:
        from dask import distributed
    except ImportError:
        mend = "Install it: pip install 'tiewise[cluster]'."
        raise Problem("Dask is not installed", where="--cluster", mend=mend) from None
    connect: Any = distributed.Client
    try:
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        why = f"Nobody answered within {PATIENCE.removesuffix('s')} seconds."
        raise Problem("the cluster can't be reached", where=address, why=why, mend=START) from error


def _look_at_workers(client: Any, address: str) -> None:
    """Every worker has the same versions as we do, or figures could differ in the last digits."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise Problem("the cluster has no workers", where=address, mend=START)
    ours = versions()
    for where, theirs in client.run(versions, on_error="return").items():
        lacking = isinstance(theirs, Exception)
        if lacking or theirs != ours:
            what = "a worker has no Tiewise" if lacking else "a worker has other versions"
            mend = "Install the same lock file on every machine."
            raise Problem(what, where=where, why=_difference(ours, theirs), mend=mend)


def versions() -> dict[str, str]:
    """Tiewise and the libraries that figures depend on, here."""
    return {name: version(name) for name in LIBRARIES}


def _difference(ours: dict[str, str], theirs: Any) -> str:
    if isinstance(theirs, Exception):
        return f"It says: {theirs}."
    other = [f"{name} {theirs[name]} there, {ours[name]} here" for name in ours]
    same = [f"{name} {ours[name]} there, {ours[name]} here" for name in ours]
    return "; ".join(said for said, alike in zip(other, same, strict=True) if said != alike) + "."
