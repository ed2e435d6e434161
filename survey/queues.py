"""The queue: where it says that there is work. What the work is, and whether it is done, say the
rows of jobs; a queue that is lost costs half a minute and nothing else.

It lies where the site's tables lie: a file in the folder beside SQLite, a schema of its own in
PostgreSQL. With ``queue_url`` it lies in Redis.
"""

import json
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from analysis.model import Problem
from survey.store import House, postgres

NAME = "tiewise"
NO_DRIVER = "Install Tiewise with its extra `redis`: pip install 'tiewise[redis]'"
AWAY = "Check the address and password, and that Redis runs: tiewise doctor"
EXAMPLE = "Write it like redis://queue.example.com:6379/0, or rediss://… for TLS."


class PlainWords(Serializer):  # type: ignore[misc]  # huey ships no types
    """What is queued, as JSON: huey's own way would run whatever somebody puts into the queue."""

    def _serialize(self, data: Message) -> bytes:
        """A task's name and arguments; they are ids of ours, never anything else."""
        return json.dumps([data.id, data.name, *data.args]).encode()

    def _deserialize(self, data: bytes) -> Message:
        id_, name, *arguments = json.loads(data)
        return Message(id_, name, retries=0, retry_delay=0, args=tuple(arguments), kwargs={})


def queue_of(house: House) -> Huey:
    """The queue of this house; a Problem if it can't be reached."""
    if house.queue_url:
        return redis_queue(house.queue_url)
    options: dict[str, Any] = {"results": False, "serializer": PlainWords()}
    if house.on_postgres:
        beside = postgres.beside(house.engine)
        options |= {"connection": lambda: house.keep(beside()), "blocking": False}
        return PostgresHuey(NAME, **options)
    return SqliteHuey(NAME, filename=str(house.folder / "queue.db"), **options)


def redis_queue(url: str) -> Huey:
    """The queue in the Redis at this address; a Problem if it doesn't answer."""
    try:
        from huey import RedisHuey
        from redis.exceptions import RedisError

        made = RedisHuey(NAME, url=url, blocking=False, results=False, serializer=PlainWords())
    except ImportError as error:
        raise _out_of_reach("The driver for it is not installed.", NO_DRIVER) from error
    except ValueError as error:
        raise _out_of_reach("That is no address of a Redis.", EXAMPLE) from error
    try:
        made.storage.conn.ping()
    except (RedisError, OSError) as error:
        release(made)
        raise _out_of_reach(f"It says: {error}.", AWAY) from error
    return made


def _out_of_reach(why: str, mend: str) -> Problem:
    return Problem("the queue can't be reached", where="queue_url", why=why, mend=mend)


def release(queue: Huey) -> None:
    """Let go of the connections to the queue."""
    queue.storage.close()
    pool = getattr(queue.storage, "pool", None)
    if pool is not None:
        pool.disconnect()


def facts(url: str) -> str:
    """Which Redis it is; a Problem if it doesn't answer."""
    queue = redis_queue(url)
    try:
        return f"Redis {queue.storage.conn.info('server')['redis_version']}"
    finally:
        release(queue)
