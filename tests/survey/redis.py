"""A Redis of our own for the tests: at a socket in a folder of its own, with nothing kept.

Where Redis is not installed the tests that need it are skipped; with ``TIEWISE_REDIS=required``
they fail.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NotThere
from redis.retry import Retry

REQUIRED = os.environ.get("TIEWISE_REDIS") == "required"


@dataclass
class Server:
    """A server that can be ended and begun again."""

    program: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"unix://{self.folder / 'socket'}?db=0"

    def start(self) -> None:
        """Begin to serve, and wait until it does."""
        settings = ["--port", "0", "--unixsocket", "socket", "--save", "", "--appendonly", "no"]
        command = [self.program, *settings]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        # Some hundred times within half a minute.
        patient = Retry(ConstantBackoff(0.05), 600, (NotThere,))
        with Redis(unix_socket_path=str(self.folder / "socket"), retry=patient) as asked:
            asked.ping()

    def stop(self) -> None:
        """End at once; what was queued is gone."""
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    program = shutil.which("redis-server")
    if program is None:
        why = "Redis is not installed (Debian: apt-get install redis-server)"
        (pytest.fail if REQUIRED else pytest.skip)(why)
    # Not pytest's own folder: it is too long for the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    server = Server(program, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
