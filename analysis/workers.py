"""Work that can be shared out: the same results whoever does it, in the same order."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")
Done = TypeVar("Done")


def shared(
    function: Callable[[Item], Done],
    items: Iterable[Item],
    executor: Executor | None,
    *,
    compiled: bool = False,
) -> list[Done]:
    """``function`` of each item, in order; by the executor (any of concurrent.futures) if given.

    Without one, what is ``compiled`` and so lets go of Python runs on every core.
    Each item is worked out by itself, so that the results are the same to the last bit whatever
    the number of workers.
    """
    if executor is None:
        return side_by_side(function, items) if compiled else [function(item) for item in items]
    return list(executor.map(partial(_alone, function), items, chunksize=CHUNK))


CHUNK = 5


def side_by_side(function: Callable[[Item], Done], items: Iterable[Item]) -> list[Done]:
    """``function`` of each item, in order, on every core: for what lets go of Python."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(function, items))


def _alone(function: Callable[[Item], Done], item: Item) -> Done:
    """On one thread, as in the main process: other numbers of threads would round otherwise."""
    with threadpool_limits(1, "blas"):
        return function(item)


@contextmanager
def processes(count: int) -> "Iterator[Executor | None]":
    """So many processes; nothing at all for one."""
    if count <= 1:
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
        yield executor
