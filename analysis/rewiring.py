"""Firms rewired: everybody names and is named as often, partners at random.

Pairs of ties exchange their ends (a→b, c→d become a→d, c→b) unless that makes a loop or a tie that
is there already. Every exchange can be undone by one as likely, and a refused one counts as a
step, so that in the long run every firm with these numbers is equally likely (Rao, Jana &
Bandyopadhyay 1996; Fosdick et al. 2018). ``ROUNDS`` are enough to forget the firm it began with.
From there on each further firm of a chain is drawn from the same distribution, however few rounds
lie between two: means, quantiles and tails stay as they are. ``BETWEEN`` are enough to make two
neighbours nearly independent (each tie exchanges its end four times on average).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from scipy import sparse

from analysis.network import BoolArray, IntArray
from analysis.workers import side_by_side

ROUNDS = 20  # rounds of m/2 proposals each: 10·m trials, below which a rewired firm is no null
BETWEEN = 4
CHAIN = 10
COMPILED_FROM = 301


def rewired(ties: sparse.csr_array, seed: int, *, directed: bool = True) -> sparse.csr_array:
    """One such firm; ``directed`` False keeps ties both ways both ways."""
    return next(chain(ties, seed, directed=directed))


def several(
    ties: sparse.csr_array, count: int, seed: int, *, directed: bool = True
) -> Iterator[sparse.csr_array]:
    """``count`` of them, in chains of ``CHAIN``: each chain begins anew, with a seed of its own."""
    begins = range(0, count, CHAIN)
    at_once = (os.cpu_count() or 1) if ties.shape[0] >= COMPILED_FROM else 1
    if at_once == 1 or len(begins) == 1:
        for begin in begins:
            yield from islice(
                chain(ties, seed + begin, directed=directed), min(CHAIN, count - begin)
            )
        return
    links = partial(_links, ties, directed=directed)
    for k in range(0, len(begins), at_once):
        some = begins[k : k + at_once]
        wanted = [(seed + begin, min(CHAIN, count - begin)) for begin in some]
        for firms in side_by_side(links, wanted):
            yield from firms


def _links(
    ties: sparse.csr_array, wanted: tuple[int, int], *, directed: bool
) -> list[sparse.csr_array]:
    """The first firms of a chain: seed and how many."""
    seed, count = wanted
    return list(islice(chain(ties, seed, directed=directed), count))


def chain(
    ties: sparse.csr_array, seed: int, *, directed: bool = True
) -> Iterator[sparse.csr_array]:
    """Rewired firms without end, each from the one before."""
    if ties.shape[0] >= COMPILED_FROM:
        yield from _compiled(ties, seed, directed)
    else:
        yield from _by_rounds(ties, seed, directed)


def _compiled(ties: sparse.csr_array, seed: int, directed: bool) -> Iterator[sparse.csr_array]:
    from analysis import kernels

    start, ends = ties.indptr.astype(np.int32), ties.indices.astype(np.int32)
    exchange = kernels.exchanges if directed else kernels.links_exchanged
    round_, ones = len(ends) // 2 if directed else len(ends) // 4, np.ones(len(ends))
    rng, rounds = np.random.default_rng(seed), ROUNDS
    while True:
        ends = exchange(start, ends, rounds * round_, int(rng.integers(2**62)))
        yield sparse.csr_array((ones, ends, start), shape=ties.shape)
        rounds = BETWEEN


def _by_rounds(ties: sparse.csr_array, seed: int, directed: bool) -> Iterator[sparse.csr_array]:
    """Rounds in which every tie takes part once, all pairs together: nothing to compile.

    Exchanges that get in each other's way are refused, which makes firms as likely only nearly;
    the tests find no difference to exchanges one after the other, from some forty people on.
    """
    size, rng = ties.shape[0], np.random.default_rng(seed)
    rows = np.repeat(np.arange(size), np.diff(ties.indptr)).astype(np.int64)
    columns = ties.indices.astype(np.int64)
    if not directed:
        once = rows < columns
        rows, columns = rows[once], columns[once]
    taken = _table_of(_keys(rows, columns, size, directed), size)
    rounds = ROUNDS
    while True:
        for _ in range(rounds):
            rows, columns = _exchange(rows, columns, taken, rng, directed)
        yield _matrix(rows, columns, size, directed)
        rounds = BETWEEN


def _matrix(rows: IntArray, columns: IntArray, size: int, directed: bool) -> sparse.csr_array:
    if not directed:
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    flat = np.sort(rows * size + columns)
    start = np.searchsorted(flat, np.arange(size + 1) * size)
    out: sparse.csr_array = sparse.csr_array(
        (np.ones(len(flat)), flat % size, start), shape=(size, size)
    )
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Which ties are there: a table over all pairs of people.

    ``maker`` is room to note which exchange makes a tie, so that two cannot make the same one.
    """

    size: int
    table: BoolArray
    maker: IntArray


def _table_of(keys: IntArray, size: int) -> Taken:
    table = np.zeros(size * size, dtype=bool)
    table[keys] = True
    return Taken(size, table, np.empty(size * size, dtype=np.int64))


def _exchange(
    rows: IntArray, columns: IntArray, taken: Taken, rng: np.random.Generator, directed: bool
) -> tuple[IntArray, IntArray]:
    """One round: ties are paired at random and each pair exchanges ends if it may."""
    if not directed:
        turn = rng.random(len(rows)) < 0.5
        rows, columns = np.where(turn, columns, rows), np.where(turn, rows, columns)
    half = len(rows) // 2
    order = rng.permutation(len(rows))
    first, second = order[:half], order[half : 2 * half]
    made = _keys(
        rows[order[: 2 * half]],
        columns[np.concatenate([second, first])],
        taken.size,
        directed,
    )
    may = (rows[first] != columns[second]) & (rows[second] != columns[first])
    may &= _unused(made, taken).reshape(2, half).all(axis=0)
    both = np.concatenate([may, may])
    old = order[: 2 * half][both]
    taken.table[_keys(rows[old], columns[old], taken.size, directed)] = False
    taken.table[made[both]] = True
    columns = columns.copy()
    swap_first, swap_second = first[may], second[may]
    columns[swap_first], columns[swap_second] = columns[swap_second], columns[swap_first]
    return rows, columns


def _keys(rows: IntArray, columns: IntArray, size: int, directed: bool) -> IntArray:
    if directed:
        return rows * size + columns
    return np.minimum(rows, columns) * size + np.maximum(rows, columns)


def _unused(made: IntArray, taken: Taken) -> BoolArray:
    """Which of the ties that exchanges would make are neither there nor made by a later one."""
    number = np.arange(len(made))
    taken.maker[made] = number
    free: BoolArray = (taken.maker[made] == number) & ~taken.table[made]
    return free
